"""Suspected duplicates under a lens: exactly the pairs that comparing every two finds, in one order, in pages."""

from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.duplicates.likeness import Likeness, compare
from domain.duplicates.sketch import Sketch, sketch_of
from domain.incident.incident import Incident
from domain.incident.reports import SplitReport
from domain.incident.state import IncidentState
from domain.judgement import Mend
from domain.lens import Lens
from domain.model import in_known_order
from projections import duplicates
from projections.duplicates import suspicions
from projections.page import Page
from projections.pairing import EVERYTHING, Wanted
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import Book, a_book, followed, lens, refolded
from tests.projections.histories import Turn, turns
from tests.projections.story import told
from tests.projections.test_counts_against_oracle import moments

ALL = Selection()
SOURCES = ("turkey-mod", "russia-mod", "sohr", "afp")


def scored(store: Store, looking: Lens, selection: Selection = ALL, of: UUID | None = None) -> dict[Any, Likeness]:
    """Answer every pair with what its comparison comes to; a pair is there once."""
    found = suspicions(store, looking, Wanted(selection, of))
    pairs = {frozenset((one.first.id, one.second.id)): one.likeness for one in found}
    assert len(pairs) == len(found)
    return pairs


def by_comparing_all(store: Store, looking: Lens, incidents: list[UUID]) -> dict[Any, Likeness]:
    """Answer the same from the facts that the lens shows, two by two."""
    known = {one: sketch for one in incidents if (sketch := sketch_under(store, looking, one)) is not None}
    compared = {frozenset(pair): compare(known[pair[0]], known[pair[1]]) for pair in combinations(known, 2)}
    return {pair: likeness for pair, likeness in compared.items() if likeness is not None}


def sketch_under(store: Store, looking: Lens, incident: UUID) -> Sketch | None:
    state = IncidentState()
    for fact in in_known_order(store.facts_of([incident], looking).get(incident, [])):
        state.evolve(fact)
    if not state.exists() or state.frame is None:
        return None
    had_happened = looking.as_of is None or state.frame.occurred.began_by <= looking.as_of
    return sketch_of(state) if had_happened else None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(turns | turns.filter(lambda turn: turn.what in {"report", "merge", "undo"}), max_size=25), st.data())
def test_under_any_lens_the_pairs_are_those_that_comparing_every_two_finds(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    story = told(history)
    refolded(story.book.ledger, tables)
    for _ in range(4):
        position = data.draw(st.integers(0, tables.position) | st.just(tables.position))
        looking = Lens(as_of=data.draw(moments), known_at=data.draw(moments), position=position)
        assert scored(tables, looking) == by_comparing_all(tables, looking, story.incidents)


PLACES = st.one_of(
    # A few kilometres around a corner of cells, the date line, a pole, and nowhere.
    st.tuples(st.floats(35.0, 36.5), st.floats(36.0, 37.5)),
    st.tuples(st.floats(-18.3, -18.0), st.sampled_from((179.9, 179.99, -179.99, -179.9, 180.0, -180.0))),
    st.tuples(st.floats(89.5, 90), st.floats(-180, 180)),
    st.just((None, None)),
)
DAYS = st.dates(datetime(2020, 1, 30).date(), datetime(2020, 2, 14).date())  # noqa: DTZ001 - only its day


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    lat, lon = draw(PLACES)
    place = {"name": draw(st.sampled_from(("Nayrab", "NAYRAB", "Saraqib"))), "lat": lat, "lon": lon}
    precision = draw(st.sampled_from(("exact", "near", "near", "district", "governorate", "country", "water_or_air")))
    first = draw(DAYS)
    last = draw(st.just(first) | st.dates(first, datetime(2021, 6, 1).date()))  # noqa: DTZ001 - only its day
    said = words(draw(st.sampled_from(SOURCES)), published="2020-02-21", casualties=[lost(draw(st.integers(0, 9)))])
    return {
        "occurred": {"from": first.isoformat(), "to": last.isoformat()},
        "place": place | {"precision": precision},
        "act": draw(st.sampled_from(("air_strike", "shelling", "arrest"))),
        "targets": draw(st.sampled_from(((), ("turkey",), ("turkey", "iran"), ("russia",)))),
        "claim": said,
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(reports(), min_size=2, max_size=16))
def test_no_pair_is_missed_or_met_twice_wherever_and_however_long_it_is(
    tables: Store, history: list[dict[str, Any]]
) -> None:
    book = a_book()
    incidents = [book.report(**report) for report in history]
    refolded(book.ledger, tables)
    looking = lens(tables)
    every = by_comparing_all(tables, looking, incidents)
    assert scored(tables, looking) == every
    of_one = {pair: likeness for pair, likeness in every.items() if incidents[0] in pair}
    assert scored(tables, looking, of=incidents[0]) == of_one
    shelled = {one for one, report in zip(incidents, history, strict=True) if report["act"] == "shelling"}
    with_shelling = {pair: likeness for pair, likeness in every.items() if pair & shelled}
    assert scored(tables, looking, Selection(act="shelling")) == with_shelling


@pytest.fixture
def strikes(tables: Store) -> tuple[Book, list[UUID]]:
    """Lend three reports of one strike by as many sources, and one of another strike, two days later."""
    book = a_book()
    made_up = [
        book.report(),
        book.report(claim=words("sohr", casualties=[lost(2)]), place={"name": "Neirab", "lat": 35.88, "lon": 36.73}),
        book.report(claim=words("afp", published="2020-02-21"), act="shelling"),
        book.report(claim=words("reuters", casualties=[lost(34)]), occurred={"from": "2020-02-22"}),
    ]
    refolded(book.ledger, tables)
    return book, made_up


def test_the_most_likely_come_first_with_both_incidents_as_lists_show_them(
    tables: Store, strikes: tuple[Book, list[UUID]]
) -> None:
    _, (ministry, observatory, _, _) = strikes
    first, *others = page(tables).items
    assert first["score"] == 0.85
    assert first["reason"] == "Same day, 1 km apart, both against turkey, both air strike, 2 killed in each."
    assert [part["of"] for part in first["parts"]] == ["time", "place", "parties", "act", "toll"]
    assert sum(part["points"] for part in first["parts"]) == 85
    assert {one["id"] for one in first["incidents"]} == {str(ministry), str(observatory)}
    assert {one["claim_count"] for one in first["incidents"]} == {1}
    assert [one["score"] for one in others] == sorted((one["score"] for one in others), reverse=True)


@pytest.mark.usefixtures("strikes")
def test_pages_follow_each_other_in_one_order_and_each_says_how_many_there_are(tables: Store) -> None:
    whole = page(tables)
    assert len(whole.items) == whole.count == 6
    assert whole.after is None
    walked, after = [], None
    while True:
        part = page(tables, limit=2, after=after)
        assert part.count == 6
        walked += part.items
        after = part.after
        if after is None:
            break
    assert walked == whole.items


@pytest.mark.usefixtures("strikes")
def test_a_score_to_list_from_includes_it(tables: Store) -> None:
    scores = [one["score"] for one in page(tables).items]
    assert [one["score"] for one in page(tables, least=0.85).items] == [0.85]
    assert page(tables, least=0.86).count == 0
    assert page(tables, least=scores[-1]).count == len(scores)


def test_a_merge_ends_the_suspicion_from_its_position_on_and_undoing_it_does_not_bring_it_back(
    tables: Store, strikes: tuple[Book, list[UUID]]
) -> None:
    book, (ministry, observatory, *_) = strikes
    before, pair = lens(tables), frozenset((ministry, observatory))
    book.merge(observatory, ministry)
    followed(book.ledger, tables)
    assert pair in scored(tables, before)
    left = scored(tables, lens(tables))
    assert left
    assert not any(observatory in other for other in left)

    book.merge(observatory, ministry, undo=True)
    followed(book.ledger, tables)
    again = scored(tables, lens(tables))
    assert pair not in again
    assert any(observatory in other for other in again)


def test_what_an_analyst_split_is_not_suspected_to_be_one(tables: Store) -> None:
    book = a_book()
    strike = book.report()
    said = book.say(strike, "sohr", casualties=[lost(2)])
    other = book.change(strike, Incident.split, made(SplitReport, claims=[said], reason="two strikes")).id
    refolded(book.ledger, tables)
    assert other != strike
    assert scored(tables, lens(tables)) == {}


def test_a_retraction_ends_the_suspicion(tables: Store, strikes: tuple[Book, list[UUID]]) -> None:
    book, (ministry, *_) = strikes
    book.change(ministry, Incident.retract, made(Mend, reason="never happened"))
    followed(book.ledger, tables)
    found = scored(tables, lens(tables))
    assert found
    assert not any(ministry in pair for pair in found)


def page(store: Store, *, least: float = 0.0, limit: int = 50, after: str | None = None) -> Page:
    return duplicates.page(store, lens(store), EVERYTHING, least, limit=limit, after=after)
