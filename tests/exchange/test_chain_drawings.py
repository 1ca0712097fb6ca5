"""A chain as a drawing is the chain: every step, every pair once, asserted and inferred never alike."""

import unicodedata

import pytest
from hypothesis import given

from api.exchange.drawings.graphml import graphml_of
from api.exchange.drawings.mermaid import MOST_CHARACTERS, MOST_LINKS, mermaid_of
from domain.errors import Unacceptable
from tests.exchange.awkward import awkward
from tests.exchange.drawn_chains import HEADING, a_chain, a_link, a_moment, a_step, an_ultimatum, name
from tests.exchange.graphml_rules import Graph, graph_in
from tests.exchange.mermaid_rules import chart_in

TOLL = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": 5, "high": None, "open": True}
NEVER = "\ufffe\uffff"


def graph_of(*chains: dict[str, object]) -> Graph:
    return graph_in(b"".join(graphml_of(chains, HEADING)))


def test_a_graph_leads_from_each_trigger_to_its_answer_and_says_who_says_so() -> None:
    graph = graph_of(a_chain([a_step(3), a_step(4), a_step(5)], [a_link(3, 4, "turkey-mod"), a_link(3, 5)]))
    assert list(graph.nodes) == [name(3), name(4), name(5)]
    [(_, told, asserted), (_, guessed, inferred)] = graph.edges
    assert (told, guessed) == (name(4), name(5))
    assert (asserted["basis"], asserted["asserted_by"], asserted["label"]) == ("asserted", "turkey-mod", "asserted")
    assert "probability" not in asserted
    assert (inferred["basis"], inferred["probability"], inferred["label"]) == ("inferred", 0.83, "inferred 0.83")
    assert "asserted_by" not in inferred


def test_a_node_holds_what_the_step_says_in_types_of_its_own() -> None:
    graph = graph_of(a_chain([an_ultimatum(5, tolls=[TOLL]), a_step(6, by=["russia", "syria-government"])], []))
    said, struck = graph.nodes.values()
    assert (said["kind"], said["deadline"], said["deadline_by"]) == (
        "statement",
        "2020-02-29",
        "2020-02-29T23:59:59.999999Z",
    )
    assert (said["weight"], said["tolls"], said["text"]) == (-3.5, "turkey: 5+ combatant killed", "Withdraw.")
    assert (struck["by"], struck["place"], struck["label"]) == (
        "russia;syria-government",
        "Saraqib",
        "2020-02-06 shelling at Saraqib",
    )
    assert not {"deadline", "text", "tolls", "occurred_zone"} & struck.keys()
    assert graph.about == {"lens": HEADING.query, "position": 7}


def test_what_several_say_of_a_pair_is_one_edge_with_all_of_their_names() -> None:
    links = [a_link(3, 4, "ap"), a_link(3, 4, "sohr", status="disputed", probability=0.4)]
    links[0]["probability"] = 0.4
    graph = graph_of(a_chain([a_step(3), a_step(4)], links))
    [(_, _, edge)] = graph.edges
    assert (edge["asserted_by"], edge["status"], edge["assertions"]) == ("ap;sohr", "asserted;disputed", 2)
    assert (edge["disputed"], edge["probability"]) == (False, 0.4)


def test_an_edge_is_disputed_where_every_word_for_it_is() -> None:
    graph = graph_of(a_chain([a_step(3), a_step(4)], [a_link(3, 4, "ap", status="disputed")]))
    assert [(edge["disputed"], edge["label"]) for *_, edge in graph.edges] == [(True, "disputed")]


def test_several_chains_are_one_graph_whose_nodes_name_their_chain() -> None:
    graph = graph_of(a_chain([a_step(3)], []), a_chain([a_step(5), a_step(6)], [a_link(5, 6)]))
    assert [node["chain"] for node in graph.nodes.values()] == [name(3), name(5), name(5)]


def test_no_chain_is_a_graph_without_nodes() -> None:
    assert graph_of().nodes == {}


@given(awkward, awkward)
def test_any_text_comes_back_from_a_graph_but_for_what_xml_cannot_hold(place: str, words: str) -> None:
    graph = graph_of(a_chain([a_step(3, place=place, text=words)], []))
    assert graph.nodes[name(3)].get("place", "") == holdable(place)
    assert graph.nodes[name(3)].get("text", "") == holdable(words)


def holdable(text: str) -> str:
    """By the standard's own list of what is a character (XML 1.0, production 2)."""
    ranges = [(0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)]
    return "".join(
        one if one in "\t\n\r" or any(low <= ord(one) <= high for low, high in ranges) else "\ufffd" for one in text
    )


def test_a_chart_draws_asserted_links_solid_and_inferred_ones_dashed_with_how_likely_they_are() -> None:
    steps = [a_step(3), a_step(4), a_step(5)]
    chart = chart_in(mermaid_of([a_chain(steps, [a_link(3, 4, "turkey-mod"), a_link(4, 5)])], HEADING))
    assert chart.links == [
        ("s1", "-->", "s2", "says turkey-mod\nwithin 24 h"),
        ("s2", "-.->", "s3", "inferred: 0.83\nwithin 24 h"),
    ]


def test_a_disputed_link_ends_in_a_cross_and_what_is_inferred_stands_beside_what_is_said() -> None:
    links = [a_link(3, 4, "ap", status="disputed", probability=0.41), a_link(3, 4, "sohr", status="disputed")]
    chart = chart_in(mermaid_of([a_chain([a_step(3), a_step(4)], links)], HEADING))
    [(_, arrow, _, label)] = chart.links
    assert (arrow, label) == ("--x", "says ap (disputed) and sohr (disputed)\ninferred: 0.41\nwithin 24 h")


def test_a_link_that_only_some_dispute_stays_whole_and_says_who() -> None:
    links = [a_link(3, 4, "ap"), a_link(3, 4, "sohr", status="disputed")]
    [(_, arrow, _, label)] = chart_in(mermaid_of([a_chain([a_step(3), a_step(4)], links)], HEADING)).links
    assert (arrow, label) == ("-->", "says ap and sohr (disputed)\nwithin 24 h")


def test_a_box_says_when_what_where_who_and_its_toll_and_what_is_said_is_round_with_its_deadline() -> None:
    steps = [a_step(3, tolls=[TOLL], attribution="contested", by=["russia", "syria-government"]), an_ultimatum(5)]
    chart = chart_in(mermaid_of([a_chain(steps, [a_link(3, 5, "ap")])], HEADING))
    assert chart.nodes["s1"].split("\n") == [
        "2020-02-03 shelling at Saraqib",
        "by russia or syria-government (contested) against turkey",
        "turkey: 5+ combatant killed",
    ]
    assert chart.nodes["s2"].split("\n")[-2:] == ["deadline 2020-02-29", "Withdraw."]
    assert chart.round == {"s2"}


def test_a_frame_names_the_days_of_its_chain() -> None:
    chains = [a_chain([a_step(3)], []), a_chain([a_step(5), a_step(6)], [a_link(5, 6)])]
    assert sorted(chart_in(mermaid_of(chains, HEADING)).frames) == [
        "2020-02-03, 1 step",
        "2020-02-05 to 2020-02-06, 2 steps",
    ]


def test_a_time_that_is_known_to_the_week_does_not_read_as_a_day() -> None:
    step = a_step(3, occurred=a_moment("2020-02-03", precision="week"))
    assert chart_in(mermaid_of([a_chain([step], [])], HEADING)).nodes["s1"].startswith("week of 2020-02-03 shelling")


@given(awkward, awkward)
def test_no_text_leaves_its_label(place: str, source: str) -> None:
    steps = [a_step(3, place=place), an_ultimatum(4, text=place, against=[source])]
    chart = chart_in(mermaid_of([a_chain(steps, [a_link(3, 4, source)])], HEADING))
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
    [label] = chart_in(mermaid_of([a_chain([an_ultimatum(3, text="word " * 200)], [])], HEADING)).nodes.values()
    assert max(map(len, label.split("\n"))) <= 90
    assert label.endswith("word…")


def test_more_than_mermaid_draws_is_refused_with_what_to_do() -> None:
    few = [a_step(number, occurred=a_moment("2020-02-03")) for number in range(40)]
    links = [a_link(trigger, answer) for trigger in range(40) for answer in range(trigger + 1, 40)]
    assert len(chart_in(mermaid_of([a_chain(few, links[:MOST_LINKS])], HEADING)).links) == MOST_LINKS
    with pytest.raises(Unacceptable, match="more than Mermaid draws; narrow it down, or take graphml"):
        mermaid_of([a_chain(few, links[: MOST_LINKS + 1])], HEADING)


def test_a_text_longer_than_mermaid_reads_is_refused_too() -> None:
    many = [a_step(number, occurred=a_moment("2020-02-03")) for number in range(1000)]
    assert len(many) * 50 >= MOST_CHARACTERS
    with pytest.raises(Unacceptable, match="1 escalation chain, 1,000 steps: more than Mermaid draws"):
        mermaid_of([a_chain(many, [])], HEADING)
