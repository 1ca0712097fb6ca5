"""Made-up agreements, zones, memberships and happenings, told to the ledger and to the oracle alike."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from domain import errors
from domain.agreement.agreement import Agreement
from domain.agreement.state import AgreementState
from domain.compliance.binding import Membership
from domain.compliance.clauses import Clause, clauses_of
from domain.compliance.happenings import Author, Happenings, Spot
from domain.compliance.judging import judge, together
from domain.incident.values import Attribution
from domain.model import in_known_order
from domain.place import PlacePrecision
from tests.domain.arrange import facts_of
from tests.domain.compliance.arrange import Case, Told, area, happenings, member, record
from tests.domain.compliance.oracle import (
    DAY,
    PARTIES,
    ROAD,
    ROAD_KM,
    SHAPES,
    START,
    Drawing,
    Happened,
    Pact,
    Text,
    When,
    World,
)
from tests.domain.things.arrange import change, provision, sochi, zone

SLUGS = ("astana-2017", "sochi-2018")
ACTS = ("shelling", "air_strike")
OURS, THEIRS = "turkey-mod", "russia-mod"
KINDS = ("day", "local", "noon", "minute")

kinds = st.sampled_from(KINDS)
whens = st.builds(When, st.integers(0, 19), kinds)
maybe_whens = st.one_of(st.none(), whens)
acts = st.sampled_from([("shelling",), ("air_strike",), ACTS, ACTS])
bound = st.sampled_from([(), (), ("russia",), ("opposition", "syria-government"), ("iran", "turkey")])
zones = st.sampled_from([None, None, "idlib", "idlib", "idlib", "far", "undrawn"])
members = st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES), st.integers(0, 12), st.integers(8, 19)).filter(
    lambda one: one[0] != one[1] and one[2] <= one[3]
)
drawings = st.builds(
    Drawing,
    st.sampled_from(["idlib", "idlib", "far"]),
    st.sampled_from([*SHAPES, "square", "wide", "road"]),
    maybe_whens,
)
places = st.sampled_from([
    (35.5, 36.5), (35.0, 36.25), (36.0, 37.0), (34.0, 36.5), (35.7, 36.3), (36.3, 36.5), (0.5, 180.0), (2.0, -179.0),
    (0.0, -177.9), (1.9, 178.01),
])  # fmt: skip
precisions = st.sampled_from([*map(str, PlacePrecision), *["exact"] * 6, "near", "near"])
spots = st.builds(lambda place, precision: (*place, precision), places, precisions)
named = st.lists(st.sampled_from([*PARTIES, "russia"]), max_size=3, unique=True).map(tuple)
seldom = st.integers(0, 3).map(lambda one: one == 0)


@st.composite
def happened(draw: st.DrawFn) -> Happened:
    parties = draw(named)
    settled = len(parties) == 1 or (len(parties) > 1 and not draw(seldom))
    return Happened(
        draw(whens), draw(st.sampled_from([0, 0, 1, 4])), draw(st.sampled_from(ACTS)), settled, parties, draw(spots)
    )


@st.composite
def texts_of(draw: st.DrawFn, source: str) -> tuple[Text, ...]:
    """One or two texts of an article by one source, the second since a later day."""
    first, second = sorted(draw(st.lists(st.integers(0, 19), min_size=2, max_size=2, unique=True)))
    since = When(first, draw(kinds)) if draw(st.booleans()) else None
    until = When(second, draw(kinds)) if draw(seldom) else None
    told = [Text(source, draw(acts), draw(bound), draw(zones), since, until)]
    if draw(seldom):
        told.append(Text(source, draw(acts), draw(bound), draw(zones), When(second, draw(kinds)), None))
    return tuple(told)


@st.composite
def pacts(draw: st.DrawFn) -> Pact:
    """Make up a life in its order: entry, suspension, resumption, end, two days apart at least."""
    early, late = (draw(st.lists(st.integers(*ends), min_size=3, max_size=3, unique=True)) for ends in ((0, 4), (5, 9)))
    days = [*sorted(early), *sorted(late)]
    entry, rival, pause, rival_late, again, end = (When(2 * day, draw(kinds)) for day in days)
    second = draw(st.sampled_from([None, None, rival, rival_late]))
    suspended = draw(seldom)
    ends = draw(st.sampled_from([0, 0, 1, 2]))
    return Pact(
        ((OURS, entry), *([(THEIRS, second)] if second else [])),
        pause if suspended else None,
        again if suspended and draw(st.booleans()) else None,
        ((OURS, end), (THEIRS, When(end.number + 1, draw(kinds))))[:ends],
        draw(texts_of(OURS)) + (draw(texts_of(THEIRS)) if draw(seldom) else ()),
        tuple(draw(st.lists(whens, max_size=2))) if draw(seldom) else (),
        tuple(draw(st.lists(st.tuples(st.sampled_from(PARTIES[2:]), whens), max_size=2))),
        tuple(draw(st.lists(drawings, max_size=3))),
    )


worlds = st.builds(World, st.tuples(pacts(), pacts()), st.lists(members, max_size=3).map(tuple))


def moment(one: When | None) -> dict[str, Any] | None:
    """Write it as a reporter would."""
    if one is None:
        return None
    day = (START + one.number * DAY).date().isoformat()
    words: dict[str, dict[str, Any]] = {
        "day": {"from": day},
        "local": {"from": day, "zone": "Asia/Damascus"},
        "noon": {"from": f"{day}T12:00:00Z"},
        "minute": {"from": f"{day}T00:01", "zone": "Asia/Damascus"},
    }
    return words[one.kind]


def _drawn(one: Drawing, **parts: Any) -> Told:
    if one.shape == "road":
        line = {"type": "LineString", "coordinates": ROAD}
        return zone(one.zone, corridor={"line": line, "km_each_side": ROAD_KM}, since=moment(one.since), **parts)
    return area(one.zone, SHAPES[one.shape], since=moment(one.since), **parts)


def told(pact: Pact) -> list[Told]:
    """Every report of an agreement, each published a second after the one before."""
    changes: list[tuple[str, str, When | None, dict[str, str]]]
    changes = [("entered_into_force", source, at, {}) for source, at in pact.entries]
    changes += [("suspended", OURS, pact.suspended, {}), ("resumed", OURS, pact.resumed, {})]
    changes += [("ended", source, at, {}) for source, at in pact.ends]
    changes += [("provision_repealed", OURS, at, {"article": "1"}) for at in pact.repeals]
    changes += [("acceded", OURS, at, {"party": party}) for party, at in pact.accessions]
    seconds = (f"2020-12-01T00:00:{second:02}Z" for second in range(60))
    texts: list[Told] = [
        provision(
            "1",
            one.source,
            acts=one.acts,
            binds=one.binds,
            zone=one.zone,
            since=moment(one.since),
            until=moment(one.until),
            published_at=next(seconds),
        )
        for one in pact.texts
    ]
    drawn = [_drawn(one, published_at=next(seconds)) for one in pact.drawings]
    life: list[Told] = [
        change(kind, "", source, at=moment(at), published_at=next(seconds), **parts)
        for kind, source, at, parts in changes
        if at is not None
    ]
    return [*texts, *drawn, *life]


def recorded(pact: Pact, slug: str, order: Sequence[int] = ()) -> Agreement:
    """Record what is told in an order; what is refused because it comes too early is recorded later."""
    given = told(pact)
    waiting = [given[number] for number in order] if order else given
    text = sochi(slug=slug)
    while waiting:
        try:
            record(text, waiting[0])
        except (errors.AgreementNotInForce, errors.AgreementNotSuspended, errors.ProvisionNotInForce):
            waiting.append(waiting[0])
        waiting = waiting[1:]
    return text


def shown(text: Agreement) -> AgreementState:
    """Fold its facts in the order in which they became known."""
    state = AgreementState()
    for fact in in_known_order(facts_of(text)):
        state.evolve(fact)
    return state


def clauses(world: World, texts: Sequence[Agreement]) -> list[Clause]:
    days = [(who, of, START + start * DAY, START + end * DAY) for who, of, start, end in world.members]
    held: list[Membership] = [
        member(who, of, start.date().isoformat(), end.date().isoformat()) for who, of, start, end in days
    ]
    return clauses_of({slug: shown(text) for slug, text in zip(SLUGS, texts, strict=True)}, held)


def case(one: Happened) -> Case:
    at = dict(moment(one.at) or {})
    if one.days:
        at["to"] = (moment(one.at._replace(number=one.at.number + one.days)) or {})["from"]
    precision = PlacePrecision(one.spot[2])
    return Case(at, one.act, author(one), Spot(*one.spot[:2], precision))


def author(one: Happened) -> Author:
    """Settled on those named; else contested between several, or left open."""
    if one.settled:
        return Author(Attribution.ATTRIBUTED, one.parties, one.parties)
    several = len(one.parties) > 1
    return Author(Attribution.CONTESTED if several else Attribution.UNATTRIBUTED, one.parties * several, one.parties)


def happenings_of(many: Sequence[Happened]) -> Happenings:
    return happenings([case(one) for one in many])


def said(found: Sequence[Clause], number: int, many: Sequence[Happened]) -> list[int]:
    """What the texts of one of the agreements come to."""
    columns = happenings_of(many)
    degrees = together(judge(one, columns) for one in found if one.agreement == SLUGS[number])
    return [int(one) for one in np.asarray(degrees)]
