"""Revising: what a newer release says otherwise of a row, against what files said of it before.

What an analyst did in between is never overwritten. It is compared with what the file said before, not with what
holds now: where both have changed the same part, the analyst's stands and the row is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from api.exchange.intake.origin import said_by_files
from domain import errors
from domain.bulletin import Bulletin, BulletinBody, BulletinCorrection, BulletinReport, BulletinState
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, Correction
from domain.incident.state import IncidentState
from domain.incident.values import Frame, Standing
from domain.judgement import Judgement

if TYPE_CHECKING:
    from api.exchange.draft import Draft
    from api.exchange.intake.origin import Origin
    from domain.claim import Claim, ClaimReport
    from domain.incident.said import HeldClaim
    from domain.model import Fact
    from domain.registry import Registry

_AS_RECORDED = ("id", "aligned_with", "reliability", "carried_from")
"""What the ledger adds to what a source says."""


@dataclass
class Revision:
    """What a newer release does to a thing: which parts change, and which do not although it says otherwise."""

    parts: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    """Why a part stays as it is, in words."""
    reinstated: bool = False


@dataclass(frozen=True)
class _Row:
    """A row that is in the ledger already, and what may be asked about it."""

    report: Any
    changed_at: datetime | None
    origin: Origin
    registry: Registry
    what: str

    def known_at(self, at: datetime, mended: datetime) -> datetime:
        return self.origin.changed_at(self.changed_at, at, mended)


def revise(  # noqa: PLR0917 - a thing, what was said of it, and what is said now
    thing: Incident | Bulletin, facts: list[Fact], draft: Draft, origin: Origin, registry: Registry, what: str
) -> Revision:
    """Bring a recorded thing to what its row says now. Raises `Refused` for what no command can mend."""
    said = said_by_files(origin.scheme, facts)
    row = _Row(draft.report, draft.changed_at, origin, registry, what)
    if isinstance(thing, Incident):
        return _revise_incident(thing, said, row)
    return _revise_bulletin(thing, said, row)


def _revise_incident(incident: Incident, facts: list[Fact], row: _Row) -> Revision:
    said, done = IncidentState(), Revision()
    for fact in facts:
        said.evolve(fact)
    now = incident.state
    if said.retracted is not None and now.retracted is not None and now.merged_into is None:
        known_at = row.known_at(incident.entry.at, said.retracted.known_at)
        incident.reinstate(Judgement(reason=row.origin.reason(f"{row.what} has it again"), known_at=known_at))
        done.reinstated = True
    _revise_claim(incident, said, row, done)
    _revise_frame(incident, said, row, done)
    return done


def _revise_claim(incident: Incident, said: IncidentState, row: _Row, done: Revision) -> None:
    """A claim that says something else than the last one of the same row takes its place."""
    report: ClaimReport = row.report.claim
    held = max(said.claims.values(), key=_version)
    meant = report.claim(held.claim.id, row.registry)
    back = held.claim.id in said.withdrawn and held.claim.id in incident.state.withdrawn
    if _as_said(meant) == _as_said(held.claim) and not back:
        return
    stands = None if back else _why_not(incident.state, held)
    if stands is not None:
        done.kept["claim"] = stands
        return
    addition = ClaimAddition.model_validate(dict(report) | {"supersedes": held.claim.id})
    mended = max(held.known_at, said.withdrawn[held.claim.id].known_at) if back else held.known_at
    incident.add_claim(addition, row.registry, row.known_at(incident.entry.at, mended))
    if back:
        done.reinstated = True
    else:
        done.parts.append("claim")


def _why_not(now: IncidentState, held: HeldClaim) -> str | None:
    """What an analyst did to a claim that keeps a newer one from taking its place; None where nothing does."""
    claim_id = held.claim.id
    if now.merged_into is not None:
        return _closed(now)
    if claim_id in now.withdrawn:
        return f"the claim was withdrawn: {now.withdrawn[claim_id].reason}"
    by = now.superseder(claim_id)
    return None if by is None else f"the claim was superseded by {by}, which is not of this list"


def _closed(now: IncidentState) -> str | None:
    """Why nothing of an incident is mended any more; None where it is."""
    if now.merged_into is not None:
        return f"the incident was merged into {now.merged_into}"
    return None if now.retracted is None else f"the incident was retracted: {now.retracted.reason}"


def _revise_frame(incident: Incident, said: IncidentState, row: _Row, done: Revision) -> None:
    meant: Frame = row.report.frame
    before, now = said.frame, incident.framed()
    changed = [name for name in Frame.model_fields if getattr(meant, name) != getattr(before, name)]
    given = {name: getattr(meant, name) for name in changed if getattr(now, name) == getattr(before, name)}
    for name in changed:
        if name not in given and getattr(now, name) != getattr(meant, name):
            done.kept[name] = "it was corrected since"
    if not given:
        return
    closed = _closed(incident.state)
    if closed is not None:
        done.kept |= dict.fromkeys(given, closed)
        return
    for name, part in given.items():
        mended = incident.state.reframed_at.get(name) or incident.first_known()
        known_at = row.known_at(incident.entry.at, mended)
        said_so = row.origin.mend(row.what, known_at)
        incident.correct(Correction.model_validate(dict(said_so) | {name: part}), row.registry)
    done.parts += given


def drop(incident: Incident, facts: list[Fact], origin: Origin, what: str) -> str | None:
    """Take back what a newer release no longer has; answers why not, where others stand behind it too.

    Where others claim it as well, the file's claim alone is withdrawn.
    """
    said, now = IncidentState(), incident.state
    for fact in said_by_files(origin.scheme, facts):
        said.evolve(fact)
    held = max(said.claims.values(), key=_version)
    if said.retracted is not None or held.claim.id in said.withdrawn:
        gone = now.retracted is not None or held.claim.id in now.withdrawn
        return None if gone else "it was dropped before, and reinstated since"
    closed = _closed(now)
    if closed is not None:
        return closed
    if now.finding is not None and now.finding[0] is Standing.VERIFIED:
        return "an analyst has verified it since"
    mend = origin.mend(what, origin.changed_at(None, incident.entry.at, held.known_at))
    if {one.claim.id for one in now.standing_claims()} - set(said.claims):
        incident.withdraw_claim(held.claim.id, mend)
    else:
        incident.retract(mend)
    return None


def _revise_bulletin(bulletin: Bulletin, facts: list[Fact], row: _Row) -> Revision:
    state, done = BulletinState(), Revision()
    for fact in facts:
        state.evolve(fact)
    report: BulletinReport = row.report
    meant = _body(Bulletin.publish(bulletin.entry, report, row.registry).state)
    said, now = _body(state), _body(bulletin.state)
    changed = _differing(meant, said)
    if not changed:
        return done
    if not changed <= {"total", "regions"}:
        others = ", ".join(sorted(changed - {"total", "regions"}))
        raise errors.Unacceptable(f"only the numbers of a bulletin can be corrected, and its {others} changed")
    if _differing(now, said):
        if _differing(now, meant):
            done.kept["total"] = "it was corrected since"
        return done
    known_at = row.known_at(bulletin.entry.at, bulletin.state.last_known_at or bulletin.opened_known_at)
    mend = row.origin.mend(row.what, known_at)
    bulletin.correct(BulletinCorrection(total=report.total, regions=report.regions, **dict(mend)))
    done.parts += sorted(changed)
    return done


def _body(state: BulletinState) -> BulletinBody:
    if state.body is None:  # pragma: no cover - a published bulletin has one
        raise AssertionError
    return state.body


def _differing(one: BulletinBody, other: BulletinBody) -> set[str]:
    names = set(BulletinBody.model_fields) - set(_AS_RECORDED)
    return {name for name in names if getattr(one, name) != getattr(other, name)}


def _as_said(claim: Claim) -> dict[str, Any]:
    return {name: value for name, value in dict(claim).items() if name not in _AS_RECORDED}


def _version(held: HeldClaim) -> int:
    return held.version
