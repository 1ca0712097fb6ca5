"""What is said of an incident: claims and acts with their place on the clocks, and what holds until it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from domain.claim import Claim
    from domain.model import Fact

T = TypeVar("T")


class HeldClaim(NamedTuple):
    """A claim with its place on the clocks: when it was known, and its version in the stream."""

    claim: Claim
    known_at: datetime
    version: int


class Note(NamedTuple):
    """An act with its reason, when it was known, and its version in the stream."""

    reason: str | None
    known_at: datetime
    version: int


def note_of(event: Fact) -> Note:
    """What a fact notes of itself."""
    return Note(event.reason, event.known_at, event.originator_version)


class Dispute(NamedTuple):
    """Who disputes an answer, and why."""

    source: str | None
    note: Note


class Undoable(Generic[T]):
    """What was said until it is undone. An undoing reaches what was recorded before it, and nothing after it.

    Facts are folded in known order, so an undoing may come before what it undoes, or after what was said anew since.
    """

    _said: tuple[tuple[int, T], ...] = ()
    _undone = 0

    def say(self, version: int, what: T) -> None:
        """Let this hold, by the fact of this version."""
        self._said = (*self._said, (version, what))

    def undo(self, version: int) -> None:
        """Let nothing hold that was said before this version."""
        self._undone = max(self._undone, version)

    @property
    def holds(self) -> T | None:
        """The last that was said and not undone."""
        if not self._said:
            return None
        return next((what for version, what in reversed(self._said) if version > self._undone), None)
