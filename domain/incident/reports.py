"""What writers send about incidents: the input of each command, as the API takes it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.act import Act
from domain.agreement.values import Article
from domain.claim import ClaimReport, Slugs
from domain.external import ExternalId
from domain.grade import Credibility, Reliability
from domain.incident.values import Attribution, Frame, Nature, Override
from domain.instant import DateOrTime
from domain.judgement import Judgement, Mend, Reasoned
from domain.model import Slug, Text, Value
from domain.moment import Moment
from domain.place import Place


class AnswerReport(Value):
    """Input: a source says that this answers an earlier incident or statement."""

    incident: UUID | None = None
    statement: UUID | None = None
    asserted_by: Slug
    published_at: DateOrTime | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        if (self.incident is None) == (self.statement is None):
            message = "an answer names one incident or one statement"
            raise ValueError(message)
        return self


class AnswerDisputeReport(Judgement):
    """Input: a source (or, without one, the analyst) disputes that it was an answer."""

    source: Slug | None = None
    published_at: DateOrTime | None = None


class BreachFinding(StrEnum):
    """What is said about the breach of a provision."""

    ALLEGED = "alleged"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class BreachAllegation(Value):
    """Input: the provision that an incident is said to breach, and by whom it is said (None: the analyst)."""

    agreement: Slug
    provision: Article
    alleged_by: Slug | None = None
    text: Text | None = None


class BreachReport(BreachAllegation, Judgement):
    """Input: an allegation, or an analyst's finding on one."""

    finding: BreachFinding = BreachFinding.ALLEGED
    published_at: DateOrTime | None = None


class IncidentReport(Value):
    """Input: an incident, violation or retaliation with its first claim."""

    nature: Nature = Nature.INCIDENT
    occurred: Moment
    place: Place
    act: Act
    targets: Slugs = ()
    perpetrator: Slug | None = Field(default=None, description="Shorthand for the claim's perpetrator.")
    claim: ClaimReport
    answers: Annotated[tuple[AnswerReport, ...], Field(max_length=20)] = ()
    breaches: Annotated[tuple[BreachAllegation, ...], Field(max_length=20)] = ()
    external_id: ExternalId | None = None

    @model_validator(mode="after")
    def _one_perpetrator(self) -> Self:
        if self.perpetrator is None:
            return self
        named = self.claim.perpetrator
        if self.claim.possible_perpetrators or (named is not None and named != self.perpetrator):
            message = "perpetrator is shorthand for the claim's, which names another"
            raise ValueError(message)
        claim = self.claim.model_copy(update={"perpetrator": self.perpetrator})
        object.__setattr__(self, "claim", claim)
        object.__setattr__(self, "perpetrator", None)
        return self

    @property
    def frame(self) -> Frame:
        """What happened, as this report frames it."""
        given = self.__dict__
        return Frame.of_checked({name: given[name] for name in Frame.model_fields})


class ClaimAddition(ClaimReport):
    """Input: a further claim about an incident; `supersedes` where a source revises itself."""

    supersedes: UUID | None = None


class Grading(Reasoned):
    """Input: an analyst's grade of one claim."""

    credibility: Credibility | None = None
    reliability: Reliability | None = None


class AssessmentReport(Reasoned, Override):
    """Input: an analyst's override of the policy, or `lift: true` to let the policy hold again."""

    lift: bool = False

    @property
    def override(self) -> Override:
        """What is to hold in the place of the policy's result."""
        return Override(**{name: getattr(self, name) for name in Override.model_fields})

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.lift == (self.override != Override()):
            message = "an assessment gives perpetrators, attribution or casualties, or says lift: true"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _one_verdict(self) -> Self:
        if self.attribution is Attribution.UNATTRIBUTED and self.perpetrators:
            message = "attribution: what is unattributed names no perpetrators"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _sound_numbers(self) -> Self:
        rows = self.casualties or ()
        if any(row.high is not None and row.high < row.low for row in rows):
            message = "casualties: high is less than low"
            raise ValueError(message)
        if len({row.key for row in rows}) < len(rows):
            message = "casualties gives the same party, category and outcome twice: which number holds?"
            raise ValueError(message)
        return self


class Correction(Mend):
    """Input: what the frame should say instead."""

    occurred: Moment | None = None
    place: Place | None = None
    nature: Nature | None = None
    act: Act | None = None
    targets: Slugs | None = None


class MergeReport(Reasoned):
    """Input: the incident that this one is a duplicate of, or `undo: true`."""

    into: UUID | None = None
    undo: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.undo == (self.into is not None):
            message = "a merge names the incident it goes into, or says undo: true"
            raise ValueError(message)
        return self


class SplitReport(Reasoned):
    """Input: the claims that tell of another happening, and how its frame differs."""

    claims: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=500)]
    occurred: Moment | None = None
    place: Place | None = None
    nature: Nature | None = None
    act: Act | None = None
    targets: Slugs | None = None
