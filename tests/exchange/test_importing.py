"""Rows of a file become facts by the same commands as the API's: each once, and only what all rules let through."""

from collections.abc import Iterator

import pytest

from api.exchange.intake.names import KnownNames
from domain.clerk import AlreadyRecorded
from domain.incident.incident import Incident
from domain.ledger import Ledger
from domain.source import Source
from tests.exchange.gazette import Desk, Registers, a_row, outcomes, records


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    ledger = Ledger.at(database_url)
    desk = Desk(ledger)
    desk.register("hill-brigade", "Hill Brigade", "HB")
    yield desk
    ledger.close()


def test_a_row_becomes_an_incident_with_the_claim_of_its_source(desk: Desk) -> None:
    report = desk.take_in([a_row(1, killed=7)])
    assert outcomes(report) == {"new": 1}
    assert (report.rows, report.position) == (1, desk.ledger.position)
    body = desk.shown(1)
    assert body is not None
    assert (body["nature"], body["targets"], body["place"]["name"]) == ("incident", ["hill-brigade"], "Nayrab")
    assert [(claim["source"], claim["total"]["best"]) for claim in body["claims"]] == [("gazette", 7)]
    assert body["occurred"]["from"] == "2020-03-01"


def test_it_is_known_when_its_source_published_it(desk: Desk) -> None:
    desk.take_in([a_row(1)])
    assert desk.killed(1, known_at="2020-03-01T17:59:59Z") is None
    assert desk.killed(1, known_at="2020-03-01T18:00:00Z") == 2


def test_the_same_file_again_records_nothing(desk: Desk) -> None:
    rows = [a_row(number) for number in range(1, 6)]
    first = desk.take_in(rows)
    again = desk.take_in(rows)
    assert outcomes(again) == {"unchanged": 5}
    assert again.position == first.position == desk.ledger.position


def test_the_api_knows_an_imported_row_again(desk: Desk) -> None:
    """Under its external id, the same report answers what the import has recorded."""
    desk.take_in([a_row(1)])
    (draft,) = desk.format.read(records([a_row(1)])[0], KnownNames.of(desk.ledger))
    with pytest.raises(AlreadyRecorded) as before:
        desk.analyst().open(Incident.report, draft.report)
    assert before.value.recorded.id == desk.stream(1)


def test_the_source_of_a_format_is_registered_once(desk: Desk) -> None:
    desk.take_in([a_row(1)])
    desk.take_in([a_row(2)])
    source = desk.ledger.get(Source, Source.stream("gazette"))
    assert source is not None
    assert (source.version, source.state.name) == (1, "The Gazette")


def test_a_refused_row_is_told_with_its_column_and_rule_and_the_others_go_in(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(2, killed="two"), a_row(3, day="2999-01-01"), a_row(4)])
    assert outcomes(report) == {"new": 2, "refused": 2}
    assert not report.is_clean
    told = [(line.row, line.column, line.value, line.rule) for line in report.first["refused"]]
    assert told[0] == (3, "killed", "two", "is not a number")
    assert told[1][:2] == (4, "occurred")
    assert "has not come yet" in told[1][3]
    assert desk.ledger.get(Incident, desk.stream(2)) is None


def test_what_is_odd_is_recorded_as_claimed_and_told(desk: Desk) -> None:
    report = desk.take_in([a_row(1, killed=100)])
    assert outcomes(report) == {"new": 1, "doubtful": 1}
    assert report.is_clean
    assert report.first["doubtful"][0].rule == "is a round number"
    assert desk.killed(1) == 100


def test_an_id_that_comes_twice_in_a_file_is_refused_the_second_time(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(2), a_row(3, id="g1", killed=9)])
    assert outcomes(report) == {"new": 2, "refused": 1}
    assert report.first["refused"][0].rule.startswith("row 2 has this id already")
    assert desk.killed(1) == 2
    again = desk.take_in([a_row(1), a_row(2), a_row(3, id="g1", killed=9)])
    assert outcomes(again) == {"unchanged": 2, "refused": 1}


def test_a_dry_run_says_the_same_and_stores_nothing(desk: Desk) -> None:
    rows = [a_row(1), a_row(2, side="River Front"), a_row(3, killed="?"), a_row(4, killed=500)]
    before = desk.ledger.position
    dry = desk.take_in(rows, register_parties=True, dry_run=True)
    assert desk.ledger.position == before
    wet = desk.take_in(rows, register_parties=True)
    assert desk.ledger.position > before
    assert outcomes(dry) == outcomes(wet) == {"new": 3, "refused": 1, "doubtful": 1}
    assert dry.registered == wet.registered == ["river-front"]
    assert dry.first == wet.first


def test_bulletins_are_published_and_corrected_in_their_numbers(desk: Desk) -> None:
    desk.format = Registers()
    assert outcomes(desk.take_in([a_row(1, killed=4), a_row(2, killed=5)])) == {"new": 2}
    changed = [a_row(1, killed=4), a_row(2, killed=6)]
    assert outcomes(desk.take_in(changed)) == {"unchanged": 1, "corrected": 1}
    assert outcomes(desk.take_in(changed)) == {"unchanged": 2}
    other_day = desk.take_in([a_row(1, killed=4), a_row(2, killed=6, day="2020-03-09")])
    assert outcomes(other_day) == {"unchanged": 1, "refused": 1}
    assert "its period changed" in other_day.first["refused"][0].rule
