"""What an import stores in bulk is, byte by byte, what one report at a time through the API's commands would be."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from api.exchange.draft import Row
from api.exchange.files.opening import open_table
from api.exchange.intake import intake, stretch
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.names import KnownNames
from api.exchange.intake.origin import Origin
from api.exchange.intake.report import Report
from api.exchange.reading.ucdp import UcdpGed
from bench.ged import write_ged
from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.incident.reports import IncidentReport
from domain.ledger import Ledger
from domain.log.mapper import decoded
from domain.log.stored import Stored
from domain.model import Entry, Fact

ROWS = 40
BOUNDS = {"occurred": {"earliest", "latest", "until"}}
"""What a writer never gives: it is worked out when a report is read."""


@pytest.fixture
def several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "ROWS", 4)
    monkeypatch.setattr(intake, "FEW", 1)


def as_sent(row: Row, names: KnownNames) -> IncidentReport:
    """Read a row, and then its report again, from the JSON that a writer would send: every part of it is checked."""
    (draft,) = UcdpGed().read(row, names)
    assert isinstance(draft.report, IncidentReport)
    return IncidentReport.model_validate_json(
        draft.report.model_dump_json(by_alias=True, exclude=BOUNDS, exclude_none=True)
    )


def in_plain_json(fact: Fact) -> bytes:
    """Write a fact with nothing but the standard library."""
    said = fact.model_dump(mode="json", by_alias=True, exclude_none=True)
    members = {name: part for name, part in said.items() if not name.startswith("originator_")}
    return json.dumps({"v": fact.VERSION} | members, ensure_ascii=False, separators=(",", ":")).encode()


def stored_incidents(ledger: Ledger) -> list[Stored]:
    return [one for one in ledger.undecoded_after(0, 10_000) if one.name.startswith("incident.")]


@pytest.mark.usefixtures("several_processes")
def test_an_import_stores_the_bytes_that_one_report_at_a_time_does(tmp_path: Path) -> None:
    file = write_ged(tmp_path / "ged.csv", ROWS)
    origin = Origin("ucdp-ged", "ged.csv", "digest", "import")
    with closing(Ledger.at(f"sqlite:///{tmp_path / 'ledger.db'}")) as ledger:
        with open_table(file) as table:
            Intake(ledger, UcdpGed(), origin, Asked(register_parties=True), Report("", "", "", "")).take_in(table.rows)
        stored = stored_incidents(ledger)
        names, clerk = KnownNames.of(ledger), Clerk(ledger, "import")
        expected = []
        with open_table(file) as table:
            for row, opening in zip(table.rows, stored[::2], strict=True):
                assert isinstance(row, Row)
                entry = Entry(at=decoded(opening).timestamp, by="import", correlation=origin.correlation)
                incident = Incident.report(entry, as_sent(row, names), clerk)
                facts = [fact for fact in incident.pending_events if isinstance(fact, Fact)]
                expected += [(incident.id.hex, fact.TOPIC, in_plain_json(fact)) for fact in facts]
    assert [(one.stream, one.name, one.state) for one in stored] == expected
    assert len(expected) == 2 * ROWS
