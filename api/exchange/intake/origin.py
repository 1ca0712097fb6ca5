"""Where an import comes from: what every fact of it shares, and by which such facts are known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api.exchange.draft import FileRefused
from domain.judgement import Cause, Mend
from domain.model import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from domain.model import Fact

_HALF = 8


@dataclass(frozen=True, slots=True)
class Origin:
    """One import of one file.

    `digest` is that of the file's bytes (hex), `by` the id of the key that records, and `released_at` (UTC) when the
    file was published, where that is known: a change that says no moment of its own is known from then.
    """

    scheme: str
    file: str
    digest: str
    by: str
    released_at: datetime | None = None

    @property
    def correlation(self) -> UUID:
        """The correlation id of its facts: always the same for a file, so that a resumed import is one act."""
        first = hashlib.sha256(f"{self.scheme}\n{self.digest}".encode()).digest()[:_HALF]
        return UUID(bytes=first + _proof(self.scheme, first))

    def entry(self, at: datetime) -> Entry:
        """What the facts that are recorded at a moment (UTC) share."""
        return Entry(at=at, by=self.by, correlation=self.correlation)

    def changed_at(self, changed_at: datetime | None, at: datetime, mended: datetime) -> datetime:
        """When a change was known (UTC): as the row says, else as the file says, else now; never before `mended`."""
        return max(min(changed_at or self.released_at or at, at), mended)

    def mend(self, what: str, known_at: datetime) -> Mend:
        """An act of this import that changes our record."""
        return Mend(reason=self.reason(what), known_at=known_at, cause=Cause.FINDING)

    def reason(self, what: str) -> str:
        """Why something was recorded: which file says so, and where."""
        return f"{self.file} ({self.scheme}): {what}"


def digest_of_file(path: Path) -> str:
    """That of its bytes (SHA-256, hex). Raises FileRefused."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as wrong:
        raise FileRefused(f"{path.name} cannot be read: {wrong.strerror or wrong}") from wrong


def said_by_files(scheme: str, facts: Sequence[Fact]) -> list[Fact]:
    """Of a stream's facts, those that files of a scheme have said: the opening, all that came with it, and imports."""
    opening = facts[0]
    return [
        fact
        for fact in facts
        if (fact.correlation_id, fact.timestamp) == (opening.correlation_id, opening.timestamp)
        or is_of_import(scheme, fact.correlation_id)
    ]


def is_of_import(scheme: str, correlation: UUID) -> bool:
    """Whether a correlation id is that of an import: its second half proves its first."""
    return correlation.bytes[_HALF:] == _proof(scheme, correlation.bytes[:_HALF])


def _proof(scheme: str, half: bytes) -> bytes:
    return hashlib.sha256(b"import\n" + scheme.encode() + b"\n" + half).digest()[:_HALF]
