"""A judgement in words: which parties it falls on, and why, in one sentence; and when two would say the same. Pure."""

from __future__ import annotations

from enum import IntEnum
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.compliance.holds import NEVER, Holds, during
from domain.compliance.judging import Doubt, Verdict, named
from domain.incident.values import Attribution
from domain.place import RADIUS_KM, PlacePrecision

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    this = np.array([number])
    open_ones = {
        Doubt.FORCE: "it is open whether it was in force when this happened",
        Doubt.PLACE: _place(clause, spot, _Where(int(_where(verdict, happenings, this)[0]))),
        Doubt.ATTRIBUTION: _who(author, by),
    }
    answer = _ANSWERS[_Answer(int(_answer(verdict, happenings, this)[0]))]
    told = [_main(clause, act), *(open_ones.get(doubt) for doubt in doubts), answer]
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


def _place(clause: Clause, spot: Spot, why: _Where) -> str:
    zone = clause.provision.zone
    match why:
        case _Where.UNDRAWN:
            return f"nobody has drawn {zone}"
        case _Where.INEXACT:
            return _inexact(spot)
        case _Where.DRAWN_APART:
            return f"the drawings of {zone} differ, and the place lies in one and not in another"
        case _:
            return f"it is open whether {zone} was drawn when this happened"


def _inexact(spot: Spot) -> str:
    if spot.lat is None:
        return "the place has no coordinates"
    if spot.precision is PlacePrecision.COUNTRY:
        return "the place is known only to the country"
    return f"the place is known to about {RADIUS_KM[spot.precision]:g} km ({spot.precision}), so it may lie in or out"


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


class _Where(IntEnum):
    """Why it is open whether the place lies in the zone."""

    SETTLED = 0
    UNDRAWN = 1
    INEXACT = 2
    DRAWN_APART = 3
    PERHAPS_LATER = 4


class _Answer(IntEnum):
    """What is told of a happening that is said to answer an attack."""

    NONE = 0
    SILENT = 1
    FORBIDDEN = 2
    OTHERWISE = 3
    OPEN = 4
    ALLOWED = 5


_ANSWERS = {
    _Answer.NONE: "",
    _Answer.SILENT: "the text is silent on answering an attack",
    _Answer.FORBIDDEN: "the text allows no answer to an attack",
    _Answer.OTHERWISE: "it is no answer of the kind that the text allows",
    _Answer.OPEN: "it is open whether it is an answer of the kind that the text allows",
    _Answer.ALLOWED: "it answers an attack, as the text allows",
}

_PARTIES = 16
"""So many parties that are named for one happening are told apart in a signature."""


def signature(verdict: Verdict, happenings: Happenings, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number, above 0, for the finding on each happening of these numbers, which the clause says something of.

    Two texts of one provision have the same signature for one happening exactly where their findings have the same
    reason, parties and doubts, and are of the same source. It holds within a process, and is not to be stored.
    """
    text = verdict.clause.provision
    told = np.full(len(numbers), _TEXTS.setdefault((text.source, text.zone), next(_NUMBERS)), dtype=np.int64)
    told = told << _PARTIES | _bound_bits(verdict.clause, happenings, numbers)
    for aspect in (verdict.force, verdict.author):
        told = told << 1 | (aspect[numbers] == Holds.MAYBE)
    return told << 6 | _where(verdict, happenings, numbers) << 3 | _answer(verdict, happenings, numbers)


_TEXTS: dict[tuple[str, str | None], int] = {}
_NUMBERS = count(1)


def _bound_bits(clause: Clause, happenings: Happenings, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of those named for each of these numbers were bound, or may have been, a bit each."""
    bits = np.zeros(len(numbers), dtype=np.int64)
    authors = happenings.authors.codes[numbers]
    for author in np.unique(authors):
        which = authors == author
        stretch = (happenings.first[numbers[which]], happenings.last[numbers[which]])
        for place, party in enumerate(named(happenings.authors.values[author])):
            held = clause.binds.get(party, NEVER)
            if held != NEVER:
                bits[which] |= (during(held, *stretch) > Holds.NO).astype(np.int64) << place % _PARTIES
    return bits


def _where(verdict: Verdict, happenings: Happenings, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of each of these numbers the `_Where`."""
    drawings = verdict.clause.drawings or ()
    otherwise = _Where.DRAWN_APART if len(drawings) > 1 else _Where.PERHAPS_LATER
    told = np.full(len(numbers), otherwise if drawings else _Where.UNDRAWN, dtype=np.int64)
    doubtful = np.flatnonzero(verdict.place[numbers] == Holds.MAYBE)
    spots = [happenings.spots.values[code] for code in happenings.spots.codes[numbers[doubtful]]]
    for drawing in drawings:
        told[doubtful[drawing.reach.of(spots) == Holds.MAYBE]] = _Where.INEXACT
    return np.where(verdict.place[numbers] == Holds.MAYBE, told, np.int64(_Where.SETTLED))


def _answer(verdict: Verdict, happenings: Happenings, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of each of these numbers the `_Answer`."""
    answering = np.isin(numbers, np.fromiter(happenings.answers, dtype=np.int64, count=len(happenings.answers)))
    allowed = verdict.clause.provision.answer_allowed
    if not allowed:
        return np.where(answering, np.int64(_Answer.SILENT if allowed is None else _Answer.FORBIDDEN), np.int64(0))
    return np.where(answering, verdict.answer[numbers] + np.int64(_Answer.OTHERWISE), np.int64(0))
