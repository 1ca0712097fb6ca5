"""truceline incidents: the incidents that filters let through, each with its id, under any lens, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.looking import looking, selected, through
from api.cli.numbers import NONE, counted, in_lines, shown_range
from api.cli.options import Database, Json, Where, Words, take_words
from api.cli.screen import a_table, print_below, print_json, printable, screen
from api.pages.incidents import LIMIT, incidents_page

if TYPE_CHECKING:
    from collections.abc import Iterator

Limit = Annotated[int, typer.Option("--limit", min=1, max=500, metavar="N", help="Incidents to show at the most.")]


@take_words
def incidents(
    *, database: Database = None, words: Words, where: Where = None, limit: Limit = LIMIT, as_json: Json = False
) -> None:
    """List incidents by when they began, with the ids by which `history` finds them."""
    selection = selected(where or [])
    with looking(database, words) as (store, lens):
        page = incidents_page(store, lens, selection, limit=limit)
    if as_json:
        print_json(through(lens, page))
    else:
        _print(printable(page), " ".join(f"{name}={value}" for name, value in selection.words().items()))


def _print(page: dict[str, Any], filters: str) -> None:
    title = f"{counted(page['count'], 'incident')}{f' with {filters}' if filters else ''}"
    table = a_table()
    for heading in ("id", "began"):
        table.add_column(heading, no_wrap=True)
    for heading in ("what", "by", "toll"):
        table.add_column(heading, overflow="fold")
    for item in page["items"]:
        table.add_row(item["id"][:8], item["occurred"]["from"][:10], *_told(item))
    print_below(screen(), title, table if page["items"] else "There are none under this lens.")
    if page["next"] is not None:
        typer.echo(f"and {page['count'] - len(page['items']):,} more; --limit shows as many as are asked for")


def _told(item: dict[str, Any]) -> Iterator[str]:
    """What and where, who did it as far as it is said, and the toll."""
    yield f"{item['act'].replace('_', ' ')}, {item['place']['name']}"
    yield " or ".join(map(in_lines, item["perpetrators"])) or item["attribution"]
    tolls = [row for row in item["assessed"]["tolls"] if row["of"] == "all"]
    yield ", ".join(f"{shown_range(row)} {row['outcome']}" for row in tolls) or NONE
