"""truceline doctor: proves a ledger and its projections sound, and touches neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.on_disk import projections_at
from api.cli.opening import existing_ledger, name_of
from api.cli.options import Database, Json, Projections, settings_with
from api.cli.screen import print_json, printable
from projections.proving.audit import audit
from projections.proving.proof import STREAMS

if TYPE_CHECKING:
    from projections.proving.proof import Proof

UNSOUND = 1

Sample = Annotated[
    int, typer.Option("--sample", min=1, metavar="N", help="Streams to try by brute force, at the most.")
]


def doctor(
    *, database: Database = None, projections: Projections = None, sample: Sample = STREAMS, as_json: Json = False
) -> None:
    """Prove the ledger and its projections sound; exit 1 and a plain list where they are not."""
    settings = settings_with(database, projections)
    with existing_ledger(settings.database) as ledger, projections_at(settings.projections_path, ledger) as held:
        audited = audit(ledger, held.store, sample)
        name = name_of(ledger.address)
    findings = audited.findings + held.findings
    if as_json:
        said = {"ledger": name, "sound": not findings, "findings": findings, "position": audited.position}
        print_json(said | {"projections": held.state, "proof": _extent(audited.proof)})
    else:
        for finding in findings:
            typer.echo(printable(finding))
        verdict = f"{len(findings)} found" if findings else "sound"
        typer.echo(f"{name}: {verdict}; {audited.position:,} facts; projections {held.state}.")
        typer.echo(f"Tried by brute force: {audited.proof.extent}.")
    raise typer.Exit(UNSOUND if findings else 0)


def _extent(proof: Proof) -> dict[str, Any]:
    """How much was tried, for other programs."""
    of = {"streams": proof.streams, "of_streams": proof.of_streams, "whole": proof.whole}
    return of | {"cuts": proof.cuts, "lenses": proof.lenses}
