"""Escalation chains: incidents and statements linked by "answers". Pure, from the links that a lens shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domain.act import ACCUSATION


@dataclass(frozen=True)
class Step:
    """An incident or statement that a chain may pass through; times in UTC.

    `over_by` is the latest moment at which it can still have gone on (None: it was over as soon as it had begun),
    `weight` its place on PLOVER's scale, `deadline` the last moment that a statement leaves for an answer.
    """

    id: UUID
    began_from: datetime
    began_by: datetime
    over_by: datetime | None = None
    weight: float = ACCUSATION
    deadline: datetime | None = None

    @property
    def order(self) -> tuple[datetime, datetime, int]:
        """Chains run in this order: by when it can have begun, then by id."""
        return (self.began_from, self.began_by, self.id.int)

    @property
    def until(self) -> datetime:
        """The latest moment at which it can still have gone on."""
        return self.over_by or self.began_by


@dataclass(frozen=True)
class Link:
    """One step answers another: asserted by someone, or inferred; `status` says how it stands.

    `probability` is that of the inference (of an asserted link: beside what is said), `next_best` that of the likeliest
    trigger that was not chosen; both None where nothing is inferred of it.
    """

    answer: UUID
    trigger: UUID
    basis: str
    status: str
    asserted_by: str | None
    probability: float | None = None
    next_best: float | None = None

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """What answers, and what it answers."""
        return (self.answer, self.trigger)

    @property
    def order(self) -> tuple[str, str, str]:
        """What several say of one pair comes in this order."""
        return (self.asserted_by or "", self.basis, self.status)


class LeftOut(NamedTuple):
    """A link that does not join, and why not, in words."""

    link: Link
    reason: str


class Delay(NamedTuple):
    """How long an answer took: at least and at the most. Never negative: an answer follows its trigger."""

    least: timedelta
    most: timedelta


@dataclass(frozen=True)
class Chain:
    """Steps in order, and the links between them; the first step gives the chain its id.

    `left_out` are the links from or to its steps that do not join.
    """

    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def id(self) -> UUID:
        """The id of the first step."""
        return self.steps[0].id

    @property
    def peak(self) -> float:
        """The heaviest weight of its steps: the lowest number of the scale."""
        return min(step.weight for step in self.steps)


def chains(steps: Iterable[Step], links: Sequence[Link]) -> list[Chain]:
    """Every set of steps that links join, in the order of their first steps.

    A rejected link joins nothing; a link to a step that is not there waits.
    """
    ordered = sorted(steps, key=lambda step: step.order)
    # By the ids as numbers, here and below: they are hashed several times as fast.
    number = {step.id.int: place for place, step in enumerate(ordered)}
    joining, ends = [], []
    for link in links:
        answer, trigger = number.get(link.answer.int), number.get(link.trigger.int)
        if answer is not None and trigger is not None and link.status != "rejected":
            joining.append(link)
            ends.append((answer, trigger))
    first = _firsts(len(ordered), ends)
    inside: dict[int, list[Link]] = {}
    for link, (answer, _) in zip(joining, ends, strict=True):
        inside.setdefault(first(answer), []).append(link)
    members: dict[int, list[Step]] = {group: [] for group in inside}
    for place in sorted({end for pair in ends for end in pair}):
        members[first(place)].append(ordered[place])
    made = [_chain(members[group], inside[group]) for group in inside]
    return sorted(made, key=lambda chain: chain.steps[0].order)


def _chain(steps: list[Step], links: list[Link]) -> Chain:
    ordered = _in_order(steps, links)
    place = {step.id.int: number for number, step in enumerate(ordered)}
    links.sort(key=lambda link: (place[link.answer.int], place[link.trigger.int], *link.order))
    return Chain(tuple(ordered), tuple(links))


def _in_order(waiting: Sequence[Step], links: Sequence[Link]) -> list[Step]:
    """By time; on the same day, what is answered comes before its answer. Mutual answers stay in order of time."""
    triggers: dict[int, set[int]] = {step.id.int: set() for step in waiting}
    for link in links:
        triggers[link.answer.int].add(link.trigger.int)
    placed: dict[int, Step] = {}
    first = 0
    while len(placed) < len(waiting):
        while waiting[first].id.int in placed:
            first += 1
        following = _following(waiting, first, placed, triggers)
        placed[following.id.int] = following
    return [*placed.values()]


def _following(waiting: Sequence[Step], first: int, placed: dict[int, Step], triggers: dict[int, set[int]]) -> Step:
    """The first step whose triggers are all placed, among those that may have begun before the first one was over."""
    earliest = waiting[first]
    for place in range(first, len(waiting)):
        step = waiting[place]
        if step.began_from > earliest.until:
            break
        if step.id.int not in placed and triggers[step.id.int] <= placed.keys():
            return step
    return earliest


def delay(trigger: Step, answer: Step) -> Delay:
    """How long the answer took, as far as the precision of both says."""
    none = timedelta(0)
    return Delay(max(answer.began_from - trigger.began_by, none), max(answer.began_by - trigger.began_from, none))


class _firsts:  # noqa: N801 - it is called as a function
    """Which number is the first of those that pairs join with a number."""

    def __init__(self, size: int, pairs: Iterable[tuple[int, int]]) -> None:
        self._up = [*range(size)]
        for one, other in pairs:
            least, greatest = sorted((self(one), self(other)))
            self._up[greatest] = least

    def __call__(self, number: int) -> int:
        up = self._up
        while up[number] != number:
            up[number] = up[up[number]]
            number = up[number]
        return number
