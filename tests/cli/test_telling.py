"""How numbers, delays and changes read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from api.cli.change_tables import print_changes
from api.cli.numbers import shown_delay, shown_range, summed
from domain.quantity import Quantity

HOUR = 3600
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(0, 0, "0"), (2, 2, "2"), (4, 8, "4-8"), (0, 13, "0-13"), (50, None, "50+"), (0, None, "?")],
)
def test_a_range_says_what_is_sure_and_what_is_open(low: int, high: int | None, shown: str) -> None:
    assert shown_range({"low": low, "high": high, "open": high is None}) == shown


def test_no_number_is_a_dash() -> None:
    assert shown_range(None) == "-"


@pytest.mark.parametrize(
    ("least", "most", "shown"),
    [
        (0, DAY - 1, "within 24 h"),
        (0, HOUR, "within 1 h"),
        (2 * HOUR, 2 * HOUR, "after 2 h"),
        (23 * HOUR, 71 * HOUR, "after 23 to 71 h"),
        (3 * DAY, 4 * DAY, "after 3 to 4 days"),
        (0, 4 * DAY - 1, "within 4 days"),
    ],
)
def test_a_delay_is_as_precise_as_both_times_are(least: int, most: int, shown: str) -> None:
    assert shown_delay(least, most) == shown


@pytest.mark.parametrize(
    ("quantities", "low", "high"),
    [
        ([{"exact": 5}, {"exact": 1}], 6, 6),
        ([{"exact": 5}, {"at_least": 1}], 6, None),
        ([{"between": [1, 3]}, {"at_most": 2}], 1, 5),
        ([{"unknown": True}, {"exact": 2}], 2, None),
    ],
)
def test_what_one_source_says_adds_up_and_stays_open(
    quantities: list[dict[str, Any]], low: int, high: int | None
) -> None:
    assert summed(Quantity.model_validate(one) for one in quantities) == {"low": low, "high": high}


def test_nothing_said_adds_up_to_nothing() -> None:
    assert summed([]) is None


def test_every_kind_of_change_reads_as_before_and_after() -> None:
    changes = {
        "incidents": [
            {
                "change": "retracted",
                "act": "air_strike",
                "place": "Nayrab",
                "occurred": "2020-02-20",
                "facts": {"old": [], "new": [{"reason": "never happened"}]},
                "differences": [
                    {"about": "standing", "old": "alleged", "new": "retracted"},
                    {"about": "place", "old": {"name": "Nairab"}, "new": {"name": "Nayrab"}},
                    {"about": "occurred", "old": {"from": "2020-02-19"}, "new": {"from": "2020-02-20"}},
                    {"about": "perpetrators", "old": [], "new": ["russia", "syria-government"]},
                    {"about": "breaches", "old": [], "new": [{"agreement": "sochi-2018", "provision": "2"}]},
                    {"about": "casualties: turkey killed", "old": None, "new": {"low": 2, "high": None}},
                    {"about": "claims", "old": ["1"], "new": ["2", "3"]},
                ],
            }
        ],
        "counts": [{"party": "russia", "old": None, "new": a_group(contested=1)}],
    }
    lines = [line.split("  ") for line in printed(lambda console: print_changes(console, "News", changes, ("A", "B")))]
    said = [[word.strip() for word in line if word.strip()] for line in lines]
    assert ["air strike, Nayrab", "standing", "alleged", "retracted"] in said
    assert ["2020-02-20: retracted", "place", "Nairab", "Nayrab"] in said
    assert ["(never happened)", "occurred", "2020-02-19", "2020-02-20"] in said
    assert ["perpetrators", "-", "russia, syria-government"] in said
    assert ["breaches", "-", "sochi-2018 2"] in said
    assert ["turkey killed", "-", "2+"] in said
    assert ["claims that count", "1 gone", "2 new"] in said
    assert ["violations contested", "-", "1"] in said


def test_no_change_is_said_in_a_sentence() -> None:
    nothing: dict[str, Any] = {"incidents": [], "counts": []}
    assert "Nothing" in printed(lambda console: print_changes(console, "News", nothing, ("A", "B")))[1]


def a_group(contested: int) -> dict[str, Any]:
    return {
        "count": contested,
        "violations": {"attributed": 0, "contested": contested},
        "retaliations": {"attributed": 0, "contested": 0},
        "inflicted": {},
        "suffered": {},
    }


def printed(show: Callable[[Console], None], width: int = 80) -> list[str]:
    paper = io.StringIO()
    show(Console(file=paper, width=width))
    return [line.rstrip() for line in paper.getvalue().splitlines()]
