"""Selecting incidents: the filters of a query, as one condition over the versions that a lens shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.compliance.judging import UPHELD, Status
from domain.errors import Unacceptable
from domain.incident.values import Attribution
from domain.instant import end_of_moment, is_bare_date, parse_date, parse_instant, start_of_day
from domain.model import Value
from domain.place import Place
from projections.clock import micros
from projections.columns import words_of
from projections.filters import MEMBERS, UNKNOWN, VIOLATION, check, split
from projections.judging.verdict_cache import as_bits, under
from projections.judging.violations import Violations
from projections.looking import COUNTED, had_happened_by, seen
from projections.zones import rows_in_zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader


class Selection(Value):
    """The filters of a query, as its words; None selects everything. Several values are joined by commas: any of them.

    An incident has several parties, perpetrators and targets, so there semicolons join what must all hold.
    `agreement` and `provision` let through what breaches them: confirmed, alleged, found by the policy or uncertain,
    unless `breach` asks for some of these, or for what was rejected or allowed. `violator` lets through what is a
    violation of theirs by a party that they bind, `violation` as far as it is: attributed, contested or uncertain.
    What counts nowhere is nobody's violation, whatever was alleged of it.
    `attribution=attributed` includes what is admitted: an admission attributes. What counts nowhere (retracted,
    merged) is listed only where it is asked for by its standing.
    """

    party: str | None = None
    perpetrator: str | None = None
    possible_perpetrator: str | None = None
    target: str | None = None
    act: str | None = None
    nature: str | None = None
    standing: str | None = None
    attribution: str | None = None
    agreement: str | None = None
    provision: str | None = None
    breach: str | None = None
    violator: str | None = None
    violation: str | None = None
    zone: str | None = None
    bbox: str | None = None
    q: str | None = None
    occurred_from: str | None = None
    occurred_to: str | None = None
    began_from: str | None = None
    began_to: str | None = None
    day: str | None = None
    month: str | None = None
    year: str | None = None
    governorate: str | None = None

    def words(self) -> dict[str, str]:
        """The filters that are set, as query parameters."""
        return {name: value for name, value in self if value is not None}


class Condition:
    """A conjunction in SQL over the table `v`, with its values."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def add(self, part: str, values: Iterable[Any] = ()) -> None:
        """One more thing that has to hold."""
        self.parts.append(part)
        self.values += values

    @property
    def sql(self) -> str:
        """All of it."""
        return " AND ".join(self.parts)


def condition(store: Reader, selection: Selection, lens: Lens, *, of_any_standing: bool = False) -> Condition:
    """What the lens shows and the filters let through; what counts nowhere only where a standing is asked for.

    With `of_any_standing` that too, unless a standing is asked for. Raises Unacceptable, naming the filter.
    """
    check(store, selection.words())
    made = Condition()
    made.add(*seen(lens))
    made.add(*had_happened_by(lens))
    _members(made, selection)
    _breaches(made, store, selection, lens)
    _words_among(made, "nature", selection.nature)
    _words_among(made, "act", selection.act)
    _attribution(made, selection.attribution)
    if selection.standing is not None:
        _words_among(made, "standing", selection.standing)
    elif not of_any_standing:
        made.add(COUNTED)
    _stretches(made, selection, lens.tz)
    if selection.bbox is not None:
        west, south, east, north = _box(selection.bbox)
        across = "v.lon BETWEEN ? AND ?" if west <= east else "(v.lon >= ? OR v.lon <= ?)"
        made.add(f"v.lat BETWEEN ? AND ? AND {across}", [south, north, west, east])
    if selection.zone is not None:
        _numbered(made, [rows_in_zone(store, lens, selection.zone)])
    if selection.q is not None:
        made.add("contains(v.words, ?)", [selection.q.casefold()])
    return made


def _members(made: Condition, selection: Selection) -> None:
    for field, column in MEMBERS.items():
        wanted = getattr(selection, field)
        for alternatives in wanted.split(";") if wanted is not None else ():
            made.add(f"list_has_any({words_of(f'v.{column}')}, ?::VARCHAR[])", [split(alternatives)])


def _breaches(made: Condition, store: Reader, selection: Selection, lens: Lens) -> None:
    """The versions that breach what is asked for: in whichever way stands, where none is asked for."""
    agreements, provisions, ways, violators, classes = (
        None if wanted is None else split(wanted)
        for wanted in (
            *(selection.agreement, selection.provision, selection.breach),
            *(selection.violator, selection.violation),
        )
    )
    if violators is not None or classes is not None:
        violations = Violations(store, lens, agreements, provisions)
        _numbered(made, [violations.rows(violators, VIOLATION if classes is None else classes)])
    elif agreements is None and provisions is None and ways is None:
        return
    among = UPHELD if ways is None else {Status(way) for way in ways}
    found = [
        judged.among(among)
        for (agreement, provision), judged in under(store, lens).items()
        if (agreements is None or agreement in agreements) and (provisions is None or provision in provisions)
    ]
    _numbered(made, found)


def _numbered(made: Condition, rows: list[NDArray[np.int64]]) -> None:
    made.add("get_bit(?::BIT, least(v.row, ?)::INTEGER) = 1", as_bits(rows))


def _words_among(made: Condition, column: str, wanted: str | None) -> None:
    if wanted is not None:
        made.add(f"v.{column} IN (SELECT unnest(?::VARCHAR[]))", [split(wanted)])


def _attribution(made: Condition, wanted: str | None) -> None:
    if wanted is None:
        return
    words = split(wanted)
    if Attribution.ATTRIBUTED in words:
        words.append(Attribution.ADMITTED)
    made.add("v.attribution IN (SELECT unnest(?::VARCHAR[]))", [words])


def _stretches(made: Condition, selection: Selection, tz: str) -> None:
    """Overlap with a stretch of time, a beginning in one, and the calendar day, month or year that the report gives.

    A beginning that is known to the day counts as the end of that day: by then it had happened. One that is known
    less exactly lies in a stretch only as a whole.
    """
    for field, wanted, cut, bound in (
        ("occurred_from", selection.occurred_from, "v.over_by >= ?", _start),
        ("occurred_to", selection.occurred_to, "v.began_from <= ?", end_of_moment),
        ("began_from", selection.began_from, f"CASE WHEN {STEADY} THEN v.began_by ELSE v.began_from END >= ?", _start),
        ("began_to", selection.began_to, "v.began_by <= ?", end_of_moment),
    ):
        try:
            if wanted is not None:
                made.add(cut, [micros(bound(wanted, tz))])
        except ValueError as wrong:
            raise Unacceptable(str(wrong), field=field) from wrong
    for bucket, column in BUCKETS.items():
        wanted = getattr(selection, bucket)
        if wanted is not None:
            made.add(f"{column} IS NOT DISTINCT FROM ?", [None if wanted == UNKNOWN else wanted])


STEADY = "v.precision IN ('instant', 'hour', 'day')"
"""Whether the day on which it began is known, as SQL over the versions `v` of incidents."""

BUCKETS = {
    "day": f"CASE WHEN {STEADY} THEN v.day END",
    "month": "CASE WHEN v.precision NOT IN ('week', 'year') THEN v.day[1:7] END",
    "year": "v.day[1:4]",
    "governorate": "nullif(v.governorate, 'unknown')",
}
"""The calendar day, month and year in which it began, in its own zone, and where; null where that is not known."""


def _start(text: str, tz: str) -> datetime:
    return start_of_day(parse_date(text), tz) if is_bare_date(text) else parse_instant(text, tz)


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        Place(name="south-west", lat=south, lon=west)
        Place(name="north-east", lat=north, lon=east)
    except ValueError as wrong:
        raise Unacceptable("bbox is west,south,east,north in degrees", field="bbox") from wrong
    if south > north:
        raise Unacceptable("bbox is west,south,east,north: its south is north of its north", field="bbox")
    return west, south, east, north
