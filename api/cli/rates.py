"""truceline rates: incidents per watched day under any lens, in the terminal; silence is told apart from calm."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.looking import look, through
from api.cli.opening import existing_ledger, replayed
from api.cli.options import AsOf, Database, Json, KnownAt, Policy, Position, Zone, settings_with
from api.cli.rates_table import print_rates
from api.cli.screen import print_json, printable, screen
from api.rate_pages import rates_page
from domain.periods import By
from projections.rates import AskedRates

First = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day, in --tz.")]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="The last day, in --tz.")]
Length = Annotated[By, typer.Option("--by", help="How long a period is.")]
Governorate = Annotated[
    str | None, typer.Option("--governorate", metavar="NAME", show_default=False, help="Where; else everywhere.")
]
Monitor = Annotated[
    str | None, typer.Option("--monitor", metavar="SOURCE", show_default=False, help="Whose watch; else anyone's.")
]


def rates(
    *,
    first: First,
    last: Last,
    by: Length = By.WEEK,
    governorate: Governorate = None,
    monitor: Monitor = None,
    database: Database = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    tz: Zone = "UTC",
    policy: Policy = None,
    as_json: Json = False,
) -> None:
    """Show incidents per day that somebody watched, who was kept out, and whether a quiet time was calm or silent."""
    words = {"as_of": as_of, "known_at": known_at, "position": position, "tz": tz, "policy": policy}
    asked = AskedRates(first=first, last=last, by=by, governorate=governorate, monitor=monitor)
    with existing_ledger(settings_with(database).database) as ledger, replayed(ledger) as store:
        lens = look(store, **words)
        answered = through(lens, rates_page(store, lens, asked))
    print_json(answered) if as_json else print_rates(screen(), printable(answered))
