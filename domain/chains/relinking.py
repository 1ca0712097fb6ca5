"""Relinking: how the links and chains of two theatres differ, what came, what went, and which chains joined. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.chains.joining import INFERRED

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from domain.chains.chain import Chain, Link

    Pair = tuple[UUID, UUID]
    """What answers, and what it answers."""

NOTABLE = 0.01
"""A probability that moves by less is told as the same."""

_SUREST = ("confirmed", "asserted", "disputed", INFERRED)


@dataclass(frozen=True)
class Tied:
    """All that ties an answer to its trigger: what several say of it is one tie, which stands as the surest of them.

    `probability` is what is inferred of it, to three places; None where nothing is.
    """

    basis: str
    status: str
    asserted_by: tuple[str, ...]
    probability: float | None

    def differs(self, other: Tied) -> bool:
        """Whether another basis, status or voice ties them, or a notably different probability."""
        if (self.basis, self.status, self.asserted_by) != (other.basis, other.status, other.asserted_by):
            return True
        one, another = self.probability, other.probability
        if one is None or another is None:
            return one is not another
        # In thousandths: of 0.30 and 0.29, the difference of the floats is a little less than 0.01.
        return abs(round(one * 1000) - round(another * 1000)) >= round(NOTABLE * 1000)


def ties(chains: Iterable[Chain], beside: Mapping[Pair, float]) -> dict[Pair, Tied]:
    """What ties each pair of these chains; `beside` is what is inferred of those that are asserted."""
    links: dict[Pair, list[Link]] = {}
    for chain in chains:
        for link in chain.links:
            links.setdefault(link.pair, []).append(link)
    return {pair: _tied(found, beside.get(pair)) for pair, found in links.items()}


def _tied(links: Sequence[Link], beside: float | None) -> Tied:
    surest = min(links, key=lambda link: _SUREST.index(link.status))
    sayers = tuple(sorted({link.asserted_by for link in links if link.asserted_by}))
    return Tied(surest.basis, surest.status, sayers, surest.probability if beside is None else beside)


def relinked(old: Mapping[Pair, Tied], new: Mapping[Pair, Tied]) -> list[Pair]:
    """The pairs that only one side ties, or that both do differently; in no particular order."""
    return [
        pair
        for pair in old.keys() | new.keys()
        if (one := old.get(pair)) is None or (other := new.get(pair)) is None or one.differs(other)
    ]


class Regrouped(NamedTuple):
    """Chains that share steps, by their ids, in their order: what they were, and what they are."""

    before: tuple[UUID, ...]
    after: tuple[UUID, ...]


def regrouped(old: Sequence[Chain], new: Sequence[Chain]) -> list[Regrouped]:
    """The chains that came, went, joined, fell apart or begin with another step; the rest stayed what they were.

    By the first step of any of them.
    """
    groups = {chain.id: _Group([chain], []) for chain in old}
    of_step = {step.id: chain.id for chain in old for step in chain.steps}
    for chain in new:
        shared = dict.fromkeys(of_step[step.id] for step in chain.steps if step.id in of_step)
        parts = [groups.pop(name) for name in shared]
        group = _Group([one for part in parts for one in part.before], [chain])
        group.after.extend(one for part in parts for one in part.after)
        groups[chain.id] = group
        of_step |= {step.id: chain.id for each in (*group.before, *group.after) for step in each.steps}
    told = [group for group in groups.values() if group.ids.before != group.ids.after]
    return [group.ids for group in sorted(told, key=lambda group: group.order)]


class _Group(NamedTuple):
    """Chains that share steps."""

    before: list[Chain]
    after: list[Chain]

    @property
    def ids(self) -> Regrouped:
        before, after = (sorted(chains, key=lambda chain: chain.steps[0].order) for chains in self)
        return Regrouped(tuple(chain.id for chain in before), tuple(chain.id for chain in after))

    @property
    def order(self) -> tuple[datetime, datetime, int]:
        return min(chain.steps[0].order for chain in (*self.before, *self.after))
