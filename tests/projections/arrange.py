"""The words in which tests of the read side fill a ledger, and look at it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any
from uuid import UUID

from domain.agreement.agreement import Agreement
from domain.agreement.values import AgreementReport, ChangeReport, ProvisionReport
from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.ledger import Ledger
from domain.lens import Lens
from domain.log.stored import Stored
from domain.model import Aggregate
from domain.party import Party, PartyReport
from domain.receipt import Recorded
from domain.source import Source, SourceReport
from domain.statement import Statement, StatementReport
from projections.counts import grouped
from projections.follow import Follower
from projections.looking import resolve
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import PARTIES, SOURCES, claim, made, nayrab, words

BEGINNING = datetime(2020, 4, 1, tzinfo=UTC)
"""When the first thing is recorded: after all that the tests tell of."""


class Book:
    """A ledger with parties, sources and one agreement in it, and the words to add to it; time passes as it is told."""

    def __init__(self, ledger: Ledger, beginning: datetime = BEGINNING) -> None:
        self.ledger = ledger
        self.now = beginning

    def register(self) -> "Book":
        for slug in PARTIES:
            party = made(PartyReport, slug=slug, name=slug, kind="state")
            self.clerk().open(lambda entry, report, _: Party.register(entry, report), party)
        for slug, (side, grade) in SOURCES.items():
            source = made(SourceReport, slug=slug, name=slug, kind="other", aligned_with=side, reliability=grade)
            self.clerk().open(Source.register, source)
        self.agreement()
        for article in ("1", "2"):
            self.adopt(article)
        return self

    def clerk(self) -> Clerk:
        """Answer a clerk a minute later."""
        self.now += timedelta(minutes=1)
        return Clerk(self.ledger, "key-1", at=self.now)

    def report(self, **parts: Any) -> UUID:
        """Open an incident: the strike near Nayrab, save for what is said otherwise."""
        return self.clerk().open(Incident.report, nayrab(**parts)).id

    def say(self, incident: UUID, source: str = "sohr", **parts: Any) -> UUID:
        """Add a claim; answers its id."""
        recorded = self.change(incident, Incident.add_claim, claim(source, **parts), name="claim")
        return UUID(recorded.made["claim"])

    def change(
        self,
        thing: UUID,
        command: Callable[..., Any],
        report: object = None,
        *,
        kind: type[Aggregate] = Incident,
        name: str = "",
    ) -> Recorded:
        """Carry out a command; one that looks things up in the ledger is handed the clerk."""
        clerk = self.clerk()
        given = [] if report is None else [report]
        if "registry" in signature(command).parameters:
            given.append(clerk)
        return clerk.change(kind, thing, command, *given, name=name)

    def change_part(
        self,
        thing: UUID,
        command: Callable[..., Any],
        part: UUID,
        report: object,
        *,
        kind: type[Aggregate] = Incident,
    ) -> None:
        """Carry out a command on a part of an incident, or of another thing: a claim or an answer."""
        clerk = self.clerk()
        given = [clerk] if "registry" in signature(command).parameters else []
        clerk.change(kind, thing, command, part, report, *given)

    def merge(self, duplicate: UUID, into: UUID, *, undo: bool = False) -> None:
        command = Incident.undo_merge if undo else Incident.merge_into
        self.clerk().change_both(Incident, duplicate, lambda _: into, lambda one, other: command(one, other, "why"))

    def state(self, **parts: Any) -> UUID:
        """Issue a statement: an ultimatum of Turkey, save for what is said otherwise."""
        said = words("reuters", published="2020-02-05") | {
            "kind": "ultimatum",
            "by": "turkey",
            "made": {"from": "2020-02-05"},
        }
        return self.clerk().open(Statement.issue, made(StatementReport, **said | parts)).id

    def agreement(self, slug: str = "sochi-2018", **parts: Any) -> UUID:
        said = words("reuters", published="2018-09-17") | {
            "slug": slug,
            "title": slug,
            "made": {"from": "2018-09-17"},
            "parties": ["turkey", "russia"],
        }
        return self.clerk().open(Agreement.make, made(AgreementReport, **said | parts)).id

    def adopt(self, article: str, source: str = "reuters", **parts: Any) -> None:
        """Adopt an article, by a source's word."""
        said = words(source, published="2018-09-17", article=article, text="No attacks.", kind="forbids") | parts
        self.change(Agreement.stream("sochi-2018"), Agreement.adopt, made(ProvisionReport, **said), kind=Agreement)

    def become(self, change: str, on: str, source: str = "reuters", slug: str = "sochi-2018", **parts: Any) -> None:
        """Record what became of an agreement, by a source's word."""
        said = words(source, published=parts.pop("published", "2020-03-31")) | {"change": change, "at": {"from": on}}
        self.change(Agreement.stream(slug), Agreement.change, made(ChangeReport, **said | parts), kind=Agreement)


def a_book(url: str = "sqlite://", beginning: datetime = BEGINNING) -> Book:
    return Book(Ledger.at(url), beginning).register()


def followed(ledger: Ledger, store: Store | None = None) -> Store:
    """Answer tables that show all of the ledger."""
    store = store or Store()
    Follower(ledger, store).catch_up()
    return store


def refolded(ledger: Ledger, store: Store) -> Store:
    """Answer tables that show all of this ledger, whatever they showed before."""
    store.empty()
    return followed(ledger, store)


def step_by_step(ledger: Ledger, store: Store, look: Callable[[int], None] = lambda _: None) -> None:
    """Follow the log fact by fact, and look after each."""
    for position in range(store.position + 1, ledger.position + 1):
        window: Any = Window(ledger, position)
        Follower(window, store).catch_up()
        look(position)


class Window:
    """A ledger of which only the facts up to a position are there yet."""

    def __init__(self, ledger: Ledger, position: int) -> None:
        self.ledger = ledger
        self.position = position

    def undecoded_after(self, position: int, limit: int) -> list[Stored]:
        return [one for one in self.ledger.undecoded_after(position, limit) if one.position <= self.position]

    def __getattr__(self, name: str) -> object:
        return getattr(self.ledger, name)


def lens(
    store: Store, as_of: str | None = None, known_at: str | None = None, position: str | None = None, tz: str = "UTC"
) -> Lens:
    return resolve(store, as_of=as_of, known_at=known_at, position=position, tz=tz)


def counts(store: Store, **words: str) -> dict[str, Any]:
    """Answer the counts of each party."""
    return {one["party"]: one for one in grouped(store, lens(store, **words), Selection(), ["party"])}
