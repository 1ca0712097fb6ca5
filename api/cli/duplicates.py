"""truceline duplicates: pairs of incidents that may be one happening, with their score, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.looking import looking, through
from api.cli.numbers import counted
from api.cli.options import Database, Json, Words, take_words
from api.cli.screen import a_table, print_below, print_json, printable, screen
from api.pages.duplicates import LIMIT, duplicates_page
from domain.duplicates.likeness import LISTED_FROM
from projections.pairing import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

MinScore = Annotated[
    float, typer.Option("--min-score", min=0, max=1, metavar="SCORE", help="The least score to list, from 0 to 1.")
]
Scheme = Annotated[
    str | None,
    typer.Option("--scheme", metavar="NAME", show_default=False, help="Only pairs with an incident of this list."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=500, metavar="N", help="Pairs to show at the most.")]

_NONE = "No two incidents of different sources are as alike. In a ledger of one source there is no such pair."


@take_words
def duplicates(
    *,
    database: Database = None,
    words: Words,
    scheme: Scheme = None,
    min_score: MinScore = LISTED_FROM,
    limit: Limit = LIMIT,
    as_json: Json = False,
) -> None:
    """Show pairs of incidents of different sources that may be one happening; to merge them is an analyst's act."""
    with looking(database, words) as (store, lens):
        page = duplicates_page(store, lens, Wanted(scheme=scheme), min_score=min_score, limit=limit)
    if as_json:
        print_json(through(lens, page))
    else:
        _print(printable(page), min_score)


def _print(page: dict[str, Any], min_score: float) -> None:
    title = f"{counted(page['count'], 'pair')} of incidents that may be one ({page['scoring']}, {min_score} or more)"
    table = a_table()
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("incidents, and why they may be one", overflow="fold")
    for item in page["items"]:
        table.add_row(f"{item['score']:.2f}", "\n".join(_told(item)))
        table.add_section()
    print_below(screen(), title, table if page["items"] else _NONE)
    if page["next"] is not None:
        typer.echo(f"and {page['count'] - len(page['items']):,} more; --limit shows as many as are asked for")


def _told(item: dict[str, Any]) -> Iterator[str]:
    for one in item["incidents"]:
        what = f"{one['act'].replace('_', ' ')}, {one['place']['name']}"
        yield f"{one['occurred']['from']}  {what}  {one['id']}"
    yield item["reason"]
