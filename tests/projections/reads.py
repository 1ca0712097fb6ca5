"""Every read beside the second opinion on it: what the tables answer, and what the raw facts say."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.errors import Unacceptable
from domain.ledger import Ledger
from projections import agreements, bulletins, chains, figures, looking, monitoring, parties, sources, statements
from projections.selection import Selection
from projections.store import Store
from tests.projections import of_pile, of_tables
from tests.projections.chained import shown
from tests.projections.oracle import agreements as raw_agreements
from tests.projections.oracle import chaining, documents
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, bare, is_named, pile
from tests.projections.oracle.selecting import drawn
from tests.projections.questions import Asked, Pictures, Tables, asked_of, asked_of_the_pile
from tests.projections.rated import rated, raw_rated

READS: dict[str, tuple[Callable[[Tables], Any], Callable[[Pictures], Any]]] = {
    "list": (of_tables.listed, of_pile.listed),
    "incidents": (of_tables.paged, of_pile.paged),
    "features": (of_tables.on_a_map, of_pile.on_a_map),
    "etags": (of_tables.tagged, of_pile.tagged),
    "counts": (of_tables.counted, of_pile.counted),
    "lists behind counts": (of_tables.behind, of_pile.behind),
    "chains": (lambda of: shown(chains.page(of.store, of.lens)), lambda of: chaining.chains(of.picture)),
    "changes": (of_tables.changed, of_pile.changed),
    "compliance": (of_tables.complied, of_pile.complied),
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


def assert_reads_agree(ledger: Ledger, store: Store, asked: Asked) -> None:
    """Ask everything of the tables and of the pile."""
    facts = pile(ledger)
    asked = with_a_zone_that_is_drawn(facts, store, with_a_governorate_that_is_named(facts, store, asked))
    tables, pictures = asked_of(store, asked), asked_of_the_pile(facts, asked)
    cut = pictures.picture.cut
    assert (tables.lens.as_of, tables.lens.known_at, tables.lens.position) == (cut.as_of, cut.known_at, cut.position)
    for name, (answered, said) in READS.items():
        found, expected = bare(answered(tables)), bare(said(pictures))
        assert found == expected, f"{name}: the tables answer\n{found}\nand the raw facts\n{expected}"


def with_a_zone_that_is_drawn(facts: list[Raw], store: Store, asked: Asked) -> Asked:
    """The same, or without its zone where one of the lenses shows no drawing of it: then the question is refused."""
    if "zone" not in asked.filters:
        return asked
    for words in (asked.words, asked.earlier):
        if not drawn(Picture(facts, cut_by(facts, words)), asked.filters):
            with pytest.raises(Unacceptable):
                of_tables.walked(store, looking.resolve(store, **words), Selection(zone=asked.filters["zone"]))
            return asked._replace(filters={name: part for name, part in asked.filters.items() if name != "zone"})
    return asked


def with_a_governorate_that_is_named(facts: list[Raw], store: Store, asked: Asked) -> Asked:
    """The same, or without its governorate where no fact ever named it: then the question is refused."""
    name = asked.filters.get("governorate")
    if name is None or name == "unknown" or is_named(facts, name):
        return asked
    with pytest.raises(Unacceptable):
        of_tables.walked(store, looking.resolve(store, **asked.words), Selection(governorate=name))
    return asked._replace(filters={one: part for one, part in asked.filters.items() if one != "governorate"})
