"""truceline import ledger: a copy of a whole ledger into an empty one, byte by byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli.opening import made_ledger, name_of
from api.cli.screen import print_json, progress
from api.exchange.draft import FileRefused
from api.exchange.exports.ledger_copy import restore
from domain.log.address import address_of

if TYPE_CHECKING:
    from api.exchange.exports.ledger_copy import Restored


LEDGER = "ledger"
"""What the format is called on the command line."""


def check_plain(options: Mapping[str, object]) -> None:
    """Raises FileRefused for an option that says how to read rows: a copy of a ledger is taken in as it is."""
    for name, given in options.items():
        if given:
            raise FileRefused(f"{name} is not for the copy of a ledger, which is taken in as it is")


def import_ledger(file: Path, url: str, *, dry_run: bool = False, as_json: bool = False) -> None:
    """Restore a copy into the ledger at a database URL, which is made where there is none.

    A dry run tries it on a ledger in memory. Raises FileRefused, and nothing is stored then.
    """
    restored = _restored(file, "sqlite://" if dry_run else url)
    name = name_of(address_of(url))
    if as_json:
        print_json({"ledger": name, "facts": restored.facts, "dry_run": dry_run})
    else:
        typer.echo(f"{name}: {restored.facts:,} facts {'would be' if dry_run else 'are'} restored")


def _restored(file: Path, url: str) -> Restored:
    with made_ledger(url) as ledger, progress("facts") as bar:
        task = bar.add_task("Restoring", total=None)
        return restore(ledger, file, lambda facts: bar.update(task, completed=facts))
