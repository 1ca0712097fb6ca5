"""truceline rebuild: the projections made anew beside the old ones, then put in their place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import existing_ledger
from api.cli.options import Database, Json, Projections, settings_with
from api.cli.screen import print_json, printable, progress
from api.settings import MEMORY
from domain.log.address import NoLedger
from projections.follow import Follower
from projections.opening import StoreInUse
from projections.parking import replay_parked
from projections.proving import rebuild as rebuilding
from projections.store import Store

if TYPE_CHECKING:
    from domain.ledger import Ledger

WAITING = 1

Parked = Annotated[bool, typer.Option("--parked", help="Only fold anew the streams that wait because of an error.")]


def rebuild(
    *, database: Database = None, projections: Projections = None, parked: Parked = False, as_json: Json = False
) -> None:
    """Make the projections anew from the log. While a server owns them, POST /api/v1/rebuild does it there."""
    settings = settings_with(database, projections)
    with existing_ledger(settings.database) as ledger:
        if settings.projections_path == MEMORY:
            raise NoLedger("the projections are in memory, and made anew whenever a server starts; nothing to rebuild")
        try:
            (_replay if parked else _rebuild)(ledger, Path(settings.projections_path), as_json=as_json)
        except StoreInUse as held:
            there = "parked/replay" if parked else "rebuild"
            raise StoreInUse(f"{held}; or let that server do it, by POST /api/v1/{there}") from held


def _rebuild(ledger: Ledger, path: Path, *, as_json: bool) -> None:
    with progress("facts") as bar:
        task = bar.add_task("Rebuilding", total=ledger.position)
        done = rebuilding.rebuild(ledger, path, lambda position: bar.update(task, completed=position))
    speed = round(done.facts / done.seconds)
    if as_json:
        said = {"facts": done.facts, "seconds": round(done.seconds, 3), "facts_per_second": speed}
        print_json(
            said | {"position": done.position, "projections": str(path), "mended": done.mended, "parked": done.parked}
        )
    else:
        typer.echo(f"Rebuilt {path}: {done.facts:,} facts in {done.seconds:.2f} s, {speed:,} facts per second.")
        if done.mended:
            typer.echo(
                f"What differed before: {', '.join(f'{rows} rows of {name}' for name, rows in done.mended.items())}."
            )
        if done.parked:
            typer.echo(f"{done.parked} streams are parked, and wait; `truceline doctor` names them.")


def _replay(ledger: Ledger, path: Path, *, as_json: bool) -> None:
    """Bring the projections to the end of the log, and take up what waits; exit 1 where something still does."""
    if not path.exists():
        raise NoLedger(f"there are no projections at {path} yet, so nothing waits in them")
    with closing(Store(path)) as store:
        follower = Follower(ledger, store)
        follower.catch_up()
        done = replay_parked(follower)
    if as_json:
        print_json({"projections": str(path), "taken_up": done.taken_up, "waiting": done.waiting})
    else:
        for one in done.waiting:
            typer.echo(printable(f"stream {one['id']} still waits at position {one['position']}: {one['error']}"))
        typer.echo(f"Replayed {path}: {len(done.taken_up)} streams taken up, {len(done.waiting)} still wait.")
    raise typer.Exit(WAITING if done.waiting else 0)
