"""One fact that nobody can read holds back its own stream, in the open, and nothing else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from domain.incident.incident import Incident
from domain.incident.state import IncidentState
from domain.ledger import Ledger
from domain.model import derived_id
from projections import incidents, versions
from projections.catalogue import TABLES
from projections.proving.audit import audit
from projections.store import Store
from projections.table import Table
from projections.timeline import Content, Timeline
from tests.domain.arrange import lost
from tests.projections.arrange import Book, a_book, counts, followed, lens, step_by_step

UNREADABLE = {
    "of no known name": ("incident.forgotten", b'{"v":1}'),
    "of no JSON": ("incident.verified", b"not JSON"),
    "of a later release": ("incident.verified", b'{"v":9}'),
    "without its members": ("incident.verified", b'{"v":1}'),
    "that the upcaster stumbles over": ("incident.claim_added", b'{"v":1}'),
    "that is a list": ("incident.verified", b"[]"),
}


@pytest.mark.parametrize(("name", "state"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_fact_parks_its_stream_and_holds_back_only_itself(
    book: Book, store: Store, name: str, state: bytes
) -> None:
    bad, good = book.report(), book.report()
    position = slip_in(book.ledger, bad, 3, name, state)
    book.say(good, "sohr", casualties=[lost(9)])
    followed(book.ledger, store)
    assert [(one["id"], one["position"]) for one in store.parked()] == [(str(bad), position)]
    assert store.position == book.ledger.position
    assert counts(store)["turkey"]["suffered"]["killed"] == {"low": 4, "high": 11, "open": False}
    findings = audit(book.ledger, store).findings
    assert any(one.startswith(f"stream {bad} is parked at position {position}") for one in findings)
    assert any(one.startswith(f"position {position} cannot be read") for one in findings)
    assert len(findings) == 2


def test_what_follows_in_a_parked_stream_waits_and_what_came_before_still_holds(store: Store) -> None:
    book = a_book()
    bad = book.report(claim={"source": "turkey-mod", "published_at": "2020-02-20", "perpetrator": "russia"})
    withdrawal = {"claim_id": str(claim_of(book.ledger, bad)), "reason": "x"} | stamp(book)
    slip_in(book.ledger, bad, 3, "incident.forgotten", b"{}")
    slip_in(book.ledger, bad, 4, "incident.claim_withdrawn", json.dumps(withdrawal).encode())
    slip_in(book.ledger, bad, 5, "incident.forgotten", b"{}")
    followed(book.ledger, store)
    assert counts(store)["russia"]["violations"]["attributed"] == 1
    assert len(store.parked()) == 1


def test_a_parked_stream_looks_the_same_however_the_log_was_cut(store: Store) -> None:
    book = a_book()
    bad = book.report()
    book.say(bad)
    slip_in(book.ledger, bad, 4, "incident.forgotten", b"{}")
    slip_in(book.ledger, bad, 5, "incident.forgotten", b"{}")
    book.report()
    step_by_step(book.ledger, store)
    at_once = followed(book.ledger, Store())
    assert store.parked() == at_once.parked()
    assert not [one for one in audit(book.ledger, store).findings if "differs" in one]


def test_an_opening_that_cannot_be_read_shows_nothing_of_its_stream(store: Store) -> None:
    book = a_book()
    unseen = derived_id("test", "unseen")
    slip_in(book.ledger, unseen, 1, "incident.violation_reported", b'{"v":1}')
    book.report()
    followed(book.ledger, store)
    assert incidents.one(store, lens(store), unseen) is None
    assert counts(store)["turkey"]["count"] == 1


def test_a_stream_that_no_fold_digests_is_parked_with_what_it_said_before(store: Store) -> None:
    book = a_book()
    incident = book.report()
    with a_fold_that_chokes_on_two_claims():
        book.say(incident)
        position = book.ledger.position
        book.say(incident)
        other = book.report()
        followed(book.ledger, store)
    assert store.parked() == [{"id": str(incident), "position": position, "error": "ZeroDivisionError: indigestible"}]
    assert incidents.one(store, lens(store), other) is not None
    found = incidents.one(store, lens(store), incident)
    assert found is not None
    assert len(found["claims"]) == 1


def test_a_number_too_great_to_be_added_up_is_parked_and_every_other_count_stands(store: Store) -> None:
    book = a_book()
    incident = book.report()
    override = {"override": {"casualties": [{"party": "turkey", "outcome": "killed", "low": 10**30}]}, "v": 1}
    slip_in(book.ledger, incident, 3, "incident.assessed", json.dumps(override | stamp(book)).encode())
    book.report()
    followed(book.ledger, store)
    assert "less than or equal to 1000000000" in store.parked()[0]["error"]
    assert counts(store)["turkey"]["suffered"]["killed"]["low"] == 4


def test_a_kind_of_thing_that_has_no_table_is_passed_over(store: Store) -> None:
    book = a_book()
    book.clerk()
    given = {"fingerprint": "x", "kind": "incident", "thing": str(derived_id("x")), "thing_version": 1, "made": {}}
    slip_in(book.ledger, derived_id("receipt"), 1, "receipt.given", json.dumps({"v": 1} | given | stamp(book)).encode())
    followed(book.ledger, store)
    assert (store.parked(), audit(book.ledger, store).findings) == ([], [])


def test_a_fact_of_a_kind_that_nobody_knows_parks_its_stream_however_the_log_was_cut(store: Store) -> None:
    book = a_book()
    bad, unknown = book.report(), derived_id("test", "unknown")
    first = slip_in(book.ledger, bad, 3, "rumour.heard", b"{}")
    second = slip_in(book.ledger, unknown, 1, "rumour.heard", b"{}")
    book.say(book.report())
    step_by_step(book.ledger, store)
    assert [(one["id"], one["position"]) for one in store.parked()] == [(str(bad), first), (str(unknown), second)]
    assert followed(book.ledger, Store()).parked() == store.parked()


@pytest.mark.parametrize("table", [one for one in TABLES if one.timeline is Timeline], ids=lambda one: one.name)
def test_no_table_says_anything_of_a_thing_without_its_opening(table: Table) -> None:
    assert table.content(table.state()) is None


@contextmanager
def a_fold_that_chokes_on_two_claims() -> Iterator[None]:
    plain = versions.INCIDENTS.content

    def choking(state: IncidentState) -> Content | None:
        if len(state.claims) > 1:
            raise ZeroDivisionError("indigestible")
        return plain(state)

    object.__setattr__(versions.INCIDENTS, "content", choking)
    try:
        yield
    finally:
        object.__setattr__(versions.INCIDENTS, "content", plain)


def slip_in(ledger: Ledger, stream: UUID, version: int, name: str, state: bytes) -> int:
    """Write a fact into the log by hand, with the version that is due; answers its position."""
    ledger.log.insert_events([StoredEvent(stream, version, name, state)])
    return ledger.position


def stamp(book: Book) -> dict[str, str]:
    now = book.now.isoformat()
    return {"timestamp": now, "known_at": now, "recorded_by": "key-1", "correlation_id": str(derived_id("by hand"))}


def claim_of(ledger: Ledger, incident: UUID) -> UUID:
    held = ledger.get(Incident, incident)
    assert held is not None
    return next(iter(held.state.claims))
