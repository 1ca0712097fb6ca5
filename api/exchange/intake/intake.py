"""The intake: a file's rows decided, stretch by stretch, and stored in their order, each once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from api.exchange.draft import FileRefused
from api.exchange.intake.crew import Coming, Crew, Here, crew_for
from api.exchange.intake.deciding import Decider
from api.exchange.intake.held import pending
from api.exchange.intake.names import KnownNames, a_party, folded
from api.exchange.intake.report import Report
from api.exchange.intake.resembling import Resemblance
from api.exchange.intake.retracting import retract_missing
from api.exchange.intake.seen import Seen
from api.exchange.intake.stretch import Decided, Stretch, Terms, stretches
from domain.clerk import ATTEMPTS, Clerk, Contended
from domain.grade import Grade
from domain.ledger import LostRace
from domain.party import Party
from domain.source import Source
from projections.without_gc import without_gc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.exchange.draft import Format, Row, RowRefused
    from api.exchange.intake.origin import Origin
    from domain.ledger import Ledger
    from domain.log.stored import Encoded

FEW = 6
"""Stretches of a file that this process decides by itself: starting others takes longer."""


class Interrupted(Exception):
    """An import was told to stop; what is stored stays, and importing the file again goes on from there."""


@dataclass(frozen=True)
class Asked:
    """What an import is asked to do beside taking rows in."""

    register_parties: bool = False
    retract_missing: bool = False
    dry_run: bool = False


@dataclass
class Intake:
    """One import of one file. `moved` is told how many rows are done; `stopping` ends it between two stretches."""

    ledger: Ledger
    format: Format
    origin: Origin
    asked: Asked
    report: Report
    moved: Callable[[int], None] = lambda _: None
    stopping: threading.Event = field(default_factory=threading.Event)

    def take_in(self, rows: Iterable[Row | RowRefused]) -> Report:
        """Take every row in. Raises Interrupted, and Refused where the format's sources cannot be registered."""
        self.names = KnownNames.of(self.ledger, registering=self.asked.register_parties)
        self.resemblance = Resemblance(self.names)
        self.parties: dict[str, str] = {}
        sources = self._sources()
        decider = Decider(self.ledger, self.format, self.origin, self.names, sources)
        coming = stretches(self._until_broken(rows))
        first = list(islice(coming, FEW + 1))
        with ExitStack() as stack:
            self.seen = stack.enter_context(Seen())
            self.here = Here(decider)
            crew = self.here if len(first) <= FEW else stack.enter_context(crew_for(decider))
            self._all(crew, chain(first, coming))
            if self.asked.retract_missing:
                retract_missing(self.ledger, self.origin, self.report, self.seen)
        self.report.position = self.ledger.position
        return self.report

    def _until_broken(self, rows: Iterable[Row | RowRefused]) -> Iterator[Row | RowRefused]:
        """The rows up to where the file cannot be read any further."""
        try:
            yield from rows
        except FileRefused as refused:
            self.report.broke_off = str(refused)

    def _sources(self) -> dict[str, Grade]:
        """The format's sources with their grades; those that are missing are registered."""
        grades: dict[str, Grade] = {}
        for report in self.format.sources():
            clerk = Clerk(self.ledger, self.origin.by, correlation=self.origin.correlation)
            held = self.ledger.get(Source, Source.stream(report.slug))
            if held is None:
                held = Source.register(clerk.entry, report, clerk)
                if not self.asked.dry_run:
                    self.ledger.append(held)
            grades[report.slug] = Grade(held.state.aligned_with, held.state.reliability)
        return grades

    def _all(self, crew: Crew, coming: Iterator[Stretch]) -> None:
        """Decide ahead, and store in order: several stretches in one transaction."""
        pending: deque[tuple[Stretch, Coming]] = deque()
        while True:
            if self.stopping.is_set():
                raise Interrupted
            for stretch in islice(coming, crew.ahead - len(pending)):
                pending.append((stretch, crew.decide(stretch, self._terms())))
            if not pending:
                return
            with without_gc():
                some = [self._next(pending) for _ in range(min(crew.together, len(pending)))]
                for (stretch, _), decided in zip(some, self._stored(some), strict=True):
                    self.report.take(decided, stretch.size)
                del some, decided
            self.moved(self.report.rows)

    def _next(self, pending: deque[tuple[Stretch, Coming]]) -> tuple[Stretch, Decided]:
        stretch, decided = pending.popleft()
        return stretch, decided.result()

    def _terms(self, twice: dict[int, int] | None = None) -> Terms:
        return Terms(datetime.now(UTC), dict(self.parties), twice or {})

    def _stored(self, some: list[tuple[Stretch, Decided]]) -> list[Decided]:
        """Store several together; where anything about one of them has to be looked at, each by itself."""
        if len(some) > 1 and not any(self.seen.note(one.streams) or one.newcomers for _, one in some):
            with suppress(LostRace):
                self._append([fact for _, one in some for fact in one.facts])
                return [one for _, one in some]
        return [self._settled(stretch, decided) for stretch, decided in some]

    def _settled(self, stretch: Stretch, decided: Decided) -> Decided:
        """Store what was decided; where something came between, it is decided anew. Raises Contended."""
        twice: dict[int, int] = {}
        for _ in range(ATTEMPTS):
            again = self.seen.note(decided.streams)
            if not again and self._admits(decided.newcomers):
                try:
                    self._store(decided)
                except LostRace:
                    self._learn()
                else:
                    return decided
            twice |= again
            decided = self.here.decide(stretch, self._terms(twice)).result()
        raise Contended("too many others are writing to the same incidents; import the file again")

    def _append(self, facts: list[Encoded]) -> None:
        if not self.asked.dry_run:
            self.ledger.append_encoded(facts)

    def _admits(self, newcomers: dict[str, str]) -> bool:
        """Whether every name that asks for a party still may have it, or has it by now."""
        for name, slug in newcomers.items():
            bearers = self.names.slugs.get(folded(name), ())
            if bearers != (slug,) and (bearers or slug in self.names.taken):
                return False
        return True

    def _store(self, decided: Decided) -> None:
        """In one transaction: the parties first, for the claims name them."""
        coming: dict[str, str] = {}
        for name, slug in decided.newcomers.items():
            if slug not in self.names.taken:
                coming.setdefault(slug, name)
        entry = self.origin.entry(datetime.now(UTC))
        parties = [Party.register(entry, a_party(name, slug)) for slug, name in coming.items()]
        self._append(pending(*parties) + decided.facts)
        for slug, name in coming.items():
            self._know(slug, name)
            self.report.register(slug, self.resemblance.of(name, slug))

    def _know(self, slug: str, *names: str) -> None:
        self.names.add(slug, names)
        self.parties |= dict.fromkeys(names, slug)

    def _learn(self) -> None:
        """Know the parties that others have registered meanwhile."""
        for name, slugs in KnownNames.of(self.ledger).slugs.items():
            for slug in slugs:
                if slug not in self.names.slugs.get(name, ()):
                    self._know(slug, name)
