"""However many processes decide, and whoever writes meanwhile, the same file makes the same log."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from api.exchange.files.opening import open_table
from api.exchange.intake import intake, stretch
from api.exchange.intake.deciding import Decider
from api.exchange.intake.intake import Asked, Intake, Interrupted
from api.exchange.intake.origin import Origin, is_of_import
from api.exchange.intake.report import Report
from api.exchange.intake.stretch import Decided, Stretch, Terms
from api.exchange.reading.ucdp import UcdpGed
from bench.ged import write_ged
from domain.incident.incident import Incident
from domain.judgement import Judgement
from domain.ledger import Ledger
from domain.model import derived_id
from tests.exchange.gazette import Desk, a_row, outcomes, records

ROWS = 60


@pytest.fixture
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "ROWS", 4)


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    ledger = Ledger.at(sqlite_url)
    desk = Desk(ledger)
    desk.register("hill-brigade", "Hill Brigade")
    yield desk
    ledger.close()


def log_of(ledger: Ledger) -> list[tuple[str, int, str]]:
    return [(one.stream, one.version, one.name) for one in ledger.undecoded_after(0, 100_000)]


def imported(url: str, file: Path) -> tuple[Report, list[tuple[str, int, str]]]:
    ledger = Ledger.at(url)
    report = Report("", "", "", "")
    with open_table(file) as table:
        origin = Origin("ucdp-ged", "ged.csv", "digest", "import")
        Intake(ledger, UcdpGed(), origin, Asked(register_parties=True), report).take_in(table.rows)
    facts = log_of(ledger)
    ledger.close()
    return report, facts


@pytest.mark.usefixtures("small_stretches")
def test_several_processes_make_the_log_that_one_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_ged(tmp_path / "ged.csv", ROWS)
    monkeypatch.setattr(intake, "FEW", 10_000)
    alone, one = imported(f"sqlite:///{tmp_path / 'alone.db'}", file)
    monkeypatch.setattr(intake, "FEW", 1)
    together, several = imported(f"sqlite:///{tmp_path / 'together.db'}", file)
    assert several == one
    assert together.as_json() == alone.as_json()
    assert together.counts["new"] == ROWS


@pytest.mark.usefixtures("small_stretches")
def test_an_id_that_comes_again_far_below_is_refused_there(desk: Desk) -> None:
    rows = [a_row(number) for number in range(1, 15)] + [a_row(15, id="g2")]
    report = desk.take_in(rows)
    assert outcomes(report) == {"new": 14, "refused": 1}
    assert report.first["refused"][0].rule.startswith("row 3 has this id already")
    assert outcomes(desk.take_in(rows)) == {"unchanged": 14, "refused": 1}


@pytest.mark.usefixtures("small_stretches")
def test_a_slug_that_a_row_far_above_asked_for_is_taken_below(desk: Desk) -> None:
    rows = [a_row(number, side="River Front" if number < 9 else "River-Front!") for number in range(1, 11)]
    report = desk.take_in(rows, register_parties=True)
    assert (outcomes(report), report.registered) == ({"new": 8, "refused": 2}, ["river-front"])


class Interloper(Decider):
    """Decides, and lets somebody else write before what it decided is stored."""

    meanwhile: ClassVar[list[Callable[[], object]]] = []

    def decide(self, stretch: Stretch, terms: Terms) -> Decided:
        decided = super().decide(stretch, terms)
        while self.meanwhile:
            self.meanwhile.pop()()
        return decided


def test_what_somebody_else_recorded_first_is_decided_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "Decider", Interloper)
    other = Desk(desk.ledger)
    Interloper.meanwhile.append(lambda: other.take_in([a_row(2), a_row(4, killed=9)]))
    report = desk.take_in([a_row(number) for number in range(1, 5)])
    assert outcomes(report) == {"new": 2, "unchanged": 1, "corrected": 1}
    assert [desk.killed(number) for number in (2, 4)] == [2, 2]


def test_what_an_analyst_does_meanwhile_is_not_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in([a_row(1)])

    def verify() -> None:
        desk.analyst().change(Incident, desk.stream(1), Incident.verify, Judgement(reason="seen on film"))

    monkeypatch.setattr(intake, "Decider", Interloper)
    Interloper.meanwhile.append(verify)
    assert outcomes(desk.take_in([a_row(1, killed=5)])) == {"corrected": 1}
    body = desk.shown(1)
    assert body is not None
    assert (body["standing"], desk.killed(1)) == ("verified", 5)


def test_a_party_that_somebody_registers_meanwhile_is_the_one_that_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "Decider", Interloper)
    Interloper.meanwhile.append(lambda: desk.register("river-front", "The River Front", "River Front"))
    report = desk.take_in([a_row(1, side="River Front")], register_parties=True)
    assert (outcomes(report), report.registered) == ({"new": 1}, [])
    body = desk.shown(1)
    assert body is not None
    assert body["targets"] == ["river-front"]


@pytest.mark.usefixtures("small_stretches")
def test_an_import_that_is_told_to_stop_keeps_what_it_has_stored_and_goes_on_later(desk: Desk) -> None:
    rows = [a_row(number) for number in range(1, 20)]
    origin = Origin("gazette", "gazette.csv", "a digest", "import")
    report = Report("", "", "", "")
    job = Intake(desk.ledger, desk.format, origin, Asked(), report)
    job.moved = lambda _: job.stopping.set()
    with pytest.raises(Interrupted):
        job.take_in(records(rows))
    assert outcomes(report) == {"new": 4}
    assert outcomes(desk.take_in(rows)) == {"new": 15, "unchanged": 4}


def test_all_facts_of_an_import_bear_one_correlation_that_proves_itself(desk: Desk) -> None:
    before = desk.ledger.position
    desk.take_in([a_row(1), a_row(2, side="River Front")], register_parties=True)
    ids = {fact.correlation_id for _, fact in desk.ledger.facts_after(before, 100)}
    (one,) = ids
    assert is_of_import("gazette", one)
    assert not is_of_import("another-list", one)
    assert not is_of_import("gazette", derived_id("a request"))
