"""A chain as a chart is the chain: asserted and inferred never alike, and no text leaves its label."""

import unicodedata

import pytest
from hypothesis import given

from api.exchange.drawings.mermaid import MOST_CHARACTERS, MOST_LINKS, mermaid_of
from domain.errors import Unacceptable
from tests.exchange.awkward import awkward
from tests.exchange.drawn_chains import (
    FIT,
    HEADING,
    INFERRED,
    NOT_INFERRED,
    TOLL,
    a_chain,
    a_link,
    a_moment,
    a_step,
    an_ultimatum,
)
from tests.exchange.mermaid_rules import chart_in

NEVER = "\ufffe\uffff"


def test_a_chart_draws_asserted_links_solid_and_inferred_ones_dashed_with_how_likely_they_are() -> None:
    steps = [a_step(3), a_step(4), a_step(5)]
    chart = chart_in(mermaid_of([a_chain(steps, [a_link(3, 4, "turkey-mod"), a_link(4, 5)])], HEADING, INFERRED))
    assert chart.links == [
        ("s1", "-->", "s2", "says turkey-mod\nwithin 24 h"),
        ("s2", "-.->", "s3", "inferred: 0.83\nwithin 24 h"),
    ]


def test_a_disputed_link_ends_in_a_cross_and_what_is_inferred_stands_beside_what_is_said() -> None:
    links = [a_link(3, 4, "ap", status="disputed", probability=0.41), a_link(3, 4, "sohr", status="disputed")]
    chart = chart_in(mermaid_of([a_chain([a_step(3), a_step(4)], links)], HEADING, INFERRED))
    [(_, arrow, _, label)] = chart.links
    assert (arrow, label) == ("--x", "says ap (disputed) and sohr (disputed)\ninferred: 0.41\nwithin 24 h")


def test_a_link_that_only_some_dispute_stays_whole_and_says_who() -> None:
    links = [a_link(3, 4, "ap"), a_link(3, 4, "sohr", status="disputed")]
    [(_, arrow, _, label)] = chart_in(mermaid_of([a_chain([a_step(3), a_step(4)], links)], HEADING, INFERRED)).links
    assert (arrow, label) == ("-->", "says ap and sohr (disputed)\nwithin 24 h")


def test_a_box_says_when_what_where_who_and_its_toll_and_what_is_said_is_round_with_its_deadline() -> None:
    steps = [a_step(3, tolls=[TOLL], attribution="contested", by=["russia", "syria-government"]), an_ultimatum(5)]
    chart = chart_in(mermaid_of([a_chain(steps, [a_link(3, 5, "ap")])], HEADING, INFERRED))
    assert chart.nodes["s1"].split("\n") == [
        "2020-02-03 shelling at Saraqib",
        "by russia or syria-government (contested) against turkey",
        "turkey: 5+ combatant killed",
    ]
    assert chart.nodes["s2"].split("\n")[-2:] == ["deadline 2020-02-29", "Withdraw."]
    assert chart.round == {"s2"}


def test_a_frame_names_the_days_of_its_chain_whether_it_is_open_and_how_much_is_left_out() -> None:
    left_out = [a_link(6, 5, source, reason="it would close a circle") for source in ("ap", "sohr")]
    chains = [
        a_chain([a_step(3)], [], open={"is_open": True}),
        a_chain([a_step(5), a_step(6)], [a_link(5, 6)], left_out=left_out),
    ]
    assert sorted(chart_in(mermaid_of(chains, HEADING, INFERRED)).frames) == [
        "2020-02-03, 1 step, still open",
        "2020-02-05 to 2020-02-06, 2 steps, closed, 1 link left out",
    ]


def test_a_chart_says_in_its_source_through_which_lens_it_looks_and_what_it_is_inferred_from() -> None:
    lens, fit = mermaid_of([], HEADING, INFERRED).split("\n")[:2]
    assert lens == f"%% {HEADING.query}"
    assert fit == f"%% Inferred from 0.5 on, by the fit {FIT['id']}"
    assert mermaid_of([], HEADING, NOT_INFERRED).split("\n")[1] == "%% Nothing is inferred: no fit is adopted"


def test_an_answer_that_goes_up_or_down_says_so() -> None:
    links = [a_link(3, 4, step="up"), a_link(4, 5, step="down")]
    chart = chart_in(mermaid_of([a_chain([a_step(3), a_step(4), a_step(5)], links)], HEADING, INFERRED))
    assert [label.split("\n")[-1] for *_, label in chart.links] == ["a step up", "a step down"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"by": []}, "by persons unknown against turkey"),
        (
            {"by": [], "possibly_by": ["russia", "syria-government"]},
            "possibly by russia or syria-government against turkey",
        ),
        ({"against": []}, "by syria-government"),
    ],
)
def test_a_box_names_those_who_are_known_as_far_as_they_are(given: dict[str, list[str]], shown: str) -> None:
    chart = chart_in(mermaid_of([a_chain([a_step(3, **given)], [])], HEADING, INFERRED))
    assert chart.nodes["s1"].split("\n")[1] == shown


def test_a_time_that_is_known_to_the_week_does_not_read_as_a_day() -> None:
    step = a_step(3, occurred=a_moment("2020-02-03", precision="week"))
    assert (
        chart_in(mermaid_of([a_chain([step], [])], HEADING, INFERRED))
        .nodes["s1"]
        .startswith("week of 2020-02-03 shelling")
    )


@given(awkward, awkward)
def test_no_text_leaves_its_label(place: str, source: str) -> None:
    steps = [a_step(3, place=place), an_ultimatum(4, text=place, against=[source])]
    chart = chart_in(mermaid_of([a_chain(steps, [a_link(3, 4, source)])], HEADING, INFERRED))
    assert list(chart.nodes) == ["s1", "s2"]
    assert len(chart.links) == 1
    line = chart.nodes["s1"].split("\n")[0]
    whole = seen(f"2020-02-03 shelling at {place}" if place else "2020-02-03 shelling")
    assert whole.startswith(seen(line.removesuffix("…"))) if line.endswith("…") else seen(line) == whole


def seen(text: str) -> str:
    """What is left of a text but for blanks, what cannot be drawn, and what turns or joins."""
    hidden = {*map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2060])}
    left = (one for one in "".join(text.split()) if one not in hidden)
    return "".join(
        "\ufffd" if unicodedata.category(one) in {"Cc", "Cs"} or one in "\ufffe\uffff" else one for one in left
    )


def test_a_very_long_text_is_shortened() -> None:
    [label] = chart_in(
        mermaid_of([a_chain([an_ultimatum(3, text="word " * 200)], [])], HEADING, INFERRED)
    ).nodes.values()
    assert max(map(len, label.split("\n"))) <= 90
    assert label.endswith("word…")


def test_more_than_mermaid_draws_is_refused_with_what_to_do() -> None:
    few = [a_step(number, occurred=a_moment("2020-02-03")) for number in range(40)]
    links = [a_link(trigger, answer) for trigger in range(40) for answer in range(trigger + 1, 40)]
    assert len(chart_in(mermaid_of([a_chain(few, links[:MOST_LINKS])], HEADING, INFERRED)).links) == MOST_LINKS
    with pytest.raises(Unacceptable, match="more than Mermaid draws; narrow it down, or take graphml"):
        mermaid_of([a_chain(few, links[: MOST_LINKS + 1])], HEADING, INFERRED)


def test_a_text_longer_than_mermaid_reads_is_refused_too() -> None:
    many = [a_step(number, occurred=a_moment("2020-02-03")) for number in range(1000)]
    assert len(many) * 50 >= MOST_CHARACTERS
    with pytest.raises(Unacceptable, match="1 escalation chain, 1,000 steps: more than Mermaid draws"):
        mermaid_of([a_chain(many, [])], HEADING, INFERRED)
