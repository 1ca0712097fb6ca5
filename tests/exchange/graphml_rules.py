"""GraphML as its specification has it: what refers to what, and values of the types that are declared."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "double": float,
    "long": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@dataclass
class Graph:
    """What a reader of the format finds: values by name, of the graph, of nodes by id, and of edges by their ends."""

    about: dict[str, Any]
    nodes: dict[str, dict[str, Any]]
    edges: list[tuple[str, str, dict[str, Any]]]


def graph_in(content: bytes) -> Graph:
    """The one graph of a file that keeps the rules; an AssertionError where it breaks one."""
    root = ET.fromstring(content)  # noqa: S314 - our own writing
    assert root.tag == f"{SPACE}graphml"
    *keys, graph = root
    assert {key.tag for key in keys} == {f"{SPACE}key"}
    types = {key.attrib["id"]: key.attrib for key in keys}
    assert len(types) == len(keys)
    assert all(one["attr.type"] in READ and one["for"] in {"graph", "node", "edge"} for one in types.values())
    assert max(Counter((one["for"], one["attr.name"]) for one in types.values()).values()) == 1
    assert graph.attrib["edgedefault"] == "directed"
    nodes = [(one.attrib["id"], one) for one in graph if one.tag == f"{SPACE}node"]
    edges = [one for one in graph if one.tag == f"{SPACE}edge"]
    ids = [graph.attrib["id"], *(name for name, _ in nodes), *(edge.attrib["id"] for edge in edges)]
    assert len(set(ids)) == len(ids)
    assert not any(set(one) & set(" \t\n") for one in ids)
    assert {edge.attrib[end] for edge in edges for end in ("source", "target")} <= {name for name, _ in nodes}
    return Graph(
        dict(_values(graph, "graph", types)),
        {name: dict(_values(node, "node", types)) for name, node in nodes},
        [(edge.attrib["source"], edge.attrib["target"], dict(_values(edge, "edge", types))) for edge in edges],
    )


def _values(element: ET.Element, of: str, types: dict[str, dict[str, str]]) -> Iterator[tuple[str, Any]]:
    for data in element.findall(f"{SPACE}data"):
        key = types[data.attrib["key"]]
        assert key["for"] == of
        yield key["attr.name"], READ[key["attr.type"]](data.text or "")
