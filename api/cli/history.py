"""truceline history: every version of one incident, known down and recorded across, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from api.cli.claims_told import print_claims
from api.cli.history_table import print_history
from api.cli.looking import looking, through
from api.cli.options import Database, Json, Position, Words
from api.cli.screen import print_json, printable, screen
from domain.errors import Missing, Unacceptable
from projections import incidents

if TYPE_CHECKING:
    from projections.store import Store

Which = Annotated[
    str, typer.Argument(metavar="INCIDENT", help="Its id, or as much of its beginning as tells it from others.")
]


def history(*, incident: Which, database: Database = None, position: Position = None, as_json: Json = False) -> None:
    """Show every version of an incident: what was known when, and who says what in which words."""
    with looking(database, Words(position=position)) as (store, lens):
        stream = _found(store, incident)
        versions = incidents.history(store, stream, lens)
    if not versions:
        raise Missing(f"the incident {stream} is recorded after position {lens.position}")
    if as_json:
        print_json(through(lens, {"id": str(stream), "versions": versions}))
    else:
        _print(printable(versions))


def _print(versions: list[dict[str, Any]]) -> None:
    last = versions[-1]["incident"]
    what = f"{last['act'].replace('_', ' ').capitalize()}, {last['place']['name']}, {last['occurred']['from']}"
    print_history(screen(), f"{what} ({last['id']})", versions)
    screen().print()
    print_claims(screen(), versions)


def _found(store: Store, beginning: str) -> UUID:
    """The one incident whose id begins so. Raises Missing, or Unacceptable where there are several."""
    query = "SELECT DISTINCT id FROM incident_versions WHERE starts_with(id::VARCHAR, ?) LIMIT 2"
    found = [row[0] for row in store.rows(query, [beginning.strip().lower()])]
    if not found:
        raise Missing(f"there is no incident {beginning}: `truceline incidents --where q=WORDS` lists ids")
    if len(found) > 1:
        raise Unacceptable(f"several incidents have ids that begin with {beginning!r}: write more of it")
    return UUID(str(found[0]))
