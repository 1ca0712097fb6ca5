"""On which days somebody watched: held against a count by hours, in zones whose clocks change meanwhile."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instant import TICK
from domain.moment import Moment
from domain.place import Place, PlacePrecision
from domain.spans import Span, Spell
from domain.watching.watches import Denial, Watch, WatchedDays, is_placed, lies_in, watched_days
from tests.domain.arrange import at, made
from tests.domain.judging.hours import (
    MONITORS,
    ZONES,
    certain_days,
    days_of,
    denials,
    one_denial,
    possible_days,
    watches,
)

When = dict[str, str]
IDLIB = Place(name="Idlib", adm1="Idlib", precision=PlacePrecision.GOVERNORATE)
FEBRUARY = [Span(at(f"2020-02-{day:02}"), at(f"2020-02-{day + 1:02}") - TICK) for day in range(1, 29)]


def a_watch(period: When, place: Place = IDLIB, monitor: str = "sohr") -> Watch:
    return Watch(monitor, place, Spell.of(made(Moment, **period)))


def a_denial(when: When, place: Place = IDLIB, monitor: str = "sohr") -> Denial:
    return Denial(monitor, place, Spell.of(made(Moment, **when)), "turkey")


def certain(found: WatchedDays, monitor: str = "sohr") -> list[int]:
    """The days of February on which it watched."""
    return sorted(day + 1 for day in found.certain[monitor])


def possible(found: WatchedDays, monitor: str = "sohr") -> list[int]:
    return sorted(day + 1 for day in found.possible[monitor])


def test_a_monitor_watched_on_the_days_that_it_says() -> None:
    found = watched_days([a_watch({"from": "2020-02-03", "to": "2020-02-05"})], [], FEBRUARY)
    assert (certain(found), possible(found)) == ([3, 4, 5], [3, 4, 5])


def test_a_part_of_a_day_is_a_watched_day_and_the_last_tick_of_one_no_day_more() -> None:
    found = watched_days([a_watch({"from": "2020-02-03T23:00:00Z", "to": "2020-02-05T00:00:00Z"})], [], FEBRUARY)
    assert certain(found) == [3, 4, 5]
    until = a_watch({"from": "2020-02-03T23:00:00Z", "to": "2020-02-04T23:59:59.999999Z"})
    assert certain(watched_days([until], [], FEBRUARY)) == [3, 4]


@pytest.mark.parametrize(
    "period",
    [
        {"from": "2020-02-03", "precision": "week"},
        {"from": "2020-02-03", "to": "2020-02-09", "precision": "week"},
        {"from": "2020-02-03", "to": "2020-02-09", "precision": "month"},
    ],
)
def test_of_a_watch_known_to_the_week_no_day_is_certain_and_each_is_possible(period: dict[str, str]) -> None:
    found = watched_days([a_watch(period)], [], FEBRUARY)
    assert (certain(found), possible(found)) == ([], [3, 4, 5, 6, 7, 8, 9])


def test_a_denial_cuts_the_watch_of_its_own_monitor_for_its_time() -> None:
    both = [a_watch({"from": "2020-02-03", "to": "2020-02-05"}, monitor=one) for one in MONITORS]
    found = watched_days(both, [a_denial({"from": "2020-02-04"})], FEBRUARY)
    assert (certain(found, "sohr"), certain(found, "un")) == ([3, 5], [3, 4, 5])
    assert possible(found, "sohr") == [3, 5]


def test_a_denial_of_some_hours_leaves_the_day_watched() -> None:
    morning = a_denial({"from": "2020-02-04T06:00:00Z", "to": "2020-02-04T12:00:00Z"})
    found = watched_days([a_watch({"from": "2020-02-03", "to": "2020-02-05"})], [morning], FEBRUARY)
    assert certain(found) == [3, 4, 5]


def test_a_denial_known_to_the_week_leaves_its_days_possible_and_none_certain() -> None:
    some_time = a_denial({"from": "2020-02-04", "precision": "week"})
    found = watched_days([a_watch({"from": "2020-02-03", "to": "2020-02-12"})], [some_time], FEBRUARY)
    assert (certain(found), possible(found)) == ([3, 11, 12], [*range(3, 13)])


def test_a_watch_known_to_the_week_is_not_certain_on_a_day_on_which_it_may_have_been_cut() -> None:
    narrow = [Span(at("2020-02-01"), at("2020-02-20"))]
    week = a_watch({"from": "2020-02-03", "precision": "week"})
    assert watched_days([week], [], narrow).certain == {"sohr": {0}}
    assert watched_days([week], [a_denial({"from": "2020-02-09"})], narrow).certain == {"sohr": frozenset()}


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ({"adm1": "Idlib"}, []),
        ({"adm1": "Hama"}, [3]),
        ({}, []),
        ({"adm1": "unknown"}, []),
        ({"precision": "country"}, []),
        ({"precision": "country", "adm1": "Hama"}, []),
    ],
)
def test_a_denial_elsewhere_cuts_nothing(where: dict[str, str], left: list[int]) -> None:
    kept_out = a_denial({"from": "2020-02-03"}, made(Place, name="there", **where))
    assert certain(watched_days([a_watch({"from": "2020-02-03"})], [kept_out], FEBRUARY)) == left


@pytest.mark.parametrize(
    ("where", "in_idlib", "placed"),
    [
        ({"adm1": "Idlib"}, True, True),
        ({"adm1": "Hama"}, False, True),
        ({}, False, False),
        ({"adm1": "unknown"}, False, False),
        ({"precision": "country"}, True, True),
        ({"precision": "country", "adm1": "Hama"}, True, True),
    ],
)
def test_a_place_is_of_the_governorate_that_it_names_and_a_country_of_each(
    where: dict[str, str], *, in_idlib: bool, placed: bool
) -> None:
    place = made(Place, name="there", **where)
    assert (lies_in(place, "Idlib"), is_placed(place)) == (in_idlib, placed)
    assert lies_in(place, None)


def test_a_watch_to_the_end_of_all_calendars_is_cut_without_going_beyond_it() -> None:
    always = Spell(Span(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)), is_steady=True)
    for_ever, cut = Watch("sohr", IDLIB, always), Denial("sohr", IDLIB, always, None)
    assert certain(watched_days([for_ever], [], FEBRUARY)) == [*range(1, 29)]
    assert certain(watched_days([for_ever], [cut], FEBRUARY)) == []


def dates(found: frozenset[int], zone: str) -> set[date]:
    return {days_of(zone)[place].date for place in found}


@given(watches, denials, st.sampled_from(ZONES))
def test_watched_days_are_those_of_the_hours(watched: list[Watch], denied: list[Denial], zone: str) -> None:
    days = days_of(zone)
    found = watched_days(watched, denied, [day.span for day in days])
    inside = {day.date for day in days}
    for monitor in {watch.monitor for watch in watched}:
        assert dates(found.certain[monitor], zone) == certain_days(monitor, watched, denied, zone) & inside
        assert dates(found.possible[monitor], zone) == possible_days(monitor, watched, denied, zone) & inside
        assert found.certain[monitor] <= found.possible[monitor]


@given(watches, denials, st.randoms(use_true_random=False))
def test_the_order_in_which_watches_and_denials_are_told_does_not_matter(
    watched: list[Watch], denied: list[Denial], chance: Random
) -> None:
    spans = [day.span for day in days_of("Asia/Damascus")]
    found = watched_days(watched, denied, spans)
    chance.shuffle(watched)
    chance.shuffle(denied)
    assert watched_days(watched, denied, spans) == found


@given(watches, denials, one_denial)
def test_a_denial_never_adds_a_watched_day(watched: list[Watch], denied: list[Denial], more: Denial) -> None:
    spans = [day.span for day in days_of("Asia/Damascus")]
    before, after = (watched_days(watched, some, spans) for some in (denied, [*denied, more]))
    for monitor in before.certain:
        assert after.certain[monitor] <= before.certain[monitor]
        assert after.possible[monitor] <= before.possible[monitor]
