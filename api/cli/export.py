"""truceline export: incidents, counts, chains or the whole log into a file, under any lens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.looking import joining, look, selected
from api.cli.opening import check_folder, existing_ledger, follow
from api.cli.options import Basis, Database, Probability, Where, Words, settings_with, take_words
from api.cli.screen import aside, printable, progress
from api.exchange.exports.heading import in_words
from api.exchange.exports.taking_out import MEDIA_TYPES, WHAT, Origin, Wish, export
from api.http import caching
from api.temporary_folder import TemporaryFolder
from domain.errors import Unacceptable
from projections.chaining.theatre import ALL, PROBABILITY
from projections.looking import fixed, lens_json, lens_query, still_open
from projections.store import Store

if TYPE_CHECKING:
    from api.exchange.exports.taking_out import Export
    from domain.ledger import Ledger
    from domain.lens import Lens

What = Annotated[str, typer.Argument(metavar="WHAT", help=f"One of {', '.join(WHAT)}.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help=f"Its ending says the form: {', '.join(MEDIA_TYPES)}.")]
GroupBy = Annotated[
    str | None, typer.Option("--group-by", metavar="NAMES", show_default=False, help="What counts are grouped by.")
]
Layout = Annotated[
    str | None,
    typer.Option("--as", metavar="LAYOUT", show_default=False, help="Columns of another data set: ucdp-ged."),
]


WHOLE = {
    "chains": "; GET /incidents/{id}/chain answers one of them, and GET /chains takes filters",
    "events": "; --position says how far",
}
"""What takes no filter, and what does in its place."""


@take_words
def export_to_file(
    what: What,
    file: File,
    *,
    database: Database = None,
    words: Words,
    where: Where = None,
    group_by: GroupBy = None,
    layout: Layout = None,
    probability: Probability = PROBABILITY,
    basis: Basis = ALL,
) -> None:
    """Take incidents, counts, chains or the whole log out into a file, under any lens."""
    check_folder(file)
    if where and what in WHOLE:
        raise Unacceptable(f"{what} go out whole, without filters{WHOLE[what]}")
    wish = Wish(
        what,
        file.suffix.removeprefix(".").lower(),
        selected(where or []),
        group_by,
        layout,
        joining(probability, basis),
    )
    with existing_ledger(settings_with(database).database) as ledger, _on_disk(ledger) as store:
        made = export(_origin(ledger, store, look(store, words), words), wish)
        size = _write(made, file)
    typer.echo(f"{file}: {what} in {size:,} bytes, at position {made.heading.position}")
    for credit in made.heading.credits:
        aside().print(printable(f"Please credit: {in_words(credit)}"), soft_wrap=True)


def _origin(ledger: Ledger, store: Store, lens: Lens, words: Words) -> Origin:
    """What is open in the words is closed: a file says what it says for ever."""
    now = caching.now()
    said = {"known_at": words.known_at, "position": words.position, "policy": words.policy}
    lens = fixed(store, lens, still_open(store, lens, **said, now=now))
    resolved = lens_query(lens)
    given = {name: resolved.get(name) for name in said}
    still = still_open(store, lens, **given, now=now)
    return Origin(store, ledger, lens, lens_json(lens) | {"permanent": still.permanent}, resolved)


@contextmanager
def _on_disk(ledger: Ledger) -> Iterator[Store]:
    """Tables in a file of their own, for a while: so they take as much memory for many incidents as for few."""
    with TemporaryFolder("export") as folder:
        store = Store(folder / "tables", built=True)
        try:
            with store.frugal():
                follow(ledger, store)
                yield store
        finally:
            store.close()


def _write(made: Export, file: Path) -> int:
    """Write beside the file and put it in its place at the end: whoever is interrupted finds no half of it."""
    beside = file.with_name(f"{file.name}.part")
    size = 0
    try:
        with progress("bytes") as bar, beside.open("wb") as out:
            task = bar.add_task(f"Writing {file.name}", total=None)
            for piece in made.pieces():
                size += out.write(piece)
                bar.update(task, completed=size)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return size
