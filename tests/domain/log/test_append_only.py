import pytest

from domain.ledger import Ledger
from domain.party import PartyReport
from tests.domain.arrange import made
from tests.domain.log.arrange import (
    DATABASE_ERRORS,
    a_ledger,
    at_once,
    check_contiguous,
    clerk,
    register_party,
    report_incident,
    run_sql,
)

WHOLE = "SELECT * FROM stored_events ORDER BY 1, 2"
KEY = "originator_id, originator_version"
COLUMNS = f"{KEY}, topic, state"
DROPPED = {
    "sqlite": "DROP TRIGGER stored_events_no_delete",
    "postgresql": "DROP TRIGGER stored_events_append_only ON stored_events",
}
SAME = f"SELECT {COLUMNS} FROM stored_events"
OTHERS = "SELECT originator_id, 1, 'x', 'x' FROM stored_events"


def assert_refused(url: str, statement: str) -> None:
    """Try it on the log, and see that it is refused and changes nothing."""
    before = run_sql(url, WHOLE)
    with pytest.raises(DATABASE_ERRORS, match="the log is append-only"):
        run_sql(url, statement)
    assert run_sql(url, WHOLE) == before
    assert before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET topic = 'party.renamed'",
        "UPDATE stored_events SET state = state WHERE originator_version = 1",
        "DELETE FROM stored_events",
        "DELETE FROM stored_events WHERE originator_version = 1",
    ],
)
@pytest.mark.usefixtures("ledger")
def test_nothing_stored_is_changed_or_removed(database_url: str, statement: str) -> None:
    assert_refused(database_url, statement)


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE INTO stored_events ({COLUMNS}) {OTHERS}",
        f"REPLACE INTO stored_events ({COLUMNS}) {OTHERS} LIMIT 1",
        f"INSERT OR REPLACE INTO stored_events (rowid, {COLUMNS}) VALUES (1, 'new', 1, 'x', 'x')",
        f"INSERT INTO stored_events ({COLUMNS}) {OTHERS} WHERE true ON CONFLICT DO UPDATE SET topic = 'x'",
        "UPDATE OR REPLACE stored_events SET originator_version = 1",
    ],
    ids=["by key", "by key, in short", "by rowid", "upsert", "by update"],
)
def test_sqlite_replaces_nothing(sqlite_url: str, statement: str) -> None:
    a_ledger(sqlite_url).close()
    assert_refused(sqlite_url, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE stored_events",
        "TRUNCATE stored_events RESTART IDENTITY CASCADE",
        f"INSERT INTO stored_events ({COLUMNS}) {SAME} ON CONFLICT ({KEY}) DO UPDATE SET topic = 'x'",
    ],
    ids=["truncate", "truncate all", "upsert"],
)
def test_postgresql_is_not_emptied_or_overwritten(postgres_url: str, statement: str) -> None:
    a_ledger(postgres_url).close()
    assert_refused(postgres_url, statement)


def test_opening_a_ledger_again_keeps_its_facts_and_its_guard(database_url: str, ledger: Ledger) -> None:
    before = ledger.position
    again = Ledger.at(database_url)
    assert again.position == before
    report_incident(clerk(again))
    check_contiguous(again)
    again.close()
    assert_refused(database_url, "DELETE FROM stored_events")


def test_several_that_open_a_new_ledger_at_once_all_have_it(database_url: str) -> None:
    opened = at_once(*[lambda: Ledger.at(database_url)] * 4)
    for number, one in enumerate(opened):
        clerk(one).open(register_party, made(PartyReport, slug=f"party-{number}", name="P", kind="state"))
    check_contiguous(opened[0])
    for one in opened:
        one.close()


def test_a_log_whose_guard_was_taken_away_says_so_until_it_is_opened_for_writing(
    database_url: str, ledger: Ledger
) -> None:
    assert ledger.log.guarded()
    run_sql(database_url, DROPPED[database_url.partition(":")[0]])
    assert not ledger.log.guarded()
    looking = Ledger.at(database_url, create=False)
    assert not looking.log.guarded()
    looking.close()
    mended = Ledger.at(database_url)
    assert mended.log.guarded()
    mended.close()
    assert_refused(database_url, "DELETE FROM stored_events")


def test_a_guard_that_was_switched_off_says_so(postgres_url: str) -> None:
    ledger = a_ledger(postgres_url)
    run_sql(postgres_url, "ALTER TABLE stored_events DISABLE TRIGGER ALL")
    assert not ledger.log.guarded()
    ledger.close()


def test_a_ledger_that_is_there_can_be_read_and_written_without_making_anything(
    database_url: str, ledger: Ledger
) -> None:
    again = Ledger.at(database_url, create=False)
    recorded = report_incident(clerk(again, key="k"))
    assert ledger.position == again.position == recorded.position + 1
    assert [fact.originator_version for fact in again.facts_of(recorded.id)] == [1, 2]
    again.close()
