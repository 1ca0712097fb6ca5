"""Why a link came, went or changed between two looks, in words: by what became of its ends, or was said of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from domain.chains.joining import ASSERTED

if TYPE_CHECKING:
    from domain.chains.relinking import Pair, Tied

_BECAME = {
    "added": "{end} was reported",
    "split": "{end} was split from another report",
    "removed": "{end} is no longer shown",
    "retracted": "{end} was retracted",
    "merged": "{end} was merged into {into}",
    "reinstated": "{end} was reinstated",
    "unmerged": "{end} is no longer merged into {into}",
    "issued": "{end} was issued",
    "withdrawn": "{end} was withdrawn",
}
"""What became of an incident or a statement as a whole."""

_DIFFERS = {
    "occurred": "{end} was redated",
    "place": "{end} was relocated",
    "perpetrators": "who did {end} is judged otherwise",
    "possible_perpetrators": "who did {end} is judged otherwise",
    "targets": "whom {end} hit is told otherwise",
    "act": "the weight of {end} is told otherwise",
    "tolls: all killed": "the weight of {end} is told otherwise",
}
"""What of an incident that both looks show a link may hang on."""

_STANDS = {
    "confirmed": "an analyst confirmed it",
    "disputed": "it was disputed",
    "asserted": "it stands as asserted again",
}

_ELSE = "what else the answer may have answered is told otherwise"


@dataclass(frozen=True)
class Fate:
    """What became of an incident or statement: a kind of change, and what of it differs.

    `into` is what it was merged into, or is no longer.
    """

    change: str
    about: frozenset[str] = frozenset()
    into: UUID | None = None


@dataclass(frozen=True)
class Circumstances:
    """What two looks differ in: what became of each thing, and of the method.

    `rejected` and `turned` are the pairs of which the later look says that an analyst rejected them, or that they are
    asserted the other way round; `left_out` those that it shows and does not join, with the reason. `method` says in
    words what differs in the fit and the sides: whatever is inferred hangs on it. `beside` are the other candidates of
    each answer that changed.
    """

    fates: Mapping[UUID, Fate]
    rejected: Collection[Pair] = ()
    turned: Collection[Pair] = ()
    left_out: Mapping[Pair, str] = field(default_factory=dict)
    method: tuple[str, ...] = ()
    beside: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)


def why(pair: Pair, old: Tied | None, new: Tied | None, seen: Circumstances) -> list[str]:
    """Every reason that there is, one at the least."""
    reasons = [*_of_ends(pair, seen.fates), *_said(pair, old, new, seen)]
    if new is None and pair in seen.left_out:
        reasons.append(f"it no longer joins: {seen.left_out[pair]}")
    if _is_reckoned(old, new):
        reasons += seen.method
    return list(dict.fromkeys(reasons or _besides(pair[0], seen))) or [_ELSE]


def _of_ends(pair: Pair, fates: Mapping[UUID, Fate]) -> Iterator[str]:
    for one, end in zip(pair, ("the answer", "the trigger"), strict=True):
        if one in fates:
            yield from _words(fates[one], end)
        for merged, fate in fates.items():
            if fate.into == one and merged not in pair:
                yield from _words(fate, str(merged), into=end)


def _words(fate: Fate, end: str, into: str | None = None) -> Iterator[str]:
    if fate.change in _BECAME:
        yield _BECAME[fate.change].format(end=end, into=into or fate.into)
    else:
        yield from (words.format(end=end) for about, words in _DIFFERS.items() if about in fate.about)


def _said(pair: Pair, old: Tied | None, new: Tied | None, seen: Circumstances) -> Iterator[str]:
    """What was said of the link itself."""
    if pair in seen.rejected:
        yield "an analyst rejected it"
    elif pair in seen.turned and new is None:
        yield "it is asserted the other way round"
    was, now = (one if one and one.basis == ASSERTED else None for one in (old, new))
    came = sorted({*(now.asserted_by if now else ())} - {*(was.asserted_by if was else ())})
    if came and not _came_with_an_end(pair, seen.fates):
        yield f"{' and '.join(came)} asserted it"
    if was and now and was.status != now.status:
        yield _STANDS[now.status]
    if was and now is None and pair not in seen.rejected and not _went_with_an_end(pair, seen.fates):
        yield "nobody asserts it any more"


def _came_with_an_end(pair: Pair, fates: Mapping[UUID, Fate]) -> bool:
    came = {"added", "split", "reinstated", "issued"}
    return any(one in fates and fates[one].change in came for one in pair) or _speaks_for_another(pair, fates)


def _went_with_an_end(pair: Pair, fates: Mapping[UUID, Fate]) -> bool:
    went = {"removed", "retracted", "merged", "withdrawn"}
    return any(one in fates and fates[one].change in went for one in pair) or _speaks_for_another(pair, fates)


def _speaks_for_another(pair: Pair, fates: Mapping[UUID, Fate]) -> bool:
    """Whether something was merged into either end, or is no longer."""
    return any(fate.into in pair for fate in fates.values())


def _is_reckoned(old: Tied | None, new: Tied | None) -> bool:
    """Whether something is inferred of it that differs."""
    return (old and old.probability) != (new and new.probability)


def _besides(answer: UUID, seen: Circumstances) -> Iterator[str]:
    """What became of the other acts that it may have answered."""
    for one in seen.beside.get(answer, ()):
        yield from _words(seen.fates[one], f"{one}, which it may have answered instead,")
