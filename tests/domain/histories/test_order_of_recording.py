from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition
from tests.domain.arrange import REGISTER, SOURCES, an_incident, assessed, claim, killed, lost, toll
from tests.domain.histories.lives import NAMED, NUMBERS, judged, moments, when

BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "{'exact': 2}": (2, 2),
    "{'exact': 5}": (5, 5),
    "{'at_least': 4}": (4, None),
    "{'between': (3, 9)}": (3, 9),
    "{'unknown': True}": (None, None),
    "{'about': 7}": (7, 7),
}
TOLLS = {4: "2020-02-03T12:00:00Z", 6: "2020-02-03T17:00:00Z", 8: "2020-02-03T21:00:00Z"}
BEFORE = {6: 4, 8: 6}
DAY = {"from": "2020-02-03"}


def recorded_as(order: tuple[int, ...]) -> Incident:
    """Record the tolls of 3 February in this order, each superseding the last where that is on record already."""
    first, *more = order
    incident = an_incident(first=toll(first, published=TOLLS[first]), occurred=DAY)
    ids = {first: next(iter(incident.state.claims))}
    for number in more:
        supersedes = {"supersedes": str(ids[BEFORE[number]])} if BEFORE.get(number) in ids else {}
        ids[number] = incident.add_claim(toll(number, published=TOLLS[number], **supersedes), REGISTER)
    return incident


@pytest.mark.parametrize("order", list(permutations(TOLLS)))
def test_a_toll_of_4_then_6_then_8_answers_each_by_when_it_was_known(order: tuple[int, ...]) -> None:
    incident = recorded_as(order)
    asked = ("2020-02-03T11:59Z", "2020-02-03T12:00Z", "2020-02-03T16:59Z", "2020-02-03T17:00Z", "2020-02-03T20:59Z")
    assert [killed(incident, moment) for moment in asked] == [None, (4, 4, 4), (4, 4, 4), (6, 6, 6), (6, 6, 6)]
    assert killed(incident, "2020-02-03T21:00Z") == killed(incident) == (8, 8, 8)


def test_before_the_second_toll_was_published_the_answer_is_still_four() -> None:
    assert killed(recorded_as((8, 6, 4)), "2020-02-03T16:00Z") == (4, 4, 4)


def some_claims() -> st.SearchStrategy[list[ClaimAddition]]:
    """Make up claims that were published on different days."""
    rows = st.tuples(
        st.integers(0, 30),
        st.sampled_from(sorted(SOURCES)),
        st.sampled_from(NUMBERS),
        st.sampled_from(NAMED),
        st.booleans(),
    )
    return st.lists(rows, min_size=1, max_size=7, unique_by=lambda row: row[0]).map(
        lambda made: [said(*row) for row in made]
    )


def said(day: int, source: str, number: dict[str, Any], named: dict[str, Any], denies: bool) -> ClaimAddition:  # noqa: FBT001 - drawn
    stance = "denies" if denies else "asserts"
    return claim(source, published=when(day).isoformat(), casualties=[lost(number)], stance=stance, **named)


def told(claims: list[ClaimAddition]) -> Incident:
    first, *more = claims
    return an_incident(*more, first=first)


def everything(incident: Incident, moment: datetime) -> tuple[Any, ...]:
    """Say all that is judged then, with claims named by who made them and when: ids follow the recording."""
    judgement = judged(incident, moment)
    names = {one.id: (one.source, one.published_at) for one in (held.claim for held in incident.state.all_claims())}
    return (
        judgement.attribution,
        judgement.perpetrators,
        judgement.possible_perpetrators,
        judgement.standing,
        [(row.low, row.high, row.best, [names[one] for one in row.claims]) for row in judgement.casualties],
        [(one.about, one.values, [names[claim] for claim in one.claims]) for one in judgement.conflicts],
        [names[one] for one in judgement.claims],
    )


@settings(deadline=None)
@given(claims=some_claims(), data=st.data())
def test_the_order_of_recording_changes_nothing_at_any_moment_of_knowledge(
    claims: list[ClaimAddition], data: st.DataObject
) -> None:
    other = told(data.draw(st.permutations(claims)))
    incident = told(claims)
    for moment in moments(incident):
        assert everything(incident, moment) == everything(other, moment)


@settings(deadline=None)
@given(claims=some_claims())
def test_the_range_is_that_of_the_latest_word_of_each_source(claims: list[ClaimAddition]) -> None:
    """Counted here by hand: of each source the last published by then, then the least low and the greatest high."""
    incident = told(claims)
    for moment in moments(incident):
        latest: dict[str, ClaimAddition] = {}
        for one in sorted(claims, key=lambda one: one.published_at):
            if datetime.fromisoformat(one.published_at) <= moment:
                latest[one.source] = one
        row = assessed(incident, moment).casualties
        bounds = [BOUNDS[str(one.casualties[0].quantity.model_dump())] for one in latest.values()]
        if not bounds:
            assert row == ()
            continue
        lows = [low for low, _ in bounds if low is not None]
        highs = [high for _, high in bounds]
        assert row[0].low == min(lows, default=0)
        assert row[0].high == (None if None in highs else max(high for high in highs if high is not None))
