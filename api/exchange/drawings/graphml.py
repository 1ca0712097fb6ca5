"""Chains as GraphML 1.0: a typed graph that networkx, yEd and Gephi open.

The form: http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from api.exchange.drawings.pairs import Pair, pairs
from api.exchange.drawings.wording import tolls, what, when
from api.exchange.exports.heading import in_words
from api.numbers import shown_probability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.exchange.exports.heading import Heading

    Chain = Mapping[str, Any]

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="{_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="{_SPACE} {_SPACE}/1.0/graphml.xsd">
"""
_UNHOLDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even escaped (its production 2, Char)."""

Of = Literal["graph", "node", "edge"]


class Key(NamedTuple):
    """A typed attribute that is declared before it is used."""

    of: Of
    name: str
    type: Literal["string", "double", "long", "boolean"]

    @property
    def id(self) -> str:
        """What data refer to it by."""
        return f"{self.of}_{self.name}"


def _keys(of: Of, **types: Literal["string", "double", "long", "boolean"]) -> tuple[Key, ...]:
    return tuple(Key(of, name, type_) for name, type_ in types.items())


KEYS = (
    *_keys("graph", lens="string", position="long", credits="string", basis="string", probability="double"),
    *_keys("graph", fit="string", not_inferred="string", left_out="string"),
    *_keys("node", label="string", chain="string", chain_open="boolean", kind="string", what="string"),
    *_keys("node", by="string", possibly_by="string", against="string", attribution="string"),
    *_keys("node", occurred_words="string", occurred_from="string", occurred_by="string", occurred_until="string"),
    *_keys("node", occurred_precision="string", occurred_zone="string", place="string"),
    *_keys("node", deadline="string", deadline_by="string", weight="double", rung="long", rung_name="string"),
    *_keys("node", tolls="string", text="string", answers_none="double", takes_no_part="string"),
    *_keys("edge", label="string", basis="string", status="string", asserted_by="string", assertions="long"),
    *_keys("edge", disputed="boolean", probability="double", next_best="double"),
    *_keys("edge", seconds_least="long", seconds_most="long", km_least="double", km_most="double"),
    *_keys("edge", step="string", toll_ratio="double", toll_ratio_low="double", toll_ratio_high="double"),
    *_keys("edge", sentence="string"),
)
"""The attributes; each is explained in docs/guide/chains.md."""


def graphml_of(chains: Sequence[Chain], heading: Heading, rests_on: Mapping[str, Any]) -> Iterator[bytes]:
    """All chains as one directed graph: an edge leads from a trigger to its answer, one for each two steps.

    `rests_on` is what the API says chains rest on: basis, probability and fit. What is not known has no attribute. What
    XML cannot hold is replaced by U+FFFD.
    """
    declared = (f'<key id="{key.id}" for="{key.of}" attr.name="{key.name}" attr.type="{key.type}"/>\n' for key in KEYS)
    of_graph = _data("graph", _about(chains, heading, rests_on))
    yield "".join([_HEAD, *declared, '<graph id="chains" edgedefault="directed">', *of_graph]).encode()
    for chain in chains:
        nodes = (_element(f'node id="{step["id"]}"', "node", _step(chain, step)) for step in chain["steps"])
        edges = (_element(_edge(pair), "edge", _link(pair)) for pair in pairs(chain["links"]))
        yield "".join([*nodes, *edges]).encode()
    yield b"\n</graph>\n</graphml>\n"


def _about(chains: Sequence[Chain], heading: Heading, rests_on: Mapping[str, Any]) -> dict[str, Any]:
    left_out = (one for chain in chains for one in chain["left_out"])
    told = dict.fromkeys(f"{one['trigger']} to {one['answer']} ({one['basis']}): {one['reason']}" for one in left_out)
    return {
        "lens": heading.query,
        "position": heading.position,
        "credits": "; ".join(map(in_words, heading.credits)),
        "basis": rests_on["basis"],
        "probability": rests_on["probability"],
        "fit": rests_on["fit"] and rests_on["fit"]["id"],
        "not_inferred": rests_on["not_inferred"],
        "left_out": "\n".join(told),
    }


def _edge(pair: Pair) -> str:
    return f'edge id="{pair.trigger}.{pair.answer}" source="{pair.trigger}" target="{pair.answer}"'


def _step(chain: Chain, step: Mapping[str, Any]) -> dict[str, Any]:
    occurred, deadline = step["occurred"], step["deadline"]
    same = ("kind", "what", "by", "possibly_by", "against", "attribution", "place", "weight", "text", "takes_no_part")
    return {name: step[name] for name in same} | {
        "label": f"{when(occurred)} {what(step)}",
        "chain": chain["id"],
        "chain_open": chain["open"]["is_open"],
        "occurred_words": when(occurred),
        "occurred_from": occurred["earliest"],
        "occurred_by": occurred["latest"],
        "occurred_until": occurred["until"],
        "occurred_precision": occurred["precision"],
        "occurred_zone": occurred["zone"],
        "deadline": deadline and when(deadline),
        "deadline_by": deadline and deadline["until"],
        "rung": step["rung"]["number"],
        "rung_name": step["rung"]["name"],
        "tolls": "; ".join(tolls(step)),
        "answers_none": step["inferred"] and step["inferred"]["none"],
    }


def _link(pair: Pair) -> dict[str, Any]:
    link, km, ratios = pair.link, pair.link["km"] or {}, pair.link["toll_ratios"] or {}
    same = ("basis", "probability", "next_best", "seconds_least", "seconds_most", "step", "toll_ratio", "sentence")
    return {name: link[name] for name in same} | {
        "label": _label(pair),
        "status": list(dict.fromkeys(status for _, status in pair.says)) or link["status"],
        "asserted_by": [name for name, _ in pair.says],
        "assertions": len(pair.says),
        "disputed": pair.disputed,
        **{f"km_{bound}": km.get(bound) for bound in ("least", "most")},
        **{f"toll_ratio_{bound}": ratios.get(bound) for bound in ("low", "high")},
    }


def _label(pair: Pair) -> str:
    if pair.inferred:
        return f"inferred {shown_probability(pair.link['probability'])}"
    return "disputed" if pair.disputed else "asserted"


def _element(tag: str, of: Of, values: Mapping[str, Any]) -> str:
    return f"\n<{tag}>{''.join(_data(of, values))}</{tag.partition(' ')[0]}>"


def _data(of: Of, values: Mapping[str, Any]) -> Iterator[str]:
    for key in KEYS:
        if key.of == of and values[key.name] not in (None, "", []):
            yield f'\n <data key="{key.id}">{_written(values[key.name])}</data>'


def _written(value: Any) -> str:  # noqa: ANN401 - of any type that a key has
    """A value as XML Schema writes it; lists are joined by semicolons."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return _written(";".join(value))
        case _:
            return in_xml(str(value))


def in_xml(text: str) -> str:
    """The text between two tags, so that it comes back as it is: line ends too, which XML would else make one kind."""
    return escape(_UNHOLDABLE.sub("\N{REPLACEMENT CHARACTER}", text)).replace("\r", "&#13;")
