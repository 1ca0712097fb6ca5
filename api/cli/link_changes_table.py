"""What changed in escalation chains between two lenses, as a table: link by link, and which chains joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api.numbers import NONE, listed, shown_probability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Told = Mapping[str, Any]


_WHOLE_ID = re.compile(r"\b([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_BEGINNING = r"\1"


def link_words(link: Told, steps: Mapping[str, Told]) -> list[str]:
    """What answers what, what became of that, and why."""
    answer, trigger = (steps[link[end]] for end in ("answer", "trigger"))
    reasons = [f"({_WHOLE_ID.sub(_BEGINNING, reason)})" for reason in link["why"]]
    return [_named(answer), f"answers {_named(trigger)}: {link['change']}", *reasons]


def _named(step: Told) -> str:
    place = f", {step['place']}" if step["place"] else ""
    return f"{step['what'].replace('_', ' ')}{place}, {step['occurred']['from'][:10]} ({step['id'][:8]})"


def link_row(link: Told) -> tuple[str, str]:
    """What ties the two, before and after."""
    return _tie(link["old"]), _tie(link["new"])


def _tie(tie: Told | None) -> str:
    if tie is None:
        return NONE
    said = f"{tie['status']} by {listed(tie['asserted_by'])}" if tie["asserted_by"] else tie["status"]
    return said if tie["probability"] is None else f"{said}, {shown_probability(tie['probability'])}"


def chain_lines(chains: Sequence[Told]) -> Iterator[str]:
    """What became of chains, by the beginnings of their ids."""
    for one in chains:
        before, after = ([name[:8] for name in one[side]] for side in ("before", "after"))
        match before, after:
            case [], _:
                yield f"{_chains(after)} came up."
            case _, []:
                yield f"{_chains(before)} fell apart."
            case [old], [new]:
                yield f"Chain {old} now begins with another step: {new}."
            case [old], _:
                yield f"Chain {old} fell apart: {listed(after)}."
            case _, [new]:
                yield f"{_chains(before)} joined: {new}."
            case _:
                yield f"{_chains(before)} became {listed(after)}."


def _chains(names: list[str]) -> str:
    return f"Chain{'' if len(names) == 1 else 's'} {listed(names)}"
