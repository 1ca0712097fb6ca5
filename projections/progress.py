"""How far tables go, and where they end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Progress(NamedTuple):
    """How far the tables go: a position, what marks the ledger (its first fact), and what marks the last fact."""

    position: int
    ledger: str
    last: str


NOWHERE = Progress(0, "", "")


@dataclass
class Ends:
    """Where the tables end, as the one writer remembers it: a small append need not ask."""

    last_rows: dict[str, int]
    recorded_at: int
