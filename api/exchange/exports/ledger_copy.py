"""A whole ledger as lines of JSON: every stored fact with its place in the log, its stored bytes as they are.

The last line says how many facts there are and what all lines before it hash to, so a copy that is cut short or
changed on its way is noticed. A line is always written in the same words, so that a fact's bytes are found in it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NoReturn

from eventsourcing.persistence import MapperDeserialisationError

from api.exchange.draft import FileRefused
from domain.log import restoring
from domain.log.mapper import decoded
from domain.log.stored import Stored
from domain.model import Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from domain.ledger import Ledger

FORM = 1
"""The version of the form; a reader refuses any other."""

_AT_ONCE = 2_000
_LONGEST = 64 * 1024 * 1024
"""Bytes of the longest line that is read: no fact of ours comes near it."""

_LINE = re.compile(
    rb'\{"position":([1-9]\d{0,17}),"stream":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",'
    rb'"version":([1-9]\d{0,17}),"name":"([a-z_.]{1,100})","fact":(\{.*\})\}\n'
)
_LAST = re.compile(rb'\{"truceline_ledger":(\d+),"facts":(\d+),"sha256":"([0-9a-f]{64})"\}\n?')


class NotOneLine(ValueError):
    """A stored fact is no line of JSON; the message is one line for a person."""


def facts_of(ledger: Ledger, position: int) -> Iterator[bytes]:
    """Every fact up to a position, then the line that closes the copy. Raises NotOneLine."""
    digest, after = hashlib.sha256(), 0
    while after < position:
        some = ledger.undecoded_after(after, min(_AT_ONCE, position - after))
        if not some:
            raise NotOneLine(f"the log has no fact after position {after}; run truceline doctor")
        piece = b"".join(map(_line, some))
        digest.update(piece)
        yield piece
        after = some[-1].position
    yield b'{"truceline_ledger":%d,"facts":%d,"sha256":"%b"}\n' % (FORM, position, digest.hexdigest().encode())


def _line(one: Stored) -> bytes:
    if not one.state.startswith(b"{") or b"\n" in one.state or not one.state.endswith(b"}"):
        raise NotOneLine(f"the fact at position {one.position} is not stored as one line of JSON; run truceline doctor")
    return b'{"position":%d,"stream":"%b","version":%d,"name":"%b","fact":%b}\n' % (
        one.position,
        str(one.stream_id).encode(),
        one.version,
        one.name.encode(),
        one.state,
    )


@dataclass(frozen=True)
class Restored:
    """What was restored: how many facts."""

    facts: int


def restore(ledger: Ledger, path: Path, on_progress: Callable[[int], None] | None = None) -> Restored:
    """Store the facts of a copy in an empty ledger, byte by byte as they were; all of them, or none.

    `on_progress` is told how many have been read. Raises FileRefused, in one line, for a ledger that is not empty and
    for a copy that is not whole or holds what no ledger does.
    """
    try:
        file = path.open("rb")
    except OSError as wrong:
        raise FileRefused(f"{path.name or path} cannot be read: {wrong.strerror or wrong}") from wrong
    with file:
        copy = _Copy(file, on_progress)
        try:
            restoring.restore(ledger.log, copy.facts())
        except restoring.CannotRestore as wrong:
            raise FileRefused(str(wrong)) from wrong
        except MapperDeserialisationError as unreadable:
            raise FileRefused(f"line {copy.read}: {str(unreadable).splitlines()[0]}") from unreadable
    return Restored(copy.read)


class _Copy:
    """A copy while it is read: each line is the fact that has to come next, and the last line closes it."""

    def __init__(self, file: IO[bytes], on_progress: Callable[[int], None] | None) -> None:
        self.read = 0
        self._file = file
        self._on_progress = on_progress
        self._digest = hashlib.sha256()

    def facts(self) -> Iterator[Stored]:
        """The facts, each proven to be readable. Raises FileRefused, and MapperDeserialisationError."""
        while True:
            line = self._file.readline(_LONGEST)
            match = _LINE.fullmatch(line)
            if match is None:
                return self._close(line)
            self._digest.update(line)
            self.read += 1
            yield self._checked(match)
            if self._on_progress is not None and self.read % _AT_ONCE == 0:
                self._on_progress(self.read)

    def _checked(self, match: re.Match[bytes]) -> Stored:
        position, stream, version, name, state = match.groups()
        one = Stored(int(position), stream.decode().replace("-", ""), int(version), name.decode(), state)
        if one.position != self.read:
            self._refuse(f"line {self.read} holds position {one.position}: a fact is missing, or misplaced")
        if isinstance(decoded(one), Opening) is not (one.version == 1):
            self._refuse(f"line {self.read}: {one.name} cannot be version {one.version} of a stream")
        return one

    def _close(self, line: bytes) -> None:
        """The last line has to say what was read. Raises FileRefused."""
        match = _LAST.fullmatch(line)
        if match is None:
            at = f"line {self.read + 1}"
            self._refuse(f"{at} is no line of a ledger's copy" if line else f"it breaks off: {at} should close it")
        form, facts, digest = int(match[1]), int(match[2]), match[3].decode()
        if form != FORM:
            self._refuse(f"it is a copy in form {form}; this release reads form {FORM}")
        if facts != self.read or digest != self._digest.hexdigest():
            self._refuse(f"it was changed on its way: its last line is about {facts:,} other facts, or other words")
        if self._file.read(1):
            self._refuse("something comes after its last line")

    def _refuse(self, reason: str) -> NoReturn:
        raise FileRefused(reason)
