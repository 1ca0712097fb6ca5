"""Rates of incidents per watched day, under any lens: what happened beside who was looking."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from domain.errors import Unacceptable
from domain.model import Value
from domain.moment import Moment
from domain.periods import By, Day, day_named, periods
from domain.place import Place
from domain.spans import Span, Spell
from domain.watching.calm import calm_of, in_words
from domain.watching.rate import Begun, Period, periods_of
from domain.watching.watches import Denial, Watch, is_placed, lies_in, watched_days
from projections.clock import micros, moment_of
from projections.filters import UNKNOWN, check
from projections.looking import judged_at
from projections.monitoring import page
from projections.selection import STEADY, Selection, condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.lens import Lens
    from projections.reader import Reader


class AskedRates(Value):
    """What rates are asked for, in the words of a query: bare dates in the lens's zone, both included."""

    first: str
    last: str
    by: By = By.WEEK
    governorate: str | None = None
    monitor: str | None = None


def rates(store: Reader, lens: Lens, asked: AskedRates) -> dict[str, Any]:
    """Each period that is asked for in order, and the whole of it, up to the day that the lens can know of.

    Each gives its incidents with, as `where`, the filters that list exactly these and those that went on in it.
    Raises Unacceptable, naming the parameter.
    """
    _check(store, asked)
    first, last = day_named(asked.first, field="from"), day_named(asked.last, field="to")
    now = _now(store, lens)
    parts = [_begun_by(part, now) for part in periods(first, last, asked.by, lens.tz)]
    parts = [part for part in parts if part]
    held = page(store, lens)
    watches, denials = _watches(held, asked), _denials(held, asked)
    told = {
        "by": asked.by,
        "governorate": asked.governorate,
        "monitor": asked.monitor,
        "unit": "incident",
        "items": [],
        "whole": None,
        "watches": [_shown(one) for one in held if _counts(one, asked)],
        "unplaced_watches": _unplaced(held, asked),
    }
    if not parts:
        return told
    days = [*chain.from_iterable(parts)]
    past = [Span(day.span.start, min(day.span.end, now)) for day in days]
    begun = _begun(store, lens, asked, Span(days[0].span.start, days[-1].span.end))
    watched = watched_days(watches, denials, past)
    spans = [day.span for day in days]
    found = [
        _told(places, days, one, asked)
        for some in (_places(parts), [range(len(days))])
        for places, one in zip(
            some, periods_of(some, spans, past, begun=begun, watched=watched, denials=denials), strict=True
        )
    ]
    return told | {"items": found[:-1], "whole": found[-1]}


def _check(store: Reader, asked: AskedRates) -> None:
    if asked.governorate in {"", UNKNOWN}:
        raise Unacceptable("a rate is of a governorate that is known, or of everywhere", field="governorate")
    if asked.governorate is not None:
        check(store, {"governorate": asked.governorate})
    if asked.monitor is not None:
        known = store.rows("SELECT 1 FROM source_versions WHERE slug = ? LIMIT 1", [asked.monitor])
        if not known:
            raise Unacceptable(f"no source {asked.monitor!r} is registered", field="monitor")


def _now(store: Reader, lens: Lens) -> datetime:
    """The last moment of which the lens can know (UTC): what comes after it is neither calm nor silent yet."""
    now = judged_at(store, lens)
    return now if lens.known_at is None else min(now, lens.known_at)


def _begun_by(part: Sequence[Day], now: datetime) -> list[Day]:
    return [day for day in part if day.span.start <= now]


def _places(parts: Sequence[Sequence[Day]]) -> list[range]:
    """Where the days of each part are among all of them."""
    places, after = [], 0
    for part in parts:
        places.append(range(after, after + len(part)))
        after += len(part)
    return places


def _counts(watch: dict[str, Any], asked: AskedRates) -> bool:
    """Whether a watch stands, and is one of those asked for."""
    return watch["withdrawn"] is None and _is_asked(watch, Place(**watch["place"]), asked)


def _is_asked(watch: dict[str, Any], place: Place, asked: AskedRates) -> bool:
    return asked.monitor in {None, watch["monitor"]} and lies_in(place, asked.governorate)


def _watches(held: Iterable[dict[str, Any]], asked: AskedRates) -> list[Watch]:
    return [Watch(one["monitor"], Place(**one["place"]), _spell(one["period"])) for one in held if _counts(one, asked)]


def _denials(held: Iterable[dict[str, Any]], asked: AskedRates) -> list[Denial]:
    """Where monitors were kept out. A place without a governorate is taken to be where the monitor watched."""
    found = []
    for watch in held:
        for denial in watch["denials"]:
            own = Place(**denial["place"])
            place = own if is_placed(own) else Place(**watch["place"])
            if denial["withdrawn"] is None and _is_asked(watch, place, asked):
                found.append(Denial(watch["monitor"], place, _spell(denial["at"]), denial["denied_by"]))
    return found


def _unplaced(held: Iterable[dict[str, Any]], asked: AskedRates) -> int:
    """How many watches were left out for naming no governorate: they count only where none is asked for."""
    anywhere = asked.model_copy(update={"governorate": None})
    left_out = (one for one in held if _counts(one, anywhere) and not _counts(one, asked))
    return sum(not is_placed(Place(**one["place"])) for one in left_out)


def _spell(moment: dict[str, Any]) -> Spell:
    return Spell.of(Moment.model_validate(moment, context={"stored": True}))


def _shown(watch: dict[str, Any]) -> dict[str, Any]:
    return {name: watch[name] for name in ("id", "monitor", "period", "place")}


def _begun(store: Reader, lens: Lens, asked: AskedRates, stretch: Span) -> list[Begun]:
    """The incidents that reach into a stretch of time, as many of one time together."""
    where = condition(store, Selection(governorate=asked.governorate), lens)
    where.add("v.began_from <= ? AND v.over_by >= ?", [micros(stretch.end), micros(stretch.start)])
    found = store.rows(
        f"SELECT v.began_from, v.began_by, v.over_by, {STEADY}, v.nature = 'violation', count(*)"
        f" FROM incident_versions v WHERE {where.sql} GROUP BY ALL",
        where.values,
    )
    return [
        Begun(Spell(Span(moment_of(start), moment_of(end)), steady), moment_of(until), violation, times)
        for start, end, until, steady, violation, times in found
    ]


def _told(places: range, days: Sequence[Day], period: Period, asked: AskedRates) -> dict[str, Any]:
    first, last = days[places[0]].date.isoformat(), days[places[-1]].date.isoformat()
    incidents, area = period.incidents, {} if asked.governorate is None else {"governorate": asked.governorate}
    return {
        "from": first,
        "to": last,
        "days": period.days,
        "incidents": {
            "count": incidents.count,
            "violations": incidents.violations,
            "where": area | {"began_from": first, "began_to": last},
        },
        "going_on": {
            "count": incidents.going_on,
            "where": area | {"occurred_from": first, "occurred_to": last},
        },
        "watched": {
            "days": period.watched_days,
            "possible_days": period.possible_days,
            "monitor_days": period.monitor_days,
            "possible_monitor_days": period.possible_monitor_days,
            "monitors": [*period.monitors],
        },
        "denied": {
            "days": period.denied_days,
            "possible_days": period.possibly_denied_days,
            "by": [one._asdict() for one in period.kept_out],
        },
        "rate": {
            "incidents": incidents.on_watched_days,
            "watched_days": period.watched_days,
            "per_watched_day": period.per_watched_day,
        },
        "state": calm_of(period),
        "in_words": in_words(period),
    }
