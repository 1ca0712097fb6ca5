"""Looking back to a position gives what the tables gave when the log stood there, however the log was followed."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.lens import Lens
from projections import agreements, chains, follow, incidents, parties, sources, statements
from projections.catalogue import TABLES
from projections.counts import grouped
from projections.selection import Selection
from projections.store import Store
from tests.projections.arrange import a_book, followed, lens, refolded, step_by_step
from tests.projections.histories import Turn, histories, turns
from tests.projections.story import told

REGISTERED = a_book().ledger.position
EVERY = Selection(standing="alleged,corroborated,verified,disputed,retracted,merged")
LOOKS: tuple[dict[str, Any], ...] = (
    {},
    {"as_of": datetime(2020, 2, 4, 22, 30, tzinfo=UTC), "known_at": datetime(2020, 2, 5, 12, tzinfo=UTC)},
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(turns, min_size=1, max_size=10), st.integers(0, 1))
def test_every_position_answers_for_ever_as_it_did_when_the_log_stood_there(
    tables: Store, beside: Store, history: list[Turn], first: int
) -> None:
    ledger = told(history).book.ledger
    remembered: dict[int, str] = {}

    def look(position: int) -> Lens:
        return Lens(position=position, **LOOKS[(position + first) % len(LOOKS)])

    def remember(position: int) -> None:
        if position >= REGISTERED:
            remembered[position] = view(tables, look(tables.position))

    tables.empty()
    step_by_step(ledger, tables, remember)
    for position, answer in remembered.items():
        assert view(tables, look(position)) == answer
    refolded(ledger, beside)
    assert everything_in(tables) == everything_in(beside)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories, st.integers(1, 7))
def test_the_tables_do_not_show_in_which_batches_the_log_came(
    tables: Store, beside: Store, history: list[Turn], batch: int
) -> None:
    ledger = told(history).book.ledger
    tables.empty()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(follow, "BATCH", batch)
        followed(ledger, tables)
    refolded(ledger, beside)
    assert everything_in(tables) == everything_in(beside)


def test_a_lens_without_a_position_looks_at_the_last_one(tables: Store) -> None:
    book = a_book()
    incident = book.report()
    book.state(deadline={"from": "2020-02-10"})
    book.become("entered_into_force", "2018-10-15")
    refolded(book.ledger, tables)
    assert view(tables, Lens()) == view(tables, Lens(position=book.ledger.position))
    assert incidents.etag(tables, Lens(), incident) == incidents.etag(tables, lens(tables), incident)


def test_the_etag_at_a_position_is_the_version_that_stood_then(tables: Store) -> None:
    book = a_book()
    incident = book.report()
    reported = book.ledger.position
    book.say(incident)
    refolded(book.ledger, tables)
    assert incidents.etag(tables, Lens(position=reported), incident) == (2, reported)
    assert incidents.etag(tables, Lens(position=reported + 1), incident) == (3, reported + 1)


def view(store: Store, looking: Lens) -> str:
    """Everything that the read models answer under a lens, word for word."""
    page = incidents.page(store, looking, EVERY, limit=1000, after=None)
    return json.dumps(
        {
            "counts": [grouped(store, looking, Selection(), names) for names in (["party"], ["month", "act"])],
            "list": page.items,
            "incidents": [incidents.one(store, looking, UUID(one["id"])) for one in page.items],
            "agreements": agreements.page(store, looking),
            "statements": statements.page(store, looking),
            "chains": chains.page(store, looking),
            "parties": parties.page(store, looking),
            "sources": sources.page(store, looking),
        },
        sort_keys=True,
    )


def everything_in(store: Store) -> dict[str, list[str]]:
    """The content of every table, row by row."""
    columns = {"facts": "*"} | {table.name: "* EXCLUDE (row)" for table in TABLES}
    return {
        name: [str(row) for row in store.rows(f"SELECT {what} FROM {name} ORDER BY ALL")]
        for name, what in columns.items()
    }
