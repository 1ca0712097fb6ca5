"""The values that an incident's facts carry."""

from __future__ import annotations

from uuid import UUID

from domain.act import Act
from domain.claim import Category, Outcome, Slugs
from domain.grade import Reliability
from domain.model import Slug, Text, Value
from domain.moment import Moment
from domain.place import Place
from domain.quantity import Count
from domain.word import Word


class Nature(Word):
    """What the report of an incident alleges: a breach, an answer, or neither."""

    INCIDENT = "incident"
    VIOLATION = "violation"
    RETALIATION = "retaliation"


class Attribution(Word):
    """How far it is settled who did it."""

    ADMITTED = "admitted"
    CONTESTED = "contested"
    ATTRIBUTED = "attributed"
    UNATTRIBUTED = "unattributed"


class Standing(Word):
    """How far the report itself is settled."""

    ALLEGED = "alleged"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    MERGED = "merged"


class Frame(Value):
    """What happened, when, where and to whom, as the report frames it."""

    nature: Nature
    occurred: Moment
    place: Place
    act: Act
    targets: Slugs = ()


class Answer(Value):
    """Someone says that this answers an earlier incident or statement."""

    id: UUID
    incident: UUID | None = None
    statement: UUID | None = None
    asserted_by: Slug
    aligned_with: Slug | None = None
    reliability: Reliability = Reliability.F
    text: Text | None = None

    @property
    def trigger(self) -> UUID:
        """The id of what it answers."""
        return self.incident or self.statement or self.id


class Breach(Value):
    """Someone says that a provision of an agreement was breached."""

    agreement: Slug
    provision: str
    alleged_by: Slug | None = None
    text: Text | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The provision that is at stake."""
        return (self.agreement, self.provision)


class JudgedCasualties(Value):
    """An analyst's number of people of one party, in one category, with one outcome; without a high it is open."""

    party: Slug | None = None
    category: Category = Category.UNSTATED
    outcome: Outcome
    low: Count
    high: Count | None = None
    best: Count | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The claimed rows that it takes the place of."""
        return (self.party or "", self.category, self.outcome)


class Override(Value):
    """What an analyst holds against the policy's result, in part or whole; None leaves the policy's."""

    perpetrators: Slugs | None = None
    attribution: Attribution | None = None
    casualties: tuple[JudgedCasualties, ...] | None = None
