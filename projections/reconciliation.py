"""Reading what the sides of a body registered, beside each other and beside our own count, under any lens."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from domain.reconciliation import NEVER_ADDED, gap, number_of, summed
from projections.asked_days import AskedDays
from projections.own_counts import OwnBeside, Window
from projections.published import check_named, published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.lens import Lens
    from domain.reconciliation import Gap, Number, Range
    from projections.published import Published
    from projections.reader import Reader

_EVERY_DAY = AskedDays()

Sides = dict[str, list["Published"]]
"""The bulletins of each side of one body for one period; a side that published none has an empty list."""


def reconciled(
    store: Reader, lens: Lens, days: AskedDays = _EVERY_DAY, *, body: str | None = None, region: str | None = None
) -> dict[str, Any]:
    """Each body's sides and our own count, period by period, for all periods that lie within the days.

    Bodies and periods are in order. `sums` has each side's own over the periods of one day; `undated` bulletins have
    no period, `reaching_beyond` counts those of which only a part lies within the days: neither is in anything else.
    Each number of ours has the filters that list the incidents behind it as `where`. Raises Unacceptable.
    """
    check_named(store, body=body, region=region)
    every = published(store, lens, body=body)
    chosen = [one for one in every if one.period is not None and days.holds(one.period.first, one.period.last)]
    meeting = [one for one in every if one.period is not None and days.meets(one.period.first, one.period.last)]
    periods = _periods(every, chosen)
    own = OwnBeside(store, lens, _windows(periods))
    return {
        "unit": "violations as each side registers them, beside incidents of this ledger",
        "never_added": NEVER_ADDED,
        "asked": days.shown(),
        "days": [_day(key, sides, _regions(sides, region), own) for key, sides in periods.items()],
        "sums": _sums(periods, region),
        "undated": sum(one.period is None for one in every),
        "reaching_beyond": len(meeting) - len(chosen),
    }


Key = tuple[str, str, str]
"""A body, and the first and the last day of a period."""


def _periods(every: Iterable[Published], chosen: Iterable[Published]) -> dict[Key, Sides]:
    """The bulletins by body and period, and there by every side that the body is known to have."""
    sides_of: dict[str, set[str]] = {}
    for one in every:
        sides_of.setdefault(one.body, set()).add(one.side)
    periods: dict[Key, Sides] = {}
    for one in chosen:
        if one.period is not None:
            key = (one.body, str(one.period.first), str(one.period.last))
            periods.setdefault(key, {side: [] for side in sorted(sides_of[one.body])})[one.side].append(one)
    return dict(sorted(periods.items()))


def _regions(sides: Sides, region: str | None) -> list[str]:
    """The regions that any side names, in order; or the one that is asked for."""
    if region is not None:
        return [region]
    return sorted({name for bulletins in sides.values() for one in bulletins for name in one.numbers.regions or ()})


def _windows(periods: Mapping[Key, Sides]) -> dict[Key, Window]:
    """Each period as a window of our own: by the clock, from the first of its bulletins to the last."""
    moments = {
        key: [one.period for bulletins in sides.values() for one in bulletins if one.period is not None]
        for key, sides in periods.items()
    }
    return {
        key: Window(
            "period",
            of_key[0].first,
            of_key[0].last,
            min(one.moment.began_from for one in of_key),
            max(one.moment.over_by for one in of_key),
        )
        for key, of_key in moments.items()
    }


def _day(key: Key, sides: Sides, regions: Sequence[str], own: OwnBeside) -> dict[str, Any]:
    body, first, last = key
    return {
        "body": body,
        "from": first,
        "to": last,
        "sides": [_side(side, sides, regions) for side in sides],
        "differences": [_difference(one, other, sides, regions) for one, other in combinations(sides, 2)],
        "own": own.of(key, regions),
    }


def unit_of(side: str) -> str:
    """What a number of a side counts, in words."""
    return f"violations registered by the side of {side}"


def _number(side: str, sides: Sides, region: str | None = None) -> Number:
    return number_of(side, [one.numbers for one in sides[side]], region)


def _side(side: str, sides: Sides, regions: Sequence[str]) -> dict[str, Any]:
    """What one side registered, as its bulletins give it: a region that none of them names is left out."""
    numbers = {region: _number(side, sides, region) for region in regions}
    named = {region: number for region, number in numbers.items() if number.bounds is not None and not number.implied}
    rivals = {region: number for region, number in named.items() if number.reason is not None}
    bulletins = [one.shown for one in sides[side]]
    told = any(one["regions"] is not None for one in bulletins)
    return {
        "side": side,
        "unit": unit_of(side),
        **_total(_number(side, sides)),
        "regions": {region: _one(number.bounds) for region, number in named.items()} if told else None,
        "rival_regions": {
            region: _range(number.bounds) | {"reason": number.reason} for region, number in rivals.items()
        },
        "unaccounted": bulletins[0]["unaccounted"] if len(bulletins) == 1 else None,
        "confirms": [
            {"of": other, "count": confirmed["count"]}
            for other, theirs in sides.items()
            for one in theirs
            for confirmed in one.shown["confirmed"]
            if confirmed["by"] == side
        ],
        "bulletins": bulletins,
    }


def _difference(of: str, less: str, sides: Sides, regions: Sequence[str]) -> dict[str, Any]:
    """How many more the first side registered than the second, in all and by region."""
    by_region = {region: (_number(of, sides, region), _number(less, sides, region)) for region in regions}
    return {
        "of": of,
        "less": less,
        **_total(gap(_number(of, sides), _number(less, sides))),
        "regions": {
            region: _total(gap(one, other), "number")
            | {"implied": [side for side, number in ((of, one), (less, other)) if number.implied]}
            for region, (one, other) in by_region.items()
        },
    }


def _total(found: Number | Gap, name: str = "total") -> dict[str, Any]:
    """A number where there is one, its range, and the reason where it is no one number."""
    return {name: _one(found.bounds), **_range(found.bounds), "reason": found.reason}


def _one(bounds: Range | None) -> int | None:
    return bounds.low if bounds is not None and bounds.low == bounds.high else None


def _range(bounds: Range | None) -> dict[str, int | None]:
    return {"low": None if bounds is None else bounds.low, "high": None if bounds is None else bounds.high}


def _sums(periods: Mapping[Key, Sides], region: str | None) -> list[dict[str, Any]]:
    """Each side's own sum over the periods of one day for which it published: a longer one may hold the same days."""
    days: dict[str, list[Sides]] = {}
    for (body, first, last), sides in periods.items():
        if first == last:
            days.setdefault(body, []).append(sides)
    return [
        {"body": body, "sides": [_sum(side, of_body, region) for side in of_body[0]]} for body, of_body in days.items()
    ]


def _sum(side: str, days: Sequence[Sides], region: str | None) -> dict[str, Any]:
    theirs = [sides for sides in days if sides[side]]
    regions = sorted({name for sides in theirs for name in _regions({side: sides[side]}, region)})
    return {
        "side": side,
        "unit": unit_of(side),
        **_added(side, theirs),
        "regions": {name: _added(side, theirs, name, "number") for name in regions},
    }


def _added(side: str, days: Sequence[Sides], region: str | None = None, name: str = "total") -> dict[str, Any]:
    """A sum with its denominator: over how many days it goes, and on how many more the side gave no number."""
    found = summed(_number(side, sides, region) for sides in days)
    return {name: _one(found.bounds), **_range(found.bounds), "days": found.known, "days_without_number": found.unknown}
