"""The life of an agreement by every source's word: when it is in force, when not, and when that is uncertain."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from domain.agreement.values import Change, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


class Force(StrEnum):
    """Whether an agreement holds at a moment; between rival dates that is uncertain."""

    IN_FORCE = "in_force"
    UNCERTAIN = "uncertain"
    NOT_IN_FORCE = "not_in_force"


class Phase(NamedTuple):
    """From a moment (UTC) on it is in force, is not, or may be, until the next phase."""

    since: datetime
    force: Force


STARTS = {ChangeKind.ENTERED_INTO_FORCE, ChangeKind.RESUMED}
STOPS = {ChangeKind.SUSPENDED, ChangeKind.SUPERSEDED, ChangeKind.ENDED}
_PAUSES = {ChangeKind.SUSPENDED}
_OVER = {ChangeKind.SUPERSEDED, ChangeKind.ENDED}


def in_time(changes: Iterable[Change]) -> list[Change]:
    """Every change, by when it took effect."""
    return sorted(changes, key=lambda change: (change.at.began_from, change.change, str(change.id)))


class _Turn:
    """Rivals about one date: changes of one effect, between whose dates it is uncertain which holds."""

    def __init__(self, first: Change) -> None:
        self.kinds = next(kinds for kinds in (STARTS, _PAUSES, _OVER) if first.change in kinds)
        self.rivals = [first]

    @property
    def starts(self) -> bool:
        return self.kinds is STARTS

    @property
    def begins(self) -> datetime:
        return min(one.at.began_from for one in self.rivals)

    @property
    def settled(self) -> datetime:
        return max(one.at.began_by for one in self.rivals)


def _turns(life: Iterable[Change]) -> list[_Turn]:
    """The changes that matter to its force, in order, rivals together.

    A source that dates the entry into force later than others did, and after a suspension, is their rival and resumes
    nothing. Once the agreement is over, or where that source had it in force before, it enters into force anew. An end
    after a suspension is no rival of it: until then it was suspended, by whoever's word.
    """
    turns: list[_Turn] = []
    entry: _Turn | None = None
    for change in in_time(life):
        if change.change not in STARTS | STOPS:
            continue
        enters = change.change is ChangeKind.ENTERED_INTO_FORCE
        if enters and entry is not None and change.source not in {one.source for one in entry.rivals}:
            entry.rivals.append(change)
        elif turns and change.change in turns[-1].kinds:
            turns[-1].rivals.append(change)
        else:
            turns.append(_Turn(change))
        if enters and (entry is None or turns[-1].rivals[0] is change):
            entry = turns[-1]
        elif change.change in _OVER:
            entry = None
    return turns


def force_at(life: Iterable[Change], moment: datetime) -> Force:
    """Whether an agreement of this life holds at a moment (UTC)."""
    status = Force.NOT_IN_FORCE
    for turn in _turns(life):
        if moment < turn.begins:
            break
        after = Force.IN_FORCE if turn.starts else Force.NOT_IN_FORCE
        status = after if moment >= turn.settled or status is after else Force.UNCERTAIN
    return status


def phases(life: Sequence[Change]) -> list[Phase]:
    """Its whole life in order: each moment (UTC) from which its force is another. Before the first it is not in force.

    Empty where it never came into force.
    """
    turns = _turns(life)
    found: list[Phase] = []
    for moment in sorted({moment for turn in turns for moment in (turn.begins, turn.settled)}):
        force = force_at(life, moment)
        if force is not (found[-1].force if found else Force.NOT_IN_FORCE):
            found.append(Phase(moment, force))
    return found
