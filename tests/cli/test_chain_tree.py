"""How chains read in the terminal: what is said and what is inferred by their words, at any width, without colour."""

import io
import re
from typing import Any

import pytest
from rich.console import Console

from api.cli.chain_lines import rests_on
from api.cli.chain_tree import tree_of
from tests.exchange.drawn_chains import (
    FIT,
    GUESSED,
    INFERRED,
    NOT_INFERRED,
    TOLL,
    a_chain,
    a_link,
    a_step,
    an_ultimatum,
)


def told(*chains: dict[str, Any], width: int = 300, **terminal: Any) -> list[str]:
    paper = io.StringIO()
    Console(file=paper, width=width, highlight=False, markup=False, **terminal).print(tree_of(chains))
    return [line.rstrip() for line in paper.getvalue().splitlines()]


def test_an_answer_to_two_steps_hangs_below_the_later_and_names_the_other() -> None:
    chain = a_chain([a_step(3), a_step(4), a_step(5)], [a_link(3, 4, "sohr"), a_link(3, 5, "afp"), a_link(4, 5, "afp")])
    by = "by syria-government against turkey, rung 4"
    assert told(chain) == [
        "1 chain, 3 steps",
        "└── 2020-02-03 to 2020-02-05: 3 steps, up to rung 4, heavy weapons or from the air",
        "    closed: no answer came",
        f"    └── 1  2020-02-03  shelling at Saraqib, {by}",
        f"        └── 2  2020-02-04  shelling at Saraqib, {by}",
        "            answers the above, says sohr; within 24 hours",
        f"            └── 3  2020-02-05  shelling at Saraqib, {by}",
        "                answers the above, says afp; within 24 hours",
        "                also answers step 1, says afp; within 24 hours",
    ]


def test_what_is_inferred_is_told_in_other_words_than_what_is_said() -> None:
    steps = [a_step(number) for number in (3, 4, 5)]
    unlikely = GUESSED.replace("0.83", "0.33")
    links = [a_link(3, 4), a_link(4, 5, probability=0.33, sentence=unlikely), a_link(3, 5, "ap")]
    lines = [line.strip("│ ") for line in told(a_chain(steps, links))]
    assert f"probably answers the above: {GUESSED}" in lines
    assert "answers the above, says ap; within 24 hours" in lines
    assert f"may also answer step 2: {unlikely}" in lines


def test_an_answer_hangs_below_what_somebody_says_it_answers_rather_than_below_what_is_inferred() -> None:
    steps = [a_step(3), a_step(4, place="Nayrab"), a_step(5, place="Idlib")]
    lines = told(a_chain(steps, [a_link(3, 4, "ap"), a_link(4, 5), a_link(3, 5, "ap")]))
    depth = {place: next(line.index("2020") for line in lines[2:] if place in line) for place in ("Nayrab", "Idlib")}
    assert depth["Nayrab"] == depth["Idlib"]
    assert f"            probably also answers step 2: {GUESSED}" in lines


def test_steps_that_answer_each_other_are_each_told_once() -> None:
    lines = told(a_chain([a_step(3), a_step(4)], [a_link(4, 3, "sohr"), a_link(3, 4, "afp")]))
    assert sum("  2020-02-03  " in line for line in lines) == sum("  2020-02-04  " in line for line in lines) == 1
    assert any("also answers step 2, says sohr" in line for line in lines)


def test_all_who_say_the_same_are_named_in_one_line_and_who_disputes_it_in_another() -> None:
    same = "answers the above, say afp, ap and sohr; within 24 hours"
    links = [a_link(3, 4, source, sentence=same) for source in ("afp", "ap", "sohr")]
    disputed = a_link(3, 4, "tass", status="disputed", sentence="answers the above, says tass; disputed")
    lines = told(a_chain([a_step(3), a_step(4)], [*links, disputed]))
    assert [line.strip() for line in lines if "the above" in line] == [same, "answers the above, says tass; disputed"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"step": "up"}, "; a step up"),
        ({"step": "down"}, "; a step down"),
        ({"toll_ratios": {"low": 25.0, "high": None, "open": True}}, "; toll 25+ to 1"),
        ({"toll_ratios": {"low": 0.0, "high": 20.2, "open": False}}, "; toll 0-20.2 to 1"),
        ({"toll_ratios": {"low": 2.0, "high": 2.0, "open": False}, "step": "up"}, "; a step up; toll 2 to 1"),
        ({"toll_ratios": {"low": 0.0, "high": None, "open": True}}, ""),
    ],
)
def test_an_answer_is_compared_with_what_it_answers_as_far_as_that_is_known(given: dict[str, Any], shown: str) -> None:
    lines = told(a_chain([a_step(3), a_step(4)], [a_link(3, 4, "ap", **given)]))
    assert lines[-1] == f"            answers the above, says ap; within 24 hours{shown}"


def test_a_contested_step_names_all_who_may_have_done_it_and_its_toll() -> None:
    step = a_step(3, by=["russia", "syria-government"], attribution="contested", tolls=[TOLL])
    assert told(a_chain([step], []))[-2:] == [
        "    └── 1  2020-02-03  shelling at Saraqib, by russia or syria-government (contested) against turkey, rung 4",
        "        turkey: 5+ combatant killed",
    ]


def test_a_demand_has_its_deadline_and_its_rung() -> None:
    assert told(a_chain([an_ultimatum(5)], []))[-1].endswith("against turkey, deadline 2020-02-29, rung 1")


def test_a_step_that_takes_no_part_in_the_inference_says_why() -> None:
    lines = told(a_chain([a_step(3, by=[], takes_no_part="attacker_unknown")], []))
    assert lines[-1].strip() == "nothing is inferred of it: attacker unknown"


def test_a_chain_says_whether_it_is_open_how_soon_answers_came_and_who_stepped_up() -> None:
    counted = {"party": "russia", "up": {"attributed": 0, "contested": 2}, "down": {"attributed": 0, "contested": 0}}
    turkey = {"party": "turkey", "up": {"attributed": 3, "contested": 1}, "down": {"attributed": 1, "contested": 0}}
    chain = a_chain(
        [a_step(3), a_step(4)],
        [a_link(3, 4, "ap")],
        open={"is_open": True, "reason": "an answer may come until 2020-03-14"},
        tempo={"answers": 11, "seconds_least": 0, "seconds_most": 86399, "trend": "quickens"},
        stepped=[counted, turkey],
        agreements=[
            {"agreement": "sochi-2018", "at_begin": "in_force", "at_end": "in_force", "changes": []},
            {"agreement": "moscow-2020", "at_begin": "not_yet_in_force", "at_end": "in_force", "changes": []},
        ],
    )
    assert [line.removeprefix("    ") for line in told(chain)[2:8]] == [
        "still open: an answer may come until 2020-03-14",
        "the median of 11 answers came within 24 h, and the later ones sooner",
        "stepped up: russia 2 contested and turkey 3 (1 more contested)",
        "stepped down: turkey 1",
        "in force throughout: sochi-2018",
        "not yet in force at first, in force at last: moscow-2020",
    ]


def test_what_is_left_out_is_told_with_the_reason() -> None:
    elsewhere = "aaaaaaaa-0000-0000-0000-000000000000"
    left_out = [
        a_link(4, 3) | {"reason": "it would close a circle"},
        a_link(4, 3, "ap") | {"trigger": elsewhere, "reason": "it was over before"},
    ]
    lines = told(a_chain([a_step(3), a_step(4)], [a_link(3, 4, "ap")], left_out=left_out))
    assert [line.strip() for line in lines if "left out" in line] == [
        "left out: step 1 as an answer to step 2 (inferred: 0.83), since it would close a circle",
        "left out: step 1 as an answer to aaaaaaaa of another chain (says ap), since it was over before",
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_long_row_of_answers_stays_within_the_width_and_begins_at_the_edge_again(width: int) -> None:
    steps = [a_step(number) for number in range(1, 29)]
    lines = told(a_chain(steps, [a_link(number, number + 1) for number in range(1, 28)]), width=width)
    assert max(map(len, lines)) <= width
    # Those at the edge have nothing above them that they answer, so that they name it.
    plain = " ".join(line.strip("│├└─ ") for line in lines)
    assert [number for number in range(1, 28) if f"probably answers step {number}: " in plain] == [8, 16, 24]
    assert plain.count("probably answers the above") == 24


@pytest.mark.parametrize("width", [80, 120])
def test_markup_in_a_source_of_words_is_shown_as_it_is(width: int) -> None:
    lines = told(a_chain([a_step(3, place="[bold]Nayrab[/bold]")], []), width=width)
    assert any("[bold]Nayrab[/bold]" in line for line in lines)


def test_without_colour_nothing_is_lost() -> None:
    chain = a_chain([a_step(3), a_step(4), a_step(5)], [a_link(3, 4, "ap"), a_link(4, 5)])
    coloured = "\n".join(told(chain, force_terminal=True, color_system="standard"))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines() == told(chain, no_color=True)


def test_what_chains_rest_on_is_said_with_what_takes_no_part_in_it() -> None:
    fit = FIT | {"left_out": {"attacker_unknown": 1200, "no_spot": 0}, "adopted": {"position": 31}}
    assert rests_on(INFERRED | {"fit": fit}) == (
        "Inferred from a probability of 0.5 on, by the fit of position 31."
        " Incidents that take no part: attacker unknown 1,200."
    )
    assert rests_on(NOT_INFERRED) == "Nothing is inferred: no fit is adopted."
