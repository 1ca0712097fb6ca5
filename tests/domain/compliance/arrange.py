"""Agreements and what happened under them, in the words in which tests of compliance tell of both."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from domain.act import Act
from domain.agreement.agreement import Agreement
from domain.agreement.values import ChangeReport, ProvisionReport, ZoneReport
from domain.compliance.binding import Membership, memberships_of
from domain.compliance.clauses import Clause, clauses_of
from domain.compliance.happenings import AssertedAnswer, Author, Coded, Happenings, Spot, Trigger, stretch
from domain.compliance.holds import Holds
from domain.compliance.judging import Verdict, judge, together
from domain.incident.values import Attribution
from domain.moment import Moment, Precision
from domain.party import Affiliation
from domain.place import PlacePrecision
from tests.domain.arrange import REGISTER, made
from tests.domain.globe import Way, box, polygon
from tests.domain.things.arrange import change, provision, sochi, zone

NO, MAYBE, YES = Holds.NO, Holds.MAYBE, Holds.YES

SQUARE = box(36, 35, 37, 36)
INSIDE = Spot(35.5, 36.5, PlacePrecision.EXACT)
OUTSIDE = Spot(34.0, 36.5, PlacePrecision.EXACT)

Told = ProvisionReport | ZoneReport | ChangeReport


def agreement(*told: Told, **parts: Any) -> Agreement:
    """Sign an agreement, and record these of it in this order."""
    text = sochi(**parts)
    for one in told:
        record(text, one)
    return text


def record(text: Agreement, one: Told) -> None:
    match one:
        case ProvisionReport():
            text.adopt(one, REGISTER)
        case ZoneReport():
            text.draw(one, REGISTER)
        case ChangeReport():
            text.change(one, REGISTER)


def in_force(*told: Told, **parts: Any) -> Agreement:
    """Do the same of one that is in force from the midnight after it was signed."""
    return agreement(entered(), *told, **parts)


def entered(on: str = "2018-09-18T00:00:00Z", source: str = "turkey-mod") -> ChangeReport:
    return change("entered_into_force", on, source)


def area(slug: str = "idlib", ring: Way = SQUARE, **parts: Any) -> ZoneReport:
    return zone(slug, geometry=polygon(ring).model_dump(), corridor=None, **parts)


def in_zone(slug: str = "idlib", **parts: Any) -> ProvisionReport:
    return provision(zone=slug, **parts)


def member(party: str, of: str, start: str = "2011-01-01", end: str | None = None, how: str = "member") -> Membership:
    """Make a party a member of another from a day to a day."""
    (found,) = memberships_of(party, [affiliation(of, start, end, how)])
    return found


def affiliation(of: str, start: str, end: str | None = None, how: str = "member") -> Affiliation:
    days = {"start": date.fromisoformat(start), "end": end and date.fromisoformat(end)}
    return made(Affiliation, id=UUID(int=1), counterpart=of, relation=how, source="sohr", **days)


def done_by(*parties: str) -> Author:
    """Settle that these did it."""
    return Author(Attribution.ATTRIBUTED, parties, parties)


def admitted_by(*parties: str) -> Author:
    return Author(Attribution.ADMITTED, parties, parties)


def contested(*parties: str) -> Author:
    return Author(Attribution.CONTESTED, parties, parties)


def unsettled(*possible: str) -> Author:
    return Author(Attribution.UNATTRIBUTED, (), possible)


class Case(NamedTuple):
    """What happened: shelling by Russia in the square, in force and for certain, unless it is said otherwise."""

    at: str | dict[str, Any] = "2019-06-01T12:00:00Z"
    act: str = "shelling"
    author: Author = done_by("russia")
    spot: Spot = INSIDE
    answers: Sequence[AssertedAnswer] = ()
    targets: Sequence[str] = ()


def when(told: str | dict[str, Any]) -> Moment:
    return Moment.model_validate({"from": told} if isinstance(told, str) else told)


def stretch_of(told: str | dict[str, Any]) -> tuple[int, int]:
    moment = when(told)
    return stretch(moment.began_from, moment.over_by, moment.precision or Precision.INSTANT)


def attack(at: str | dict[str, Any], author: Author | None = None, *, disputed: bool = False) -> AssertedAnswer:
    """Say that it answers an attack of that time, by the government of Syria unless said otherwise."""
    moment = when(at)
    ticks = [round(one.timestamp() * 1_000_000) for one in (moment.began_from, moment.over_by)]
    return AssertedAnswer(disputed, Trigger(UUID(int=2), ticks[0], ticks[1], author or done_by("syria-government")))


def happenings(cases: Sequence[Case]) -> Happenings:
    times = [stretch_of(one.at) for one in cases]
    return Happenings(
        Coded.of(Act(one.act) for one in cases),
        Coded.of(one.author for one in cases),
        Coded.of(one.spot for one in cases),
        np.array([first for first, _ in times], dtype=np.int64),
        np.array([last for _, last in times], dtype=np.int64),
        {number: one.answers for number, one in enumerate(cases) if one.answers},
        {number: one.targets for number, one in enumerate(cases)},
    )


def clauses(*agreements: Agreement, members: Iterable[Membership] = ()) -> list[Clause]:
    states = {one.state.header.slug: one.state for one in agreements if one.state.header is not None}
    return clauses_of(states, [*members])


def verdict(text: Agreement, *cases: Case, beside: Sequence[Agreement] = ()) -> Verdict:
    """What the only clause of an agreement says of what happened."""
    slug = text.state.header.slug if text.state.header is not None else ""
    (clause,) = [one for one in clauses(text, *beside) if one.agreement == slug]
    return judge(clause, happenings(cases))


def judged(
    text: Agreement, *cases: Case, beside: Sequence[Agreement] = (), members: Iterable[Membership] = ()
) -> list[Holds]:
    """What the texts of the only provision of an agreement come to, of each that happened."""
    slug = text.state.header.slug if text.state.header is not None else ""
    of_text = [one for one in clauses(text, *beside, members=members) if one.agreement == slug]
    told = happenings(cases)
    return [Holds(int(one)) for one in together(judge(clause, told) for clause in of_text)]
