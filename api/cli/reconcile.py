"""truceline reconcile: what each side registered, beside the other's and beside our own count, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.cli.looking import looking, through
from api.cli.options import Database, Json, Words, take_words
from api.cli.reconciliation_table import print_reconciliation
from api.cli.screen import print_json, printable, screen
from api.pages.reconciliation import reconciliation_page
from domain.errors import Unacceptable
from projections.asked_days import asked_days

Day = Annotated[
    str | None, typer.Option("--day", metavar="DATE", show_default=False, help="One day, as bulletins are dated.")
]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", show_default=False, help="The first day.")]
Last = Annotated[str | None, typer.Option("--to", metavar="DATE", show_default=False, help="The last day.")]
Body = Annotated[str | None, typer.Option("--body", metavar="NAME", show_default=False, help="Whose bulletins.")]
Region = Annotated[
    str | None, typer.Option("--region", metavar="NAME", show_default=False, help="One region, as bulletins name it.")
]


@take_words
def reconcile(
    *,
    database: Database = None,
    day: Day = None,
    first: First = None,
    last: Last = None,
    body: Body = None,
    region: Region = None,
    words: Words,
    as_json: Json = False,
) -> None:
    """Show what each side of a commission registered, the difference, and our own count: never added up."""
    with _naming_the_option():
        days = asked_days(day=day, first=first, last=last)
    with looking(database, words) as (store, lens), _naming_the_option():
        found = reconciliation_page(store, lens, days, body=body, region=region)
    answered = through(lens, found)
    print_json(answered) if as_json else print_reconciliation(screen(), printable(answered))


@contextmanager
def _naming_the_option() -> Iterator[None]:
    """Let a refusal begin with the option of this command that it is about."""
    try:
        yield
    except Unacceptable as wrong:
        raise Unacceptable(f"--{wrong.field}: {wrong.detail}") from wrong
