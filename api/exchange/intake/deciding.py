"""Deciding: what the rows of one stretch add to the ledger as it is. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.exchange.draft import Finding
from api.exchange.intake.answering import Answers
from api.exchange.intake.drafting import Drafting, Meant, Opened
from api.exchange.intake.held import pending, stored_by_stream, thing_of
from api.exchange.intake.revising import revise
from api.exchange.intake.stretch import Decided, Line, Stretch, Terms, line_of
from api.exchange.reading.told import told
from domain.errors import Refused

if TYPE_CHECKING:
    from api.exchange.draft import Format, Row
    from api.exchange.intake.names import KnownNames
    from api.exchange.intake.origin import Origin
    from domain.grade import Grade
    from domain.ledger import Ledger
    from domain.log.stored import Stored


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
        self.ledger, self.origin = decider.ledger, decider.origin
        self.entry = self.origin.entry(terms.at)
        # Whoever has a name here is registered by now, or would be: a dry run stores none of those it registers.
        self.registry = Answers(self.ledger, self.origin.by, set(decider.names.taken), decider.sources)
        self.drafting = Drafting(decider.format, decider.names, self.registry, self.entry, terms.twice)
        self.decided = Decided()

    def all(self, stretch: Stretch) -> Decided:
        drafting, decided = self.drafting, self.decided
        drafting.refuse(*stretch.refused)
        found = [(at, one) for at, of_row in enumerate(drafting.each(stretch.rows())) for one in of_row]
        held = stored_by_stream(self.ledger, [one.stream for _, one in found])
        for at, meant in found:
            self._settle(stretch, at, meant, held.get(meant.digits))
        decided.lines = sorted(drafting.refused + decided.lines, key=lambda line: line.row or 0)
        decided.newcomers, decided.unresolved = drafting.newcomers, dict(drafting.unresolved)
        decided.streams = list(drafting.rows_of.items())
        return decided

    def _settle(self, stretch: Stretch, at: int, meant: Meant, held: list[Stored] | None) -> None:
        if held is None:
            self.decided.new += 1
            self.decided.unattributed += meant.unattributed
            self.decided.facts += meant.facts
        elif _says_the_same(meant, held):
            self.decided.unchanged += 1
        else:
            self._revise(stretch.row(at), meant, held)
        if meant.doubts:
            self.decided.lines += [line_of("doubtful", one) for one in meant.doubts]

    def _revise(self, said: Row, meant: Meant, held: list[Stored]) -> None:
        draft, opened = self.drafting.again(said, meant.place)
        thing, facts = thing_of(held, self.entry)
        row = said.number
        try:
            done = revise(thing, facts, draft, self.origin, self.registry, f"row {row}")
        except Refused as refused:
            column, cell = told(self.drafting.reads, refused.field or "", said)
            self.drafting.refuse(Finding(row, column, cell or _name(opened), refused.detail))
            return
        for part, why in done.kept.items():
            self._tell("kept", row, opened, f"the file changes the {part}, but {why}; the change was not recorded")
        if done.reinstated:
            self._tell("reinstated", row, opened, "is in the file again")
        elif done.parts:
            self._tell("corrected", row, opened, f"changed: {', '.join(done.parts)}")
        elif not done.kept:
            self.decided.unchanged += 1
        self.decided.facts += pending(thing)

    def _tell(self, outcome: str, row: int, thing: Opened, rule: str) -> None:
        self.decided.lines.append(Line(outcome, row, "", _name(thing), rule))


def _says_the_same(meant: Meant, held: list[Stored]) -> bool:
    """Whether what is held is what the same report has opened, and nothing else; in doubt, it is looked at closely."""
    return len(held) == len(meant.facts) and meant.digest.encode() in held[0].state


def _name(thing: Opened) -> str:
    external_id = thing.state.external_id
    return "" if external_id is None else external_id.value
