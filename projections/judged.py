"""Every version of an incident judged by the clauses that a lens shows: each version once, as it comes."""

from __future__ import annotations

import threading
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from domain.compliance.holds import Holds
from domain.compliance.judging import Status, Verdict, judge, together
from projections.bodies import bodies
from projections.breaches import find_breaches
from projections.clauses import Clauses, clauses
from projections.happened import of_rows
from projections.links import let_wait
from projections.looking import seen
from projections.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.clauses import Key
    from projections.reader import Reader, Remembers

Provision = tuple[str, str]
"""An agreement's slug, and the number of a provision."""

_CODES = [*Status]
_DOUBTS = 16
"""More than three bits tell apart."""

_STATUS = np.array([0, _CODES.index(Status.UNCERTAIN), _CODES.index(Status.FOUND)], dtype=np.int64)
"""By what holds: what does not hold at all is never asked for."""


class Judged(NamedTuple):
    """The versions of which a provision says something, by their numbers: how each breach stands, and what is open."""

    rows: NDArray[np.int64]
    status: NDArray[np.int64]
    doubts: NDArray[np.int64]

    def among(self, wanted: Collection[Status]) -> NDArray[np.int64]:
        """The numbers of those that stand in one of these ways."""
        return self.rows[np.isin(self.status, [_CODES.index(one) for one in wanted])]

    def overruled(self, others: Judged) -> Judged:
        """These, with how others stand in place of how these do."""
        if not len(others.rows):
            return self
        kept = ~np.isin(self.rows, others.rows)
        return _joined([Judged(*(column[kept] for column in self)), others])

    def coded(self) -> NDArray[np.int64]:
        """Each version with its judgement, as one number."""
        return (self.rows * len(_CODES) + self.status) * _DOUBTS + self.doubts


def as_bits(rows: Iterable[NDArray[np.int64]]) -> tuple[str, int]:
    """Numbers of versions as a string of bits, and a number beyond all of them: that of no version.

    DuckDB takes hundreds of thousands in as many microseconds, and a list of them in as many milliseconds.
    """
    wanted = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    beyond = int(wanted.max(initial=0)) + 1
    bits = np.full(beyond + 1, ord("0"), dtype=np.uint8)
    bits[wanted] = ord("1")
    return bits.tobytes().decode("ascii"), beyond


def rows_of(coded: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of the versions that were coded so."""
    return np.unique(coded // (_DOUBTS * len(_CODES)))


def _joined(parts: list[Judged]) -> Judged:
    return Judged(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _judged(triples: Iterable[tuple[int, int, int]]) -> Judged:
    return Judged(*np.array([*triples], dtype=np.int64).reshape(-1, 3).T)


NOTHING = _judged([])
"""Nothing is said of any version."""


class Judgements:
    """What the clauses of one reading come to, version by version. For any thread."""

    def __init__(self, held: Clauses) -> None:
        self._by_provision = {
            key: [*of_key] for key, of_key in groupby(sorted(held.all, key=attrgetter("key")), key=attrgetter("key"))
        }
        self._found: dict[Provision, list[Judged]] = {}
        self._last = 0
        self._lock = threading.Lock()

    def catch_up(self, store: Reader) -> None:
        """Judge the versions that came since."""
        with self._lock:
            last = int(store.rows("SELECT coalesce(max(row), 0) FROM incident_versions")[0][0])
            if last > self._last:
                self._judge(store, last)
                self._last = last

    def _judge(self, store: Reader, last: int) -> None:
        acts = {act for of_key in self._by_provision.values() for clause in of_key for act in clause.provision.acts}
        rows, happenings = of_rows(store, acts, self._last, last)
        said = _said(store, self._last, last)
        for key in self._by_provision.keys() | said.keys():
            found = NOTHING
            if key in self._by_provision:
                verdicts = [judge(clause, happenings) for clause in self._by_provision[key]]
                degrees = together(verdicts)
                touched = np.flatnonzero(degrees)
                doubts = np.bitwise_or.reduce([_doubts(verdict)[touched] for verdict in verdicts])
                found = Judged(rows[touched], _STATUS[degrees[touched]], doubts)
            self._found.setdefault(key, []).append(found.overruled(said.get(key, NOTHING)))

    def provisions(self) -> list[Provision]:
        """Every provision that was, or may have been, breached by any version."""
        return sorted(self._found)

    def of(self, provision: Provision) -> Judged:
        """Every version that the provision says something of; answers that it allows are not told apart."""
        parts = self._found.get(provision, [])
        if len(parts) > 1:
            self._found[provision] = parts = [_joined(parts)]
        return parts[0] if parts else NOTHING

    def allowing(self) -> set[Provision]:
        """The provisions that allow an answer to an attack."""
        return {
            key for key, of_key in self._by_provision.items() if any(one.provision.answer_allowed for one in of_key)
        }


def _said(store: Reader, after: int, last: int) -> dict[Provision, Judged]:
    """What was alleged, confirmed or rejected of the versions in between."""
    query = "SELECT row, breaches FROM incident_versions WHERE row > ? AND row <= ? AND len(breaches) > 0 ORDER BY row"
    told: dict[Provision, list[tuple[int, int, int]]] = {}
    for row, breaches in store.rows(query, [after, last]):
        for agreement, provision, status in map(str.split, breaches):
            told.setdefault((agreement, provision), []).append((row, _CODES.index(Status(status)), 0))
    return {key: _judged(triples) for key, triples in told.items()}


def _doubts(verdict: Verdict) -> NDArray[np.int64]:
    """Which aspects are open, a bit each."""
    aspects = (verdict.force, verdict.place, verdict.author)
    open_ones = [(aspect == Holds.MAYBE).astype(np.int64) << bit for bit, aspect in enumerate(aspects)]
    return np.where(verdict.holds > Holds.NO, np.bitwise_or.reduce(open_ones), 0)


_HELD: WeakKeyDictionary[Remembers, Recent[Key, Judgements]] = WeakKeyDictionary()
_READINGS = 8


def judgements(store: Reader, lens: Lens) -> Judgements:
    """What the clauses that the lens shows come to, for every version there is."""
    shown = clauses(store, lens)
    lately = _HELD.setdefault(store.memory, Recent(_READINGS))
    held = lately.get(shown.key)
    if held is None:
        held = Judgements(shown)
        lately.keep(shown.key, held)
    held.catch_up(store)
    return held


def under(store: Reader, lens: Lens) -> dict[Provision, Judged]:
    """What each provision says of versions, with the answers that it allows told apart as the lens shows them."""
    held = judgements(store, lens)
    found = {provision: held.of(provision) for provision in held.provisions()}
    allowing = held.allowing()
    for provision, answers in _answers(store, lens, allowing).items() if allowing else ():
        found[provision] = found.get(provision, NOTHING).overruled(answers)
    return found


def _answers(store: Reader, lens: Lens, allowing: set[Provision]) -> dict[Provision, Judged]:
    """What these provisions say of every incident that is said to answer another: that depends on the other."""
    seen_by, cut = seen(lens)
    rows = dict(store.rows(f"SELECT v.id, v.row FROM incident_versions v WHERE v.answers <> '' AND {seen_by}", cut))
    pages = bodies(store, lens, [*rows])
    let_wait(store, lens, pages)
    find_breaches(store, lens, pages)
    told: dict[Provision, list[tuple[int, int, int]]] = {}
    for stream, page in zip(rows, pages, strict=True):
        for one in page["breaches"]:
            key = (one["agreement"], one["provision"])
            if key in allowing:
                told.setdefault(key, []).append((rows[stream], _CODES.index(one["status"]), 0))
    return {key: _judged(triples) for key, triples in told.items()}
