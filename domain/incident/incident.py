"""The incident: its report, and an analyst's judgement of the whole."""

from __future__ import annotations

from domain import errors
from domain.external import digest_of, stream_of
from domain.incident import events as e
from domain.incident.merging import MergingIncident
from domain.incident.reports import AssessmentReport, Correction, IncidentReport
from domain.judgement import Judgement, Mend
from domain.model import Entry, Fact
from domain.registry import Registry, check_parties

_REFRAMED: dict[type[Fact], tuple[str, ...]] = {
    e.Redated: ("occurred",),
    e.Relocated: ("place",),
    e.Reclassified: ("nature", "act", "targets"),
}
"""Which fact mends which parts of the frame."""


class Incident(MergingIncident):
    """Something that happened, with every claim about it. Commands raise a `Refused` and then record nothing."""

    @classmethod
    def report(cls, entry: Entry, report: IncidentReport, registry: Registry) -> Incident:
        """Open an incident with its first claim, and the answers and breaches alleged with it."""
        check_parties(registry, report.targets, field="targets")
        if report.occurred.began_from > entry.at:
            raise errors.Unacceptable(f"{report.occurred.start} has not come yet", field="occurred")
        known_at = report.claim.known_at(entry)
        incident = cls.opened(
            entry,
            stream_of(cls.KIND, report.external_id),
            report.frame,
            known_at,
            external_id=report.external_id,
            digest=digest_of(report),
        )
        incident.keep_claim(report.claim, registry, known_at)
        for answer in report.answers:
            incident.assert_answer(answer, registry, known_at)
        for breach in report.breaches:
            by_claimant = breach.model_copy(update={"alleged_by": breach.alleged_by or report.claim.source})
            incident.allege(by_claimant, registry, known_at)
        return incident

    def given_out(self) -> dict[str, str]:
        """The id of the claim that opened it."""
        return {"claim": str(next(iter(self.state.claims)))}

    def assess(self, report: AssessmentReport, registry: Registry) -> None:
        """Override the policy, or lift the override."""
        self.check_open()
        known_at = report.judged_at(self.entry)
        override = report.override
        if report.lift:
            if self.state.override is None:
                raise errors.NoAssessmentToLift("the policy's result holds already", field="lift")
            self.record(e.AssessmentLifted, reason=report.reason, known_at=known_at)
            return
        check_parties(registry, override.perpetrators or (), field="perpetrators")
        check_parties(registry, (row.party for row in override.casualties or ()), field="casualties")
        self.record(e.Assessed, override=override, reason=report.reason, known_at=known_at)

    def verify(self, judgement: Judgement) -> None:
        """Stand behind the report; a retracted or merged incident refuses."""
        self.check_open()
        self.check_something_stands()
        self.record(e.Verified, reason=judgement.reason, known_at=judgement.judged_at(self.entry))

    def dispute(self, judgement: Judgement) -> None:
        """Dispute the report; a retracted or merged incident refuses."""
        self.check_open()
        self.check_something_stands()
        self.record(e.Disputed, reason=judgement.reason, known_at=judgement.judged_at(self.entry))

    def correct(self, correction: Correction, registry: Registry) -> None:
        """Mend the frame: elsewhere, at another time, or another act. What was mended before is mended again."""
        self.check_open()
        check_parties(registry, correction.targets or (), field="targets")
        given = {
            name: part
            for names in _REFRAMED.values()
            for name in names
            if (part := getattr(correction, name)) is not None
        }
        if not given:
            raise errors.NothingToCorrect(
                "a correction gives occurred, place, nature, act or targets", field="occurred"
            )
        mended = {name: self.state.reframed_at.get(name) or self.first_known() for name in given}
        since = {name: correction.mended_at(self.entry, known_at) for name, known_at in mended.items()}
        for fact, names in _REFRAMED.items():
            for known_at in sorted({since[name] for name in names if name in given}):
                parts = {name: given[name] for name in names if since.get(name) == known_at}
                self.record(fact, **parts, reason=correction.reason, known_at=known_at)

    def retract(self, mend: Mend) -> None:
        """Take the report back; it then counts nowhere."""
        self.check_open()
        self.record(e.Retracted, reason=mend.reason, known_at=mend.mended_at(self.entry, self.first_known()))

    def reinstate(self, judgement: Judgement) -> None:
        """Take the retraction back."""
        if self.state.retracted is None:
            raise errors.NotRetracted(f"incident {self.id} is not retracted", field="incident")
        self.record(e.Reinstated, reason=judgement.reason, known_at=judgement.judged_at(self.entry))


for _opening in e.OPENINGS.values():
    _opening.OPENS = Incident
