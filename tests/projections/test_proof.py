"""Brute force finds what is wrong with the tables, wherever it is, and nothing where nothing is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.compliance.judging import Status
from domain.ledger import Ledger
from projections import timeline
from projections.clock import FOREVER
from projections.fold import History
from projections.index import CountIndex
from projections.judging.verdict_cache import judgements
from projections.judging.verdicts import CODES
from projections.proving.brute import Cut, content_at, cuts_of, record_of
from projections.proving.proof import prove
from projections.proving.sample import sampled, thinned
from projections.store import Store
from projections.timeline import Content, Segment
from tests.domain.arrange import lost
from tests.projections.arrange import Book, a_book, followed, lens, refolded, step_by_step
from tests.projections.histories import Turn, turns
from tests.projections.story import told
from tests.projections.test_parking import slip_in


def a_life(book: Book) -> Book:
    """Two incidents: one whose tolls became known in another order than they were recorded, and one beside it."""
    incident = book.report()
    for published in ("2020-02-25", "2020-02-22", "2020-02-23"):
        book.say(incident, "sohr", published=published, casualties=[lost(int(published[-2:]))])
    book.report()
    return book


def test_nothing_is_wrong_with_tables_that_the_log_made(book: Book, store: Store) -> None:
    followed(a_life(book).ledger, store)
    proof = prove(book.ledger, store)
    assert (proof.findings, proof.whole, proof.streams) == ([], True, proof.of_streams)
    assert proof.extent.startswith(f"all {proof.streams} streams at {proof.cuts:,} cuts")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(turns, min_size=1, max_size=10))
def test_whatever_a_history_tells_brute_force_tells_it_too(tables: Store, beside: Store, history: list[Turn]) -> None:
    ledger = told(history).book.ledger
    refolded(ledger, tables)
    beside.empty()
    step_by_step(ledger, beside)
    assert (prove(ledger, tables).findings, prove(ledger, beside).findings) == ([], [])


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE incident_versions SET act = 'sniper_fire'", "act is sniper_fire, where the log says air_strike"),
        ("UPDATE incident_versions SET targets = 'iran'", "targets is iran, where the log says turkey"),
        ("DELETE FROM party_versions WHERE slug = 'iran'", "it shows 0 rows, where the log tells of 1"),
        ("INSERT INTO source_versions FROM source_versions WHERE slug = 'afp'", "it shows 2 rows, where the log tells"),
        ("UPDATE agreement_versions SET known_from = known_from - 1", "it shows 1 rows, where the log tells of 0"),
        ("UPDATE agreement_versions SET known_to = known_from + 1", "agreement_versions is wrong about stream "),
        ("UPDATE incident_versions SET position_from = position_from - 1", "it shows 1 rows, where the log tells of 0"),
        (f"UPDATE incident_versions SET position_to = {FOREVER}", "it shows 2 rows, where the log tells of 1"),
    ],
)
def test_a_row_that_is_wrong_is_said_with_what_the_log_says(store: Store, tampering: str, said: str) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    with store.writing() as connection:
        connection.execute(tampering)
    assert any(said in finding for finding in prove(book.ledger, store).findings)


def test_counts_in_memory_that_differ_from_the_table_are_found(store: Store) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    with store.writing() as connection:
        connection.execute("UPDATE incident_versions SET tally = 'other.contested|'")
    (counted, *_) = [one for one in prove(book.ledger, store).findings if one.startswith("the counts in memory")]
    assert f"position={store.position}" in counted


def test_an_index_of_counts_that_stands_still_is_found(store: Store) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    store.memory.index = CountIndex()
    assert "they do not show that position" in prove(book.ledger, store).findings[0]


def test_lists_in_memory_that_differ_from_the_table_are_found(store: Store) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    store.memory.shelf.extend(
        store.position, [], [(number, 1) for (number,) in store.rows("SELECT row FROM incident_versions")]
    )
    findings = prove(book.ledger, store).findings
    assert findings
    assert all(one.startswith("the lists in memory differ from the table under ") for one in findings)


def test_an_index_of_counts_that_lost_something_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    monkeypatch.setattr(store.memory.index, "sums", lambda _: {"": {"incidents": 1}, "turkey": {"incidents": 0}})
    findings = prove(book.ledger, store).findings
    assert findings
    assert all("the counts in memory differ" in one for one in findings)


def test_a_row_that_counts_otherwise_than_the_log_is_found_though_the_memory_agrees(store: Store) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    with store.writing() as connection:
        connection.execute("UPDATE incident_versions SET tally = 'other.contested|'")
    store.complete()
    findings = prove(book.ledger, store).findings
    assert any(one.startswith("the counts of the table differ from those of the log") for one in findings)
    assert not any("in memory" in one for one in findings)


@pytest.mark.parametrize("broken", ["forgets what was known", "never closes a row"])
def test_a_fold_that_goes_wrong_is_found(store: Store, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    break_the_fold(monkeypatch, broken)
    book = a_life(a_book())
    followed(book.ledger, store)
    assert prove(book.ledger, store).findings != []


def test_a_parked_stream_is_proven_up_to_where_it_waits(store: Store) -> None:
    book = a_life(a_book())
    bad = book.report()
    slip_in(book.ledger, bad, 3, "incident.forgotten", b"{}")
    book.say(book.report())
    followed(book.ledger, store)
    assert prove(book.ledger, store).findings == []
    with store.writing() as connection:
        connection.execute("DELETE FROM parked")
    store.complete()
    assert prove(book.ledger, store).findings[0].startswith(f"stream {bad} is not parked, and cannot be folded: ")


def test_of_many_wrong_streams_some_are_named_and_the_rest_are_counted(store: Store) -> None:
    book = a_book()
    for _ in range(23):
        book.report()
    followed(book.ledger, store)
    with store.writing() as connection:
        connection.execute("UPDATE incident_versions SET act = 'ambush'")
    assert prove(book.ledger, store).findings[-1] == "3 more streams are not shown as the log tells them"


def test_a_sample_is_spread_over_the_log_and_the_same_each_time(book: Book) -> None:
    for _ in range(30):
        book.report()
    last = book.ledger.position
    some = sampled(book.ledger, last, 5)
    assert sampled(book.ledger, last, 5) == some
    assert len(set(some.streams)) == 5 < some.of
    assert opened(book.ledger, some.streams[-1]) > last * 3 // 4
    everything = sampled(book.ledger, last, 1000)
    assert len(set(everything.streams)) == len(everything.streams) == everything.of == some.of


def test_a_sample_of_one_is_one(store: Store) -> None:
    book = a_life(a_book())
    followed(book.ledger, store)
    proof = prove(book.ledger, store, 1)
    assert (proof.findings, proof.streams, proof.whole) == ([], 1, False)
    assert proof.extent.startswith(f"1 of {proof.of_streams} streams")


def test_a_ledger_without_a_fact_is_proven_too(store: Store) -> None:
    ledger = Ledger.at("sqlite://")
    proof = prove(ledger, followed(ledger, store))
    assert (proof.findings, proof.streams, proof.cuts, proof.whole) == ([], 0, 0, True)


def test_thinning_keeps_both_ends() -> None:
    assert thinned(range(10), 4) == [0, 3, 6, 9]
    assert thinned(range(4), 4) == [0, 1, 2, 3]


def test_before_its_opening_was_known_there_is_no_agreement_and_after_it_there_is(book: Book) -> None:
    agreement = [one for one in book.ledger.undecoded_after(0, 1000) if one.name.startswith("agreement.")]
    record = record_of(agreement, FOREVER)
    first, *_, last = cuts_of(record, book.ledger.position, 1000)
    assert content_at(record, first) is None
    assert content_at(record, last) is not None
    assert content_at(record, Cut(FOREVER - 1, agreement[0].position - 1)) is None


def opened(ledger: Ledger, stream: str) -> int:
    return next(one.position for one in ledger.undecoded_after(0, 10_000) if one.stream == stream)


def break_the_fold(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Let the tables be made wrongly from now on, in a way that raises nothing."""
    if how == "never closes a row":
        monkeypatch.setattr(History, "_close", lambda *_: None)
        return

    def forgetful(_: object, since: int, content: Content | None) -> tuple[Segment, ...]:
        return () if content is None else (Segment(since, FOREVER, content),)

    monkeypatch.setattr(timeline, "_extended", forgetful)


def test_a_judgement_made_of_many_at_once_that_the_page_does_not_bear_out_is_found(book: Book, store: Store) -> None:
    book.become("entered_into_force", "2019-01-01")
    book.adopt("3", acts=["air_strike"], binds=["syria-government"])
    incident = book.report()
    followed(book.ledger, store)
    assert prove(book.ledger, store).findings == []
    judgements(store, lens(store)).so_far.found["sochi-2018", "3"].status[:] = CODES.index(Status.UNCERTAIN)
    (found,) = prove(book.ledger, store).findings
    assert found == f"incident {incident} is listed as uncertain of sochi-2018 3, and its page says found"
