"""A made-up data set, the Gazette, and a ledger that takes in its releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from api.exchange.draft import Draft, Finding, Names, Row, RowRefused
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin
from api.exchange.intake.report import Report
from domain.bulletin import BulletinReport
from domain.clerk import Clerk
from domain.external import ExternalId, stream_of
from domain.incident.incident import Incident
from domain.incident.reports import IncidentReport
from domain.ledger import Ledger
from domain.party import Party, PartyReport
from domain.source import Source, SourceReport
from projections.follow import Follower
from projections.incidents import one
from projections.looking import resolve
from projections.store import Store

COLUMNS = ("id", "day", "place", "side", "killed", "printed", "changed")


@dataclass
class Gazette:
    """Reads its rows: what happened on a day, at a place, to a side."""

    name: str = "gazette"
    scheme: str = "gazette"

    def sources(self) -> Iterable[SourceReport]:
        yield SourceReport.model_validate({"slug": "gazette", "name": "The Gazette", "kind": "dataset"})

    def check_columns(self, columns: Iterable[str]) -> None:
        assert set(COLUMNS) <= set(columns)

    def read(self, row: Row, names: Names) -> list[Draft]:
        cells = row.cells
        side = names.party(cells["side"], row, "side")
        if not cells["killed"].isdecimal():
            raise RowRefused(Finding(row.number, "killed", cells["killed"], "is not a number"))
        killed = int(cells["killed"])
        report = IncidentReport.model_validate(
            {
                "occurred": {"from": cells["day"]},
                "place": {"name": cells["place"]},
                "act": "shelling",
                "targets": [side],
                "claim": {
                    "source": "gazette",
                    "published_at": cells["printed"],
                    "casualties": [{"party": side, "outcome": "killed", "quantity": {"exact": killed}}],
                    "total": {"best": killed},
                },
                "external_id": {"scheme": "gazette", "value": cells["id"]},
            }
        )
        odd = Finding(row.number, "killed", cells["killed"], "is a round number")
        changed = datetime.fromisoformat(cells["changed"]).replace(tzinfo=UTC) if cells["changed"] else None
        return [Draft(row.number, report, (odd,) if killed >= 100 else (), changed)]


@dataclass
class Registers(Gazette):
    """Reads the same rows as counts of one side: bulletins."""

    def read(self, row: Row, names: Names) -> list[Draft]:
        report = BulletinReport.model_validate(
            {
                "source": "gazette",
                "published_at": row.cells["printed"],
                "body": "commission",
                "side": names.party(row.cells["side"], row, "side"),
                "period": {"from": row.cells["day"]},
                "total": int(row.cells["killed"]),
                "external_id": {"scheme": "gazette", "value": row.cells["id"]},
            }
        )
        return [Draft(row.number, report)]


def a_row(number: int, **cells: object) -> dict[str, str]:
    """One record of the Gazette, about its own day of March 2020."""
    first = {"id": f"g{number}", "day": f"2020-03-{number:02}", "place": "Nayrab", "side": "Hill Brigade"}
    rest = {"killed": "2", "printed": f"2020-03-{number:02}T18:00:00Z", "changed": ""}
    return first | rest | {name: str(value) for name, value in cells.items()}


def records(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Number them as a spreadsheet does."""
    return [Row(number, dict(cells)) for number, cells in enumerate(rows, 2)]


@dataclass
class Desk:
    """Takes releases in, and looks at what came of them."""

    ledger: Ledger
    format: Gazette = field(default_factory=Gazette)

    def take_in(self, rows: Iterable[Mapping[str, str]], *, released: str | None = None, **asked: bool) -> Report:
        given = records(rows)
        digest = sha256(repr(given).encode()).hexdigest()
        at = None if released is None else datetime.fromisoformat(released).replace(tzinfo=UTC)
        origin = Origin("gazette", "gazette.csv", digest, "import", at)
        report = Report.begun(origin, "gazette", dry_run=asked.get("dry_run", False))
        return Intake(self.ledger, self.format, origin, Asked(**asked), report).take_in(given)

    def incident(self, number: int) -> Incident:
        found = self.ledger.get(Incident, self.stream(number))
        assert found is not None
        return found

    def stream(self, number: int) -> UUID:
        return stream_of("incident", ExternalId(scheme="gazette", value=f"g{number}"))

    def shown(self, number: int, **lens: str) -> dict[str, Any] | None:
        """The incident as its page shows it under a lens."""
        store = Store()
        try:
            Follower(self.ledger, store).catch_up()
            return one(store, resolve(store, **lens), self.stream(number))
        finally:
            store.close()

    def killed(self, number: int, **lens: str) -> int | None:
        """The toll that counts under a lens; None where nobody knows of the incident."""
        body = self.shown(number, **lens)
        return None if body is None else body["assessed"]["casualties"][0]["best"]

    def source(self, slug: str) -> None:
        report = SourceReport.model_validate({"slug": slug, "name": slug.title(), "kind": "outlet"})
        self.analyst().open(Source.register, report)

    def by_hand(self, claim: Mapping[str, object]) -> IncidentReport:
        """An incident of another list than the Gazette's."""
        return IncidentReport.model_validate(
            {
                "occurred": {"from": "2020-03-01"},
                "place": {"name": "Nayrab"},
                "act": "shelling",
                "claim": claim,
                "external_id": {"scheme": "gazette-2", "value": "g1"},
            }
        )

    def analyst(self) -> Clerk:
        return Clerk(self.ledger, "an-analyst")

    def register(self, slug: str, name: str, *aliases: str) -> None:
        report = PartyReport.model_validate({"slug": slug, "name": name, "kind": "armed_group", "aliases": aliases})
        Clerk(self.ledger, "an-analyst").open(lambda entry, said, _: Party.register(entry, said), report)


def outcomes(report: Report) -> dict[str, int]:
    """What is not zero."""
    return {name: count for name, count in report.counts.items() if count}
