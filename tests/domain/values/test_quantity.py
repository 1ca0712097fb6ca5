from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quantity import Quantity
from tests.domain.arrange import made

counts = st.integers(0, 1_000_000_000)


@pytest.mark.parametrize(
    ("said", "bounds"),
    [
        ({"exact": 2}, (2, 2, 2)),
        ({"exact": 0}, (0, 0, 0)),
        ({"at_least": 50}, (50, None, None)),
        ({"at_most": 50}, (0, 50, None)),
        ({"more_than": 12}, (13, None, None)),
        ({"about": 2000}, (2000, 2000, 2000)),
        ({"between": [30, 35]}, (30, 35, None)),
        ({"between": [30, 30]}, (30, 30, None)),
        ({"several": True}, (2, None, None)),
        ({"unknown": True}, (None, None, None)),
        ({"between": [30, 35], "best": 33}, (30, 35, 33)),
        ({"exact": 2, "best": 3}, (2, 2, 3)),
        ({"about": 2000, "best": 1900}, (2000, 2000, 1900)),
        ({"unknown": True, "best": 4}, (None, None, 4)),
        ({"at_least": 0}, (0, None, None)),
        ({"more_than": 0}, (1, None, None)),
    ],
)
def test_a_number_bounds_what_it_says_and_no_more(
    said: dict[str, Any], bounds: tuple[int | None, int | None, int | None]
) -> None:
    stood = made(Quantity, **said).bounds
    assert (stood.low, stood.high, stood.best) == bounds


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"best": 4},
        {"wording": "dozens"},
        {"exact": 2, "at_least": 2},
        {"at_least": 2, "at_most": 5},
        {"several": True, "unknown": True},
        {"between": [35, 30]},
        {"between": [30]},
        {"between": [30, 31, 32]},
        {"exact": -1},
        {"at_most": -1},
        {"exact": True},
        {"exact": 2.0},
        {"exact": "2"},
        {"between": [True, 3]},
        {"exact": 1_000_000_001},
        {"several": False},
        {"several": "yes"},
        {"unknown": None},
        {"exact": None},
        {"exactly": 2},
        {"exact": 2, "wording": " "},
        {"exact": 2, "best": -1},
    ],
)
def test_what_is_no_number_or_two_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Quantity"):
        made(Quantity, **said)


def test_the_refusal_of_two_forms_names_them() -> None:
    with pytest.raises(ValueError, match=r"exactly one of .*; got exact, at_most"):
        made(Quantity, exact=2, at_most=5)


def test_a_quantity_keeps_its_wording() -> None:
    assert made(Quantity, at_least=24, wording="dozens").wording == "dozens"


@given(low=counts, high=counts)
def test_between_holds_exactly_when_the_first_is_not_the_greater(low: int, high: int) -> None:
    if low <= high:
        bounds = made(Quantity, between=[low, high]).bounds
        assert (bounds.low, bounds.high) == (low, high)
    else:
        with pytest.raises(ValueError, match="the first number is the lesser"):
            made(Quantity, between=[low, high])
