"""Counts told twice: those kept in memory against the rows of the table, and the rows against brute force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from domain.assessment.tally import UNCOUNTED, added_up, addends
from domain.lens import Lens
from projections.clock import FOREVER, micros, moment_of
from projections.looking import COUNTED, bounds, had_happened_by, lens_query, seen
from projections.proving.brute import Cut, content_at
from projections.proving.sample import thinned
from projections.versions import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.assessment.tally import Sums
    from projections.proving.brute import Record
    from projections.store import Store

FEW = 1_000
"""So many incidents are folded anew for every lens; where there are more, the table alone is added up."""

_CUTS = 6
"""How many cuts become lenses, each with and without a bound of what had happened and of the position."""

_EARLIEST = micros(datetime.min.replace(tzinfo=UTC))


class Recount:
    """Counts under lenses that are cut through some of the incidents."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records: list[Record] = []
        self._cuts: list[tuple[Cut, Record]] = []
        self.tried = 0
        """How many lenses were tried."""

    def add(self, record: Record, cuts: Sequence[Cut]) -> None:
        """Take in an incident, with the cuts that were made through it."""
        if len(self._records) <= FEW:
            self._records.append(record)
        self._cuts.append((cuts[len(self._cuts) % len(cuts)], record))

    def findings(self, *, whole: bool) -> list[str]:
        """Where counts differ, one sentence a lens; `whole` says that every incident there is was taken in."""
        found = []
        for lens in self._lenses():
            self.tried += 1
            rows = _added(self._store, lens)
            for name, held in self._remembered(lens):
                if held is None or _told(held) != rows:
                    found.append(f"the {name} in memory differ from the table {_under(lens, held, rows)}")
            if whole and len(self._records) <= FEW and (brute := self._brute(lens)) != rows:
                found.append(f"the counts of the table differ from those of the log {_under(lens, rows, brute)}")
        return found

    def _lenses(self) -> Iterator[Lens]:
        last = self._store.position
        yield Lens(position=last)
        for cut, record in thinned(self._cuts, _CUTS):
            known = moment_of(max(cut.known, _EARLIEST)) if cut.known < FOREVER - 1 else None
            told = content_at(record, Cut(FOREVER - 1, last))
            began = None if told is None else moment_of(_named(told)["began_by"])
            for position in (cut.position, last):
                for as_of in (None, began):
                    yield Lens(as_of=as_of, known_at=known, position=position)

    def _remembered(self, lens: Lens) -> Iterator[tuple[str, Sums | None]]:
        """What is held in memory, added up; None where it does not show that position.

        Of tables that are only built here, nothing is.
        """
        if self._store.is_read:
            yield "counts", self._store.memory.sums(lens)
            tallies = self._store.memory.tallies(lens, [("standing", lambda standing: standing not in UNCOUNTED)])
            yield "lists", None if tallies is None else added_up((addends(one), times) for one, times in tallies)

    def _brute(self, lens: Lens) -> Sums:
        """Every incident folded anew, and its tally added up."""
        told = (content_at(record, Cut(*bounds(lens))) for record in self._records)
        happened = FOREVER if lens.as_of is None else micros(lens.as_of)
        counted = (
            row["tally"]
            for row in (_named(content) for content in told if content is not None)
            if row["standing"] not in UNCOUNTED and row["began_by"] <= happened
        )
        return _told(added_up((addends(tally), 1) for tally in counted))


def _added(store: Store, lens: Lens) -> Sums:
    """The tallies of the rows under a lens, added up."""
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    query = f"SELECT tally, count(*) FROM {INCIDENTS.name} v WHERE {COUNTED} AND {seen_by} AND {happened} GROUP BY ALL"
    found = store.rows(query, [*values, *moments])
    return _told(added_up((addends(tally), times) for tally, times in found))


def _named(content: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(INCIDENTS.columns, content, strict=True))


def _told(sums: Sums) -> Sums:
    """Without the numbers to which nothing was added."""
    kept = {party: {name: amount for name, amount in sums[party].items() if amount} for party in sums}
    return {party: numbers for party, numbers in kept.items() if numbers}


def _under(lens: Lens, one: Sums | None, other: Sums) -> str:
    """Under which lens, and in which number first."""
    query = "&".join(f"{name}={value}" for name, value in lens_query(lens).items() if name in _CLOCKS)
    if one is None:
        return f"under {query}: they do not show that position"
    for party in sorted(one.keys() | other.keys()):
        left, right = _told(one).get(party, {}), other.get(party, {})
        for name in sorted(left.keys() | right.keys()):
            if left.get(name, 0) != right.get(name, 0):
                who = party or "all parties"
                return f"under {query}: {name} of {who} is {left.get(name, 0)}, not {right.get(name, 0)}"
    raise AssertionError  # pragma: no cover - what differs, differs somewhere


_CLOCKS = ("as_of", "known_at", "position")
