"""A chain as a graph is the chain: every step with all it says, every two that answer each other once."""

from hypothesis import given

from api.exchange.drawings.graphml import KEYS, graphml_of
from tests.docs.pages import REPOSITORY
from tests.exchange.awkward import awkward
from tests.exchange.drawn_chains import (
    FIT,
    HEADING,
    INFERRED,
    NOT_INFERRED,
    TOLL,
    a_chain,
    a_link,
    a_step,
    an_ultimatum,
    name,
)
from tests.exchange.graphml_rules import Graph, graph_in


def graph_of(*chains: dict[str, object]) -> Graph:
    return graph_in(b"".join(graphml_of(chains, HEADING, INFERRED)))


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


def test_a_graph_says_through_which_lens_it_looks_and_what_it_is_inferred_from() -> None:
    lens = {"lens": HEADING.query, "position": 7}
    assert graph_of().about == lens | {"basis": "all", "probability": 0.5, "fit": FIT["id"]}
    bare = graph_in(b"".join(graphml_of([], HEADING, NOT_INFERRED)))
    assert bare.about == lens | {"basis": "asserted", "not_inferred": "no fit is adopted"}


def test_a_graph_tells_what_was_left_out_and_draws_no_edge_for_it() -> None:
    left_out = [a_link(4, 3) | {"reason": "it would close a circle"}]
    graph = graph_of(a_chain([a_step(3), a_step(4)], [a_link(3, 4, "ap")], left_out=left_out))
    assert graph.about["left_out"] == f"{name(4)} to {name(3)} (inferred): it would close a circle"
    assert [(one, other) for one, other, _ in graph.edges] == [(name(3), name(4))]


def test_bounds_that_are_open_have_no_attribute() -> None:
    ratios = {"low": 2.5, "high": None, "open": True}
    link = a_link(3, 4, "ap", toll_ratios=ratios, toll_ratio=3.0, km={"least": 0, "most": 12}, step="up")
    [(_, _, edge)] = graph_of(a_chain([a_step(3), a_step(4)], [link])).edges
    assert {name: edge[name] for name in ("toll_ratio", "toll_ratio_low", "km_least", "km_most", "step")} == {
        "toll_ratio": 3.0,
        "toll_ratio_low": 2.5,
        "km_least": 0,
        "km_most": 12,
        "step": "up",
    }
    assert "toll_ratio_high" not in edge


def test_a_node_says_how_likely_it_answered_none_or_why_that_is_not_inferred() -> None:
    reckoned = a_step(3, inferred={"candidates": [], "none": 0.25})
    unknown = a_step(4, takes_no_part="attacker_unknown", by=[], possibly_by=["russia", "syria-government"])
    one, other = graph_of(a_chain([reckoned, unknown], [], open={"is_open": True})).nodes.values()
    assert (one["answers_none"], one["chain_open"], one["rung"]) == (0.25, True, 4)
    assert (other["takes_no_part"], other["possibly_by"]) == ("attacker_unknown", "russia;syria-government")
    assert "answers_none" not in other


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


def test_every_attribute_of_a_graph_is_explained_with_its_type() -> None:
    guide = (REPOSITORY / "docs" / "guide" / "chains.md").read_text()
    rows = [row.split(" | ") for row in guide.partition("| of | attribute |")[2].split("\n\n")[0].splitlines()[2:]]
    explained = {f"`{key.name}`": key.type for key in KEYS}
    missing = [key for key in KEYS if not any(f"`{key.name}`" in row[1] and key.type in row[2] for row in rows)]
    unknown = [name for row in rows for name in row[1].split(", ") if name not in explained]
    assert (missing, unknown) == ([], [])
