"""truceline doctor: proves a ledger and its projections sound, and touches neither."""

from __future__ import annotations

import typer

from api.cli.on_disk import projections_at
from api.cli.opening import existing_ledger, name_of
from api.cli.options import Database, Json, Projections, settings_with
from api.cli.screen import print_json, printable
from projections.audit import audit

UNSOUND = 1


def doctor(*, database: Database = None, projections: Projections = None, as_json: Json = False) -> None:
    """Prove the ledger and its projections sound; exit 1 and a plain list where they are not."""
    settings = settings_with(database, projections)
    with existing_ledger(settings.database) as ledger, projections_at(settings.projections_path, ledger) as held:
        findings = audit(ledger, held.store) + held.findings
        name, position = name_of(ledger.address), ledger.position
    if as_json:
        said = {"ledger": name, "sound": not findings, "findings": findings}
        print_json(said | {"position": position, "projections": held.state})
    else:
        for finding in findings:
            typer.echo(printable(finding))
        verdict = f"{len(findings)} found" if findings else "sound"
        typer.echo(f"{name}: {verdict}; {position:,} facts; projections {held.state}.")
    raise typer.Exit(UNSOUND if findings else 0)
