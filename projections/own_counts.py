"""Our own count over windows that somebody else counted over: incidents and violations, by governorate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.assessment.tally import Addend, added_up, addends, nothing, numbers
from domain.instant import TICK
from projections.clock import micros
from projections.filters import UNKNOWN
from projections.looking import COUNTED, had_happened_by, seen
from projections.selection import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.lens import Lens
    from projections.reader import Reader

DATED = "dated"
"""Counts an incident on the calendar day that its report gives, in the zone of the report: each on one day."""

REACHING = "reaching"
"""Counts an incident that can have occurred in the window, by the clock: one of a day may reach into two windows."""

_JOINS = {DATED: f"w.day = {BUCKETS['day']}", REACHING: "v.over_by >= w.began AND v.began_from <= w.over"}
_PLACE = f"coalesce({BUCKETS['governorate']}, '{UNKNOWN}')"


Key = tuple[str, str, str]
"""Whose window it is: a body, and the first and the last day of a period."""


@dataclass(frozen=True)
class Window:
    """A stretch of time: its calendar days, and its first and last tick by the clock (UTC)."""

    which: str
    first: date
    last: date
    began: datetime
    over: datetime

    @property
    def rule(self) -> str:
        """How an incident falls into it: a day by its date, anything longer by the clock."""
        return DATED if self.first == self.last else REACHING

    def preceding(self) -> Window | None:
        """As many days before it; by the clock, as many times 24 hours. None where the calendar begins."""
        length = timedelta(days=(self.last - self.first).days + 1)
        try:
            first, last, began = self.first - length, self.first - timedelta(days=1), self.began - length
        except OverflowError:
            return None
        return Window("before", first, last, began, self.began - TICK)

    def where(self, rule: str) -> dict[str, str]:
        """The filters that list the incidents in it."""
        if rule == DATED:
            return {"day": self.first.isoformat()}
        return {"occurred_from": as_text(self.began), "occurred_to": as_text(self.over)}


def as_text(moment: datetime) -> str:
    """A UTC instant as addresses and answers have it."""
    return moment.isoformat().replace("+00:00", "Z")


class OwnBeside:
    """Our own count beside each of several windows, by a key, and over as long a time before it."""

    def __init__(self, store: Reader, lens: Lens, windows: Mapping[Key, Window]) -> None:
        both = [(key, one) for key, window in windows.items() for one in (window, window.preceding()) if one]
        self._found: dict[Key, list[dict[str, Any]]] = {key: [] for key in windows}
        for (key, _), found in zip(both, counted(store, lens, [window for _, window in both]), strict=True):
            self._found[key].append(found)
        self._known = _governorates(store, lens)

    def of(self, key: Key, regions: Sequence[str]) -> list[dict[str, Any]]:
        """The window of a key and the one before it, by these regions where a governorate is called the same."""
        return [self._by_region(found, regions) for found in self._found[key]]

    def _by_region(self, found: dict[str, Any], regions: Sequence[str]) -> dict[str, Any]:
        ours = found["governorates"]
        shown = {name: part for name, part in found.items() if name != "governorates"}
        return shown | {
            "regions": {region: self._region(found, region) for region in regions},
            "elsewhere": {name: ours[name] for name in ours if name not in regions},
        }

    def _region(self, found: dict[str, Any], region: str) -> dict[str, Any]:
        """Ours of one region: none where nothing is of that window, unknown where no governorate is called so."""
        if region not in self._known:
            reason = f"no incident of this ledger is in a governorate called {region}: it may be called otherwise here"
            return {"incidents": None, "violations": None, "reason": reason}
        ours: dict[str, dict[str, Any]] = found["governorates"]
        none = _number({}, found["where"] | {"governorate": region})
        return ours.get(region, none) | {"reason": None}


def counted(store: Reader, lens: Lens, windows: Sequence[Window]) -> list[dict[str, Any]]:
    """Our count over each window: of all, by governorate, and as many as can have occurred in it by the clock.

    The unit is the incident, and what it adds is its tally (`domain.assessment.tally`), as in every count. Each
    count has as `where` the filters that list exactly the incidents behind it.
    """
    tallies = {rule: _tallies(store, lens, rule, windows) for rule in _JOINS}
    return [
        _shown(window, {rule: tallies[rule].get(number, {}) for rule in _JOINS})
        for number, window in enumerate(windows)
    ]


_Tallies = dict[str, list[tuple[tuple[Addend, ...], int]]]
"""The tallies that occur in each governorate, with how many incidents have each."""


def _tallies(store: Reader, lens: Lens, rule: str, windows: Sequence[Window]) -> dict[int, _Tallies]:
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    found = store.rows(
        f"SELECT w.number, {_PLACE}, v.tally, count(*) FROM incident_versions v"
        " JOIN (SELECT unnest(?::INTEGER[]) AS number, unnest(?::VARCHAR[]) AS day,"
        f" unnest(?::BIGINT[]) AS began, unnest(?::BIGINT[]) AS over) w ON {_JOINS[rule]}"
        f" WHERE {seen_by} AND {happened} AND {COUNTED} GROUP BY ALL",
        [*_columns(windows), *cut, *moments],
    )
    tallies: dict[int, _Tallies] = {}
    for number, governorate, line, times in found:
        tallies.setdefault(number, {}).setdefault(governorate, []).append((_read(line), times))
    return tallies


def _columns(windows: Sequence[Window]) -> Iterator[list[Any]]:
    yield [*range(len(windows))]
    yield [window.first.isoformat() for window in windows]
    yield [micros(window.began) for window in windows]
    yield [micros(window.over) for window in windows]


_read = lru_cache(maxsize=100_000)(addends)


def _shown(window: Window, tallies: dict[str, _Tallies]) -> dict[str, Any]:
    told = tallies[window.rule]
    where = window.where(window.rule)
    clock = _number(tallies[REACHING], window.where(REACHING))
    return {
        "window": {"which": window.which, "from": str(window.first), "to": str(window.last), "rule": window.rule},
        "unit": "incident",
        **_number(told, where),
        "by_the_clock": {
            "from": as_text(window.began),
            "until": as_text(window.over),
            **{name: clock[name] for name in ("count", "where")},
        },
        "governorates": {name: _number({name: told[name]}, where | {"governorate": name}) for name in sorted(told)},
    }


def _number(tallies: _Tallies, where: dict[str, str]) -> dict[str, Any]:
    sums = added_up(one for of_place in tallies.values() for one in of_place)
    found = numbers(sums).get("", nothing())
    return {"count": found["incidents"], "where": where, "violations": found["violations"]}


def _governorates(store: Reader, lens: Lens) -> frozenset[str]:
    """Every governorate in which the lens shows an incident, whatever it had happened by."""
    seen_by, cut = seen(lens)
    found = store.rows(f"SELECT DISTINCT {BUCKETS['governorate']} FROM incident_versions v WHERE {seen_by}", cut)
    return frozenset(name for (name,) in found if name is not None)
