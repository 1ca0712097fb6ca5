"""The facts of an incident's stream. The opening carries only the frame; its claim is a fact of its own."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from domain.act import Act
from domain.answering import AnswerDenied, AnswerDoubted, AnswerFacts, AnswerUpheld, SaidToAnswer
from domain.claim import Claim, Slugs
from domain.external import ExternalId
from domain.grade import Credibility, Reliability
from domain.incident.values import Breach, Frame, Nature, Override
from domain.model import Fact, Opening
from domain.moment import Moment
from domain.place import Place


class Reported(Opening):
    """What the three openings share. `digest` is that of the report, to know it again when it comes twice."""

    frame: Frame
    external_id: ExternalId | None = None
    digest: str


class IncidentReported(Reported):
    """Something happened; no breach is alleged."""

    TOPIC = "incident.incident_reported"


class ViolationReported(Reported):
    """Something happened that is alleged to breach a provision."""

    TOPIC = "incident.violation_reported"


class RetaliationReported(Reported):
    """Something happened that someone calls an answer."""

    TOPIC = "incident.retaliation_reported"


OPENINGS: dict[Nature, type[Reported]] = {
    Nature.INCIDENT: IncidentReported,
    Nature.VIOLATION: ViolationReported,
    Nature.RETALIATION: RetaliationReported,
}


class ClaimAdded(Fact):
    """A source asserts or denies. Version 1 named one `perpetrator`; version 2 holds them as a list."""

    TOPIC = "incident.claim_added"
    VERSION: ClassVar[int] = 2
    claim: Claim

    @staticmethod
    def upcast_v1_v2(stored: dict[str, Any]) -> None:
        """One perpetrator, or none, becomes a list."""
        claim = stored["claim"]
        named = claim.pop("perpetrator", None)
        claim["perpetrators"] = [named] if named else []


class ClaimSuperseded(Fact):
    """A source revises itself."""

    TOPIC = "incident.claim_superseded"
    claim_id: UUID
    by: UUID


class ClaimWithdrawn(Fact):
    """A claim no longer stands: its source took it back, or it was entered in error."""

    TOPIC = "incident.claim_withdrawn"
    claim_id: UUID


class ClaimRegraded(Fact):
    """An analyst grades a claim anew."""

    TOPIC = "incident.claim_regraded"
    claim_id: UUID
    credibility: Credibility | None = None
    reliability: Reliability | None = None


class AnswerAsserted(SaidToAnswer):
    """Someone says that this incident answers another, or a statement."""

    TOPIC = "incident.answer_asserted"


class AnswerDisputed(AnswerDoubted):
    """A source, or an analyst, disputes that it was an answer."""

    TOPIC = "incident.answer_disputed"


class AnswerConfirmed(AnswerUpheld):
    """An analyst holds that it was an answer."""

    TOPIC = "incident.answer_confirmed"


class AnswerRejected(AnswerDenied):
    """An analyst holds that it was none."""

    TOPIC = "incident.answer_rejected"


ANSWER_FACTS = AnswerFacts(AnswerAsserted, AnswerDisputed, AnswerConfirmed, AnswerRejected)


class BreachAlleged(Fact):
    """A source, or an analyst, alleges the breach of a provision."""

    TOPIC = "incident.breach_alleged"
    breach: Breach


class BreachConfirmed(Fact):
    """An analyst holds that the provision was breached."""

    TOPIC = "incident.breach_confirmed"
    breach: Breach


class BreachRejected(Fact):
    """An analyst holds that it was not."""

    TOPIC = "incident.breach_rejected"
    breach: Breach


class Assessed(Fact):
    """An analyst overrides the policy; it outranks claims of any date until it is lifted."""

    TOPIC = "incident.assessed"
    override: Override


class AssessmentLifted(Fact):
    """The policy's result holds again."""

    TOPIC = "incident.assessment_lifted"


class Verified(Fact):
    """An analyst stands behind the report."""

    TOPIC = "incident.verified"


class Disputed(Fact):
    """An analyst disputes the report."""

    TOPIC = "incident.disputed"


class Relocated(Fact):
    """It happened elsewhere than the frame says."""

    TOPIC = "incident.relocated"
    place: Place


class Redated(Fact):
    """It happened at another time than the frame says."""

    TOPIC = "incident.redated"
    occurred: Moment


class Reclassified(Fact):
    """It was another act, of another nature, or against others; None leaves a part as it was."""

    TOPIC = "incident.reclassified"
    nature: Nature | None = None
    act: Act | None = None
    targets: Slugs | None = None


class Retracted(Fact):
    """The report is taken back; it counts nowhere."""

    TOPIC = "incident.retracted"


class Reinstated(Fact):
    """The retraction is taken back."""

    TOPIC = "incident.reinstated"


class MergedInto(Fact):
    """The same happening is recorded elsewhere; its claims went there."""

    TOPIC = "incident.merged_into"
    into: UUID


class MergeUndone(Fact):
    """It was another happening after all."""

    TOPIC = "incident.merge_undone"


class SplitFrom(Fact):
    """This happening was recorded as part of another; some of its claims came from there."""

    TOPIC = "incident.split_from"
    origin: UUID
