"""The theatre: chains as they are made under a lens, all of them or the one around a step, before they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID

from domain.act import INTENSITY, STATEMENT_INTENSITY, Act
from domain.escalation.chain import Chain, Link, Step
from domain.escalation.joining import ASSERTED, INFERRED, assembled
from domain.moment import Moment
from projections.beside import Beside
from projections.catalogue import TABLE_OF
from projections.clock import moment_of
from projections.connected import connected
from projections.document import documents
from projections.inferred import all_links, links_of
from projections.links import answering, speaker, speakers, written_out
from projections.looking import COUNTED, had_happened_by, seen
from projections.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from domain.lens import Lens
    from projections.inferred import Inferred
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


class Theatre(NamedTuple):
    """Chains by when their first steps began, and what was said in them: the statements that are steps, by id."""

    chains: list[Chain]
    statements: dict[UUID, dict[str, Any]]

    def chain_of(self, member: UUID) -> Chain | None:
        """The chain of which this is a step."""
        return next((chain for chain in self.chains if any(step.id == member for step in chain.steps)), None)


_LATELY = 4
_REMEMBERED = Beside[Recent[tuple[Any, ...], Theatre]](lambda: Recent(_LATELY))


def whole(store: Reader, lens: Lens, joining: Joining) -> Theatre:
    """Every chain that the lens shows; remembered for the lens."""
    lately = _REMEMBERED.of(store)
    key = (lens, joining, *sorted(store.parked_at.items()))
    found = None if lens.position is None else lately.get(key)
    if found is None:
        found = _made(store, lens, None, all_links(store, lens, joining.probability) if joining.infers else [])
        if sorted(store.parked_at.items()) == [*key[2:]]:
            lately.keep(key, found)
    return found


def around(store: Reader, lens: Lens, joining: Joining, *asked: UUID) -> Theatre:
    """The chains that incidents or statements are part of, and no more than lies around them.

    From these outwards, along whatever is said or inferred of each: so it is the same as among all of them.
    """
    found: dict[tuple[UUID, UUID], Inferred] = {}
    members: set[UUID] = set()
    ahead = {*asked}
    while ahead:
        ahead = connected(store, ahead) - members
        members |= ahead
        near = links_of(store, lens, ahead, joining.probability) if joining.infers and ahead else []
        found |= {(one.answer, one.trigger): one for one in near}
        ahead = {end for one in near for end in (one.answer, one.trigger)} - members
    return _made(store, lens, members, found.values())


def _made(store: Reader, lens: Lens, among: Collection[UUID] | None, inferred: Iterable[Inferred]) -> Theatre:
    statements = _statements(store, lens, among)
    links = [
        *(
            Link(one.incident, one.trigger, ASSERTED, one.status, one.asserted_by)
            for one in answering(store, lens, among)
        ),
        *_said_by(statements, speakers(store, lens, among)),
        *(Link(one.answer, one.trigger, INFERRED, INFERRED, None, one.probability, one.next_best) for one in inferred),
    ]
    members = {end for link in links for end in link.pair}
    standing = {stream: one for stream, one in statements.items() if stream in members}
    steps = [*_steps(store, lens, members - standing.keys()), *map(_step_of, standing.values())]
    return Theatre(assembled(steps, links), standing)


def _statements(store: Reader, lens: Lens, among: Collection[UUID] | None) -> dict[UUID, dict[str, Any]]:
    """Those that were not taken back."""
    also = "true" if among is None else written_out(among)
    found = documents(store, TABLE_OF["statement"], lens, order="v.began_from", also=also)
    return {UUID(one["id"]): one for one in found if one["withdrawn"] is None}


def _said_by(statements: dict[UUID, dict[str, Any]], merged: dict[UUID, UUID]) -> Iterable[Link]:
    """What statements are said to answer."""
    for stream, body in statements.items():
        for answer in body["answers"]:
            trigger = speaker(merged, UUID(answer["incident"] or answer["statement"]))
            yield Link(stream, trigger, ASSERTED, ASSERTED, answer["asserted_by"])


_FEW = 500
"""So many incidents are sooner found one by one than among all."""


def _steps(store: Reader, lens: Lens, members: Collection[UUID]) -> list[Step]:
    """The incidents among these that the lens shows and that count."""
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    few = len(members) <= _FEW
    among = written_out(members) if few else "v.id IN (SELECT unnest(?::VARCHAR[])::UUID)"
    found = store.rows(
        "SELECT v.id, v.began_from, v.began_by, v.over_by, v.act FROM incident_versions v"
        f" WHERE {among} AND {seen_by} AND {happened} AND {COUNTED}",
        [*([] if few else [[str(member) for member in members]]), *cut, *moments],
    )
    return [
        Step(stream, moment_of(began_from), moment_of(began_by), moment_of(over_by), INTENSITY[Act(act)])
        for stream, began_from, began_by, over_by, act in found
    ]


def _step_of(statement: dict[str, Any]) -> Step:
    made = _moment(statement["made"])
    deadline = None if statement["deadline"] is None else _moment(statement["deadline"]).over_by
    return Step(UUID(statement["id"]), made.began_from, made.began_by, made.over_by, STATEMENT_INTENSITY, deadline)


def _moment(stored: dict[str, Any]) -> Moment:
    return Moment.model_validate(stored, context={"stored": True})
