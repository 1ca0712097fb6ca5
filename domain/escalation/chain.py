"""Escalation chains: incidents and statements linked by "answers". Pure, from the links that a lens shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True)
class Step:
    """An incident or statement that a chain may pass through; times in UTC."""

    id: UUID
    began_from: datetime
    began_by: datetime

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Chains run in this order: by when it can have begun, then by id."""
        return (self.began_from, self.began_by, str(self.id))


@dataclass(frozen=True)
class Link:
    """One step answers another: asserted by someone, or inferred; `status` says how it stands."""

    answer: UUID
    trigger: UUID
    basis: str
    status: str
    asserted_by: str | None


class Delay(NamedTuple):
    """How long an answer took: at least and at the most. Never negative: an answer follows its trigger."""

    least: timedelta
    most: timedelta


@dataclass(frozen=True)
class Chain:
    """Steps in order, and the links between them; the first step gives the chain its id."""

    steps: tuple[Step, ...]
    links: tuple[Link, ...]

    @property
    def id(self) -> UUID:
        """The id of the first step."""
        return self.steps[0].id


def chains(steps: Iterable[Step], links: Sequence[Link]) -> list[Chain]:
    """Every set of steps that links join, in the order of their first steps.

    A rejected link joins nothing; a link to a step that is not there waits.
    """
    known = {step.id: step for step in steps}
    joining = [link for link in links if link.status != "rejected" and {link.answer, link.trigger} <= known.keys()]
    groups = _groups(joining)
    made = []
    for members in groups:
        inside = [link for link in joining if link.answer in members]
        ordered = _in_order([known[one] for one in members], inside)
        place = {step.id: number for number, step in enumerate(ordered)}
        inside.sort(key=lambda link: (place[link.answer], place[link.trigger], link.asserted_by or "", link.basis))
        made.append(Chain(tuple(ordered), tuple(inside)))
    return sorted(made, key=lambda chain: chain.steps[0].order)


def _in_order(steps: Iterable[Step], links: Sequence[Link]) -> list[Step]:
    """By time; on the same day, what is answered comes before its answer. Mutual answers stay in order of time."""
    waiting = sorted(steps, key=lambda step: step.order)
    triggers: dict[UUID, set[UUID]] = {step.id: set() for step in waiting}
    for link in links:
        triggers[link.answer].add(link.trigger)
    ordered: list[Step] = []
    while waiting:
        placed = {step.id for step in ordered}
        together = (step for step in waiting if step.began_from <= waiting[0].began_by)
        following = next((step for step in together if triggers[step.id] <= placed), waiting[0])
        waiting.remove(following)
        ordered.append(following)
    return ordered


def delay(trigger: Step, answer: Step) -> Delay:
    """How long the answer took, as far as the precision of both says."""
    none = timedelta(0)
    return Delay(max(answer.began_from - trigger.began_by, none), max(answer.began_by - trigger.began_from, none))


def _groups(links: Sequence[Link]) -> list[set[UUID]]:
    """The connected sets of what the links join."""
    group_of: dict[UUID, set[UUID]] = {}
    for link in links:
        joined = group_of.get(link.answer, {link.answer}) | group_of.get(link.trigger, {link.trigger})
        for member in joined:
            group_of[member] = joined
    unique = {id(group): group for group in group_of.values()}
    return list(unique.values())
