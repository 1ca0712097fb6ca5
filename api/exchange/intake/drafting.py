"""Drafting: what each row of a stretch would record if it were new, by the commands that the API uses."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from api.exchange.draft import Draft, Finding, RowRefused
from api.exchange.intake.held import pending
from api.exchange.intake.names import folded
from api.exchange.intake.stretch import Line, line_of
from api.exchange.reading.told import told
from domain.bulletin import Bulletin, BulletinReport
from domain.errors import Refused
from domain.incident.incident import Incident

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from api.exchange.draft import Format, Row
    from api.exchange.intake.answering import Answers
    from api.exchange.intake.names import KnownNames
    from domain.log.stored import Encoded
    from domain.model import Entry

Opened = Incident | Bulletin

ABREAST = 32
"""Rows that are drafted together, each step for all of them: its code and what it needs are at hand then.

More of them, with all that they are on the way, would not fit the processor.
"""


class Meant(NamedTuple):
    """One thing that a row speaks of, as it would be recorded if it were new; `place` is that among the row's drafts.

    Only what would be stored is kept: all that a stretch's rows are on the way to it would not fit the processor.
    """

    place: int
    stream: UUID
    digest: str
    facts: list[Encoded]
    doubts: tuple[Finding, ...]
    unattributed: bool = False
    """Whether it is an incident of which nobody is said to have done it."""

    @property
    def digits(self) -> str:
        """The stream's id in hexadecimal digits."""
        return self.facts[0].stream


class Drafting:
    """Drafts the rows of one stretch, and keeps account of what they ask for. `twice` has rows with an earlier id."""

    def __init__(
        self, reads: Format, names: KnownNames, registry: Answers, entry: Entry, twice: dict[int, int]
    ) -> None:
        self.reads, self.names, self.registry, self.entry, self.twice = reads, names, registry, entry, twice
        self.refused: list[Line] = []
        self.rows_of: dict[str, int] = {}
        self.newcomers: dict[str, str] = {}
        """Names that ask for a party of their own, each with its slug."""
        self.unresolved: Counter[str] = Counter()
        self._first_name: dict[str, str] = {}

    def each(self, rows: Iterable[Row]) -> Iterator[list[Meant]]:
        """What each row says, as if it were new; nothing where any part of it is refused."""
        upcoming = iter(rows)
        while some := [*islice(upcoming, ABREAST)]:
            abreast = self._abreast(some)
            yield from map(self._one, some) if abreast is None else map(self._noted, some, abreast)

    def _abreast(self, rows: list[Row]) -> list[list[Meant]] | None:
        """What rows say, each step for all of them; None where anything about one of them has to be looked at."""
        self.names.forget()
        try:
            drafts = [self.reads.read(row, self.names) for row in rows]
            if self.names.unresolved or self.names.newcomers:
                return None
            opened = [[(draft, self._opened(draft)) for draft in of_row] for of_row in drafts]
        except (RowRefused, Refused, ValidationError):
            return None
        return [[_meant(place, *one) for place, one in enumerate(of_row)] for of_row in opened]

    def _noted(self, row: Row, found: list[Meant]) -> list[Meant]:
        """The same, unless an earlier row has the id of this one."""
        try:
            self._check_once(row, [one.digits for one in found])
        except RowRefused as refused:
            self._refuse(refused.findings)
            return []
        return found

    def _one(self, row: Row) -> list[Meant]:
        """What a row says, by itself."""
        self.names.forget()
        try:
            drafts = self.reads.read(row, self.names)
            self._check_names(row)
            found = [_meant(place, draft, self._opened(draft)) for place, draft in enumerate(drafts)]
            self._check_once(row, [one.digits for one in found])
        except RowRefused as refused:
            self._refuse(refused.findings)
        except (Refused, ValidationError) as refused:
            self._refuse(_findings(self.reads, row, refused))
        else:
            self._welcome()
            return found
        return []

    def again(self, row: Row, place: int) -> tuple[Draft, Opened]:
        """A draft once more, with the thing that it would open."""
        draft = self.reads.read(row, self.names)[place]
        return draft, self._opened(draft)

    def refuse(self, *findings: Finding) -> None:
        """Tell why a row is not recorded."""
        self.refused += [line_of("refused", one) for one in findings]

    def _refuse(self, findings: Iterable[Finding]) -> None:
        """Refuse a row for all that is found, and for every name in it that nobody bears."""
        unresolved = self.names.unresolved
        self.unresolved.update({one.value for one in unresolved})
        self.refuse(*dict.fromkeys([*unresolved, *findings]))

    def _opened(self, draft: Draft) -> Opened:
        report = draft.report
        if report.external_id is None:
            rule = "a row needs an id of its own, to be known again by"
            raise RowRefused(Finding(draft.row, "external_id", "", rule))
        if isinstance(report, BulletinReport):
            return Bulletin.publish(self.entry, report, self.registry)
        return Incident.report(self.entry, report, self.registry)

    def _check_names(self, row: Row) -> None:
        """Raises RowRefused where nobody bears a name, and where two would share a slug: they are not one name."""
        if self.names.unresolved:
            raise RowRefused(*self.names.unresolved)
        if not self.names.newcomers:
            return
        mine: dict[str, str] = {}
        for name, slug in self.names.newcomers.items():
            other = self._first_name.get(slug) or mine.setdefault(slug, name)
            if folded(other) != folded(name):
                rule = f"would be registered as {slug}, as {other!r} would: register one of them under another slug"
                raise RowRefused(Finding(row.number, "", name, rule))
        self.registry.parties.update(self.names.newcomers.values())

    def _welcome(self) -> None:
        for name, slug in self.names.newcomers.items():
            self._first_name.setdefault(slug, name)
            self.newcomers[name] = slug

    def _check_once(self, row: Row, streams: list[str]) -> None:
        """Raises RowRefused where an earlier row of the file, or another part of this one, has the same id."""
        firsts = [self.twice.get(row.number), *[self.rows_of.get(one) for one in streams]]
        first = next(filter(None, firsts), None)
        if first is not None or len(set(streams)) < len(streams):
            rule = f"row {first or row.number} has this id already: within a list, it names one thing"
            raise RowRefused(Finding(row.number, *told(self.reads, "external_id", row), rule))
        self.rows_of.update(dict.fromkeys(streams, row.number))


def _meant(place: int, draft: Draft, thing: Opened) -> Meant:
    claim = getattr(draft.report, "claim", None)
    unattributed = claim is not None and not (claim.perpetrator or claim.possible_perpetrators)
    return Meant(place, thing.id, thing.state.digest, pending(thing), draft.doubts, unattributed)


def _findings(reads: Format, row: Row, refused: Refused | ValidationError) -> Iterator[Finding]:
    """A refusal of the ledger's, by the column that tells the part of the report that it is about."""
    if isinstance(refused, Refused):
        yield Finding(row.number, *told(reads, refused.field or "", row), refused.detail)
        return
    for one in refused.errors(include_url=False):
        column, cell = told(reads, ".".join(map(str, one["loc"])), row)
        yield Finding(row.number, column, cell or str(one["input"])[:200], one["msg"])
