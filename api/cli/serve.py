"""truceline serve: the API over one ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.listening import address_of, interrupted_by_sigterm, listening, serve_until_told
from api.cli.opening import check_reachable, name_of
from api.cli.options import Database, Host, Projections, settings_with
from api.wiring import Truceline

PORT = 8000

Port = Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes any port that is free.")]


def serve(
    *, database: Database = None, projections: Projections = None, host: Host = "127.0.0.1", port: Port = PORT
) -> None:
    """Serve the API over a ledger, which is made where there is none."""
    settings = settings_with(database, projections)
    with interrupted_by_sigterm(), listening(host, port) as listener:
        check_reachable(settings.database)
        with Truceline.open(settings) as truceline:
            where = address_of(listener, host)
            typer.echo(f"Serving {name_of(truceline.ledger.address)} at {where} (Ctrl-C ends it)")
            serve_until_told(truceline, host, listener)
