"""Every read beside the second opinion on it: what the tables answer, and what the raw facts say."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from domain.ledger import Ledger
from domain.lens import Lens
from projections import (
    agreements,
    bulletins,
    chains,
    changes,
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
from tests.projections.oracle import agreements as raw_agreements
from tests.projections.oracle import answering, chaining, changing, counting, documents
from tests.projections.oracle.changing import EVERY
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, bare, pile
from tests.projections.oracle.selecting import Filters, selected

GROUPINGS = (["party"], ["act", "party"], ["month"], ["year", "governorate"], ["day"], ["nature", "standing"])


class Asked(NamedTuple):
    """One question: through two lenses, as words, and with filters."""

    words: dict[str, str]
    other: dict[str, str]
    filters: Filters


class Tables(NamedTuple):
    """Where the tables answer it."""

    store: Store
    lens: Lens
    before: Lens
    selection: Selection


class Pictures(NamedTuple):
    """What the raw facts say to it."""

    picture: Picture
    before: Picture
    filters: Filters


def asked_of(store: Store, asked: Asked) -> Tables:
    lens, before = (looking.resolve(store, **words) for words in (asked.words, asked.other))
    return Tables(store, lens, before, Selection(**asked.filters))


def asked_of_the_pile(facts: list[Raw], asked: Asked) -> Pictures:
    picture, before = (Picture(facts, cut_by(facts, words)) for words in (asked.words, asked.other))
    return Pictures(picture, before, asked.filters)


def assert_reads_agree(ledger: Ledger, store: Store, asked: Asked) -> None:
    """Ask everything of the tables and of the pile."""
    tables, pictures = asked_of(store, asked), asked_of_the_pile(pile(ledger), asked)
    cut = pictures.picture.cut
    assert (tables.lens.as_of, tables.lens.known_at, tables.lens.position) == (cut.as_of, cut.known_at, cut.position)
    for name, (of_tables, of_pile) in READS.items():
        assert {name: bare(of_tables(tables))} == {name: bare(of_pile(pictures))}


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
    return [_unordered(one) for one in walked(asked.store, asked.lens, asked.selection)]


def raw_listed(asked: Pictures) -> list[Raw]:
    return [asked.picture.line(stream) for stream in selected(asked.picture, asked.filters)]


def paged(asked: Tables) -> list[Raw | None]:
    """Every incident's own page; of two claims' conflict it is told which, and not in whose words."""
    every = walked(asked.store, asked.lens, Selection(standing=EVERY), 100)
    return [_unordered(incidents.one(asked.store, asked.lens, UUID(one["id"]))) for one in every]


def _unordered(page: Raw | None) -> Any:  # noqa: ANN401 - a page or none
    if page is None or "conflicts" not in page:
        return page
    conflicts = [{"about": one["about"], "claims": sorted(one["claims"])} for one in page["conflicts"]]
    return page | {"conflicts": conflicts}


def raw_paged(asked: Pictures) -> list[Raw]:
    picture = asked.picture
    return [
        picture.page(stream) | {"answered_by": answering.answered_by(picture, stream)} for stream in picture.incidents
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


def raw_changed(asked: Pictures) -> Raw:
    return changing.changes(asked.before, asked.picture, asked.filters)


READS: dict[str, tuple[Callable[[Tables], Any], Callable[[Pictures], Any]]] = {
    "list": (listed, raw_listed),
    "incidents": (paged, raw_paged),
    "features": (on_a_map, raw_on_a_map),
    "counts": (counted, raw_counted),
    "chains": (lambda of: chains.page(of.store, of.lens), lambda of: chaining.chains(of.picture)),
    "changes": (changed, raw_changed),
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
    "parties": (lambda of: parties.page(of.store, of.lens), lambda of: documents.parties(of.picture)),
    "sources": (lambda of: sources.page(of.store, of.lens), lambda of: documents.sources(of.picture)),
}
