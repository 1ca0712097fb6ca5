"""truceline rates: incidents per watched day under any lens, in the terminal; silence is told apart from calm."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.looking import looking, through
from api.cli.options import Database, Json, Words, take_words
from api.cli.rates_table import print_rates
from api.cli.screen import print_json, printable, screen
from api.pages.rates import rates_page
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


@take_words
def rates(
    *,
    first: First,
    last: Last,
    by: Length = By.WEEK,
    governorate: Governorate = None,
    monitor: Monitor = None,
    database: Database = None,
    words: Words,
    as_json: Json = False,
) -> None:
    """Show incidents per day that somebody watched, who was kept out, and whether a quiet time was calm or silent."""
    asked = AskedRates(first=first, last=last, by=by, governorate=governorate, monitor=monitor)
    with looking(database, words) as (store, lens):
        answered = through(lens, rates_page(store, lens, asked))
    print_json(answered) if as_json else print_rates(screen(), printable(answered))
