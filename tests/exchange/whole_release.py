"""UCDP's own file, taken in as a whole: once for all the tests that read what it made, or write to a copy."""

from dataclasses import dataclass
from pathlib import Path

from api.exchange.files.opening import open_table
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report
from api.exchange.reading.ucdp import UcdpGed
from domain.ledger import Ledger


@dataclass
class Imported:
    """The ledger that the whole file made, and what the import said."""

    url: str
    file: Path
    report: Report


def take_in(url: str, file: Path, **asked: bool) -> Report:
    ledger = Ledger.at(url)
    try:
        origin = Origin("ucdp-ged", file.name, digest_of_file(file), "import")
        report = Report.begun(origin, "ucdp-ged", dry_run=asked.get("dry_run", False))
        with open_table(file) as table:
            return Intake(ledger, UcdpGed(), origin, Asked(**asked), report).take_in(table.rows)
    finally:
        ledger.close()


def copied(whole: Imported, folder: Path) -> str:
    """Copy a database that nobody has open; its log of writes is empty by then."""
    path = folder / "ledger.db"
    path.write_bytes(Path(whole.url.removeprefix("sqlite:///")).read_bytes())
    return f"sqlite:///{path}"
