"""The command line: `truceline`, one file a command."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from api.cli import keys
from api.cli.commands import Commands
from api.cli.compliance import compliance
from api.cli.demo import demo
from api.cli.doctor import doctor
from api.cli.duplicates import duplicates
from api.cli.escalation import escalation
from api.cli.export import export_to_file
from api.cli.fit import fit
from api.cli.history import history
from api.cli.import_ import import_file
from api.cli.incidents import incidents
from api.cli.rates import rates
from api.cli.rebuild import rebuild
from api.cli.reconcile import reconcile
from api.cli.replay import replay
from api.cli.screen import print_what_can_be_printed
from api.cli.serve import serve

app = typer.Typer(
    name="truceline",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="An event-sourced ledger of a ceasefire: who signed what, who broke it, who answered, and who said so.",
)
for command in (
    demo,
    serve,
    replay,
    incidents,
    history,
    compliance,
    rates,
    reconcile,
    duplicates,
    escalation,
    fit,
    rebuild,
    doctor,
):
    app.command()(command)
app.command("export")(export_to_file)
app.command("import")(import_file)
app.add_typer(keys.app, name="keys")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"truceline {version('truceline')}")
        raise typer.Exit


@app.callback()
def about(
    *,
    shown: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """An event-sourced ledger of a ceasefire: who signed what, who broke it, who answered, and who said so."""


def main() -> None:
    """Carry out what the command line says."""
    print_what_can_be_printed()
    app()
