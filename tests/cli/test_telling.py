"""How numbers, delays, chains and changes read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console, RenderableType

from api.cli.chain_tree import tree_of
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


def test_an_answer_to_two_steps_hangs_below_the_later_and_names_the_other() -> None:
    chain = a_chain(["a", "b", "c"], [("b", "a", "sohr"), ("c", "a", "afp"), ("c", "b", "afp")])
    assert told(tree_of([chain])) == [
        "1 chain, 3 steps",
        "└── day a  shelling at town a, by persons unknown",
        "    └── day b  shelling at town b, by persons unknown",
        "        answers the above, says sohr; within 24 h",
        "        └── day c  shelling at town c, by persons unknown",
        "            answers step 1 of this chain too, says afp; within 24 h",
        "            answers the above, says afp; within 24 h",
    ]


def test_steps_that_answer_each_other_are_each_told_once() -> None:
    lines = told(tree_of([a_chain(["a", "b"], [("a", "b", "sohr"), ("b", "a", "afp")])]))
    assert sum("day a" in line for line in lines) == sum("day b" in line for line in lines) == 1
    assert any("answers step 2 of this chain too, says sohr" in line for line in lines)


def test_all_who_say_the_same_are_named_in_one_line() -> None:
    chain = a_chain(["a", "b"], [("b", "a", "afp"), ("b", "a", "ap"), ("b", "a", "sohr")])
    assert any("says afp, ap and sohr" in line for line in told(tree_of([chain])))


def test_an_answer_that_is_disputed_says_so() -> None:
    chain = a_chain(["a", "b"], [("b", "a", "afp")])
    chain["links"][0]["status"] = "disputed"
    assert any("says afp, disputed" in line for line in told(tree_of([chain])))


def test_a_contested_step_names_all_who_may_have_done_it() -> None:
    chain = a_chain(["a", "b"], [("b", "a", "afp")])
    chain["steps"][0] |= {"by": ["russia", "syria-government"], "attribution": "contested", "against": ["turkey"]}
    assert any(
        "by russia or syria-government (contested) against turkey" in line for line in told(tree_of([chain]), 120)
    )


@pytest.mark.parametrize("width", [80, 120])
def test_markup_in_a_source_of_words_is_shown_as_it_is(width: int) -> None:
    chain = a_chain(["a"], [])
    chain["steps"][0]["place"] = "[bold]Nayrab[/bold]"
    assert any("[bold]Nayrab[/bold]" in line for line in told(tree_of([chain]), width))


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


def a_chain(names: list[str], links: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Steps by name, and who says that the first of a link answers the second."""
    return {
        "steps": [
            {
                "id": name,
                "kind": "incident",
                "what": "shelling",
                "by": [],
                "against": [],
                "attribution": "unattributed",
                "occurred": {"from": f"day {name}"},
                "place": f"town {name}",
                "deadline": None,
                "tolls": [],
            }
            for name in names
        ],
        "links": [
            {
                "answer": answer,
                "trigger": trigger,
                "basis": "asserted",
                "status": "asserted",
                "asserted_by": source,
                "seconds_least": 0,
                "seconds_most": DAY - 1,
                "toll_ratio": None,
            }
            for answer, trigger, source in links
        ],
    }


def a_group(contested: int) -> dict[str, Any]:
    return {
        "count": contested,
        "violations": {"attributed": 0, "contested": contested},
        "retaliations": {"attributed": 0, "contested": 0},
        "inflicted": {},
        "suffered": {},
    }


def told(shown: RenderableType, width: int = 80) -> list[str]:
    return printed(lambda console: console.print(shown), width)


def printed(show: Callable[[Console], None], width: int = 80) -> list[str]:
    paper = io.StringIO()
    show(Console(file=paper, width=width))
    return [line.rstrip() for line in paper.getvalue().splitlines()]
