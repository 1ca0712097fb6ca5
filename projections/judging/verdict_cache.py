"""Every version of an incident judged by the clauses that a lens shows: each version once, as it comes."""

from __future__ import annotations

import threading
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.compliance.judging import Status
from projections.beside import Beside
from projections.columns import unlisted
from projections.judging.attacks import Answered, Attacks
from projections.judging.clauses import Clauses, clauses
from projections.judging.happenings import of_rows
from projections.judging.verdicts import NOTHING, Verdicts, joined, judged_by, said_of
from projections.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from domain.compliance.clauses import Clause
    from domain.lens import Lens
    from projections.judging.attacks import Answers
    from projections.judging.clauses import Key
    from projections.progress import Progress
    from projections.reader import Reader

Provision = tuple[str, str]
"""An agreement's slug, and the number of a provision."""

Found = dict[Provision, Verdicts]

_LENSES = 8

_AT_ONCE = 200_000
"""So many versions are judged in one go: some hundred megabytes."""


def as_bits(rows: Iterable[NDArray[np.int64]]) -> tuple[str, int]:
    """Numbers of versions as a string of bits, and a number beyond all of them: that of no version.

    DuckDB takes hundreds of thousands in as many microseconds, and a list of them in as many milliseconds.
    """
    wanted = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    beyond = int(wanted.max(initial=0)) + 1
    bits = np.full(beyond + 1, ord("0"), dtype=np.uint8)
    bits[wanted] = ord("1")
    return bits.tobytes().decode("ascii"), beyond


StandsAt = tuple["Progress", dict[str, int]]
"""How far the tables go, and which streams wait from where."""


class _SoFar(NamedTuple):
    """What is judged so far: every version up to the last; `answers` is the last that is said to answer anything."""

    last: int
    found: Found
    answers: int


class Judgements:
    """What the clauses of one reading come to, version by version. For any thread."""

    def __init__(self, held: Clauses, before: Judgements | None = None) -> None:
        """Provisions whose texts were the same `before` are not judged again."""
        self.texts = {
            key: [*of_key] for key, of_key in groupby(sorted(held.listed, key=attrgetter("key")), key=attrgetter("key"))
        }
        stood: _SoFar = before.so_far if before else _SoFar(0, {}, 0)
        texts = before.texts if before else {}
        alike = {key: one for key, one in stood.found.items() if texts.get(key) == self.texts.get(key)}
        self._owed = (self.texts.keys() | stood.found.keys()) - alike.keys()
        self.so_far: _SoFar = stood._replace(found=alike)
        self._under: Recent[tuple[int, Answers], Found] = Recent(_LENSES)
        self._answered: tuple[int, StandsAt, Answered, Attacks] | None = None
        self._stands_at: StandsAt | None = None
        self._lock = threading.Lock()

    def likeness(self, held: Clauses) -> int:
        """How many clauses of another reading it has judged by."""
        return sum(any(one is other or one == other for other in self.texts.get(one.key, ())) for one in held.listed)

    def catch_up(self, store: Reader) -> _SoFar:
        """Judge the versions that came since. What it answers never changes, whatever comes."""
        stands_at = store.progress, dict(store.parked_at)
        with self._lock:
            if self._stands_at == stands_at:
                return self.so_far
            last = int(store.rows("SELECT coalesce(max(row), 0) FROM incident_versions")[0][0])
            if self._owed:
                owed = self._judge_from_the_first(store, self.so_far.last, self._owed)
                self.so_far = self.so_far._replace(found=self.so_far.found | owed)
                self._owed = set()
            while last > self.so_far.last:
                self.so_far = self._further(store, min(last, self.so_far.last + _AT_ONCE))
            self._stands_at = stands_at
            return self.so_far

    def _further(self, store: Reader, last: int) -> _SoFar:
        so_far = self.so_far
        more = self._judge(store, so_far.last, last, None)
        found = _added(so_far.found, more)
        query = "SELECT max(row) FROM incident_versions WHERE row > ? AND row <= ? AND answers <> ''"
        ((answers,),) = store.rows(query, [so_far.last, last])
        return _SoFar(last, so_far.found | found, answers or so_far.answers)

    def _judge_from_the_first(self, store: Reader, last: int, wanted: Collection[Provision]) -> Found:
        found: Found = {}
        for after in range(0, last, _AT_ONCE):
            found |= _added(found, self._judge(store, after, min(last, after + _AT_ONCE), wanted))
        return found

    def _judge(self, store: Reader, after: int, last: int, wanted: Collection[Provision] | None) -> Found:
        texts = {key: of_key for key, of_key in self.texts.items() if wanted is None or key in wanted}
        rows, happenings = of_rows(store, _acts(texts), after, last)
        said = {key: one for key, one in _said(store, after, last).items() if wanted is None or key in wanted}
        judged = {key: judged_by(of_key, rows, happenings) for key, of_key in texts.items()}
        return {
            key: judged.get(key, NOTHING).overruled(said.get(key, NOTHING))
            for key in [*judged, *(said.keys() - judged.keys())]
        }

    def under(self, store: Reader, lens: Lens) -> Found:
        """What each provision says of versions, with what is said to answer an attack judged as such.

        Which attacks there are depends on the lens.
        """
        so_far = self.catch_up(store)
        if not so_far.answers or not self.texts:
            return so_far.found
        answered, attacks = self._answering(store, so_far)
        answers = answered.under(attacks, lens)
        found = self._under.get((so_far.last, answers))
        if found is None:
            rows, happenings = answered.happenings(answers)
            judged = {key: judged_by(of_key, rows, happenings) for key, of_key in self.texts.items()}
            found = so_far.found | {key: so_far.found[key].answering(one) for key, one in judged.items()}
            self._under.keep((so_far.last, answers), found)
        return found

    def _answering(self, store: Reader, so_far: _SoFar) -> tuple[Answered, Attacks]:
        """Who answers, and what may be answered: looked up again once the tables have moved."""
        stands_at = store.progress, dict(store.parked_at)
        held = self._answered
        if held is None or held[0] != so_far.answers:
            answered = Answered.among(store, _acts(self.texts), so_far.answers)
        elif held[1] == stands_at:
            return held[2:]
        else:
            answered = held[2]
        attacks = Attacks(store, answered)
        self._answered = so_far.answers, stands_at, answered, attacks
        return answered, attacks


def _added(found: Found, more: Found) -> Found:
    """What is said of more versions, with what was said of those before."""
    return {key: joined([found[key], one]) if key in found else one for key, one in more.items()}


def _acts(texts: Mapping[Provision, Iterable[Clause]]) -> set[str]:
    return {act for of_key in texts.values() for clause in of_key for act in clause.provision.acts}


def _said(store: Reader, after: int, last: int) -> Found:
    """What was alleged, confirmed or rejected of the versions in between."""
    query = "SELECT row, breaches FROM incident_versions WHERE row > ? AND row <= ? AND breaches <> '' ORDER BY row"
    told: dict[Provision, list[tuple[int, Status]]] = {}
    for row, breaches in store.rows(query, [after, last]):
        for agreement, provision, status in map(str.split, unlisted(breaches)):
            told.setdefault((agreement, provision), []).append((row, Status(status)))
    return {key: said_of(pairs) for key, pairs in told.items()}


class _Readings:
    """The judgements by the texts that were asked for lately."""

    def __init__(self) -> None:
        self._lately: Recent[Key, Judgements] = Recent(_LENSES)
        self._lock = threading.Lock()

    def by(self, shown: Clauses) -> Judgements:
        """The judgements by these texts; begun, where there are none, from those by the texts most like them."""
        with self._lock:
            held = self._lately.get(shown.key)
            if held is None:
                others = sorted(self._lately.values(), key=lambda one: one.likeness(shown))
                held = Judgements(shown, others[-1] if others else None)
                self._lately.keep(shown.key, held)
            return held


_HELD = Beside(_Readings)


def judgements(store: Reader, lens: Lens) -> Judgements:
    """What the clauses that the lens shows come to, for every version there is; judged when it is asked for more."""
    return _HELD.of(store).by(clauses(store, lens))


def under(store: Reader, lens: Lens) -> Found:
    """What each provision says of versions under a lens."""
    return judgements(store, lens).under(store, lens)
