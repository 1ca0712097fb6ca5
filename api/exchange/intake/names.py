"""Parties by what files call them: by name or alias, exactly, or not at all."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from api.exchange.draft import Finding, RowRefused
from domain.party import PartyKind, PartyReport, PartyState, Registered, Renamed

if TYPE_CHECKING:
    from api.exchange.draft import Row
    from domain.ledger import Ledger

MOST = 80
"""Letters of a slug."""

_BETWEEN = re.compile(r"[^a-z0-9]+")
# What has no plain letter inside it, and is still written in the Latin alphabet; and the apostrophes of transcription.
_PLAIN = str.maketrans(
    dict.fromkeys("'`\u2018\u2019\u00b4\u02bb\u02bc\u02be\u02bf", "")
    | {"ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_STATES = ("government of ",)
"""How data sets call a state as a side."""


@dataclass
class KnownNames:
    """Every name and alias of every party, with the slugs of those that bear it.

    Where `registering`, a name that nobody bears gets a party of its own; `newcomers` holds the names that asked for
    one since they were last forgotten, each with its slug. Otherwise it is among the `unresolved`, and a row that
    names it cannot be taken in: but the rest of the row is read, so that all its names are found at once.
    """

    registering: bool = False
    slugs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    newcomers: dict[str, str] = field(default_factory=dict)
    unresolved: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, ledger: Ledger, *, registering: bool = False) -> KnownNames:
        """As the ledger has them now."""
        states: dict[object, PartyState] = {}
        for fact in ledger.facts_named(Registered.TOPIC, Renamed.TOPIC):
            states.setdefault(fact.originator_id, PartyState()).evolve(fact)
        known = cls(registering)
        for state in states.values():
            if state.slug is not None:
                known.add(state.slug, (state.name, *state.aliases))
        return known

    def forget(self) -> None:
        """Begin another row."""
        self.newcomers.clear()
        self.unresolved.clear()

    def add(self, slug: str, names: Iterable[str]) -> None:
        """Know a party by its slug, its name and its aliases."""
        called = tuple(names)
        self.taken.setdefault(slug, called[0])
        for name in dict.fromkeys(map(folded, (slug, *called))):
            bearers = self.slugs.get(name, ())
            if slug not in bearers:
                self.slugs[name] = (*bearers, slug)

    def party(self, name: str, row: Row, column: str) -> str:
        """The slug of the party of this name, or that it would have. Raises RowRefused where more than one has it."""
        bearers = self.slugs.get(folded(name), ())
        if len(bearers) == 1:
            return bearers[0]
        if bearers:
            rule = f"is a name of several parties: {', '.join(sorted(bearers))}; give one of them another alias"
            raise RowRefused(Finding(row.number, column, name, rule))
        if not self.registering:
            rule = "is no name or alias of a registered party; register it, or let the import register parties"
            self.unresolved.append(Finding(row.number, column, name, rule))
            return slug_of(name)
        return self._newcomer(name, row, column)

    def _newcomer(self, name: str, row: Row, column: str) -> str:
        slug = slug_of(name)
        if slug in self.taken:
            rule = f"would be registered as {slug}, which is {self.taken[slug]!r}: add it there as an alias"
            raise RowRefused(Finding(row.number, column, name, rule))
        self.newcomers[name] = slug
        return slug


def a_party(name: str, slug: str) -> PartyReport:
    """A party of which a file has told no more than its name."""
    kind = PartyKind.STATE if folded(name).startswith(_STATES) else PartyKind.ARMED_GROUP
    return PartyReport(slug=slug, name=" ".join(name.split()), kind=kind)


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """A name as it is compared: without regard to case, to white space, and to how its letters are composed."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


@lru_cache(maxsize=10_000)
def slug_of(name: str) -> str:
    """The slug that a name always gives; it ends in a digest where Latin letters do not say all of the name."""
    letters = _plain_letters(name)
    lost = any(mark.isalnum() and not mark.isascii() for mark in letters)
    slug = plain_words(name)
    if slug and not lost and len(slug) <= MOST:
        return slug
    digest = hashlib.sha256(folded(name).encode()).hexdigest()[:8]
    return f"{slug[: MOST - 9].strip('-') or 'party'}-{digest}"


def plain_words(name: str) -> str:
    """The words of a name in plain Latin letters, joined by hyphens; empty where it has none."""
    return _BETWEEN.sub("-", _plain_letters(name)).strip("-")


def _plain_letters(name: str) -> str:
    parts = unicodedata.normalize("NFKD", folded(name).translate(_PLAIN))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))
