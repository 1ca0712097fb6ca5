"""What the tables answer to a question, read by read, in a form that the raw facts can be compared with."""

import json
from typing import Any
from uuid import UUID

from api.exchange.exports.heading import Heading
from api.exchange.exports.json_text import features_of
from domain.lens import Lens
from projections import changes, compliance, counts, incidents
from projections.looking import lens_json, lens_query
from projections.selection import Selection
from projections.store import Store
from projections.streamed import Everything
from tests.projections.oracle import violating
from tests.projections.oracle.changing import EVERY
from tests.projections.oracle.pile import Raw, clock
from tests.projections.questions import GROUPINGS, Tables


def walked(store: Store, lens: Lens, selection: Selection, limit: int = 2) -> list[Raw]:
    """Follow the pages of a list to its end; each says how many there are in all."""
    items: list[Raw] = []
    after: str | None = None
    while True:
        page = incidents.page(store, lens, selection, limit=limit, after=after)
        items += page.items
        after = page.after
        if after is None:
            assert page.count == len(items)
            return items


def listed(asked: Tables) -> list[Raw]:
    return walked(asked.store, asked.lens, asked.selection)


def paged(asked: Tables) -> dict[str, Any]:
    """The own page of every incident that there ever is, where the lens shows it."""
    every = walked(asked.store, Lens(), Selection(standing=EVERY), 100)
    return {one["id"]: unordered(incidents.one(asked.store, asked.lens, UUID(one["id"]))) for one in every}


def unordered(page: Raw | None) -> Raw | None:
    """A page that does not say in whose words claims conflict."""
    if page is None or "conflicts" not in page:
        return page
    conflicts = [{"about": one["about"], "claims": sorted(one["claims"])} for one in page["conflicts"]]
    return page | {"conflicts": conflicts}


def tagged(asked: Tables) -> list[tuple[int, int]]:
    """The version of every incident that there ever is, and where it was recorded."""
    every = walked(asked.store, Lens(), Selection(standing=EVERY), 100)
    return [incidents.etag(asked.store, asked.lens, UUID(one["id"])) for one in every]


def on_a_map(asked: Tables) -> list[Raw]:
    return features(asked.store, asked.lens, asked.selection)


def features(store: Store, lens: Lens, selection: Selection) -> list[Raw]:
    """Read the features of a map back from the bytes in which an export serves them."""
    heading = Heading("incidents", lens_json(lens), lens_query(lens))
    served = json.loads(b"".join(features_of(Everything(store, lens, selection), heading)))
    assert served["count"] == len(served["features"])
    found: list[Raw] = served["features"]
    return found


def counted(asked: Tables) -> list[Any]:
    groups = [counts.grouped(asked.store, asked.lens, asked.selection, names) for names in GROUPINGS]
    return [[_group(group) for group in some] for some in groups] + [_group(counts.whole(*asked_whole(asked)))]


def asked_whole(asked: Tables) -> tuple[Store, Lens, Selection]:
    return asked.store, asked.lens, asked.selection


def _group(group: Raw) -> Raw:
    return {name: part for name, part in group.items() if name != "where"}


def behind(asked: Tables) -> list[int]:
    """How many incidents the list behind each number of the counts holds."""
    groups = (one for names in GROUPINGS for one in counts.grouped(asked.store, asked.lens, asked.selection, names))
    where = (Selection(**asked.selection.words() | group["where"]) for group in groups)
    return [incidents.page(asked.store, asked.lens, each, limit=1, after=None).count for each in where]


def changed(asked: Tables) -> Raw:
    """What changed between the lenses, a few incidents at a time."""
    told: list[Raw] = []
    cursor: str | None = None
    while True:
        part = changes.between(asked.store, asked.before, asked.lens, asked.selection, limit=2, cursor=cursor)
        told += part["incidents"]
        cursor = part["next"]
        if cursor is None:
            return {"incidents": told, "count": part["count"], "counts": part["counts"]}


def complied(asked: Tables) -> Raw | None:
    """The violations of the agreement, and of each of its provisions."""
    told = compliance.compliance(asked.store, asked.lens, "sochi-2018")
    return told and {"": _violations(told["violations"])} | {
        one["article"]: _violations(one["violations"]) for one in told["provisions"]
    }


def _violations(told: Raw) -> Raw:
    parties = {one["party"]: {name: one[name] for name in violating.CLASSES} for one in told["by_party"]}
    first = told["first"] and clock(told["first"])
    return {"count": told["count"], "by_status": told["by_status"], "by_party": parties, "first": first}
