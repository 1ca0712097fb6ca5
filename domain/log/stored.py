"""Facts as the log takes and holds them: encoded, and then with their place in it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class Encoded(NamedTuple):
    """One fact on its way into the log: all that is stored of it but its place."""

    stream: str
    version: int
    name: str
    state: bytes

    @property
    def stream_id(self) -> UUID:
        """The id of its stream."""
        return UUID(self.stream)


class Stored(NamedTuple):
    """One fact as stored. `stream` is the id of its stream in 32 hexadecimal digits."""

    position: int
    stream: str
    version: int
    name: str
    state: bytes

    @property
    def stream_id(self) -> UUID:
        """The id of its stream."""
        return UUID(self.stream)
