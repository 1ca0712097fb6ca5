"""truceline compliance: how an agreement was kept, article by article, under any lens, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.compliance_table import print_agreements, print_provisions
from api.cli.looking import looking, through
from api.cli.options import Database, Json, Words, take_words
from api.cli.screen import print_json, printable, screen
from api.pages.compliance import compliance_page
from domain.errors import Missing
from projections import agreements

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.store import Store

Which = Annotated[
    str | None, typer.Argument(metavar="[AGREEMENT]", show_default=False, help="Its slug; without one, each in a line.")
]

_OF_ALL = ("agreement", "title", "in_force", "words", "overdue")


@take_words
def compliance(*, agreement: Which = None, database: Database = None, words: Words, as_json: Json = False) -> None:
    """Show of each article whether it was kept, by whom not and since when; or of each agreement how many were."""
    with looking(database, words) as (store, lens):
        told = _of_all(store, lens) if agreement is None else _of_one(store, lens, agreement)
    answered = through(lens, told)
    if as_json:
        print_json(answered)
    else:
        (print_agreements if agreement is None else print_provisions)(screen(), printable(answered))


def _of_one(store: Store, lens: Lens, slug: str) -> dict[str, Any]:
    """The whole answer of the API. Raises Missing where the lens shows no such agreement."""
    page = compliance_page(store, lens, slug)
    if page is None:
        there = ", ".join(one["slug"] for one in agreements.page(store, lens))
        raise Missing(f"this lens shows no agreement {slug}; it shows: {there or 'none'}")
    return page


def _of_all(store: Store, lens: Lens) -> dict[str, Any]:
    pages = [_of_one(store, lens, one["slug"]) for one in agreements.page(store, lens)]
    return {"agreements": [{name: page[name] for name in _OF_ALL} for page in pages]}
