"""A judgement in words: which parties it falls on, and why, in one sentence. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.compliance.holds import NEVER, Holds, during
from domain.compliance.judging import Doubt, Verdict, named
from domain.incident.values import Attribution
from domain.place import RADIUS_KM, PlacePrecision

if TYPE_CHECKING:
    from domain.compliance.clauses import Clause
    from domain.compliance.happenings import Author, Happenings, Spot


class Finding(NamedTuple):
    """What one clause says of one happening: whether it was breached, by whom, what is in doubt, and why."""

    holds: Holds
    allowed: bool
    by: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    reason: str


def finding(verdict: Verdict, happenings: Happenings, number: int) -> Finding:
    """The finding on the happening of this number, which the clause says something of."""
    clause = verdict.clause
    act = happenings.acts.values[happenings.acts.codes[number]]
    author = happenings.authors.values[happenings.authors.codes[number]]
    spot = happenings.spots.values[happenings.spots.codes[number]]
    by = _bound(clause, author, happenings, number)
    doubts = verdict.doubts(number)
    told = [_main(clause, act), *(_open(doubt, clause, author, spot, by) for doubt in doubts)]
    if number in happenings.answers:
        told.append(_answers(clause, Holds(int(verdict.answer[number]))))
    allowed = verdict.answer[number] == Holds.YES
    holds = Holds.NO if allowed else Holds(int(verdict.holds[number]))
    if Doubt.ANSWER in doubts:
        holds = Holds.MAYBE
    return Finding(holds, allowed, by, tuple(doubts), "; ".join(one for one in told if one) + ".")


def _bound(clause: Clause, author: Author, happenings: Happenings, number: int) -> tuple[str, ...]:
    """Those named who are bound, or may be, when it happened."""
    first, last = happenings.first[number : number + 1], happenings.last[number : number + 1]
    return tuple(
        party for party in named(author) if np.any(during(clause.binds.get(party, NEVER), first, last) > Holds.NO)
    )


def _main(clause: Clause, act: str) -> str:
    provision = clause.provision
    where = "" if provision.zone is None else f" in {provision.zone}"
    return f"article {provision.article} of {clause.agreement} rules out this act ({act.replace('_', ' ')}){where}"


def _open(doubt: Doubt, clause: Clause, author: Author, spot: Spot, by: tuple[str, ...]) -> str:
    match doubt:
        case Doubt.FORCE:
            return "it is open whether it was in force when this happened"
        case Doubt.PLACE:
            return _place(clause, spot)
        case Doubt.ATTRIBUTION:
            return _who(author, by)
        case _:
            return ""


def _place(clause: Clause, spot: Spot) -> str:
    if not clause.drawings:
        return f"nobody has drawn {clause.provision.zone}"
    if spot.lat is None:
        return "the place has no coordinates"
    if spot.precision is PlacePrecision.COUNTRY:
        return "the place is known only to the country"
    if any(one.reach.of([spot])[0] == Holds.MAYBE for one in clause.drawings):
        radius = RADIUS_KM[spot.precision]
        return f"the place is known to about {radius:g} km ({spot.precision}), so it may lie in or out"
    if len(clause.drawings) > 1:
        return f"the drawings of {clause.provision.zone} differ, and the place lies in one and not in another"
    return f"it is open whether {clause.provision.zone} was drawn when this happened"


def _who(author: Author, by: tuple[str, ...]) -> str:
    candidates = named(author)
    if not candidates:
        return "nobody is named for it"
    among = " or ".join(candidates)
    if author.attribution in {Attribution.ADMITTED, Attribution.ATTRIBUTED}:
        return f"it is open whether {among} was bound then"
    are = "is" if len(by) == 1 else "are"
    bound = "each of whom is bound" if set(by) == set(candidates) else f"of whom {' and '.join(by)} {are} bound"
    said = "contested" if author.attribution is Attribution.CONTESTED else "left open"
    return f"who did it is {said}: {among}, {bound}"


def _answers(clause: Clause, degree: Holds) -> str:
    if clause.provision.answer_allowed is None:
        return "the text is silent on answering an attack"
    if not clause.provision.answer_allowed:
        return "the text allows no answer to an attack"
    return {
        Holds.YES: "it answers an attack, as the text allows",
        Holds.MAYBE: "it is open whether it is an answer of the kind that the text allows",
        Holds.NO: "it is no answer of the kind that the text allows",
    }[degree]
