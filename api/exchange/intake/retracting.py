"""Retracting what a newer release no longer has: on request, within its own list, and only where that is safe."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.exchange.intake.held import pending, stored_by_stream, thing_of
from api.exchange.intake.revising import drop
from api.exchange.intake.stretch import Line
from domain.clerk import ATTEMPTS, Contended
from domain.incident.events import OPENINGS, Reported
from domain.ledger import LostRace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from api.exchange.intake.origin import Origin
    from api.exchange.intake.report import Report
    from api.exchange.intake.seen import Seen
    from domain.ledger import Ledger
    from domain.log.stored import Encoded

AT_ONCE = 500
"""Incidents retracted in one transaction."""


def retract_missing(ledger: Ledger, origin: Origin, report: Report, seen: Seen) -> None:
    """Retract the incidents of the file's list that no row speaks of.

    Not where rows were refused or left unread: what cannot be read was not dropped. Nor where the file has fewer of
    those in the ledger than it lacks: then it is no newer release of the same list, but a part, or another one.
    """
    if report.counts["refused"] or report.broke_off:
        report.not_retracted = "not every row of the file could be read, and what cannot be read was not dropped"
        return
    kept, missing = _compared(ledger, origin, seen)
    some = [missing[first : first + AT_ONCE] for first in range(0, len(missing), AT_ONCE)]
    dropped = [_dropped(ledger, origin, streams) for streams in some]
    many = sum(line.outcome == "retracted" for _, lines in dropped for line in lines)
    if many > kept:
        report.not_retracted = (
            f"the file has {kept:,} of the incidents of {origin.scheme} in the ledger and lacks {many:,}:"
            " that is no newer release of the same list"
        )
        return
    for streams, decided in zip(some, dropped, strict=True):
        report.add(decided[1] if report.dry_run else _stored(ledger, origin, streams, decided))


def _compared(ledger: Ledger, origin: Origin, seen: Seen) -> tuple[int, list[UUID]]:
    """How many incidents of a list the file has that it did not bring, and which it has not, in the log's order."""
    kept, missing, scheme = 0, [], origin.scheme
    saying = f'"external_id":{{"scheme":"{scheme}"'.encode()
    for fact in ledger.facts_named(*(opening.TOPIC for opening in OPENINGS.values()), saying=saying):
        if isinstance(fact, Reported) and fact.external_id is not None and fact.external_id.scheme == scheme:
            if seen.has(fact.originator_id):
                kept += fact.correlation_id != origin.correlation
            else:
                missing.append(fact.originator_id)
    return kept, missing


def _dropped(ledger: Ledger, origin: Origin, streams: Sequence[UUID]) -> tuple[list[Encoded], list[Line]]:
    """What dropping some incidents records, and what the report says of it."""
    facts: list[Encoded] = []
    lines: list[Line] = []
    for stored in stored_by_stream(ledger, streams).values():
        incident, said = thing_of(stored, origin.entry(datetime.now(UTC)))
        why_not = drop(incident, said, origin, "is in no row any more")
        value = "" if incident.state.external_id is None else incident.state.external_id.value
        if why_not is not None:
            lines.append(Line("kept", None, "", value, f"the file no longer has it, but {why_not}"))
        elif incident.pending_events:
            lines.append(Line("retracted", None, "", value, "is in no row any more"))
        facts += pending(incident)
    return facts, lines


def _stored(
    ledger: Ledger, origin: Origin, streams: Sequence[UUID], decided: tuple[list[Encoded], list[Line]]
) -> list[Line]:
    """Store it; where something came between, it is decided anew. Raises Contended."""
    for _ in range(ATTEMPTS):
        try:
            ledger.append_encoded(decided[0])
        except LostRace:
            decided = _dropped(ledger, origin, streams)
        else:
            return decided[1]
    raise Contended("too many others are writing to the same incidents; import the file again")
