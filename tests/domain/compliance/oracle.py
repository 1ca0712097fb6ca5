"""What the texts come to by the rules alone: one moment, one text and one happening at a time, with datetimes.

It shares no code with what it checks. Whether a place lies in a shape it asks of the oracle of the globe.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.geometry.shapes import Within
from tests.domain.globe import Way, box, expected, metres_to, rays_say_inside

NO, MAYBE, YES = 0, 1, 2
TICK, MINUTE, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(days=1)
START = datetime(2020, 3, 1, tzinfo=UTC)
DAMASCUS = ZoneInfo("Asia/Damascus")
"""The day that a When counts from, as UTC has it."""

SHAPES: dict[str, Way] = {
    "square": box(36, 35, 37, 36),
    "wide": box(36, 33, 37, 36),
    "over-180": box(178, -2, 182, 2),
}
ROAD: Way = [[35.9, 35.6], [36.7, 35.8]]
ROAD_KM = 6.0
RADII = {"exact": 0.0, "near": 5.0, "district": 25.0, "water_or_air": 25.0, "fuzzy": 50.0, "governorate": 75.0}


class When(NamedTuple):
    """A day of March 2020 by its number, or an instant on it: noon in London, the first minute in Damascus."""

    number: int
    kind: str

    @property
    def bare(self) -> bool:
        return self.kind in {"day", "local"}

    def bounds(self) -> tuple[datetime, datetime]:
        """The first and the last moment at which it can have begun."""
        day = START + self.number * DAY
        local = day.replace(tzinfo=DAMASCUS).astimezone(UTC)
        begins = {"day": day, "local": local, "noon": day + DAY / 2, "minute": local + MINUTE}[self.kind]
        return begins, begins + DAY - TICK if self.bare else begins


class Text(NamedTuple):
    source: str
    acts: tuple[str, ...]
    binds: tuple[str, ...]
    zone: str | None
    since: When | None
    until: When | None


class Drawing(NamedTuple):
    zone: str
    shape: str
    since: When | None


class Pact(NamedTuple):
    """An agreement with one article; between entry and end it may be suspended, once, and resumed."""

    entries: tuple[tuple[str, When], ...]
    suspended: When | None
    resumed: When | None
    ends: tuple[tuple[str, When], ...]
    texts: tuple[Text, ...]
    repeals: tuple[When, ...]
    accessions: tuple[tuple[str, When], ...]
    drawings: tuple[Drawing, ...]


class World(NamedTuple):
    """Two agreements of Turkey and Russia, and memberships: who, of whom, from which day, to which."""

    pacts: tuple[Pact, Pact]
    members: tuple[tuple[str, str, int, int], ...]


class Happened(NamedTuple):
    """`settled`: these did it; else one of these may have, or anyone where there is none."""

    at: When
    days: int
    act: str
    settled: bool
    parties: tuple[str, ...]
    spot: tuple[float, float, str]

    def stretch(self) -> tuple[datetime, datetime]:
        first, last = self.at.bounds()
        return first + MINUTE if self.at.bare else first, last + self.days * DAY


def judged(world: World, number: int, happened: Happened) -> int:
    """What the texts of one agreement come to: certain only where all of its sources say the same."""
    by_source: dict[str, int] = {}
    for text in world.pacts[number].texts:
        said = _breached(world, number, text, happened)
        by_source[text.source] = max(said, by_source.get(text.source, NO))
    return _one(by_source.values())


def _breached(world: World, number: int, text: Text, happened: Happened) -> int:
    pact = world.pacts[number]
    if happened.act not in text.acts:
        return NO
    moments = [*_moments(*happened.stretch())]

    def throughout(aspect: Callable[[datetime], int]) -> int:
        return _one(map(aspect, moments))

    places = {degree for moment in moments for degree in _places(world, number, text, happened, moment)}
    return min(
        throughout(lambda moment: _force(pact, text, moment)),
        throughout(lambda moment: _author(world, pact, text, happened, moment)),
        _one(places),
    )


def _one(degrees: Iterable[int]) -> int:
    said = set(degrees)
    return said.pop() if len(said) == 1 else MAYBE


def _moments(first: datetime, last: datetime) -> Iterator[datetime]:
    """Every moment of the stretch at which something may turn."""
    yield from (first, last)
    days = {START + number * DAY for number in range(-1, 26)}
    turns = days | {day.replace(tzinfo=DAMASCUS).astimezone(UTC) for day in days}
    turns |= {one + MINUTE for one in turns} | {one + DAY / 2 for one in days}
    for turn in turns:
        yield from (one for one in (turn - TICK, turn, turn + TICK) if first <= one <= last)


def _since(dates: Iterable[When], moment: datetime) -> int:
    """Whether what these date has begun: between rival dates it may have."""
    bounds = [one.bounds() for one in dates]
    if not bounds or moment < min(first for first, _ in bounds):
        return NO
    return YES if moment >= max(last for _, last in bounds) else MAYBE


def _not(degree: int) -> int:
    return YES - degree


def _force(pact: Pact, text: Text, moment: datetime) -> int:
    entered = _since([one for _, one in pact.entries], moment)
    suspended, resumed = (_since([one] if one else [], moment) for one in (pact.suspended, pact.resumed))
    ended = _since([one for _, one in pact.ends], moment)
    begun = YES if text.since is None else _since([text.since], moment)
    over = NO if text.until is None or moment <= text.until.bounds()[1] else YES
    repealed = _since(_repeals(pact, text), moment)
    paused = min(suspended, _not(resumed))
    return min(entered, _not(paused), _not(ended), begun, _not(over), _not(_anew(pact, text, moment)), _not(repealed))


def _begins(moment: When | None) -> datetime:
    return datetime.min.replace(tzinfo=UTC) if moment is None else moment.bounds()[0]


def _anew(pact: Pact, text: Text, moment: datetime) -> int:
    """Whether its source has given it anew."""
    later = [one.since for one in pact.texts if one.source == text.source and _begins(one.since) > _begins(text.since)]
    following = min((one for one in later if one is not None), key=_begins, default=None)
    return _since([following] if following else [], moment)


def _repeals(pact: Pact, text: Text) -> list[When]:
    """The dates of its first repeal: up to where the article was given anew, all are of one."""
    after = [one for one in pact.repeals if _begins(one) > _begins(text.since)]
    if not after:
        return []
    first = min(map(_begins, after))
    anew = [_begins(one.since) for one in pact.texts if _begins(one.since) > first]
    return [one for one in after if all(_begins(one) <= again for again in anew)]


PARTIES = ("turkey", "russia", "syria-government", "iran", "opposition", "hts")
SIGNED = ("turkey", "russia")


def _bound(  # noqa: PLR0917 - as many as the rule has
    world: World, pact: Pact, text: Text, party: str, moment: datetime, through: tuple[str, ...] = ()
) -> int:
    """Whether a party is bound: named, a signatory, acceded, or a member of one that is bound."""
    named = text.binds or SIGNED
    joined = [] if text.binds else [at for who, at in pact.accessions if who == party]
    found = YES if party in named else _since(joined, moment)
    for member, of, start, end in world.members:
        belongs = member == party and START + start * DAY <= moment < START + (end + 1) * DAY
        if belongs and of not in through:
            found = max(found, _bound(world, pact, text, of, moment, (*through, party)))
    return found


def _author(world: World, pact: Pact, text: Text, happened: Happened, moment: datetime) -> int:
    candidates = happened.parties or PARTIES
    most = max(_bound(world, pact, text, party, moment) for party in candidates)
    return most if happened.settled else min(most, MAYBE)


def _places(world: World, number: int, text: Text, happened: Happened, moment: datetime) -> set[int]:
    """What each drawing says that may be that of the zone at the moment."""
    if text.zone is None:
        return {YES}
    drawn = [[one for one in pact.drawings if one.zone == text.zone] for pact in world.pacts]
    by = [drawn[number]] if drawn[number] else [one for one in drawn if one]
    if not by:
        return {MAYBE}
    said, undrawn = set(), True
    for drawings in by:
        for one in reversed(drawings):
            begun = YES if one.since is None else _since([one.since], moment)
            if begun > NO:
                said.add(_within(one.shape, happened.spot))
            if begun == YES:
                undrawn = False
                break
    return said | {NO} if undrawn else said


@cache
def _within(shape: str, spot: tuple[float, float, str]) -> int:
    lat, lon, precision = spot
    if precision == "country":
        return MAYBE
    if shape == "road":
        inside_by = ROAD_KM * 1000 - metres_to([ROAD], lat, lon)
    else:
        ring = SHAPES[shape]
        metres = metres_to([ring], lat, lon)
        # A border belongs to its shape.
        on_it = metres < 0.001
        inside_by = 0.0 if on_it else metres if rays_say_inside([ring], lat, lon) else -metres
    return {Within.OUTSIDE: NO, Within.UNSURE: MAYBE, Within.INSIDE: YES}[expected(inside_by, RADII[precision])]
