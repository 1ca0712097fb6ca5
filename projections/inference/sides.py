"""Sides under a lens: which one acted and which one was hit, for many incidents at once. Cut by position only."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from domain.inference.sides import Sides, Tie
from projections.holding import rows_at
from projections.parties import PARTIES, page
from projections.recent import Recent
from projections.shelf import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader

    Integers = NDArray[np.int64]
    Codes = NDArray[np.int32]

UNKNOWN, SEVERAL, _NOT_ASKED = -1, -2, -3
"""Instead of the number of a side: nobody is named, or parties of several sides are."""

_LATELY = 8


class Lineup:
    """Who was of which side when. Lists of parties are told by their codes among `words`. For any thread."""

    def __init__(self, ties: list[Tie], words: Words) -> None:
        self.names: list[str] = []
        self._words = words
        self._sides = Sides(ties)
        self._turns = np.array(self._sides.turns, dtype=np.int64)
        self._numbers: dict[str, int] = {}
        self._known = np.zeros((len(self._turns) + 1, 0), dtype=np.int32)
        self._lock = threading.Lock()

    def of(self, days: Integers, lists: Codes) -> Integers:
        """The side of each list of parties on its day since 1970-01-01: a place in `names`.

        It is `UNKNOWN` where nobody is named, and `SEVERAL` for parties of several sides.
        """
        stretch = np.searchsorted(self._turns, days, "right")
        known = self._known
        if lists.max(initial=-1) < known.shape[1]:
            found = known[stretch, lists]
            if (found != _NOT_ASKED).all():
                return found.astype(np.int64)
        return self._asked(stretch, days, lists)

    def _asked(self, stretch: Integers, days: Integers, lists: Codes) -> Integers:
        with self._lock:
            known = self._with_room_for(int(lists.max(initial=-1)) + 1)
            new = np.flatnonzero(known[stretch, lists] == _NOT_ASKED)
            _, first = np.unique(stretch[new] * known.shape[1] + lists[new], return_index=True)
            for place in new[first].tolist():
                known[stretch[place], lists[place]] = self._side(int(lists[place]), int(days[place]))
            return known[stretch, lists].astype(np.int64)

    def _with_room_for(self, many: int) -> Codes:
        held = self._known
        if held.shape[1] < many:
            self._known = np.full((len(held), 2 * many), _NOT_ASKED, dtype=np.int32)
            self._known[:, : held.shape[1]] = held
        return self._known

    def _side(self, code: int, day: int) -> int:
        parties = self._words.values[code]
        side = self._sides.side(parties.split("\n"), day)
        if not parties or side is None:
            return SEVERAL if parties else UNKNOWN
        number = self._numbers.setdefault(side, len(self.names))
        if number == len(self.names):
            self.names.append(side)
        return number


_HELD: WeakKeyDictionary[Words, Recent[tuple[int, ...], Lineup]] = WeakKeyDictionary()


def lineup(store: Reader, lens: Lens, words: Words) -> Lineup:
    """The sides that the lens shows: by every affiliation, whatever its kind. Lists are coded by these words."""
    key = rows_at(store, PARTIES, lens)
    lately = _HELD.setdefault(words, Recent(_LATELY))
    found = lately.get(key)
    if found is None:
        found = Lineup(_ties(store, lens), words)
        lately.keep(key, found)
    return found


def _ties(store: Reader, lens: Lens) -> list[Tie]:
    return [
        Tie(party["slug"], tie["with"], date.fromisoformat(tie["from"]), tie["to"] and date.fromisoformat(tie["to"]))
        for party in page(store, lens)
        for tie in party["affiliations"]
    ]
