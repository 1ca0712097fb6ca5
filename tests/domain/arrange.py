"""The words in which tests of the domain arrange what was reported, and ask what it comes to."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from domain import errors
from domain.assessment.policy import Assessment, assess
from domain.assessment.quantities import AssessedQuantity
from domain.claim import ClaimReport
from domain.grade import Grade, Reliability
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, IncidentReport
from domain.incident.state import IncidentState
from domain.model import Aggregate, Entry, Fact, Value, derived_id, in_known_order

V = TypeVar("V", bound=Value)
N = TypeVar("N")

PARTIES = ("turkey", "syria-government", "russia", "iran", "opposition", "hts")
SOURCES: dict[str, tuple[str | None, str]] = {
    "turkey-mod": ("turkey", "C"),
    "turkey-presidency": ("turkey", "D"),
    "russia-mod": ("russia", "C"),
    "syria-state-media": ("syria-government", "D"),
    "sohr": (None, "B"),
    "afp": (None, "B"),
    "reuters": (None, "A"),
    "a-blog": (None, "E"),
}
"""Each source with whose side it is on, and how reliable it is."""

RECORDED = datetime(2021, 1, 1, tzinfo=UTC)
"""When everything is recorded unless a test says otherwise: after all that it tells of."""


def at(text: str) -> datetime:
    """Read a moment as tests write it: UTC, and a bare date is its first instant."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def made(kind: type[V], /, **parts: Any) -> V:
    """Make an input as the outside gives it: by its own names, checked like any other."""
    return kind.model_validate(parts)


def entry(when: str | datetime = RECORDED, *, by: str = "key-1", request: str = "request") -> Entry:
    moment = at(when) if isinstance(when, str) else when
    return Entry(at=moment, by=by, correlation=derived_id("test", request))


class Register:
    """Stands in for the rest of the ledger: what is registered, and when things began."""

    def __init__(self) -> None:
        self.parties = set(PARTIES)
        self.sources = {slug: Grade(side, Reliability(grade)) for slug, (side, grade) in SOURCES.items()}
        self.provisions = {"sochi-2018": {"1", "2", "3"}, "astana-2017": {"1"}}
        self.began: dict[tuple[str, UUID], datetime] = {}

    def knows(self, *things: Aggregate) -> "Register":
        """Add things to what is in the ledger."""
        for thing in things:
            began = thing.framed().occurred if isinstance(thing, Incident) else thing.state.body.made
            self.began[thing.KIND, thing.id] = began.began_from
        return self

    def party(self, slug: str, *, field: str) -> str:
        return self._known(slug, self.parties, field)

    def source(self, slug: str, *, field: str) -> Grade:
        return self.sources[self._known(slug, self.sources, field)]

    def agreement(self, slug: str, *, field: str) -> str:
        return self._known(slug, self.provisions, field)

    def provision(self, agreement: str, article: str, *, field: str) -> str:
        return self._known(article, self.provisions[agreement], field)

    def began_from(self, kind: str, stream: UUID, *, field: str) -> datetime:
        return self.began[self._known((kind, stream), self.began, field)]

    def exists(self, kind: str, stream: UUID, *, field: str) -> UUID:
        self._known((kind, stream), self.began, field)
        return stream

    @staticmethod
    def _known(name: N, known: Iterable[N], field: str) -> N:
        if name not in known:
            raise errors.Unknown(f"{name} is not registered", field=field)
        return name


REGISTER = Register()


def words(source: str = "turkey-mod", *, published: str = "2020-02-20T15:00:00Z", **parts: Any) -> dict[str, Any]:
    """Say what a claim says, as JSON would."""
    return {"source": source, "published_at": published} | parts


def claim(source: str = "turkey-mod", *, published: str = "2020-02-20T15:00:00Z", **parts: Any) -> ClaimAddition:
    return made(ClaimAddition, **words(source, published=published, **parts))


def lost(number: int | dict[str, Any], outcome: str = "killed", **parts: Any) -> dict[str, Any]:
    """Say one row of casualties; a bare number is exact, and they are Turkish soldiers unless said otherwise."""
    quantity = {"exact": number} if isinstance(number, int) else number
    return {"party": "turkey", "category": "combatant", "outcome": outcome, "quantity": quantity} | parts


def toll(
    number: int | dict[str, Any], source: str = "sohr", *, published: str = "2020-02-20T15:00:00Z", **parts: Any
) -> ClaimAddition:
    """Claim a number of Turkish soldiers killed."""
    return claim(source, published=published, casualties=[lost(number)], **parts)


def nayrab(said: ClaimReport | None = None, **parts: Any) -> IncidentReport:
    """Report the air strike near Nayrab on 20 February 2020, first claimed by the Turkish ministry."""
    first = said or claim(perpetrator="syria-government", casualties=[lost(2), lost(5, "wounded")])
    told: dict[str, Any] = {
        "nature": "violation",
        "occurred": {"from": "2020-02-20", "zone": "Asia/Damascus"},
        "place": {"name": "Nayrab", "lat": 35.8718, "lon": 36.7173, "precision": "near"},
        "act": "air_strike",
        "targets": ["turkey"],
        "claim": first.model_dump(mode="json", by_alias=True, exclude_unset=True),
    }
    return made(IncidentReport, **told | parts)


def an_incident(
    *more: ClaimAddition, first: ClaimReport | None = None, register: Register = REGISTER, **parts: Any
) -> Incident:
    """Record the strike near Nayrab, and further claims about it."""
    incident = Incident.report(entry(), nayrab(first, **parts), register)
    for said in more:
        incident.add_claim(said, register)
    return incident


def on(incident: Incident, when: str) -> Incident:
    """Let what follows be recorded at another moment."""
    incident.entry = entry(when)
    return incident


def facts_of(thing: Aggregate) -> list[Any]:
    """List every fact of a thing that was never stored."""
    return list(thing.pending_events)


def claims_of(incident: Incident) -> list[UUID]:
    """List the ids of its claims in the order of their recording."""
    return list(incident.state.claims)


def visible(events: Iterable[Fact], known_at: str | datetime | None = None, position: int | None = None) -> list[Fact]:
    """Cut by what was known and what was recorded by then; the opening carries only the frame, and stays."""
    limit = at(known_at) if isinstance(known_at, str) else known_at
    return [
        event
        for event in events
        if event.originator_version == 1
        or ((limit is None or event.known_at <= limit) and (position is None or event.originator_version <= position))
    ]


def state_of(incident: Incident, known_at: str | datetime | None = None, position: int | None = None) -> IncidentState:
    """Fold what a lens shows of an incident that was never stored: its pending facts are all of it."""
    return folded(facts_of(incident), known_at, position)


def folded(events: Iterable[Any], known_at: str | datetime | None = None, position: int | None = None) -> IncidentState:
    """Fold what a lens shows of these facts."""
    state = IncidentState()
    for event in in_known_order(visible(events, known_at, position)):
        state.evolve(event)
    return state


def assessed(incident: Incident, known_at: str | datetime | None = None, position: int | None = None) -> Assessment:
    return assess(state_of(incident, known_at, position))


def killed(
    incident: Incident, known_at: str | datetime | None = None, position: int | None = None
) -> tuple[int, int | None, int | None] | None:
    """Answer low, high and best of the Turkish soldiers killed; None where nothing is said of them."""
    row = number_of(assessed(incident, known_at, position))
    return None if row is None else (row.low, row.high, row.best)


def number_of(
    assessment: Assessment, party: str | None = "turkey", kind: str = "combatant", outcome: str = "killed"
) -> AssessedQuantity | None:
    rows = [*assessment.casualties, *assessment.equipment]
    return next((row for row in rows if (row.party, row.kind, row.outcome) == (party, kind, outcome)), None)
