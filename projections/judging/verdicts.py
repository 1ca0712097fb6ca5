"""What the clauses of a provision say of many versions of incidents: how each breach stands, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.compliance.holds import Holds
from domain.compliance.judging import STATUS_OF, Status, judge, leading_text, together
from domain.compliance.wording import signature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from domain.compliance.clauses import Clause
    from domain.compliance.happenings import Happenings
    from domain.compliance.judging import Verdict

CODES = [*Status]
"""A status is kept as its place in this list."""

_CODE_OF = np.array([CODES.index(STATUS_OF[degree]) for degree in Holds], dtype=np.int8)

_SAID = np.array([one in {Status.CONFIRMED, Status.REJECTED, Status.ALLEGED} for one in CODES], dtype=bool)


class Verdicts(NamedTuple):
    """The versions of which a provision says something, by their numbers: how each breach stands.

    `told` is a number for what the page tells of the policy's judgement: of one version the same number means the same
    words, and another number other words. 0 where the policy says nothing.
    """

    rows: NDArray[np.int64]
    status: NDArray[np.int8]
    told: NDArray[np.int64]

    def among(self, wanted: Collection[Status]) -> NDArray[np.int64]:
        """The numbers of those that stand in one of these ways."""
        asked_for = np.array([one in wanted for one in CODES], dtype=bool)
        return self.rows.compress(asked_for.take(self.status))

    def overruled(self, said: Verdicts) -> Verdicts:
        """These, with what is said of some in place of how they stand; what the policy tells of them stays."""
        if not len(said.rows):
            return self
        _, here, there = np.intersect1d(self.rows, said.rows, assume_unique=True, return_indices=True)
        told = np.zeros(len(said.rows), dtype=np.int64)
        told[there] = self.told[here]
        others = np.delete(np.arange(len(self.rows)), here)
        unsaid = Verdicts(self.rows[others], self.status[others], self.told[others])
        return joined([unsaid, said._replace(told=told)])

    def answering(self, judged: Verdicts) -> Verdicts:
        """These, with some of them judged as the answers that they are; what is said of a breach goes before that."""
        _, here, there = np.intersect1d(self.rows, judged.rows, assume_unique=True, return_indices=True)
        status, told = self.status.copy(), self.told.copy()
        told[here] = judged.told[there]
        status[here] = np.where(_SAID[status[here]], status[here], judged.status[there])
        return Verdicts(self.rows, status, told)

    def apart(self, other: Verdicts) -> NDArray[np.int64]:
        """The numbers of the versions of which the other says something else, or nothing, or only the other does."""
        if self is other:
            return np.zeros(0, dtype=np.int64)
        both, here, there = np.intersect1d(self.rows, other.rows, assume_unique=True, return_indices=True)
        differ = (self.status[here] != other.status[there]) | (self.told[here] != other.told[there])
        return np.concatenate([both[differ], np.setxor1d(self.rows, other.rows, assume_unique=True)])


def joined(parts: Sequence[Verdicts]) -> Verdicts:
    """One after the other."""
    rows, status, told = zip(*parts, strict=True)
    return Verdicts(np.concatenate(rows), np.concatenate(status), np.concatenate(told))


def said_of(pairs: Iterable[tuple[int, Status]]) -> Verdicts:
    """What is said of versions, by their numbers."""
    listed = [*pairs]
    rows = np.array([row for row, _ in listed], dtype=np.int64)
    status = np.array([CODES.index(one) for _, one in listed], dtype=np.int8)
    return Verdicts(rows, status, np.zeros(len(listed), dtype=np.int64))


NOTHING = said_of([])
"""Nothing is said of any version."""


def judged_by(clauses: Sequence[Clause], rows: NDArray[np.int64], happenings: Happenings) -> Verdicts:
    """What the texts of one provision come to, for the versions of these numbers."""
    verdicts = [judge(clause, happenings) for clause in clauses]
    degrees = together(verdicts)
    touched = np.flatnonzero(np.maximum.reduce([verdict.holds for verdict in verdicts]))
    told = _told(verdicts, happenings, touched) * len(Holds) + degrees[touched]
    return Verdicts(rows[touched], _CODE_OF[degrees[touched]], told)


def _told(verdicts: Sequence[Verdict], happenings: Happenings, touched: NDArray[np.int64]) -> NDArray[np.int64]:
    """What the leading text of each is told in, by its signature."""
    leading = leading_text(verdicts)[touched]
    told = np.zeros(len(touched), dtype=np.int64)
    for number, verdict in enumerate(verdicts):
        mine = leading == number
        if mine.any():
            told[mine] = signature(verdict, happenings, touched[mine])
    return told
