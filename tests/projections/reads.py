"""Every read beside the second opinion on it: what the tables answer, and what the raw facts say."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from domain.errors import Unacceptable
from domain.ledger import Ledger
from domain.lens import Lens
from projections import (
    agreements,
    bulletins,
    chains,
    changes,
    compliance,
    counts,
    figures,
    incidents,
    looking,
    monitoring,
    parties,
    sources,
    statements,
)
from projections.selection import Selection
from projections.store import Store
from tests.projections.chained import shown
from tests.projections.oracle import agreements as raw_agreements
from tests.projections.oracle import answering, chaining, changing, counting, documents, violating
from tests.projections.oracle.changing import EVERY
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, bare, clock, pile
from tests.projections.oracle.selecting import Filters, drawn, selected
from tests.projections.rated import rated, raw_rated

GROUPINGS = (
    *(["party"], ["act", "party"], ["month"], ["year", "governorate"], ["day"], ["nature", "standing"]),
    *(["agreement", "provision"], ["agreement", "party"]),
)


class Asked(NamedTuple):
    """One question: through two lenses, as words, and with filters. Bare dates are of one zone in all three."""

    words: dict[str, str]
    other: dict[str, str]
    filters: Filters

    @property
    def earlier(self) -> dict[str, str]:
        """The words of the lens that is compared with."""
        return self.other | {"tz": self.words.get("tz", "UTC")}


class Tables(NamedTuple):
    """Where the tables answer it."""

    store: Store
    lens: Lens
    before: Lens
    selection: Selection


class Pictures(NamedTuple):
    """What the raw facts say to it, and all that they ever say."""

    picture: Picture
    before: Picture
    filters: Filters
    every: Picture


def asked_of(store: Store, asked: Asked) -> Tables:
    lens, before = (looking.resolve(store, **words) for words in (asked.words, asked.earlier))
    return Tables(store, lens, before, Selection(**asked.filters))


def asked_of_the_pile(facts: list[Raw], asked: Asked) -> Pictures:
    picture, before = (Picture(facts, cut_by(facts, words)) for words in (asked.words, asked.earlier))
    return Pictures(picture, before, asked.filters, Picture(facts, cut_by(facts, {})))


def assert_reads_agree(ledger: Ledger, store: Store, asked: Asked) -> None:
    """Ask everything of the tables and of the pile."""
    facts = pile(ledger)
    asked = with_a_zone_that_is_drawn(facts, store, asked)
    tables, pictures = asked_of(store, asked), asked_of_the_pile(facts, asked)
    cut = pictures.picture.cut
    assert (tables.lens.as_of, tables.lens.known_at, tables.lens.position) == (cut.as_of, cut.known_at, cut.position)
    for name, (of_tables, of_pile) in READS.items():
        found, expected = bare(of_tables(tables)), bare(of_pile(pictures))
        assert found == expected, f"{name}: the tables answer\n{found}\nand the raw facts\n{expected}"


def with_a_zone_that_is_drawn(facts: list[Raw], store: Store, asked: Asked) -> Asked:
    """The same, or without its zone where one of the lenses shows no drawing of it: then the question is refused."""
    if "zone" not in asked.filters:
        return asked
    for words in (asked.words, asked.earlier):
        if not drawn(Picture(facts, cut_by(facts, words)), asked.filters):
            with pytest.raises(Unacceptable):
                walked(store, looking.resolve(store, **words), Selection(zone=asked.filters["zone"]))
            return asked._replace(filters={name: part for name, part in asked.filters.items() if name != "zone"})
    return asked


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


def raw_listed(asked: Pictures) -> list[Raw]:
    return [asked.picture.line(stream) for stream in selected(asked.picture, asked.filters)]


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


def raw_paged(asked: Pictures) -> dict[str, Any]:
    picture = asked.picture
    return {
        stream: picture.page(stream) | {"answered_by": answering.answered_by(picture, stream)}
        for stream in asked.every.incidents
        if stream in picture.incidents
    }


def tagged(asked: Tables) -> list[tuple[int, int]]:
    """The version of every incident that there ever is, and where it was recorded."""
    every = walked(asked.store, Lens(), Selection(standing=EVERY), 100)
    return [incidents.etag(asked.store, asked.lens, UUID(one["id"])) for one in every]


def raw_tagged(asked: Pictures) -> list[tuple[int, int]]:
    recorded = asked.picture.recorded
    return [
        max(((fact["version"], fact["position"]) for fact in recorded if fact["stream"] == stream), default=(0, 0))
        for stream in asked.every.incidents
    ]


def on_a_map(asked: Tables) -> list[Raw]:
    return list(incidents.features(asked.store, asked.lens, asked.selection))


def raw_on_a_map(asked: Pictures) -> list[Raw]:
    return [_feature(one) for one in raw_listed(asked)]


def _feature(line: Raw) -> Raw:
    place = line["place"]
    point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]} if "lat" in place else None
    return {"type": "Feature", "id": line["id"], "geometry": point, "properties": line}


def counted(asked: Tables) -> list[Any]:
    groups = [counts.grouped(asked.store, asked.lens, asked.selection, names) for names in GROUPINGS]
    return [[_group(group) for group in some] for some in groups] + [_group(counts.whole(*asked_whole(asked)))]


def asked_whole(asked: Tables) -> tuple[Store, Lens, Selection]:
    return asked.store, asked.lens, asked.selection


def behind(asked: Tables) -> list[int]:
    """How many incidents the list behind each number of the counts holds."""
    groups = (one for names in GROUPINGS for one in counts.grouped(asked.store, asked.lens, asked.selection, names))
    where = (Selection(**asked.selection.words() | group["where"]) for group in groups)
    return [incidents.page(asked.store, asked.lens, each, limit=1, after=None).count for each in where]


def raw_behind(asked: Pictures) -> list[int]:
    return [group["count"] for names in GROUPINGS for group in counting.grouped(asked.picture, asked.filters, names)]


def raw_counted(asked: Pictures) -> list[Any]:
    groups: list[Any] = [counting.grouped(asked.picture, asked.filters, names) for names in GROUPINGS]
    return [*groups, counting.whole(asked.picture, asked.filters)]


def _group(group: Raw) -> Raw:
    return {name: part for name, part in group.items() if name != "where"}


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


def raw_complied(asked: Pictures) -> Raw | None:
    made = {one["slug"]: one for one in raw_agreements.agreements(asked.picture)}
    if "sochi-2018" not in made:
        return None
    found = violating.violations(asked.picture, "sochi-2018")
    nothing = {"count": 0, "by_status": dict.fromkeys(violating.SUREST, 0), "by_party": {}, "first": None}
    articles = [one["article"] for one in made["sochi-2018"]["provisions"]]
    return {name: found.get(name, nothing) for name in ("", *articles)}


def raw_changed(asked: Pictures) -> Raw:
    return changing.changes(asked.before, asked.picture, asked.filters)


READS: dict[str, tuple[Callable[[Tables], Any], Callable[[Pictures], Any]]] = {
    "list": (listed, raw_listed),
    "incidents": (paged, raw_paged),
    "features": (on_a_map, raw_on_a_map),
    "etags": (tagged, raw_tagged),
    "counts": (counted, raw_counted),
    "lists behind counts": (behind, raw_behind),
    "chains": (lambda of: shown(chains.page(of.store, of.lens)), lambda of: chaining.chains(of.picture)),
    "changes": (changed, raw_changed),
    "compliance": (complied, raw_complied),
    "agreements": (
        lambda of: agreements.page(of.store, of.lens),
        lambda of: raw_agreements.agreements(of.picture),
    ),
    "statements": (lambda of: statements.page(of.store, of.lens), lambda of: documents.statements(of.picture)),
    "warnings of russia": (
        lambda of: statements.page(of.store, of.lens, kind="ultimatum", by="russia"),
        lambda of: documents.statements(of.picture, "ultimatum", "russia"),
    ),
    "figures": (lambda of: figures.page(of.store, of.lens), lambda of: documents.figures(of.picture)),
    "the displaced": (
        lambda of: figures.page(of.store, of.lens, measure="displaced"),
        lambda of: documents.figures(of.picture, "displaced"),
    ),
    "bulletins": (lambda of: bulletins.page(of.store, of.lens), lambda of: documents.bulletins(of.picture)),
    "turkish bulletins": (
        lambda of: bulletins.page(of.store, of.lens, side="turkey"),
        lambda of: documents.bulletins(of.picture, "turkey"),
    ),
    "watches": (lambda of: monitoring.page(of.store, of.lens), lambda of: documents.watches(of.picture)),
    "rates": (lambda of: rated(of.store, of.lens), lambda of: raw_rated(of.picture)),
    "parties": (lambda of: parties.page(of.store, of.lens), lambda of: documents.parties(of.picture)),
    "sources": (lambda of: sources.page(of.store, of.lens), lambda of: documents.sources(of.picture)),
}
