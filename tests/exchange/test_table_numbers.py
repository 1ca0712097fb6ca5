"""Numbers as people write them into cells: thousands, decimals, ranges and words."""

from typing import Any

import pytest

from tests.exchange.mapped import CELLS, DEAD, mapped, told
from tests.exchange.naming import refusal


def killed(dead: str, cell: str) -> Any:  # noqa: ANN401 - JSON
    return told(mapped((DEAD, f"quantity = {dead}")), **{"Civilians killed": cell})["claim"]["casualties"][0][
        "quantity"
    ]


def test_a_word_for_a_number_keeps_its_wording_and_numbers_beside_it_stand_for_themselves() -> None:
    dead = '{ column = "Civilians killed", values = { dozens = "at least 24", "-" = "unknown" } }'
    assert killed(dead, "dozens") == {"at_least": 24, "wording": "dozens"}
    assert killed(dead, "-") == {"unknown": True, "wording": "-"}
    assert killed(dead, "3") == {"exact": 3}
    assert killed(f'{dead[:-1]}, otherwise = "several" }}', "3") == {"exact": 3}
    assert killed(f'{dead[:-1]}, otherwise = "several" }}', "scores") == {"several": True, "wording": "scores"}
    assert killed(dead, "about 30") == {"about": 30, "wording": "about 30"}
    table = mapped((DEAD, f"quantity = {dead}"))
    ((column, _, rule),) = refusal(table, CELLS | {"Civilians killed": "scores"})
    assert column == "Civilians killed"
    assert rule.startswith("is not a number as it is understood")


@pytest.mark.parametrize("cell", ["1.000", "12.000", "1.000.000", "about 1.000", "1.000-2.000"])
def test_thousands_that_could_be_decimals_are_refused_until_the_mapping_says_which(cell: str) -> None:
    for column in ("Civilians killed", "Wounded at least", "Best"):
        ((where, value, rule),) = refusal(mapped(), CELLS | {column: cell})
        assert (where, value) == (column, cell)
        assert rule.startswith("could be thousands, or decimals")


@pytest.mark.parametrize(
    ("mark", "cell", "said"),
    [
        (".", "1.000", {"exact": 1000}),
        (".", "12", {"exact": 12}),
        (",", "1,234,567", {"exact": 1234567}),
        (",", "12.000", {"exact": 12}),
        (" ", "1\u202f000", {"exact": 1000}),
        ("'", "1'000", {"exact": 1000}),
        (".", "about 1.500", {"about": 1500, "wording": "about 1.500"}),
        (".", "1.000-2.000", {"between": [1000, 2000], "wording": "1.000-2.000"}),
    ],
)
def test_thousands_are_read_by_the_mark_that_the_mapping_names(mark: str, cell: str, said: object) -> None:
    assert killed(f'{{ column = "Civilians killed", thousands = "{mark}" }}', cell) == said


@pytest.mark.parametrize("cell", ["1.00", "10.0", "1.0000", "1,000", "1.000,5", "1 000", "1.00-2.000"])
def test_figures_that_are_not_in_groups_of_three_are_refused(cell: str) -> None:
    table = mapped((DEAD, 'quantity = { column = "Civilians killed", thousands = "." }'))
    assert [column for column, _, _ in refusal(table, CELLS | {"Civilians killed": cell})] == ["Civilians killed"]


def test_degrees_with_a_decimal_comma_are_read_where_the_mapping_says_so() -> None:
    table = mapped(('lat = "Lat"', 'lat = { column = "Lat", decimal = "," }'))
    assert told(table, Lat="35,8718")["place"]["lat"] == 35.8718
    assert told(table, Lat="35.8718")["place"]["lat"] == 35.8718
    assert [column for column, _, _ in refusal(table, CELLS | {"Lat": "35,871,8"})] == ["Lat"]
