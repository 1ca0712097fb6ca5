"""Whether acts breach clauses, and which doubts are left: policy `compliance-1`. Pure; many happenings at once."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.compliance.allowed_answers import answer_degree
from domain.compliance.holds import NEVER, Holds, Steps, any_of, during, steps
from domain.incident.values import Attribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from domain.compliance.clauses import Clause
    from domain.compliance.happenings import Author, Coded, Happenings

POLICY = "compliance-1"
"""The policy by which incidents are judged wherever they are assessed by `assessment-1`."""


class Doubt(StrEnum):
    """What leaves it open whether a clause was breached."""

    FORCE = "force"
    PLACE = "place"
    ATTRIBUTION = "attribution"
    ANSWER = "answer"
    TEXT = "text"


class Status(StrEnum):
    """How a breach stands: an analyst's word first, then what is alleged, then what the texts come to by the policy."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    ALLEGED = "alleged"
    FOUND = "found"
    UNCERTAIN = "uncertain"
    ALLOWED = "allowed"


UPHELD = frozenset({Status.CONFIRMED, Status.ALLEGED, Status.FOUND, Status.UNCERTAIN})
"""What a list or a number of breaches holds where nothing else is asked for."""


STATUS_OF = {Holds.NO: Status.ALLOWED, Holds.MAYBE: Status.UNCERTAIN, Holds.YES: Status.FOUND}
"""How a breach stands by what the texts of its provision come to; what no text speaks of is left out before."""


class Verdict(NamedTuple):
    """What one clause says of each happening: each aspect, and the least of them as `holds`."""

    clause: Clause
    force: NDArray[np.int8]
    author: NDArray[np.int8]
    place: NDArray[np.int8]
    answer: NDArray[np.int8]
    holds: NDArray[np.int8]

    def doubts(self, number: int) -> list[Doubt]:
        """What is in doubt about the happening of this number, in a fixed order."""
        aspects = ((Doubt.FORCE, self.force), (Doubt.PLACE, self.place), (Doubt.ATTRIBUTION, self.author))
        open_ones = [doubt for doubt, aspect in aspects if aspect[number] == Holds.MAYBE]
        return [*open_ones, *([Doubt.ANSWER] if self.answer[number] == Holds.MAYBE else [])]


def judge(clause: Clause, happenings: Happenings) -> Verdict:
    """What a clause says of happenings: its act, its time, its author and its place, each as far as it is known."""
    acts = np.array([act in clause.provision.acts for act in happenings.acts.values], dtype=bool)
    forbidden = acts[happenings.acts.codes] if len(acts) else np.zeros(len(happenings), dtype=bool)
    force = during(clause.in_force, happenings.first, happenings.last)
    author = _author(clause, happenings)
    asked = forbidden & (force > Holds.NO) & (author > Holds.NO)
    place = np.zeros(len(happenings), dtype=np.int8)
    if asked.any():
        place[asked] = _place(clause, happenings, asked)
    holds = np.where(asked, np.minimum(np.minimum(force, author), place), np.int8(Holds.NO))
    answer = _answer(clause, happenings, holds)
    return Verdict(clause, force, author, place, answer, holds)


def together(verdicts: Iterable[Verdict]) -> NDArray[np.int8]:
    """What the texts of one provision come to: where its sources' texts say different things, it is open."""
    by_source = [
        np.maximum.reduce([_breached(one) for one in of_source])
        for _, of_source in groupby(sorted(verdicts, key=_source), key=_source)
    ]
    least, most = np.minimum.reduce(by_source), np.maximum.reduce(by_source)
    return np.where(least == most, least, np.int8(Holds.MAYBE))


def leading_text(verdicts: Sequence[Verdict]) -> NDArray[np.int64]:
    """Of each happening the place, among these verdicts, of the one that says the most, the first of such.

    Its words are those in which the judgement of the provision is told.
    """
    leading: NDArray[np.int64] = np.argmax([verdict.holds for verdict in verdicts], axis=0)
    return leading


def _source(verdict: Verdict) -> str:
    return verdict.clause.provision.source


def _breached(verdict: Verdict) -> NDArray[np.int8]:
    """How far the clause was breached: not where it allows the answer, and perhaps where it may allow it."""
    least = np.minimum(verdict.holds, np.int8(Holds.MAYBE))
    after = np.where(verdict.answer == Holds.MAYBE, least, verdict.holds)
    return np.where(verdict.answer == Holds.YES, np.int8(Holds.NO), after)


def named(author: Author) -> tuple[str, ...]:
    """The parties that did it, or may have done it; nobody where an analyst does not believe who names one."""
    if author.attribution is not Attribution.UNATTRIBUTED:
        return author.perpetrators
    # Claims that name one party alone attribute it to that party: only an analyst's word leaves it unattributed then.
    return author.possible if len(author.possible) > 1 else ()


def binds(clause: Clause, author: Author) -> Steps:
    """Whether the clause binds whoever did it: open where that is contested or unknown."""
    if author.attribution in {Attribution.ADMITTED, Attribution.ATTRIBUTED}:
        return any_of([clause.binds.get(party, NEVER) for party in author.perpetrators])
    candidates = named(author) or (*clause.binds,)
    perhaps = any_of([clause.binds.get(party, NEVER) for party in candidates])
    return steps((step.start, min(step.holds, Holds.MAYBE)) for step in perhaps)


def _author(clause: Clause, happenings: Happenings) -> NDArray[np.int8]:
    return _by_value([binds(clause, author) for author in happenings.authors.values], happenings.authors, happenings)


def _by_value(held: Sequence[Steps], column: Coded[Author], happenings: Happenings) -> NDArray[np.int8]:
    """The degree to which each happening's value holds at its time; most hold alike at all times."""
    degrees = np.array([one[0].holds for one in held], dtype=np.int8)[column.codes] if held else _none(happenings)
    for number, one in enumerate(held):
        if len(one) > 1:
            of_value = column.codes == number
            degrees[of_value] = during(one, happenings.first[of_value], happenings.last[of_value])
    return degrees


def _none(happenings: Happenings) -> NDArray[np.int8]:
    return np.zeros(len(happenings), dtype=np.int8)


def _place(clause: Clause, happenings: Happenings, asked: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Whether the place of each that is asked about lies in the zone; a zone that nobody has drawn may be anywhere.

    Where it may have been drawn in several ways at the time, it is open only where these say different things.
    """
    count = int(asked.sum())
    if clause.drawings is None:
        return np.full(count, Holds.YES, dtype=np.int8)
    if not clause.drawings:
        return np.full(count, Holds.MAYBE, dtype=np.int8)
    codes = happenings.spots.codes[asked]
    wanted = np.unique(codes)
    stretch = (happenings.first[asked], happenings.last[asked])
    least = np.where(during(clause.undrawn, *stretch) > Holds.NO, np.int8(Holds.NO), np.int8(Holds.YES))
    most = np.zeros(count, dtype=np.int8)
    for drawing in clause.drawings:
        degrees = np.zeros(len(happenings.spots.values), dtype=np.int8)
        degrees[wanted] = drawing.reach.of([happenings.spots.values[code] for code in wanted])
        drawn = during(drawing.held, *stretch) > Holds.NO
        least = np.where(drawn, np.minimum(least, degrees[codes]), least)
        most = np.where(drawn, np.maximum(most, degrees[codes]), most)
    return np.where(least == most, least, np.int8(Holds.MAYBE))


def _answer(clause: Clause, happenings: Happenings, holds: NDArray[np.int8]) -> NDArray[np.int8]:
    degrees = _none(happenings)
    if clause.provision.answer_allowed:
        for number, answers in happenings.answers.items():
            if holds[number] > Holds.NO:
                stretch = (int(happenings.first[number]), int(happenings.last[number]))
                targets = happenings.targets.get(number, ())
                degrees[number] = answer_degree(clause.provision, answers, stretch, targets)
    return degrees
