"""Taking things out: what goes out in which form, as pieces of bytes that are made one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from api.exchange.exports import flat_counts, flat_incidents, json_text, ucdp_file
from api.exchange.exports.chain_forms import forms_of_chains
from api.exchange.exports.csv_file import csv_of
from api.exchange.exports.heading import Heading, credits_of
from api.exchange.exports.ledger_copy import facts_of
from api.exchange.exports.parquet_file import parquet_of
from api.exchange.exports.workbook_file import workbook_of
from domain.errors import Unacceptable
from projections import chains, counts
from projections.chaining.theatre import USUAL, Joining
from projections.looking import recorded_at
from projections.selection import Selection
from projections.streamed import Everything

if TYPE_CHECKING:
    from domain.ledger import Ledger
    from domain.lens import Lens
    from projections.reader import Reader

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "geojson": "application/geo+json",
    "graphml": "application/graphml+xml",
    "mermaid": "application/vnd.mermaid",
    "mmd": "application/vnd.mermaid",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What the bytes of each form are, by the ending of a file's name."""

_MAKERS = {"parquet": (f"duckdb {version('duckdb')}",), "xlsx": (f"openpyxl {version('openpyxl')}",)}

Make = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Wish:
    """What is to go out: a kind of thing, the ending of its form, the filters, and what counts are grouped by.

    Only counts are grouped: by party, where nothing is said. `layout` names the columns of another data set, in the
    place of ours. `joining` says which links join chains.
    """

    what: str
    ending: str
    selection: Selection
    group_by: str | None = None
    layout: str | None = None
    joining: Joining = USUAL


@dataclass(frozen=True)
class Origin:
    """Where it comes from: tables, log, and the resolved lens, as answers show it and as words that give it again."""

    store: Reader
    ledger: Ledger
    lens: Lens
    shown: Mapping[str, Any]
    cited: Mapping[str, str]

    def heading(self, what: str, sources: Collection[str] | None = None) -> Heading:
        """What an export says of itself, with whom to name of these sources, or of all."""
        return Heading(what, self.shown, self.cited, credits_of(self.store, self.lens, sources))


@dataclass(frozen=True)
class Export:
    """What goes out: what it says of itself, and its bytes, which are made as they are taken."""

    heading: Heading
    media_type: str
    pieces: Make
    makers: tuple[str, ...] = ()
    """Whose releases, beside ours, decide about the bytes."""


def export(origin: Origin, wish: Wish) -> Export:
    """What is wished for. Raises Unacceptable, naming the word at fault, before anything is made."""
    if wish.what not in _MADE_BY:
        raise Unacceptable(f"{wish.what!r} is none of {', '.join(_MADE_BY)}", field="what")
    if wish.group_by is not None and wish.what != "counts":
        raise Unacceptable(f"{wish.what} are not grouped", field="group_by")
    if wish.layout is not None and (wish.what, wish.ending, wish.layout) not in LAYOUTS:
        raise Unacceptable(f"{wish.what} as {wish.ending} have no layout {wish.layout!r}", field="as")
    if wish.joining != USUAL and wish.what != "chains":
        field = "basis" if wish.joining.basis != USUAL.basis else "probability"
        raise Unacceptable(f"{wish.what} are not joined by links", field=field)
    heading, forms = _MADE_BY[wish.what](origin, wish)
    return in_form(heading, forms, wish.ending)


def in_form(heading: Heading, forms: Forms, ending: str) -> Export:
    """One of several forms. Raises Unacceptable where it is not among them."""
    if ending not in forms:
        raise Unacceptable(f"{heading.what} come as {', '.join(forms)}, not as {ending!r}", field="ending")
    return Export(heading, MEDIA_TYPES[ending], forms[ending], _MAKERS.get(ending, ()))


Forms = dict[str, Make]
"""How it is made, by the ending of each form."""

Made = tuple[Heading, Forms]


def _incidents(origin: Origin, wish: Wish) -> Made:
    everything = Everything(origin.store, origin.lens, wish.selection)
    heading = origin.heading(wish.what, everything.sources())
    if wish.layout is not None:
        return heading, {"csv": lambda: csv_of(ucdp_file.UCDP, ucdp_file.rows(everything))}
    return heading, {
        "csv": lambda: csv_of(flat_incidents.FLAT, flat_incidents.rows(everything, heading)),
        "geojson": lambda: json_text.features_of(everything, heading),
        "ndjson": lambda: json_text.lines_of(everything, heading),
        "parquet": lambda: parquet_of(
            flat_incidents.NESTED, flat_incidents.rows(everything, heading, nested=True), heading
        ),
    }


def _counts(origin: Origin, wish: Wish) -> Made:
    group_by = [name.strip() for name in ("party" if wish.group_by is None else wish.group_by).split(",")]
    groups = counts.grouped(origin.store, origin.lens, wish.selection, group_by)
    heading = origin.heading(wish.what, Everything(origin.store, origin.lens, wish.selection).sources())
    columns = flat_counts.columns_of(group_by)

    def rows() -> Iterator[flat_incidents.Values]:
        return flat_counts.rows(groups, group_by, wish.selection, heading)

    return heading, {
        "csv": lambda: csv_of(columns, rows()),
        "ndjson": lambda: json_text.lines_of_rows(columns, rows(), heading),
        "parquet": lambda: parquet_of(columns, rows(), heading),
        "xlsx": lambda: workbook_of(wish.what, columns, rows(), heading),
    }


def _chains(origin: Origin, wish: Wish) -> Made:
    _check_unfiltered(wish)
    found = chains.page(origin.store, origin.lens, wish.joining)
    return chains_made(origin, found, chains.heading(origin.store, origin.lens, wish.joining), wish.ending)


def chains_made(origin: Origin, found: list[dict[str, Any]], rests_on: dict[str, Any], ending: str) -> Made:
    """These chains, as answers show them. Raises Unacceptable where a chart is wanted of more than can be drawn."""
    heading = origin.heading("chains", chains.sources(origin.store, origin.lens, found))
    return heading, forms_of_chains(found, heading, rests_on, ending)


def _events(origin: Origin, wish: Wish) -> Made:
    _check_unfiltered(wish)
    lens = origin.lens
    # Nothing up to a position was known later than its recording, so that a lens which says so cuts nothing.
    is_cut = lens.known_at is not None and lens.known_at < recorded_at(origin.store, lens)
    for name in ("as_of",) * (lens.as_of is not None) + ("known_at",) * is_cut:
        raise Unacceptable("the log of facts is cut by its position only", field=name)
    heading = origin.heading(wish.what)
    return heading, {"ndjson": lambda: facts_of(origin.ledger, heading.position)}


_MADE_BY: dict[str, Callable[[Origin, Wish], Made]] = {
    "incidents": _incidents,
    "counts": _counts,
    "chains": _chains,
    "events": _events,
}
WHAT = tuple(_MADE_BY)
"""What can be taken out."""

LAYOUTS = frozenset({("incidents", "csv", ucdp_file.LAYOUT)})
"""What has the columns of another data set: of what, in which form, and whose."""


def _check_unfiltered(wish: Wish) -> None:
    for name in wish.selection.words():
        raise Unacceptable(f"{wish.what} go out whole, without filters", field=name)
