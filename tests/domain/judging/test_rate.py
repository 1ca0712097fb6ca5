"""Incidents over watched days: held against a count by hours, and against cases worked out by hand."""

from collections.abc import Iterable
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instant import TICK
from domain.moment import Moment
from domain.place import Place
from domain.spans import STEADY, Span, Spell
from domain.watching.rate import Begun, Incidents, KeptOut, Period, incidents_of, periods_of, ratio
from domain.watching.watches import Denial, Watch, watched_days
from tests.domain.arrange import at, made
from tests.domain.judging.hours import (
    HOUR,
    ZONES,
    begun,
    certain_days,
    day_of,
    days_of,
    denials,
    in_hours,
    one_denial,
    possible_days,
    watches,
)

When = dict[str, str]
IDLIB = Place(name="Idlib", adm1="Idlib")
DAYS = [Span(at(f"2020-02-{day:02}"), at(f"2020-02-{day + 1:02}") - TICK) for day in range(3, 17)]
"""Two weeks from Monday, 3 February 2020 on."""

WEEKS = [range(7), range(7, 14)]


def an_incident(occurred: When, *, is_violation: bool = True) -> Begun:
    moment = made(Moment, **occurred)
    began = Spell(Span(moment.began_from, moment.began_by), moment.precision in STEADY)
    return Begun(began, moment.over_by, is_violation, 1)


def a_watch(period: When, monitor: str = "sohr") -> Watch:
    return Watch(monitor, IDLIB, Spell.of(made(Moment, **period)))


def a_denial(when: When, by: str | None = "turkey", monitor: str = "sohr") -> Denial:
    return Denial(monitor, IDLIB, Spell.of(made(Moment, **when)), by)


def told(
    *incidents: Begun, watched: Iterable[Watch] = (), denied: Iterable[Denial] = (), parts: list[range] = WEEKS
) -> list[Period]:
    kept_out = [*denied]
    seen = watched_days(watched, kept_out, DAYS)
    return periods_of(parts, DAYS, DAYS, begun=incidents, watched=seen, denials=kept_out)


def test_a_rate_is_of_the_incidents_of_watched_days_to_these_days() -> None:
    days = ("2020-02-03", "2020-02-04", "2020-02-04", "2020-02-08")
    watch = a_watch({"from": "2020-02-03", "to": "2020-02-05"})
    week, next_week = told(*(an_incident({"from": day}) for day in days), watched=[watch])
    assert week.incidents == Incidents(count=4, violations=4, on_watched_days=3, going_on=4)
    assert (week.watched_days, week.per_watched_day) == (3, 1.0)
    assert (next_week.watched_days, next_week.per_watched_day) == (0, None)


def test_a_watched_day_without_an_incident_makes_a_rate_of_nought() -> None:
    week, _ = told(watched=[a_watch({"from": "2020-02-03"})])
    assert week.per_watched_day == 0


@pytest.mark.parametrize(
    ("number", "of", "rounded"),
    [(0, 0, None), (1, 0, None), (0, 3, 0.0), (5, 7, 0.714), (1, 2000, 0.001), (1, 2001, 0.0), (2, 3, 0.667)],
)
def test_a_ratio_is_rounded_half_up_from_whole_numbers(number: int, of: int, rounded: float | None) -> None:
    assert ratio(number, of) == rounded


def test_an_incident_of_a_day_in_another_zone_began_on_the_day_by_whose_end_it_had() -> None:
    parts = [range(place, place + 1) for place in range(14)]
    periods = told(an_incident({"from": "2020-02-04", "zone": "Asia/Damascus"}), parts=parts)
    assert [one.incidents.count for one in periods[:3]] == [0, 1, 0]
    assert [one.incidents.going_on for one in periods[:3]] == [1, 1, 0]


def test_what_is_known_to_the_week_is_counted_where_all_of_it_lies() -> None:
    week, next_week = told(an_incident({"from": "2020-02-03", "precision": "week"}))
    assert (week.incidents.count, next_week.incidents.count) == (1, 0)
    across = an_incident({"from": "2020-02-05", "precision": "week"})
    assert [one.incidents for one in told(across)] == [Incidents(going_on=1)] * 2
    assert told(across, parts=[range(14)])[0].incidents.count == 1


def test_what_is_known_to_the_week_is_on_watched_days_only_where_each_of_them_was() -> None:
    week = {"from": "2020-02-03", "precision": "week"}
    all_but_one, whole = ({"from": "2020-02-03", "to": day} for day in ("2020-02-08", "2020-02-09"))
    found = [told(an_incident(week), watched=[a_watch(some)])[0].incidents for some in (all_but_one, whole)]
    assert [one.on_watched_days for one in found] == [0, 1]


def test_what_went_on_from_before_is_going_on_and_did_not_begin() -> None:
    week, _ = told(an_incident({"from": "2020-01-30", "to": "2020-02-04"}, is_violation=False))
    assert week.incidents == Incidents(going_on=1)
    before = an_incident({"from": "2020-02-01", "precision": "week"}, is_violation=False)
    assert told(before)[0].incidents == Incidents(going_on=1)
    after = an_incident({"from": "2020-02-14", "precision": "week"}, is_violation=False)
    assert told(after)[1].incidents == Incidents(going_on=1)


def test_an_incident_that_is_no_violation_is_counted_as_an_incident_alone() -> None:
    week, _ = told(an_incident({"from": "2020-02-04"}, is_violation=False))
    assert (week.incidents.count, week.incidents.violations) == (1, 0)


def test_a_day_counts_once_however_many_watched_and_once_for_each_of_them() -> None:
    both = [a_watch({"from": "2020-02-03", "to": "2020-02-05"}, one) for one in ("un", "sohr")]
    week, next_week = told(watched=[*both, a_watch({"from": "2020-02-09", "precision": "week"}, "afp")])
    assert (week.watched_days, week.monitor_days, week.monitors) == (3, 6, ("afp", "sohr", "un"))
    assert (week.possible_days, week.possible_monitor_days) == (4, 7)
    assert next_week.monitors == ("afp",)


def test_who_kept_monitors_out_is_told_with_how_often_and_on_how_many_days() -> None:
    denied = [
        a_denial({"from": "2020-02-04", "to": "2020-02-05"}),
        a_denial({"from": "2020-02-05"}, monitor="un"),
        a_denial({"from": "2020-02-08", "precision": "week"}, "russia"),
        a_denial({"from": "2020-02-04T10:00:00Z"}, None),
        a_denial({"from": "2020-02-20"}),
    ]
    week, next_week = told(denied=denied)
    assert week.kept_out == (KeptOut("russia", 0, 1), KeptOut("turkey", 2, 2), KeptOut(None, 1, 1))
    assert (week.denied_days, week.possibly_denied_days) == (2, 4)
    assert next_week.kept_out == (KeptOut("russia", 0, 1),)


def test_a_denial_of_some_time_in_a_week_is_certain_for_the_whole_of_that_week() -> None:
    week, _ = told(denied=[a_denial({"from": "2020-02-03", "precision": "week"})])
    assert (week.kept_out, week.denied_days, week.possibly_denied_days) == ((KeptOut("turkey", 1, 1),), 0, 7)


@given(watches, denials, begun, st.sampled_from(ZONES), st.integers(1, 5))
def test_the_numbers_of_a_period_are_those_of_its_hours(
    watched: list[Watch], denied: list[Denial], incidents: list[Begun], zone: str, length: int
) -> None:
    days = days_of(zone)
    spans = [day.span for day in days]
    parts = [range(start, min(start + length, len(days))) for start in range(0, len(days), length)]
    seen = watched_days(watched, denied, spans)
    found = periods_of(parts, spans, spans, begun=incidents, watched=seen, denials=denied)
    monitors = {watch.monitor for watch in watched}
    certain = {one: certain_days(one, watched, denied, zone) for one in monitors}
    possible = {one: possible_days(one, watched, denied, zone) for one in monitors}
    for part, period in zip(parts, found, strict=True):
        inside = {days[place].date for place in part}
        assert period.days == len(inside)
        assert period.watched_days == len(inside & set().union(*certain.values())) <= period.days
        assert period.possible_days == len(inside & set().union(*possible.values()))
        assert period.monitor_days == sum(len(inside & some) for some in certain.values())
        assert period.possible_monitor_days == sum(len(inside & some) for some in possible.values())
        assert period.possibly_denied_days == len(inside & _days([one.spell for one in denied], zone))
        assert period.incidents == _counted(incidents, inside, set().union(*certain.values()), zone)


def _days(spells: Iterable[Spell], zone: str) -> set[date]:
    return {day_of(hour, zone) for spell in spells for hour in in_hours(spell)}


def _counted(incidents: Iterable[Begun], inside: set[date], watched: set[date], zone: str) -> Incidents:
    count = violations = on_watched_days = going_on = 0
    for one in incidents:
        began = _days([one.spell], zone)
        on = {max(began)} if one.spell.is_steady else began
        longer = Spell(Span(one.spell.span.start, one.until), is_steady=True)
        going_on += one.times * bool(inside & _days([longer], zone))
        if on <= inside:
            count += one.times
            violations += one.times * one.is_violation
            on_watched_days += one.times * (on <= watched)
    return Incidents(count, violations, on_watched_days, going_on)


@given(watches, denials, one_denial, begun)
def test_a_denial_never_raises_the_denominator_of_a_rate(
    watched: list[Watch], denied: list[Denial], more: Denial, incidents: list[Begun]
) -> None:
    spans = [day.span for day in days_of("Asia/Damascus")]
    parts = [range(5), range(5, len(spans))]
    before, after = (
        periods_of(parts, spans, spans, begun=incidents, watched=watched_days(watched, some, spans), denials=some)
        for some in (denied, [*denied, more])
    )
    for one, other in zip(before, after, strict=True):
        assert other.watched_days <= one.watched_days
        assert other.incidents.on_watched_days <= one.incidents.on_watched_days
        assert other.incidents.count == one.incidents.count


@given(begun, st.randoms(use_true_random=False))
def test_the_order_in_which_incidents_are_told_does_not_matter(incidents: list[Begun], chance: Random) -> None:
    spans = [day.span for day in days_of("UTC")]
    parts = [range(len(spans))]
    found = incidents_of(parts, spans, incidents, frozenset({1, 2}))
    chance.shuffle(incidents)
    assert incidents_of(parts, spans, incidents, frozenset({1, 2})) == found


def test_of_a_day_that_is_not_over_only_what_has_passed_can_have_been_watched() -> None:
    noon = [Span(DAYS[0].start, DAYS[0].start + 12 * HOUR - TICK)]
    evening = a_watch({"from": "2020-02-03T18:00:00Z", "to": "2020-02-03T20:00:00Z"})
    seen = watched_days([evening], [], noon)
    at_one = an_incident({"from": "2020-02-03"})
    (day,) = periods_of([range(1)], DAYS[:1], noon, begun=[at_one], watched=seen, denials=[])
    assert (day.watched_days, day.incidents.count) == (0, 1)
