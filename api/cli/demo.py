"""truceline demo: the story of Idlib from a throw-away ledger, then the same over HTTP."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from api.access import Role
from api.cli.listening import CannotListen, address_of, interrupted_by_sigterm, listening, serve_until_told
from api.cli.numbers import counted
from api.cli.opening import check_reachable
from api.cli.options import Host, Json, settings_with
from api.cli.screen import aside, print_json, progress, screen
from api.cli.serve import PORT
from api.cli.story import fitted_once, told_by
from api.temporary_folder import TemporaryFolder
from api.wiring import Truceline
from seeds.loader import load
from seeds.records import Theatre

if TYPE_CHECKING:
    from socket import socket

    from rich.console import Console

    from api.settings import Settings

Port = Annotated[
    int | None,
    typer.Option("--port", min=0, max=65535, metavar="N", show_default=False, help=f"[{PORT}, or any that is free]"),
]
NoServe = Annotated[bool, typer.Option("--no-serve", help="Stop after printing.")]
Kept = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", show_default=False, help="Keep the ledger there. [a throw-away one]"),
]

# Made up, and it says so: the one record here that no source stands behind.
REPORT = """{"nature": "incident", "act": "other", "targets": [],
   "occurred": {"from": "2020-02-21", "zone": "Asia/Damascus"},
   "place": {"name": "Idlib"},
   "claim": {"source": "own-reading", "published_at": "2020-02-21",
             "text": "Posted from the demo; nothing of the kind happened."}}"""


def demo(
    *,
    database: Kept = None,
    host: Host = "127.0.0.1",
    port: Port = None,
    no_serve: NoServe = False,
    as_json: Json = False,
) -> None:
    """Tell the story of Idlib from a throw-away ledger, then serve it."""
    with ExitStack() as stack:
        stack.enter_context(interrupted_by_sigterm())
        listener = None if no_serve else stack.enter_context(_somewhere(host, port))
        truceline = stack.enter_context(Truceline.open(stack.enter_context(_settings(database))))
        recorded = _load(truceline)
        story = told_by(truceline.store)
        if as_json:
            print_json(story.as_json())
        else:
            screen().print(f"{recorded}\n")
            story.printable().print(screen())
        if listener is not None:
            _invite(aside() if as_json else screen(), truceline, address_of(listener, host))
            serve_until_told(truceline, host, listener)


@contextmanager
def _settings(database: str | None) -> Iterator[Settings]:
    """A ledger where it is to be kept, or in a folder that is gone afterwards. What the environment names is spared."""
    with TemporaryFolder("demo") as folder:
        throw_away = f"sqlite:///{folder / 'idlib.db'}"
        settings = replace(settings_with(database or throw_away), projections=None)
        check_reachable(settings.database)
        yield settings


@contextmanager
def _somewhere(host: str, port: int | None) -> Iterator[socket]:
    """The usual port, or any that is free where nobody asked for one."""
    with ExitStack() as stack:
        try:
            listener = stack.enter_context(listening(host, PORT if port is None else port))
        except CannotListen:
            if port is not None:
                raise
            listener = stack.enter_context(listening(host, 0))
        yield listener


def _load(truceline: Truceline) -> str:
    """Record everything through the ledger's one door, a fit to it last, and say in a sentence what that was."""
    began = time.perf_counter()
    with progress("records") as bar:
        task = bar.add_task("Recording Idlib", total=None)
        loaded = load(truceline.ledger, on_progress=lambda done, total: bar.update(task, completed=done, total=total))
    truceline.follower.catch_up()
    fitted_once(truceline.ledger, truceline.store)
    position = truceline.follower.catch_up()
    kinds = ", ".join(counted(count, kind) for kind, count in loaded.records.most_common())
    seconds = time.perf_counter() - began
    days = sorted(str(one["occurred"]["from"])[:10] for one in Theatre.of("idlib").all("incident"))
    return (
        f"Idlib, {days[0]} to {days[-1]}, in {position:,} facts, recorded and projected in {seconds:.1f} s: {kinds}. "
        f"No incident after {days[-1]} is in it, and not every one before: a day without any was not calm for that."
    )


def _invite(console: Console, truceline: Truceline, where: str) -> None:
    """Where it is served, how to read it, and how to write to it."""
    _, token = truceline.keys.add("demo", Role.ANALYST)
    api = f"{where}/api/v1"
    lines = [
        "",
        f"Served at {where} (the API: {api}). Ctrl-C ends it.",
        "",
        "Read:",
        f"curl {shlex.quote(f'{api}/counts?group_by=party&as_of=2020-02-20')}",
        "",
        "Write, with an analyst's key that is shown this once:",
        f"curl -i {api}/incidents \\",
        f"  -H 'Authorization: Bearer {token}' \\",
        "  -H 'Content-Type: application/json' \\",
        f"  -d {shlex.quote(REPORT)}",
        "",
    ]
    console.print("\n".join(lines), soft_wrap=True)
    console.file.flush()
