"""Rates over raw facts: days are looked up on calendars, and a day was watched if at one of its instants somebody did.

Whether there is such an instant shows at few of them: where the day begins, where a watch does, and after each cut.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from tests.projections.oracle.days import (
    TICK,
    earliest_beginning,
    first_of,
    last_of,
    latest_beginning,
    latest_end,
    precision_of,
)
from tests.projections.oracle.documents import watches
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw

Stretch = tuple[datetime, datetime]


def rates(picture: Picture, first: str, last: str, governorate: str | None, monitor: str | None = None) -> list[Raw]:
    """Each week of the days that had begun."""
    tz, now = picture.cut.tz, min(picture.judged_at, picture.cut.known_at or picture.judged_at)
    every = [
        date.fromisoformat(first) + timedelta(days=number)
        for number in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
    ]
    days = [day for day in every if first_of(day, tz) <= now]
    asked = [one for one in watches(picture) if monitor in {None, one["monitor"]}]
    looked = Looked(asked, governorate, {day: (first_of(day, tz), min(last_of(day, tz), now)) for day in days})
    counting = [one for one in picture.counting.values() if _is_there(one["frame"]["place"], governorate)]
    whole = {day: (first_of(day, tz), last_of(day, tz)) for day in days}
    return [looked.week([*week], counting, whole) for _, week in groupby(days, key=lambda day: day.isocalendar()[:2])]


def _is_there(place: Raw, governorate: str | None) -> bool:
    return governorate is None or place.get("adm1") == governorate


def _is_wide(place: Raw) -> bool:
    return place.get("precision") == "country"


class Looked:
    """Who watched, and who was kept out."""

    def __init__(self, asked: list[Raw], governorate: str | None, days: dict[date, Stretch]) -> None:
        self.days = days
        self.watches = [
            one
            for one in asked
            if "withdrawn" not in one or one["withdrawn"] is None
            if _is_wide(one["place"]) or _is_there(one["place"], governorate)
        ]
        denied = [
            denial | {"monitor": one["monitor"], "place": _where(denial["place"], one["place"])}
            for one in asked
            for denial in one["denials"]
            if denial["withdrawn"] is None
        ]
        self.denials = [one for one in denied if _is_wide(one["place"]) or _is_there(one["place"], governorate)]

    def watched(self, monitor: str, *, surely: bool) -> set[date]:
        """The days on which a monitor watched, or may have."""
        own = [one for one in self.watches if one["monitor"] == monitor]
        return {day for one in own for day in self._of(one, surely=surely)}

    def _of(self, watch: Raw, *, surely: bool) -> Iterable[date]:
        cuts = [
            _span(one["at"])
            for one in self.denials
            if one["monitor"] == watch["monitor"] and _may_be_one(one["place"], watch["place"])
            if surely or _is_steady(one["at"])
        ]
        start, end = _span(watch["period"])
        for day, (morning, night) in self.days.items():
            instants = [morning, start, *(cut[1] + TICK for cut in cuts)]
            seen = [one for one in instants if max(start, morning) <= one <= min(end, night)]
            is_seen = any(not any(cut[0] <= one <= cut[1] for cut in cuts) for one in seen)
            vague = surely and not _is_steady(watch["period"])
            uncut = morning <= start and end <= night and not any(cut[0] <= end and start <= cut[1] for cut in cuts)
            if uncut if vague else is_seen:
                yield day

    def week(self, days: list[date], incidents: list[Raw], whole: dict[date, Stretch]) -> Raw:
        monitors = sorted({one["monitor"] for one in self.watches})
        sure = {one: self.watched(one, surely=True) & {*days} for one in monitors}
        maybe = {one: self.watched(one, surely=False) & {*days} for one in monitors}
        watched: set[date] = set().union(*(self.watched(one, surely=True) for one in monitors))
        counted = _counted(incidents, days, whole, watched)
        here = len(watched & {*days})
        rate = Decimal(counted["on_watched_days"]) / here if here else None
        return counted | {
            "days": [str(days[0]), str(days[-1]), len(days)],
            "watched": [here, len(set().union(*maybe.values()))],
            "monitor_days": [sum(map(len, sure.values())), sum(map(len, maybe.values()))],
            "monitors": [one for one in monitors if maybe[one]],
            "denied": self._denied(days),
            "rate": None if rate is None else float(rate.quantize(Decimal("0.001"), ROUND_HALF_UP)),
            "state": self._state(days, here, counted["going_on"]),
        }

    def _denied(self, days: list[date]) -> list[object]:
        stretch = (self.days[days[0]][0], self.days[days[-1]][1])
        told = [one for one in self.denials if _meet(_span(one["at"]), stretch)]
        sure, maybe = (
            [day for day in days if any(held(one["at"], self.days[day]) for one in told)]
            for held in (_surely_in, lambda moment, day: _meet(_span(moment), day))
        )
        parties = sorted({one.get("denied_by") or "~" for one in told})
        times = [
            [party, sum(_surely_in(one["at"], stretch) for one in some), len(some)]
            for party in parties
            for some in [[one for one in told if (one.get("denied_by") or "~") == party]]
        ]
        return [len(sure), len(maybe), times]

    def _state(self, days: list[date], watched: int, going_on: int) -> str:
        stretch = (self.days[days[0]][0], self.days[days[-1]][1])
        kept_out = any(_meet(_span(one["at"]), stretch) for one in self.denials)
        if watched == len(days):
            return "watched" if going_on or kept_out else "calm"
        if watched:
            return "partly_watched"
        return "not_watched" if going_on else "silent"


def _where(place: Raw, watched: Raw) -> Raw:
    return place if _is_wide(place) or "adm1" in place else watched


def _may_be_one(place: Raw, other: Raw) -> bool:
    names = [one.get("adm1") for one in (place, other) if not _is_wide(one)]
    return None in names or len({*names}) < 2


def _is_steady(moment: Raw) -> bool:
    return precision_of(moment) in {"instant", "hour", "day"}


def _span(moment: Raw) -> Stretch:
    return earliest_beginning(moment), latest_end(moment)


def _meet(one: Stretch, other: Stretch) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _surely_in(moment: Raw, stretch: Stretch) -> bool:
    start, end = _span(moment)
    return _meet((start, end), stretch) if _is_steady(moment) else stretch[0] <= start and end <= stretch[1]


def _counted(incidents: list[Raw], days: list[date], whole: dict[date, Stretch], watched: set[date]) -> Raw:
    stretch = (whole[days[0]][0], whole[days[-1]][1])
    counted = dict.fromkeys(("count", "violations", "on_watched_days", "going_on"), 0)
    for one in incidents:
        moment = one["frame"]["occurred"]
        counted["going_on"] += _meet(_span(moment), stretch)
        latest = latest_beginning(moment)
        began = (latest if _is_steady(moment) else earliest_beginning(moment), latest)
        if stretch[0] <= began[0] and began[1] <= stretch[1]:
            counted["count"] += 1
            counted["violations"] += one["nature"] == "violation"
            counted["on_watched_days"] += all(day in watched for day in days if _meet(whole[day], began))
    return counted
