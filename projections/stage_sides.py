"""Sides under a lens: which one acted and which one was hit, for many incidents at once. Cut by position only."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from domain.escalation.sides import Sides, Tie
from projections.beside import Beside
from projections.parties import page
from projections.recent import Recent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.compliance.happenings import Coded
    from domain.lens import Lens
    from projections.reader import Reader

    Integers = NDArray[np.int64]

UNKNOWN, SEVERAL = -1, -2
"""Instead of the number of a side: nobody is named, or parties of several sides are."""

_LATELY = 8


class Lineup:
    """Who was of which side when. The same lists of parties are named again and again. For any thread."""

    def __init__(self, ties: tuple[Tie, ...]) -> None:
        self.names: list[str] = []
        self._sides = Sides(ties)
        self._turns = np.array(self._sides.turns, dtype=np.int64)
        self._numbers: dict[str, int] = {}
        self._known: dict[tuple[int, str], int] = {}
        self._lock = threading.Lock()

    def of(self, days: Integers, named: Coded[str]) -> Integers:
        """The side of each list of parties (a line each) on its day since 1970-01-01: a place in `names`.

        It is `UNKNOWN` where nobody is named, and `SEVERAL` for parties of several sides.
        """
        stretch = np.searchsorted(self._turns, days, "right")
        _, first, places = np.unique(stretch * len(named.values) + named.codes, return_index=True, return_inverse=True)
        wanted = zip(stretch[first].tolist(), named.codes[first].tolist(), days[first].tolist(), strict=True)
        with self._lock:
            found = [self._side(at, named.values[code], day) for at, code, day in wanted]
        return np.array(found, dtype=np.int64)[places]

    def _side(self, stretch: int, text: str, day: int) -> int:
        known = self._known.get((stretch, text))
        if known is None:
            known = UNKNOWN if not text else self._numbered(self._sides.side(text.split("\n"), day))
            self._known[stretch, text] = known
        return known

    def _numbered(self, side: str | None) -> int:
        if side is None:
            return SEVERAL
        number = self._numbers.setdefault(side, len(self.names))
        if number == len(self.names):
            self.names.append(side)
        return number


_HELD = Beside[Recent[tuple[Tie, ...], Lineup]](lambda: Recent(_LATELY))


def lineup(store: Reader, lens: Lens) -> Lineup:
    """The sides that the lens shows: by every affiliation, whatever its kind."""
    ties = tuple(
        Tie(party["slug"], tie["with"], date.fromisoformat(tie["from"]), tie["to"] and date.fromisoformat(tie["to"]))
        for party in page(store, lens)
        for tie in party["affiliations"]
    )
    lately = _HELD.of(store)
    found = lately.get(ties)
    if found is None:
        found = Lineup(ties)
        lately.keep(ties, found)
    return found
