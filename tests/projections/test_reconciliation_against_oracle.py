"""What the sides of a body registered, and our own count beside it, worked out again from the raw facts."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.bulletin import Bulletin, BulletinReport
from projections.looking import resolve
from projections.reconciliation import reconciled
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import a_book, refolded
from tests.projections.looks import lenses
from tests.projections.oracle import counting, documents
from tests.projections.oracle.days import TICK, earliest_beginning, latest_end, local_day, shown_on
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, pile
from tests.projections.oracle.selecting import BUCKETS, selected

Range = tuple[int, int] | None


STRETCHES = (
    {"from": "2020-02-20", "zone": "Asia/Damascus"},
    {"from": "2020-02-21", "zone": "Europe/Moscow"},
    {"from": "2020-02-21"},
    {"from": "2020-02-20T21:30:00Z"},
    {"from": "2020-02-20", "precision": "week"},
    {"from": "2020-02-20", "to": "2020-02-22", "zone": "Europe/Moscow"},
)
REGIONS = st.dictionaries(st.sampled_from(["Idlib", "Hama"]), st.integers(0, 3))


@st.composite
def bulletins(draw: st.DrawFn) -> Raw:
    """Draw one side's numbers, of which the regions often make up the total; often of the same days as others."""
    regions = draw(st.sampled_from([None, {}, {"Idlib": 2}, {"Hama": 1}]) | REGIONS)
    total = draw(st.none() | st.integers(0, 6) | st.just(sum((regions or {}).values())))
    period = draw(st.sampled_from([None, *[STRETCHES[1]] * 6, *STRETCHES]))
    return {"side": draw(st.sampled_from(["russia", "turkey"])), "total": total, "regions": regions, "period": period}


HAPPENED = st.fixed_dictionaries(
    {
        "occurred": st.sampled_from(STRETCHES),
        "place": st.sampled_from(
            [{"name": "Nayrab", "adm1": "Idlib"}, {"name": "Sinjar", "adm1": "Aleppo"}, {"name": "M5"}]
        ),
        "nature": st.sampled_from(["violation", "incident"]),
    }
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(bulletins(), min_size=2, max_size=6), st.lists(HAPPENED, min_size=2, max_size=5), st.data())
def test_under_any_lens_it_says_what_the_raw_facts_say(
    tables: Store, published: list[Raw], happened: list[Raw], data: st.DataObject
) -> None:
    book = a_book()
    for one in published:
        said = words("reuters", published="2020-03-01", body="commission") | one
        book.clerk().open(Bulletin.publish, made(BulletinReport, **said))
    for one in happened:
        book.report(**one)
    refolded(book.ledger, tables)
    facts = pile(book.ledger)
    for look in ({}, data.draw(lenses(facts))):
        picture = Picture(facts, cut_by(facts, look))
        assert answered(reconciled(tables, resolve(tables, **look))) == worked_out(picture)


def answered(found: dict[str, Any]) -> Raw:
    """Give what was answered in the words of the oracle."""
    return {
        "undated": found["undated"],
        "days": {(one["body"], one["from"], one["to"]): _answered(one) for one in found["days"]},
    }


def _answered(day: dict[str, Any]) -> Raw:
    return {
        "sides": {one["side"]: _range(one) for one in day["sides"]},
        "bulletins": {one["side"]: sorted(each["id"] for each in one["bulletins"]) for one in day["sides"]},
        "differences": {
            (one["of"], one["less"], region): _range(part)
            for one in day["differences"]
            for region, part in {"": one, **one["regions"]}.items()
        },
        "own": [
            {
                "counted": (own["count"], own["violations"]),
                "by_the_clock": own["by_the_clock"]["count"],
                "places": {
                    name: part["count"]
                    for name, part in {**own["regions"], **own["elsewhere"]}.items()
                    if part.get("count")
                },
            }
            for own in day["own"]
        ],
    }


def _range(part: dict[str, Any]) -> Range:
    return None if part["low"] is None else (part["low"], part["high"])


def worked_out(picture: Picture) -> Raw:
    every = documents.bulletins(picture)
    dated = [one for one in every if "period" in one]
    keys = {(one["body"], *days_of(one["period"])) for one in dated}
    return {
        "undated": len(every) - len(dated),
        "days": {
            key: _worked_out(
                [one for one in dated if (one["body"], *days_of(one["period"])) == key],
                sorted({one["side"] for one in every if one["body"] == key[0]}),
                picture,
            )
            for key in keys
        },
    }


def days_of(period: Raw) -> tuple[str, str]:
    """Tell the first and the last day of a period, as calendars of its own zone show them."""
    return str(local_day(period)), str(shown_on(latest_end(period), period.get("zone", "UTC")))


def _worked_out(bulletins: list[Raw], sides: list[str], picture: Picture) -> Raw:
    regions = sorted({region for one in bulletins for region in one.get("regions") or {}})
    of_side = {side: [one for one in bulletins if one["side"] == side] for side in sides}
    return {
        "sides": {side: span([one.get("total") for one in theirs]) for side, theirs in of_side.items()},
        "bulletins": {side: sorted(one["id"] for one in theirs) for side, theirs in of_side.items()},
        "differences": {
            (first, second, region): less(
                span([number(one, region) for one in of_side[first]]),
                span([number(one, region) for one in of_side[second]]),
            )
            for first, second in combinations(sides, 2)
            for region in ("", *regions)
        },
        "own": [own(picture, *stretch) for stretch in stretches(bulletins)],
    }


def number(bulletin: Raw, region: str) -> int | None:
    total, regions = bulletin.get("total"), bulletin.get("regions")
    if not region or regions is None:
        return None if region else total
    left: int | None = 0 if total == sum(regions.values()) else None
    told: int | None = regions.get(region, left)
    return told


def span(given: list[int | None]) -> Range:
    known = [one for one in given if one is not None]
    return (min(known), max(known)) if known and len(known) == len(given) else None


def less(one: Range, other: Range) -> Range:
    return None if one is None or other is None else (one[0] - other[1], one[1] - other[0])


def stretches(bulletins: list[Raw]) -> list[tuple[str, str, datetime, datetime]]:
    """Tell the period and as long a time before it: by its days, and by the clock."""
    period = bulletins[0]["period"]
    first, last = days_of(period)
    began = min(earliest_beginning(one["period"]) for one in bulletins)
    over = max(latest_end(one["period"]) for one in bulletins)
    length = timedelta(days=(shown_on(latest_end(period), period.get("zone", "UTC")) - local_day(period)).days + 1)
    before = (str(local_day(period) - length), str(local_day(period) - timedelta(days=1)))
    return [(first, last, began, over), (*before, began - length, began - TICK)]


def own(picture: Picture, first: str, last: str, began: datetime, over: datetime) -> Raw:
    """Count the incidents of one day by their dates, of a longer stretch by the clock."""
    counting_ones = selected(picture, {}).values()
    reaching = [
        one
        for one in counting_ones
        if latest_end(one["frame"]["occurred"]) >= began and earliest_beginning(one["frame"]["occurred"]) <= over
    ]
    chosen = [one for one in counting_ones if BUCKETS["day"](one) == first] if first == last else reaching
    group = counting.nothing(whole=True)
    places: dict[str, int] = {}
    for one in chosen:
        counting.count(group, one, counting.EVERYONE)
        place = BUCKETS["governorate"](one) or "unknown"
        places[place] = places.get(place, 0) + 1
    return {"counted": (group["count"], group["violations"]), "by_the_clock": len(reaching), "places": places}
