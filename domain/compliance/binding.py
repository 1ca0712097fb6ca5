"""Whom a provision binds, and when: those it names, and who was then a member of one of them. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.compliance.holds import NEVER, Holds, Steps, any_of, both, steps, tick
from domain.instant import TICK, end_of_day, start_of_day
from domain.party import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.party import Affiliation


class Membership(NamedTuple):
    """A party is part of another, and bound with it, for a time."""

    party: str
    of: str
    held: Steps


def memberships_of(party: str, affiliations: Iterable[Affiliation]) -> list[Membership]:
    """The memberships of a party, by whole UTC days; allies and proxies are not bound by another's word."""
    found = []
    for one in affiliations:
        if one.relation is Relation.MEMBER:
            begun = [(tick(start_of_day(one.start, None)), Holds.YES)]
            # The last day of the calendar is how tables write that there is no end.
            end = None if one.end == date.max else one.end
            over = [] if end is None else [(tick(end_of_day(end, None) + TICK), Holds.NO)]
            found.append(Membership(party, one.counterpart, steps([*begun, *over])))
    return found


def bound(named: Mapping[str, Steps], memberships: Sequence[Membership]) -> dict[str, Steps]:
    """Every party that is bound, and when: those named, their members, and the members of these."""
    held = dict(named)
    # A chain of memberships is no longer than there are memberships.
    for _ in memberships:
        before = dict(held)
        for one in memberships:
            with_it = both(held.get(one.of, NEVER), one.held)
            joined = any_of((held.get(one.party, NEVER), with_it))
            if joined != NEVER:
                held[one.party] = joined
        if held == before:
            break
    return held
