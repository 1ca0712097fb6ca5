"""A whole ledger as lines of JSON: every stored fact with its place in the log, its stored bytes as they are.

The last line says how many facts there are and what all lines before it hash to, so a copy that is cut short or
changed on its way is noticed. A line is always written in the same words, so that a fact's bytes are found in it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from domain.log.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.ledger import Ledger

FORM = 1
"""The version of the form; a reader refuses any other."""

_AT_ONCE = 2_000


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
    if not one.state.startswith(b"{") or b"\n" in one.state or b"\r" in one.state:
        raise NotOneLine(f"the fact at position {one.position} is not stored as one line of JSON; run truceline doctor")
    return b'{"position":%d,"stream":"%b","version":%d,"name":%b,"fact":%b}\n' % (
        one.position,
        str(one.stream_id).encode(),
        one.version,
        json.dumps(one.name).encode(),
        one.state,
    )
