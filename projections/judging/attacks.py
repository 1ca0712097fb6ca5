"""Versions of incidents that are said to answer something, and what they are said to answer under a lens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from domain.compliance.happenings import AssertedAnswer, Trigger
from projections.columns import unlisted
from projections.judging.happenings import AUTHOR, Versions, of_rows, trigger_of
from projections.looking import cut_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from domain.lens import Lens
    from projections.held import Cut
    from projections.reader import Reader

Answers = tuple[tuple[int, tuple[AssertedAnswer, ...]], ...]
"""What is said to be answered, by the place of who answers. An answer to something unseen waits, so it is left out."""


@dataclass(frozen=True)
class Answered:
    """The versions up to a number that are said to answer anything; `said` are their answers, `targets` whom they hit.

    Each answer is the id of what it answers, and its status.
    """

    versions: Versions
    said: list[list[tuple[str, str]]]
    targets: list[list[str]]

    @classmethod
    def among(cls, store: Reader, acts: Iterable[str], last: int) -> Answered:
        """Those of incidents of these acts."""
        versions = of_rows(store, acts, 0, last, only_answers=True)
        query = "SELECT row, answers, targets FROM incident_versions WHERE row <= ? AND answers <> ''"
        told = {row: (from_json(answers), unlisted(targets)) for row, answers, targets in store.rows(query, [last])}
        mine = [told[row] for row in versions.rows.tolist()]
        said = [[(target, status) for target, _, status, _ in answers] for answers, _ in mine]
        return cls(versions, said, [targets for _, targets in mine])

    def under(self, attacks: Attacks, lens: Lens) -> Answers:
        """What is answered under a lens."""
        shown = attacks.shown(lens)
        return tuple(
            (number, tuple(_answer(status, shown[target]) for target, status in seen if status != "rejected"))
            for number, said in enumerate(self.said)
            if (seen := [(target, status) for target, status in said if target in shown])
        )

    def happenings(self, answers: Answers) -> Versions:
        """The same versions, with what they answer."""
        targets = {number: self.targets[number] for number, _ in answers}
        return self.versions._replace(
            happenings=replace(self.versions.happenings, answers=dict(answers), targets=targets)
        )


def _answer(status: str, trigger: Trigger | None) -> AssertedAnswer:
    return AssertedAnswer(status == "disputed", trigger)


class _Target(NamedTuple):
    """One version of what is answered: which lenses show it, and the attack that it was, if it was one."""

    stream: UUID
    clocks: tuple[int, int, int, int, int]
    trigger: Trigger | None


class Attacks:
    """Every version of what is said to be answered, as the tables have them at one moment."""

    def __init__(self, store: Reader, answered: Answered) -> None:
        self._targets: list[_Target] = []
        ids = sorted({target for said in answered.said for target, _ in said})
        if ids:
            asked = f"WHERE v.id IN ({', '.join('?::UUID' for _ in ids)})"
            clocks = "v.known_from, v.known_to, v.position_from, v.position_to, v.began_by"
            incidents = f"SELECT v.id, {clocks}, v.began_from, v.over_by, v.standing, {AUTHOR} FROM incident_versions v"
            self._targets += [_incident(*one) for one in store.rows(f"{incidents} {asked}", ids)]
            statements = store.rows(f"SELECT v.id, {clocks} FROM statement_versions v {asked}", ids)
            self._targets += [_Target(stream, (k, kt, p, pt, b), None) for stream, k, kt, p, pt, b in statements]

    def shown(self, lens: Lens) -> Mapping[str, Trigger | None]:
        """What the lens shows of it; None for what is no attack: a statement, or a report that was taken back."""
        cut: Cut = cut_of(lens)
        return {str(one.stream): one.trigger for one in self._targets if cut.shows(*one.clocks)}


def _incident(stream: UUID, *columns: Any) -> _Target:
    clocks, (first, last, standing, *author) = columns[:5], columns[5:]
    return _Target(stream, clocks, trigger_of(stream, first, last, standing, author))
