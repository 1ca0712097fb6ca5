"""truceline keys: who may read, report, judge and administer. A key is shown once, when it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api.access import Keys, Role
from api.cli.commands import Commands
from api.cli.opening import check_reachable, existing_ledger, name_of
from api.cli.options import Database, Json, settings_with
from api.cli.screen import a_table, aside, print_json, printable, screen
from domain.ledger import Ledger
from domain.log.address import NoLedger, address_of

if TYPE_CHECKING:
    from api.settings import Settings

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Make, list and revoke the keys of a ledger.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is; kept outside the log.")]
WithRole = Annotated[Role, typer.Option("--role", help="Each role may do what those before it may.")]
KeyId = Annotated[str, typer.Argument(metavar="ID", help="The key's id, as `keys list` shows it.")]


@app.command()
def add(name: Name, *, role: WithRole, database: Database = None, as_json: Json = False) -> None:
    """Make a key, and a ledger where there is none. The key itself is the one line on standard output."""
    if not name.strip() or not name.isprintable():
        raise typer.BadParameter("a key's name is words that can be printed", param_hint="NAME")
    settings = settings_with(database)
    _make_ledger(settings)
    with _keys(settings) as keys:
        key, token = keys.add(name, role)
    if as_json:
        print_json({"id": key.id, "name": key.name, "role": key.role, "created_at": key.created_at, "key": token})
        return
    aside().print(f"Key {key.id} for {key.name}, {key.role}; it is shown this once:", soft_wrap=True)
    typer.echo(token)


@app.command("list")
def show(*, database: Database = None, as_json: Json = False) -> None:
    """List every key there ever was, without its secret."""
    with _keys(settings_with(database)) as keys:
        held = keys.list()
    if as_json:
        print_json([asdict(key) for key in held])
        return
    table = a_table()
    for heading in ("id", "name", "role", "made (UTC)", "revoked (UTC)"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "name")
    for key in held:
        table.add_row(key.id, printable(key.name), key.role, key.created_at, key.revoked_at or "-")
    screen().print(table if held else "There are no keys yet: truceline keys add NAME --role ROLE")


@app.command()
def revoke(key_id: KeyId, *, database: Database = None) -> None:
    """Make a key useless from now on."""
    if not key_id.isprintable():
        raise typer.BadParameter("no key has such an id", param_hint="ID")
    with _keys(settings_with(database)) as keys:
        keys.revoke(key_id)
    typer.echo(f"Key {key_id} is revoked.")


@contextmanager
def _keys(settings: Settings) -> Iterator[Keys]:
    """The keys of a ledger that is there."""
    with existing_ledger(settings.database) as ledger:
        keys = Keys(ledger.address, settings.bootstrap_key)
        try:
            yield keys
        finally:
            keys.close()


def _make_ledger(settings: Settings) -> None:
    """Keys may come before the first start of a server."""
    address = address_of(settings.database)
    check_reachable(settings.database)
    try:
        with existing_ledger(settings.database):
            return
    except NoLedger:
        in_the_way = address.path.exists() if address.path is not None else not address.is_postgres
        if in_the_way:
            raise
    Ledger.at(settings.database).close()
    aside().print(f"Made a new ledger: {name_of(address)}", soft_wrap=True)
