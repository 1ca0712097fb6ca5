"""What the raw facts say to a question, read by read."""

from typing import Any

from tests.projections.oracle import agreements, answering, changing, counting, violating
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.selecting import selected
from tests.projections.questions import GROUPINGS, Pictures


def listed(asked: Pictures) -> list[Raw]:
    return [asked.picture.line(stream) for stream in selected(asked.picture, asked.filters)]


def paged(asked: Pictures) -> dict[str, Any]:
    picture = asked.picture
    return {
        stream: picture.page(stream) | {"answered_by": answering.answered_by(picture, stream)}
        for stream in asked.every.incidents
        if stream in picture.incidents
    }


def tagged(asked: Pictures) -> list[tuple[int, int]]:
    recorded = asked.picture.recorded
    return [
        max(((fact["version"], fact["position"]) for fact in recorded if fact["stream"] == stream), default=(0, 0))
        for stream in asked.every.incidents
    ]


def on_a_map(asked: Pictures) -> list[Raw]:
    return [_feature(one) for one in listed(asked)]


def _feature(line: Raw) -> Raw:
    place = line["place"]
    point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]} if "lat" in place else None
    return {"type": "Feature", "id": line["id"], "geometry": point, "properties": line}


def counted(asked: Pictures) -> list[Any]:
    groups: list[Any] = [counting.grouped(asked.picture, asked.filters, names) for names in GROUPINGS]
    return [*groups, counting.whole(asked.picture, asked.filters)]


def behind(asked: Pictures) -> list[int]:
    return [group["count"] for names in GROUPINGS for group in counting.grouped(asked.picture, asked.filters, names)]


def complied(asked: Pictures) -> Raw | None:
    made = {one["slug"]: one for one in agreements.agreements(asked.picture)}
    if "sochi-2018" not in made:
        return None
    found = violating.violations(asked.picture, "sochi-2018")
    nothing = {"count": 0, "by_status": dict.fromkeys(violating.SUREST, 0), "by_party": {}, "first": None}
    articles = [one["article"] for one in made["sochi-2018"]["provisions"]]
    return {name: found.get(name, nothing) for name in ("", *articles)}


def changed(asked: Pictures) -> Raw:
    return changing.changes(asked.before, asked.picture, asked.filters)
