"""Which incidents the filters of a query let through."""

from collections.abc import Callable
from datetime import datetime

from tests.projections.oracle.claims import all_claims
from tests.projections.oracle.days import (
    earliest_beginning,
    end_of,
    latest_beginning,
    latest_end,
    local_day,
    precision_of,
    start_of,
)
from tests.projections.oracle.picture import UNCOUNTED, Picture
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.violating import BREACHES, breached_as_asked

Filters = dict[str, str]

ELSEWHERE = {"zone", *BREACHES}


def selected(picture: Picture, filters: Filters) -> dict[str, Raw]:
    """The incidents that the lens shows and that pass every filter; what counts nowhere is asked for by standing."""
    return {
        stream: one
        for stream, one in picture.incidents.items()
        if ("standing" in filters or one["standing"] not in UNCOUNTED)
        and all(passes(one, name, wanted, picture.cut.tz) for name, wanted in filters.items() if name not in ELSEWHERE)
        and breached_as_asked(picture, stream, filters)
        and ("zone" not in filters or any(inside(one["frame"]["place"], *box) for box in drawn(picture, filters)))
    }


def drawn(picture: Picture, filters: Filters) -> list[list[float]]:
    """The zone as each agreement last drew it: here always a box, by its west, south, east and north."""
    boxes = []
    for told in picture.streams("agreement").values():
        drawings = [fact["zone"] for fact in told if fact["name"] == "agreement.zone_drawn"]
        for drawing in [one for one in drawings if one["slug"] == filters["zone"]][-1:]:
            (ring,) = drawing["geometry"]["coordinates"]
            boxes.append([edge(axis) for edge, axis in _edges(ring)])
    return boxes


def _edges(ring: list[list[float]]) -> list[tuple[Callable[[list[float]], float], list[float]]]:
    across, along = ([corner[axis] for corner in ring] for axis in (0, 1))
    return [(min, across), (min, along), (max, across), (max, along)]


def passes(one: Raw, name: str, wanted: str, tz: str) -> bool:
    """Whether an incident passes one filter: commas join alternatives, and semicolons what must all hold."""
    if name in TIMES:
        return TIMES[name](one["frame"]["occurred"], wanted, tz)
    if name in SETS:
        return all(SETS[name](one) & {word.strip() for word in some.split(",")} for some in wanted.split(";"))
    if name in BUCKETS:
        return (BUCKETS[name](one) or "unknown") == wanted
    if name == "q":
        return wanted.casefold() in words_of(one)
    if name == "bbox":
        return inside(one["frame"]["place"], *map(float, wanted.split(",")))
    return SINGLE[name](one) in _alternatives(name, wanted)


def inside(place: Raw, west: float, south: float, east: float, north: float) -> bool:
    """Whether a place lies in a box, which may reach over the 180th meridian."""
    if "lat" not in place:
        return False
    across = west <= place["lon"] <= east if west <= east else not east < place["lon"] < west
    return bool(across and south <= place["lat"] <= north)


def surely_from(moment: Raw) -> datetime:
    """From when on it began: what is known to the day by that day's end, all else at the earliest."""
    is_known = precision_of(moment) in {"instant", "hour", "day"}
    return latest_beginning(moment) if is_known else earliest_beginning(moment)


def _alternatives(name: str, wanted: str) -> set[str]:
    words = {word.strip() for word in wanted.split(",")}
    return words | {"admitted"} if name == "attribution" and "attributed" in words else words


def involved(one: Raw) -> set[str]:
    """Everyone behind a number: who is named for it, and who suffered by it."""
    sufferers = {row.get("party") for rows in one["said"] for row in rows} - {None}
    return sufferers | set(one["perpetrators"])


def words_of(one: Raw) -> str:
    place = one["frame"]["place"]
    said = [fact["claim"]["text"] for fact in all_claims(one["told"]) if "text" in fact["claim"]]
    return "\n".join([place["name"], place.get("adm1", ""), *said]).casefold()


def _day(one: Raw) -> str | None:
    exact = precision_of(one["frame"]["occurred"]) in {"instant", "hour", "day"}
    return local_day(one["frame"]["occurred"]).isoformat() if exact else None


def _month(one: Raw) -> str | None:
    exact = precision_of(one["frame"]["occurred"]) not in {"week", "year"}
    return local_day(one["frame"]["occurred"]).isoformat()[:7] if exact else None


BUCKETS: dict[str, Callable[[Raw], str | None]] = {
    "day": _day,
    "month": _month,
    "year": lambda one: local_day(one["frame"]["occurred"]).isoformat()[:4],
    "governorate": lambda one: one["frame"]["place"].get("adm1", "unknown").replace("unknown", "") or None,
}
SINGLE: dict[str, Callable[[Raw], str]] = {
    "nature": lambda one: one["nature"],
    "standing": lambda one: one["standing"],
    "attribution": lambda one: one["attribution"],
    "act": lambda one: one["frame"]["act"],
}
SETS: dict[str, Callable[[Raw], set[str]]] = {
    "party": involved,
    "perpetrator": lambda one: set(one["perpetrators"]),
    "possible_perpetrator": lambda one: set(one["possible"]),
    "target": lambda one: set(one["frame"]["targets"]),
}
TIMES: dict[str, Callable[[Raw, str, str], bool]] = {
    "occurred_from": lambda moment, text, tz: latest_end(moment) >= start_of(text, tz),
    "occurred_to": lambda moment, text, tz: earliest_beginning(moment) <= end_of(text, tz),
    "began_from": lambda moment, text, tz: surely_from(moment) >= start_of(text, tz),
    "began_to": lambda moment, text, tz: latest_beginning(moment) <= end_of(text, tz),
}
