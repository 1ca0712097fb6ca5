"""Deciding: what the rows of one stretch add to the ledger, by the same commands as the API's. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from api.exchange.answering import Answers
from api.exchange.draft import Draft, Finding, RowRefused
from api.exchange.held import pending, stored_by_stream, thing_of
from api.exchange.names import Unresolved, folded
from api.exchange.revising import revise
from api.exchange.stretch import Decided, Line, Stretch, Terms, line_of
from domain.bulletin import Bulletin, BulletinReport
from domain.errors import Refused
from domain.incident.incident import Incident

if TYPE_CHECKING:
    from api.exchange.draft import Format, Row
    from api.exchange.names import KnownNames
    from api.exchange.origin import Origin
    from domain.grade import Grade
    from domain.ledger import Ledger
    from domain.log.stored import Stored
    from domain.model import Aggregate, Entry

Opened = Incident | Bulletin


@dataclass
class Decider:
    """Decides stretches of one file. `sources` are those that the format names, as they are registered, or will be."""

    ledger: Ledger
    format: Format
    origin: Origin
    names: KnownNames
    sources: Mapping[str, Grade] = field(default_factory=dict)

    def decide(self, stretch: Stretch, terms: Terms) -> Decided:
        """What every row of a stretch adds. Raises nothing that a row could cause."""
        for name, slug in terms.parties.items():
            self.names.add(slug, (name,))
        return _Deciding(self, terms).all(stretch)


class _Deciding:
    def __init__(self, decider: Decider, terms: Terms) -> None:
        self.terms = terms
        self.ledger, self.format, self.names = decider.ledger, decider.format, decider.names
        self.origin = decider.origin
        self.entry: Entry = self.origin.entry(terms.at)
        self.registry = Answers(self.ledger, self.origin.by, set(terms.parties.values()), decider.sources)
        self.decided = Decided()
        self.rows_of: dict[str, int] = {}
        self.unresolved: Counter[str] = Counter()

    def all(self, stretch: Stretch) -> Decided:
        self._refuse(*stretch.refused)
        drafted = [(draft, thing) for row in stretch.rows() for draft, thing in self._drafted(row)]
        held = stored_by_stream(self.ledger, [thing.id for _, thing in drafted])
        for draft, thing in drafted:
            self._settle(draft, thing, held.get(thing.id.hex))
        self.decided.lines.sort(key=lambda line: line.row or 0)
        self.decided.unresolved = dict(self.unresolved)
        self.decided.streams = list(self.rows_of.items())
        return self.decided

    def _drafted(self, row: Row) -> list[tuple[Draft, Opened]]:
        """What a row says, as if it were new; nothing where any part of it is refused."""
        self.names.newcomers.clear()
        try:
            drafts = self.format.read(row, self.names)
            newcomers = self._newcomers(row)
            found = [(draft, self._opened(draft)) for draft in drafts]
            self._check_once(row, [thing for _, thing in found])
        except RowRefused as refused:
            if isinstance(refused, Unresolved):
                self.unresolved[refused.name] += 1
            self._refuse(*refused.findings)
            return []
        except (Refused, ValidationError) as refused:
            self._refuse(*_findings(row, refused))
            return []
        self.decided.newcomers |= newcomers
        return found

    def _newcomers(self, row: Row) -> dict[str, str]:
        """The parties that a row would register; two names that would share a slug are not one name."""
        asked = dict(self.names.newcomers)
        names = {slug: name for name, slug in self.decided.newcomers.items()}
        for name, slug in asked.items():
            other = names.setdefault(slug, name)
            if folded(other) != folded(name):
                rule = f"would be registered as {slug}, as {other!r} would: register one of them under another slug"
                raise RowRefused(Finding(row.number, "", name, rule))
        self.registry.parties |= set(asked.values())
        return asked

    def _opened(self, draft: Draft) -> Opened:
        report = draft.report
        if report.external_id is None:
            raise RowRefused(
                Finding(draft.row, "external_id", "", "a row needs an id of its own, to be known again by")
            )
        if isinstance(report, BulletinReport):
            return Bulletin.publish(self.entry, report, self.registry)
        return Incident.report(self.entry, report, self.registry)

    def _check_once(self, row: Row, things: list[Opened]) -> None:
        """Raises RowRefused where an earlier row of the file has the same id."""
        streams = [thing.id.hex for thing in things]
        first = next((self.rows_of[one] for one in streams if one in self.rows_of), self.terms.twice.get(row.number))
        if first is not None or len(set(streams)) < len(streams):
            value = _name(things[0])
            rule = f"row {first or row.number} has this id already: within a list, it names one thing"
            raise RowRefused(Finding(row.number, "external_id", value, rule))
        self.rows_of |= dict.fromkeys(streams, row.number)

    def _settle(self, draft: Draft, thing: Opened, held: list[Stored] | None) -> None:
        doubts = [line_of("doubtful", one) for one in draft.doubts]
        if held is None:
            self.decided.new += 1
            self._record(thing)
        elif _says_the_same(thing, held):
            self.decided.unchanged += 1
        else:
            self._revise(draft, thing, held)
        self.decided.lines += doubts

    def _revise(self, draft: Draft, meant: Opened, held: list[Stored]) -> None:
        thing, facts = thing_of(held, self.entry)
        try:
            done = revise(thing, facts, draft, self.origin, self.registry, f"row {draft.row}")
        except Refused as refused:
            self._refuse(Finding(draft.row, refused.field or "", _name(meant), refused.detail))
            return
        for part, why in done.kept.items():
            self._tell("kept", draft, meant, f"the file changes the {part}, but {why}; what an analyst did stands")
        if done.reinstated:
            self._tell("reinstated", draft, meant, "is in the file again")
        elif done.parts:
            self._tell("corrected", draft, meant, f"changed: {', '.join(done.parts)}")
        elif not done.kept:
            self.decided.unchanged += 1
        self._record(thing)

    def _record(self, thing: Aggregate) -> None:
        self.decided.facts += pending(thing)

    def _tell(self, outcome: str, draft: Draft, thing: Opened, rule: str) -> None:
        self.decided.lines.append(Line(outcome, draft.row, "", _name(thing), rule))

    def _refuse(self, *findings: Finding) -> None:
        self.decided.lines += [line_of("refused", one) for one in findings]


def _says_the_same(thing: Opened, held: list[Stored]) -> bool:
    """Whether what is held is what the same report has opened, and nothing else; in doubt, it is looked at closely."""
    opening = held[0]
    return len(held) == len(thing.pending_events) and thing.state.digest.encode() in opening.state


def _name(thing: Opened) -> str:
    external_id = thing.state.external_id
    return "" if external_id is None else external_id.value


def _findings(row: Row, refused: Refused | ValidationError) -> list[Finding]:
    """A refusal of the ledger's, with the part of the report that it is about in the place of the column."""
    if isinstance(refused, Refused):
        return [Finding(row.number, refused.field or "", row.cells.get(refused.field or "", ""), refused.detail)]
    return [
        Finding(row.number, ".".join(map(str, one["loc"])), str(one["input"])[:200], one["msg"])
        for one in refused.errors(include_url=False)
    ]
