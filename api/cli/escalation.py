"""truceline escalation: how often each side answered the other under any lens, in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.escalation_table import print_escalation
from api.cli.looking import looking, through
from api.cli.options import Database, Json, Words, take_words
from api.cli.screen import print_json, printable, screen
from api.pages.escalation import escalation_page
from domain.periods import By
from projections.escalation import AskedEscalation

Length = Annotated[By, typer.Option("--period", help="How long a period is.")]
Side = Annotated[
    str | None, typer.Option("--side", metavar="PARTY", show_default=False, help="One side by its lead; else all.")
]
First = Annotated[
    str | None, typer.Option("--from", metavar="DATE", show_default=False, help="A day of the first period.")
]
Last = Annotated[str | None, typer.Option("--to", metavar="DATE", show_default=False, help="A day of the last period.")]


@take_words
def escalation(
    *,
    period: Length = By.WEEK,
    side: Side = None,
    first: First = None,
    last: Last = None,
    database: Database = None,
    words: Words,
    as_json: Json = False,
) -> None:
    """Show how many answers acts had, pair by pair of sides, and where they were more than usual."""
    asked = AskedEscalation(period=period, side=side, first=first, last=last)
    with looking(database, words) as (store, lens):
        answered = through(lens, escalation_page(store, lens, asked))
    print_json(answered) if as_json else print_escalation(screen(), printable(answered))
