import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.exchange.reading.cells import CellWrong
from api.exchange.reading.quantities import quantity_between, quantity_of
from domain.quantity import Quantity


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5", 5, 5),
        ("5.0", 5, 5),
        ("at least 5", 5, None),
        ("5+", 5, None),
        (">= 5", 5, None),
        ("5 or more", 5, None),
        ("at most 5", 0, 5),
        ("up to 5", 0, 5),
        ("5 or fewer", 0, 5),
        ("more than 12", 13, None),
        ("> 12", 13, None),
        ("About 2000", 2000, 2000),
        ("~ 20", 20, 20),
        ("ca. 20", 20, 20),
        ("3-5", 3, 5),
        ("3 to 5", 3, 5),
        ("between 30 and 35", 30, 35),
        ("several", 2, None),
        ("unknown", None, None),
        ("?", None, None),
    ],
)
def test_a_number_as_people_write_it_has_its_bounds(text: str, low: int | None, high: int | None) -> None:
    bounds = Quantity.model_validate(quantity_of("Killed", text)).bounds
    assert (bounds.low, bounds.high) == (low, high)


@given(some.integers(0, 10**6))
def test_a_bare_number_is_exact_and_any_other_keeps_its_wording(number: int) -> None:
    assert quantity_of("Killed", f" {number} ") == {"exact": number}
    assert quantity_of("Killed", f"about {number}") == {"about": number, "wording": f"about {number}"}


@pytest.mark.parametrize("text", ["dozens", "5 killed", "-5", "5,000", "5-", "3-5-7", "1/2", "five", "5?", "<5"])
def test_any_other_wording_is_refused_and_not_guessed(text: str) -> None:
    with pytest.raises(CellWrong, match="is not a number as it is understood"):
        quantity_of("Killed", text)


def test_a_number_in_thousands_is_counted_in_ones() -> None:
    assert quantity_of("Displaced", "2-3", times=1000) == {"between": [2000, 3000], "wording": "2-3"}


@pytest.mark.parametrize(
    ("low", "high", "best", "said"),
    [
        (2, 5, None, {"between": [2, 5]}),
        (2, 5, 3, {"best": 3, "between": [2, 5]}),
        (2, None, None, {"at_least": 2}),
        (None, 5, 4, {"best": 4, "at_most": 5}),
        (None, None, 4, {"exact": 4}),
        (None, None, None, None),
    ],
)
def test_bounds_in_columns_of_their_own_make_a_quantity(
    low: int | None, high: int | None, best: int | None, said: object
) -> None:
    assert quantity_between(low, high, best) == said
