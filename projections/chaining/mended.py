"""What changed in chains between two lenses: links that came, went or changed, why, and which chains joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from domain.chains.chain import Chain
from domain.chains.joining import ASSERTED
from domain.chains.mending import why
from domain.chains.relinking import regrouped, relinked, ties
from projections.chaining.fates import circumstances
from projections.chaining.scope import Between, TooFar, scope_of
from projections.chaining.theatre import USUAL
from projections.chains import chains_shown
from projections.fits import in_force
from projections.inference.inferred import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from domain.chains.chain import Link, Step
    from domain.chains.relinking import Pair, Regrouped, Tied
    from domain.lens import Lens
    from projections.chaining.theatre import Joining, Theatre
    from projections.reader import Reader

LIMIT = 200
"""Links told at once; `count` is that of all."""


def chains_between(store: Reader, before: Lens, after: Lens, joining: Joining = USUAL) -> dict[str, Any]:
    """The links that two lenses show differently, by when their answers began, and what became of the chains.

    Each has its `change` (came, went, changed), what tied the answer to its trigger before (`old`) and after (`new`),
    and `why` in words; `steps` are their ends in short. `chains` are the ids before and after of those that joined,
    fell apart, came or went; `fits` are the two that are inferred from. Where too much may differ to be looked
    through, `untold` says so, and there is no count.
    """
    between = Between(store, before, after, joining)
    fits = [found and found.cited() for found in (in_force(store, lens) for lens in (before, after))]
    answer: dict[str, Any] = {
        "links": [],
        "count": None,
        "chains": [],
        "fits": {"before": fits[0], "after": fits[1]},
        "untold": None,
    }
    scope = scope_of(between)
    if isinstance(scope, TooFar):
        return answer | {"untold": scope.reason}
    old, new = (_side(between, lens, theatre) for lens, theatre in ((before, scope.old), (after, scope.new)))
    pairs = _in_order(relinked(old.ties, new.ties), (old, new))
    seen = circumstances(between, scope, pairs[:LIMIT])
    was, now = (_shown(between, side, pairs[:LIMIT]) for side in (old, new))
    links = [
        _told(pair, was.links.get(pair), now.links.get(pair), why(pair, old.ties.get(pair), new.ties.get(pair), seen))
        for pair in pairs[:LIMIT]
    ]
    groups = regrouped(old.theatre.chains, new.theatre.chains)
    steps = [*(was.steps | now.steps).values()]
    return answer | {"links": links, "count": len(pairs), "steps": steps, "chains": [*map(_regrouped, groups)]}


class _Side(NamedTuple):
    """One of the two lenses, the chains that it shows, and what ties each pair in them."""

    lens: Lens
    theatre: Theatre
    ties: Mapping[Pair, Tied]


def _side(between: Between, lens: Lens, theatre: Theatre) -> _Side:
    asserted = {link.pair for chain in theatre.chains for link in chain.links if link.basis == ASSERTED}
    beside: dict[Pair, float] = {}
    if between.joining.infers and asserted:
        of_answers = told(between.store, lens, {answer for answer, _ in asserted})
        for answer, trigger in asserted:
            if answer in of_answers:
                candidates = of_answers[answer].candidates
                inferred = (one.probability for one in candidates if one.trigger == trigger)
                beside[answer, trigger] = next(inferred, 0.0)
    return _Side(lens, theatre, ties(theatre.chains, beside))


def _in_order(pairs: Iterable[Pair], sides: tuple[_Side, _Side]) -> list[Pair]:
    """By the steps' own order: of the answer, then of what it answers."""
    order: dict[UUID, tuple[datetime, datetime, int]] = {}
    for side in sides:
        order |= {step.id: step.order for chain in side.theatre.chains for step in chain.steps}
    return sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))


class _Shown(NamedTuple):
    """What ties pairs, as answers show it, and their steps in short, by id."""

    links: dict[Pair, dict[str, Any]]
    steps: dict[str, dict[str, Any]]


_IN_SHORT = ("id", "kind", "what", "by", "against", "occurred", "place")


def _shown(between: Between, side: _Side, pairs: Sequence[Pair]) -> _Shown:
    """What ties these pairs under one lens."""
    wanted = {pair for pair in pairs if pair in side.ties}
    chain = _part(side.theatre, wanted)
    if not chain.links:
        return _Shown({}, {})
    [found] = chains_shown(between.store, side.lens, between.joining, side.theatre, [chain])
    sentences = {link.pair: shown["sentence"] for link, shown in zip(chain.links, found["links"], strict=True)}
    return _Shown(
        {pair: _tie(side.ties[pair], sentences[pair]) for pair in wanted},
        {step["id"]: {name: step[name] for name in _IN_SHORT} for step in found["steps"]},
    )


def _part(theatre: Theatre, pairs: set[Pair]) -> Chain:
    """The links of these pairs and their steps, as if they were one chain."""
    links: list[Link] = []
    steps: dict[UUID, Step] = {}
    for chain in theatre.chains:
        inside = [link for link in chain.links if link.pair in pairs]
        ends = {end for link in inside for end in link.pair}
        links += inside
        steps |= {step.id: step for step in chain.steps if step.id in ends}
    return Chain(tuple(steps.values()), tuple(links))


def _tie(tied: Tied, sentence: str) -> dict[str, Any]:
    return {
        "basis": tied.basis,
        "status": tied.status,
        "asserted_by": [*tied.asserted_by],
        "probability": tied.probability,
        "sentence": sentence,
    }


def _told(pair: Pair, old: dict[str, Any] | None, new: dict[str, Any] | None, reasons: list[str]) -> dict[str, Any]:
    answer, trigger = pair
    change = "came" if old is None else "went" if new is None else "changed"
    return {
        "change": change,
        "answer": str(answer),
        "trigger": str(trigger),
        "old": old,
        "new": new,
        "why": reasons,
    }


def _regrouped(group: Regrouped) -> dict[str, list[str]]:
    return {"before": [str(one) for one in group.before], "after": [str(one) for one in group.after]}
