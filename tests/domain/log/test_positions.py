import pytest

from domain import errors
from domain.clerk import Contended
from domain.incident.incident import Incident
from domain.ledger import Ledger, LostRace
from domain.log import sqlite
from tests.domain.arrange import REGISTER, entry, nayrab, toll
from tests.domain.log.arrange import (
    DATABASE_ERRORS,
    add_claim,
    at_once,
    check_contiguous,
    clerk,
    incident_in,
    report_incident,
    run_sql,
)

WRITERS = 4
WRITES = 5


def changed(incident: Incident, number: int) -> Incident:
    incident.entry = entry()
    incident.add_claim(toll(number), REGISTER)
    return incident


def unrelated() -> Incident:
    return Incident.report(entry(), nayrab(), REGISTER)


def overtaken(ledger: Ledger) -> Incident:
    """Take an incident up and change it, while somebody else changes it first."""
    incident = report_incident(clerk(ledger)).id
    late = changed(incident_in(ledger, incident), 2)
    ledger.append(changed(incident_in(ledger, incident), 1))
    return late


def test_positions_begin_at_one_and_leave_none_out(ledger: Ledger) -> None:
    recorded = report_incident(clerk(ledger))
    check_contiguous(ledger)
    assert recorded.position == ledger.position


def test_who_writes_second_to_one_version_is_told_and_nothing_of_the_write_is_stored(ledger: Ledger) -> None:
    late, beside = overtaken(ledger), unrelated()
    before = ledger.position
    with pytest.raises(LostRace):
        ledger.append(beside, late)
    assert ledger.position == before
    assert ledger.get(Incident, beside.id) is None


def test_positions_are_contiguous_after_conflicts(ledger: Ledger) -> None:
    for _ in range(3):
        late = overtaken(ledger)
        with pytest.raises(LostRace):
            ledger.append(unrelated(), late)
    report_incident(clerk(ledger))
    check_contiguous(ledger)


def test_positions_are_contiguous_after_an_insert_that_failed(database_url: str, ledger: Ledger) -> None:
    insert = "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
    for rest in ("SELECT originator_id, 1, 'x', 'x' FROM stored_events", "SELECT originator_id FROM stored_events"):
        with pytest.raises(DATABASE_ERRORS):
            run_sql(database_url, insert + rest)
    report_incident(clerk(ledger))
    check_contiguous(ledger)


def test_writers_at_once_leave_no_position_out_and_share_none(ledger: Ledger) -> None:
    def write() -> list[int]:
        return [report_incident(clerk(ledger)).position for _ in range(WRITES)]

    positions = [position for many in at_once(*[write] * WRITERS) for position in many]
    check_contiguous(ledger)
    assert len(set(positions)) == WRITERS * WRITES


def test_writers_at_once_to_one_incident_are_all_recorded(ledger: Ledger) -> None:
    incident = report_incident(clerk(ledger)).id

    def write() -> list[int]:
        return [add_claim(clerk(ledger), incident, toll(number)).version for number in range(WRITES)]

    versions = [version for many in at_once(*[write] * WRITERS) for version in many]
    assert sorted(versions) == list(range(3, 3 + WRITERS * WRITES))
    check_contiguous(ledger)


def test_a_write_that_others_overtake_again_and_again_gives_up(
    quick_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def overtake(*things: object) -> int:
        tries.append(things)
        raise LostRace

    incident = report_incident(clerk(quick_ledger)).id
    monkeypatch.setattr(quick_ledger, "append", overtake)
    monkeypatch.setattr("domain.clerk.ATTEMPTS", 3)
    with pytest.raises(Contended):
        add_claim(clerk(quick_ledger), incident, toll(4))
    assert len(tries) == 3
    assert issubclass(Contended, errors.Refused)


def test_an_append_of_nothing_stands_where_the_log_stands(quick_ledger: Ledger) -> None:
    assert quick_ledger.append() == quick_ledger.position


def test_readers_are_woken_after_an_append_and_not_after_a_conflict(quick_ledger: Ledger) -> None:
    late = overtaken(quick_ledger)
    woken: list[int] = []
    quick_ledger.when_appended(lambda: woken.append(quick_ledger.position))
    with pytest.raises(LostRace):
        quick_ledger.append(late)
    recorded = report_incident(clerk(quick_ledger))
    assert woken == [recorded.position]


def test_facts_are_read_in_parts_from_any_position(quick_ledger: Ledger) -> None:
    incident = report_incident(clerk(quick_ledger)).id
    last = quick_ledger.position
    assert [position for position, _ in quick_ledger.facts_after(last - 2, 1)] == [last - 1]
    assert [fact.originator_version for fact in quick_ledger.facts_of(incident)] == [1, 2]
    assert [fact.originator_version for fact in quick_ledger.facts_of(incident, before=2)] == [1]


def test_facts_are_read_as_they_are_stored_by_position_and_by_stream(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_AT_ONCE", 1)
    first, second = (report_incident(clerk(ledger)).id for _ in range(2))
    stored = ledger.undecoded_after(0, 1000)
    assert [(one.position, one.stream_id, one.version, one.name, one.state) for one in stored] == [
        (one.id, one.originator_id, one.originator_version, one.topic, one.state)
        for one in ledger.stored_after(0, 1000)
    ]
    assert ledger.undecoded_after(stored[-2].position, 1) == stored[-1:]
    assert ledger.log.of([second, first]) == [one for one in stored if one.stream_id in {first, second}]
    assert ledger.log.of([]) == []
    assert ledger.address.is_in_memory is False


def test_a_fact_that_is_not_stored_has_no_position(ledger: Ledger) -> None:
    assert ledger.log.position_of(unrelated().id, 1) is None


def test_an_empty_ledger_stands_at_position_0(database_url: str) -> None:
    empty = Ledger.at(database_url)
    assert (empty.position, empty.log.count(0), empty.facts_after(0, 10)) == (0, 0, [])
    empty.close()
