"""truceline rebuild: the projections made anew beside the old ones, then put in their place."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.opening import existing_ledger
from api.cli.options import Database, Json, Projections, settings_with
from api.cli.screen import print_json, progress
from api.settings import MEMORY
from domain.log.address import NoLedger
from projections import rebuild as rebuilding


def rebuild(*, database: Database = None, projections: Projections = None, as_json: Json = False) -> None:
    """Make the projections anew from the log. While a server owns them, POST /api/v1/rebuild does it there."""
    settings = settings_with(database, projections)
    with existing_ledger(settings.database) as ledger:
        if settings.projections_path == MEMORY:
            raise NoLedger("the projections are in memory, and made anew whenever a server starts; nothing to rebuild")
        with progress("facts") as bar:
            task = bar.add_task("Rebuilding", total=ledger.position)
            path = Path(settings.projections_path)
            done = rebuilding.rebuild(ledger, path, lambda position: bar.update(task, completed=position))
    speed = round(done.facts / done.seconds)
    if as_json:
        said = {"facts": done.facts, "seconds": round(done.seconds, 3), "facts_per_second": speed}
        print_json(said | {"position": done.position, "projections": str(path)})
    else:
        typer.echo(f"Rebuilt {path}: {done.facts:,} facts in {done.seconds:.2f} s, {speed:,} facts per second.")
