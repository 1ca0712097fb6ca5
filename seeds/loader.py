"""Loading a theatre into a ledger: through the same commands as the API, each record once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.agreement.agreement import Agreement
from domain.agreement.values import AgreementReport, ChangeReport, ObligationReport, ProvisionReport, ZoneReport
from domain.bulletin import Bulletin, BulletinReport
from domain.clerk import AlreadyRecorded, Clerk
from domain.external import sorted_digest_of
from domain.figure import Figure, FigureReport
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, ClaimAddition, IncidentReport
from domain.model import Aggregate, Value
from domain.party import AffiliationReport, Party, PartyReport
from domain.source import Source, SourceReport
from domain.statement import Statement, StatementReport
from seeds.records import Theatre

if TYPE_CHECKING:
    from domain.ledger import Ledger
    from domain.receipt import Recorded
    from seeds.records import Record


@dataclass
class Loaded:
    """How many records of each kind were loaded, those that were there before included."""

    records: Counter[str] = field(default_factory=Counter)


def load(
    ledger: Ledger,
    by: str = "seeds",
    on_progress: Callable[[int, int], None] | None = None,
    theatre: str | Theatre = "idlib",
) -> Loaded:
    """Load a theatre, by its name or as it was read. Loading it again, or after an interruption, records the rest.

    `on_progress` is called with the records done and the records in all. Raises `Refused`, or pydantic's
    ValidationError, for a bad record.
    """
    read = Theatre.of(theatre) if isinstance(theatre, str) else theatre
    return _Loading(ledger, by, read, on_progress).all()


class _Loading:
    def __init__(
        self, ledger: Ledger, by: str, theatre: Theatre, on_progress: Callable[[int, int], None] | None
    ) -> None:
        self.ledger = ledger
        self.by = by
        self.theatre = theatre
        self.on_progress = on_progress
        self.loaded = Loaded()
        self.claims: dict[str, UUID] = {}
        judged = sum("assessment" in incident for incident in theatre.all("incident"))
        self.total = sum(map(len, theatre.records.values())) - len(theatre.all("place")) + judged

    def all(self) -> Loaded:
        """Everything, in an order in which each record finds what it names."""
        self._reference()
        self._agreements()
        for kind, record in self.theatre.happenings():
            self._incident(record) if kind == "incident" else self._open(kind, record, Statement.issue, StatementReport)
        for record in self._whole_first():
            self._open("figure", record, Figure.publish, FigureReport)
        for record in self.theatre.all("bulletin"):
            self._open("bulletin", record, Bulletin.publish, BulletinReport)
        return self.loaded

    def _reference(self) -> None:
        for record in self.theatre.all("party"):
            self._open("party", record, lambda entry, report, _: Party.register(entry, report), PartyReport)
        for record in self.theatre.all("source"):
            self._open("source", record, Source.register, SourceReport)
        for record in self.theatre.all("affiliation"):
            stream = Party.stream(record.pop("party"))
            self._change("affiliation", record, Party, stream, Party.affiliate, AffiliationReport)

    def _agreements(self) -> None:
        for record in sorted(self.theatre.all("agreement"), key=lambda one: str(one["made"]["from"])):
            self._open("agreement", record, Agreement.make, AgreementReport)
        parts: tuple[tuple[str, Callable[..., Any], type[Value]], ...] = (
            ("zone", Agreement.draw, ZoneReport),
            ("provision", Agreement.adopt, ProvisionReport),
            ("change", Agreement.change, ChangeReport),
            ("obligation", Agreement.assess_obligation, ObligationReport),
        )
        for kind, command, report in parts:
            for record in self.theatre.all(kind):
                stream = Agreement.stream(record.pop("agreement"))
                self._change(kind, record, Agreement, stream, command, report)

    def _incident(self, record: Record) -> None:
        first, *others = record["claims"]
        opening = {key: value for key, value in record.items() if key not in {"claims", "assessment"}}
        opening["claim"] = self.theatre.report("claim", first)
        incident = self._open("incident", opening, Incident.report, IncidentReport)
        self.claims[first["name"]] = UUID(incident.made["claim"])
        for claim in others:
            report = self.theatre.report("claim", claim)
            if "supersedes" in report:
                report["supersedes"] = str(self.claims[report["supersedes"].removeprefix("@")])
            added = self._record(
                f"claim {claim['name']}",
                ClaimAddition,
                report,
                lambda clerk, said: clerk.change(Incident, incident.id, Incident.add_claim, said, clerk, name="claim"),
            )
            self.claims[claim["name"]] = UUID(added.made["claim"])
            self.loaded.records["claim"] += 1
        self.loaded.records["claim"] += 1
        if "assessment" in record:
            self._change(
                "assessment",
                {"name": record["name"]} | record["assessment"],
                Incident,
                incident.id,
                Incident.assess,
                AssessmentReport,
            )

    def _whole_first(self) -> list[Record]:
        """Figures that are a share of another come after it."""
        return sorted(self.theatre.all("figure"), key=lambda figure: "part_of" in figure)

    def _open(self, kind: str, record: Record, make: Callable[..., Aggregate], report: type[Value]) -> Recorded:
        name = record.get("slug") or record["name"]
        said = self.theatre.report(kind, record)
        recorded = self._record(f"{kind} {name}", report, said, lambda clerk, valid: clerk.open(make, valid))
        self._progress(kind)
        return recorded

    def _change(  # noqa: PLR0917 - a kind of record, where it goes, and how it is written
        self,
        kind: str,
        record: Record,
        thing: type[Aggregate],
        stream: UUID,
        command: Callable[..., Any],
        report: type[Value],
    ) -> None:
        name = f"{kind} {stream} {record.get('name') or record.get('slug')}"
        self._record(
            name,
            report,
            self.theatre.report(kind, record),
            lambda clerk, valid: clerk.change(thing, stream, command, valid, clerk, name=kind),
        )
        self._progress(kind)

    def _record(
        self, name: str, report: type[Value], said: Record, write: Callable[[Clerk, Any], Recorded]
    ) -> Recorded:
        """Write a record under its own key; what was written before answers as it did then."""
        valid = report.model_validate(said)
        clerk = Clerk(self.ledger, self.by, key=f"{self.theatre.scheme} {name}", fingerprint=sorted_digest_of(valid))
        try:
            return write(clerk, valid)
        except AlreadyRecorded as before:
            return before.recorded

    def _progress(self, kind: str) -> None:
        self.loaded.records[kind] += 1
        if self.on_progress is not None:
            self.on_progress(sum(self.loaded.records.values()) - self.loaded.records["claim"], self.total)
