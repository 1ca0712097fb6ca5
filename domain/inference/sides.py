"""Sides: parties that stood together on a day act as one, and are named by the one that follows nobody. Pure."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_EPOCH = date(1970, 1, 1).toordinal()

Following = dict[str, set[str]]
"""Whom each party stands with."""


class Tie(NamedTuple):
    """A party stands with another from a day to a day, both included; None: not ended."""

    party: str
    counterpart: str
    start: date
    end: date | None


class Sides:
    """Which side each party is of, day by day; days are counted from 1970-01-01 (UTC).

    Parties that affiliations of a day join, directly or not, are one side. It is named by its lead: the member that
    follows nobody else (anyone where all follow somebody), of several the one that most stand with, directly or not,
    then the least slug. Between two days of `turns`, all sides stay the same.
    """

    def __init__(self, ties: Iterable[Tie]) -> None:
        self._ties = [(one.party, one.counterpart, *_days(one)) for one in ties]
        self.turns = sorted({day for *_, first, beyond in self._ties for day in (first, beyond)})
        self._leads: dict[int, dict[str, str]] = {}

    def stretch(self, day: int) -> int:
        """The number of the stretch of days in which a day lies."""
        return bisect_right(self.turns, day)

    def lead(self, party: str, day: int) -> str:
        """Who names the side of a party; a party that is joined with nobody is a side by itself."""
        stretch = self.stretch(day)
        leads = self._leads.get(stretch)
        if leads is None:
            self._leads[stretch] = leads = _leads(self._following(day))
        return leads.get(party, party)

    def side(self, parties: Collection[str], day: int) -> str | None:
        """The one side that all of these are of; None where they are of several, or where nobody is named."""
        leads = {self.lead(party, day) for party in parties}
        return leads.pop() if len(leads) == 1 else None

    def _following(self, day: int) -> Following:
        following: Following = {}
        for party, counterpart, first, beyond in self._ties:
            if first <= day < beyond:
                following.setdefault(party, set()).add(counterpart)
                following.setdefault(counterpart, set())
        return following


def _days(tie: Tie) -> tuple[int, int]:
    """Its first day, and the first on which it no longer holds."""
    last = date.max if tie.end is None else tie.end
    return tie.start.toordinal() - _EPOCH, last.toordinal() - _EPOCH + 1


def _leads(following: Following) -> dict[str, str]:
    """The lead of each party that is joined with another."""
    leads: dict[str, str] = {}
    joined = {party: {*counterparts} for party, counterparts in following.items()}
    behind: Following = {party: set() for party in following}
    for party, counterparts in following.items():
        for counterpart in counterparts:
            joined[counterpart].add(party)
            behind[counterpart].add(party)
    for party in following:
        if party not in leads:
            members = _reached(party, joined)
            free = {member for member in members if not following[member]}
            lead = min(free or members, key=lambda one: (-len(_reached(one, behind)), one))
            leads |= dict.fromkeys(members, lead)
    return leads


def _reached(start: str, ways: Following) -> set[str]:
    """Everyone that is reached from a party, itself included."""
    reached, further = {start}, [start]
    while further:
        beyond = ways[further.pop()] - reached
        reached |= beyond
        further += beyond
    return reached
