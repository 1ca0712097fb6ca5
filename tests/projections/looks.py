"""Lenses and filters made up around what a ledger holds: at the tick when something changes, before it, and after."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from hypothesis import strategies as st

from tests.projections.oracle.changing import EVERY
from tests.projections.oracle.days import TICK, earliest_beginning, first_of, latest_beginning, local_day, shown_on
from tests.projections.oracle.pile import Raw, clock
from tests.projections.oracle.selecting import Filters
from tests.projections.zones import TRICKY, ZONES

Words = dict[str, str]

zones = st.sampled_from(["UTC", *sorted({zone for zone, _ in TRICKY})]) | st.sampled_from(ZONES)
nudges = st.sampled_from([timedelta(0), timedelta(0), TICK, -TICK])


def moments_in(thing: object) -> Iterator[Raw]:
    """Every moment of which anything in a fact tells."""
    if isinstance(thing, dict):
        if "earliest" in thing:
            yield thing
        for part in thing.values():
            yield from moments_in(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from moments_in(part)


@st.composite
def lenses(draw: st.DrawFn, facts: list[Raw]) -> Words:
    """Make up the words of a lens over these facts; each clock is unlimited as often as not."""
    words = {"tz": draw(zones)}
    told = [fact for fact in facts if not fact["name"].startswith(("party.", "source."))]
    moments = sorted(moments_in(told), key=latest_beginning)
    limited = draw(st.booleans())
    if moments and limited:
        words |= _as_of(draw, draw(st.sampled_from(moments[-6:]) | st.sampled_from(moments)), words["tz"])
    for name, stamp in (("known_at", "known_at"), ("position", "timestamp")):
        if draw(st.booleans()):
            instant = clock(draw(st.sampled_from(told[-9:]) | st.sampled_from(told))[stamp]) + draw(nudges)
            bare = draw(st.integers(0, 3)) == 0
            words[name] = shown_on(instant, words["tz"]).isoformat() if bare else instant.isoformat()
    if "position" in words and draw(st.booleans()):
        words["position"] = str(draw(st.sampled_from(told))["position"] + draw(st.integers(-1, 1)))
    return words


def _as_of(draw: st.DrawFn, moment: Raw, tz: str) -> Words:
    """An end of when something can have begun, or the day on which it did, in its own zone or the lens's."""
    if draw(st.booleans()):
        return {"as_of": (latest_beginning(moment) + draw(nudges)).isoformat()}
    own = {"tz": draw(st.sampled_from([tz, moment.get("zone", "UTC")]))}
    return own | {"as_of": (local_day(moment) + timedelta(days=draw(st.integers(-1, 1)))).isoformat()}


VALUES: dict[str, tuple[str, ...]] = {
    "nature": ("violation", "incident,retaliation"),
    "standing": (EVERY, "retracted,merged", "alleged", "verified,disputed,corroborated"),
    "attribution": ("attributed", "contested,admitted", "unattributed"),
    "act": ("shelling", "air_strike, shelling"),
    "perpetrator": ("turkey", "russia,syria-government", "russia;turkey"),
    "possible_perpetrator": ("turkey", "russia;syria-government"),
    "party": ("turkey", "russia,syria-government", "turkey;syria-government"),
    "target": ("turkey", "iran"),
    "agreement": ("sochi-2018",),
    "provision": ("1", "2"),
    "breach": ("found", "uncertain", "found,uncertain,allowed", "rejected,allowed", "alleged,confirmed"),
    "violator": ("syria-government", "russia,turkey"),
    "violation": ("attributed", "contested,uncertain"),
    "governorate": ("Idlib", "unknown"),
    "q": ("NAYRAB", "saraqib", "shells"),
    "zone": ("de-escalation-zone",),
    "bbox": ("36.7,35.8,36.75,35.9", "36,35,37,36", "179,-10,-179,10"),
    "year": ("2020", "2019", "2018"),
    "month": ("2020-02", "2018-02", "unknown"),
    "day": ("2020-02-02", "2020-02-04", "unknown"),
}
CALENDAR = {"year": 4, "month": 7, "day": 10}


@st.composite
def filters(draw: st.DrawFn, facts: list[Raw], tz: str, names: Sequence[str] = ()) -> Filters:
    """Make up a few filters (of these names), at times of the very day on which something happened."""
    chosen = {
        name: draw(st.sampled_from(VALUES[name]))
        for name in draw(st.lists(st.sampled_from(names or sorted(VALUES)), max_size=2, unique=True))
    }
    if draw(st.integers(0, 4)) == 0:
        chosen["standing"] = EVERY
    moments = list(moments_in(facts))
    dated = draw(st.integers(0, 2)) == 0
    if moments and dated:
        moment = draw(st.sampled_from(moments))
        name = draw(st.sampled_from(["occurred_from", "occurred_to", "began_from", "began_to", *CALENDAR]))
        day = local_day(moment)
        if name in CALENDAR:
            return chosen | {name: day.isoformat()[: CALENDAR[name]]}
        if draw(st.booleans()) or shown_on(first_of(day, tz), tz) != day:
            return chosen | {name: (earliest_beginning(moment) + draw(nudges)).isoformat()}
        return chosen | {name: day.isoformat()}
    return chosen
