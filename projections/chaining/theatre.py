"""The theatre: chains as they are made under a lens, all of them or the one around a step, before they are told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID

from domain.act import STATEMENT_INTENSITY
from domain.chains.chain import Chain, Link, Step
from domain.chains.joining import ASSERTED, INFERRED, assembled
from domain.moment import Moment
from projections.beside import Lately
from projections.catalogue import TABLE_OF
from projections.chaining.connected import connected, said_of
from projections.clock import moment_of
from projections.document import documents
from projections.inference.cast import cast_among
from projections.inference.inferred import all_links, near
from projections.inference.roles import known_roles
from projections.links import answering, speaker, speakers, written_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from domain.lens import Lens
    from projections.inference.inferred import Inferred, Told
    from projections.links import AnswerLink
    from projections.reader import Reader

PROBABILITY = 0.5
"""From which probability on inferred links join, unless another is asked for."""

ALL: Literal["all"] = "all"


class Joining(NamedTuple):
    """Which links join: from which probability on those that are inferred; with the basis `asserted`, none of them."""

    probability: float = PROBABILITY
    basis: str = ALL

    @property
    def infers(self) -> bool:
        """Whether inferred links join at all."""
        return self.basis != ASSERTED


USUAL = Joining()


@dataclass(frozen=True)
class Theatre:
    """Chains by when their first steps began, and what was said in them: the statements that are steps, by id.

    Of the incidents that were looked at one by one, `told` says what each may have answered; None where it takes no
    part in what is inferred.
    """

    chains: list[Chain]
    statements: dict[UUID, dict[str, Any]]
    told: dict[UUID, Told | None] = field(default_factory=dict)

    def chain_of(self, member: UUID) -> Chain | None:
        """The chain of which this is a step."""
        return self._by_step.get(member)

    @cached_property
    def _by_step(self) -> dict[UUID, Chain]:
        return {step.id: chain for chain in self.chains for step in chain.steps}


_LATELY = Lately["tuple[Lens, Joining]", Theatre](4)


def whole(store: Reader, lens: Lens, joining: Joining) -> Theatre:
    """Every chain that the lens shows; remembered for the lens."""
    return _LATELY.under(store, lens, (lens, joining), lambda: _whole(store, lens, joining))


def _whole(store: Reader, lens: Lens, joining: Joining) -> Theatre:
    return _made(store, lens, None, all_links(store, lens, joining.probability) if joining.infers else [])


WAVES, PER_WAVE = 50, 400
"""So many times it is looked around along a chain, and once more for so many facts of the log.

Each time takes up to 20 ms, where acts are crowded. Beyond that all chains are made as soon.
"""


_SIGHT = 3
"""Answers that are looked ahead, at the most."""


class TooWide(Exception):
    """More lies around than was to be looked at."""


def around(store: Reader, lens: Lens, joining: Joining, *asked: UUID, most: int | None = None) -> Theatre:
    """The chains that incidents or statements are part of, and no more than lies around them.

    From these outwards, along whatever is said or inferred of each: so it is the same as among all of them. Raises
    TooWide where that is more than `most`.
    """
    known = _LATELY.held(store, (lens, joining))
    if known is not None and most is None:
        return known
    sight = _Sight(store, lens, joining)
    members: set[UUID] = set()
    ahead = {*asked}
    outwards = 0 if most is not None else WAVES + store.position // PER_WAVE
    while ahead:
        ahead = connected(store, ahead) - members
        members |= ahead
        if most is not None and len(members) > most:
            raise TooWide
        if not joining.infers:
            break
        if 0 < outwards <= sight.looked and not sight.holds(ahead):
            return whole(store, lens, joining)
        ahead = sight.linked(ahead) - members
    return replace(_made(store, lens, members, sight.links_of(members)), told=sight.told)


class _Sight:
    """What was inferred of the incidents that were looked at so far, a little ahead of those that were asked about."""

    def __init__(self, store: Reader, lens: Lens, joining: Joining) -> None:
        self._store, self._lens, self._probability = store, lens, joining.probability
        self._links: dict[UUID, dict[tuple[UUID, UUID], Inferred]] = {}
        self.told: dict[UUID, Told | None] = {}
        self.looked = 0

    def holds(self, members: set[UUID]) -> bool:
        """Whether all of these were looked at."""
        return members <= self.told.keys()

    def linked(self, members: set[UUID]) -> set[UUID]:
        """Both ends of every link that any of these is in."""
        new = members - self.told.keys()
        if new:
            self._look(new)
        return {end for one in members for pair in self._links.get(one, ()) for end in pair}

    def links_of(self, members: set[UUID]) -> Collection[Inferred]:
        """Every link that any of these is in, once."""
        return {pair: link for one in members for pair, link in self._links.get(one, {}).items()}.values()

    def _look(self, new: set[UUID]) -> None:
        # Most chains end soon. One that goes on is likely to go on for longer.
        self.looked += 1
        sight = min(self.looked, _SIGHT)
        beside = near(self._store, self._lens, new, self._probability, sight=sight)
        self.told |= dict.fromkeys(new) | beside.told
        for link in beside.links:
            pair = (link.answer, link.trigger)
            for end in pair:
                self._links.setdefault(end, {})[pair] = link


def _made(store: Reader, lens: Lens, among: Collection[UUID] | None, inferred: Iterable[Inferred]) -> Theatre:
    # Most of what is inferred is of incidents of which nobody has said anything: then there is nothing to look up.
    among = None if among is None else said_of(store, among)
    statements = statements_among(store, lens, among)
    links = [
        *_said_of(answering(store, lens, among) if among is None or among else []),
        *said_by(store, lens, statements, among),
        *(Link(one.answer, one.trigger, INFERRED, INFERRED, None, one.probability, one.next_best) for one in inferred),
    ]
    members = {end for link in links for end in link.pair}
    standing = {stream: one for stream, one in statements.items() if stream in members}
    steps = [*_steps(store, lens, members - standing.keys()), *map(_step_of, standing.values())]
    return Theatre(assembled(steps, links), standing)


def _said_of(answers: Iterable[AnswerLink]) -> Iterable[Link]:
    """What incidents are said to answer."""
    return (Link(one.incident, one.trigger, ASSERTED, one.status, one.asserted_by) for one in answers)


def statements_among(store: Reader, lens: Lens, among: Collection[UUID] | None) -> dict[UUID, dict[str, Any]]:
    """Those that were not taken back, by id; of all, or of those `among` them."""
    if among is not None and not among:
        return {}
    also = "true" if among is None else written_out(among)
    found = documents(store, TABLE_OF["statement"], lens, order="v.began_from", also=also)
    return {UUID(one["id"]): one for one in found if one["withdrawn"] is None}


def said_by(
    store: Reader, lens: Lens, statements: dict[UUID, dict[str, Any]], among: Collection[UUID] | None
) -> Iterable[Link]:
    """What these statements are said to answer, rejected or not; `among` is what they and their triggers are among."""
    merged = speakers(store, lens, among) if statements else {}
    for stream, body in statements.items():
        for answer in body["answers"]:
            trigger = speaker(merged, UUID(answer["incident"] or answer["statement"]))
            yield Link(stream, trigger, ASSERTED, answer["status"], answer["asserted_by"])


def _steps(store: Reader, lens: Lens, members: Collection[UUID]) -> list[Step]:
    """The incidents among these that the lens shows and that count."""
    if not members:
        return []
    cast = cast_among(store, lens, members)
    moments = (cast.began_from, cast.began_by, *known_roles.of(store).courses(store, cast.rows))
    return [
        Step(stream, moment_of(began_from), moment_of(began_by), moment_of(over_by), weight)
        for stream, began_from, began_by, over_by, weight in zip(
            cast.ids, *(column.tolist() for column in moments), strict=True
        )
    ]


def _step_of(statement: dict[str, Any]) -> Step:
    made = _moment(statement["made"])
    deadline = None if statement["deadline"] is None else _moment(statement["deadline"]).over_by
    return Step(UUID(statement["id"]), made.began_from, made.began_by, made.over_by, STATEMENT_INTENSITY, deadline)


def _moment(stored: dict[str, Any]) -> Moment:
    return Moment.model_validate(stored, context={"stored": True})
