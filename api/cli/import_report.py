"""What an import did, for a person: numbers first, then what wants looking at."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from api.cli.screen import a_table, printable, screen
from api.exchange.intake.report import OUTCOMES, Report

SHOWN = 10
"""Lines of each outcome, and names, that are shown; `--report` has them all."""

_TELLING = ("refused", "kept", "doubtful", "retracted", "reinstated", "corrected")
_HEADINGS = {
    "refused": "Refused, and not recorded:",
    "kept": "Kept as an analyst left them, against the file:",
    "doubtful": "Recorded as claimed, and odd:",
    "retracted": "Retracted:",
    "reinstated": "Reinstated:",
    "corrected": "Corrected:",
}


def print_report(report: Report) -> None:
    """Print counts, the first lines of each outcome, and the names that nobody bears."""
    would = "Tried" if report.dry_run else "Imported"
    typer.echo(printable(f"{would} {report.file} ({report.format}): {report.rows:,} rows."))
    if report.sheets_left:
        left = ", ".join(map(repr, report.sheets_left))
        typer.echo(printable(f"Only the sheet {report.sheet!r} was read, and not {left}: name another with --sheet."))
    counts = a_table()
    for outcome in OUTCOMES:
        counts.add_column(outcome, justify="right")
    counts.add_row(*(f"{report.counts[outcome]:,}" for outcome in OUTCOMES))
    screen().print(counts)
    _print_newcomers(report)
    for outcome in _TELLING:
        lines = report.first.get(outcome, [])
        told = [_told(line.row, line.column, line.value, line.rule) for line in lines]
        if told:
            _print_some(_HEADINGS[outcome], told, report.counts[outcome])
    names = [f"{name} ({rows:,} rows)" for name, rows in report.unresolved.most_common(SHOWN)]
    if names:
        _print_some("Names that no party bears:", names, len(report.unresolved))
    for line in _last_lines(report):
        typer.echo(printable(line))


def _print_newcomers(report: Report) -> None:
    """Those who may be somebody already registered first, and every one: a dry run is there to look at them."""
    if report.resembling:
        typer.echo("Registered as parties of their own, though their names resemble one that was there:")
        for name, slug, like in report.resembling:
            typer.echo(printable(f"  {name!r} as {slug}, like {', '.join(like)}"))
        typer.echo("  Where one is the same, give that party the name as an alias before you import.")
    if report.registered:
        _print_some("Registered as parties:", report.registered, len(report.registered), whole=report.dry_run)


def _last_lines(report: Report) -> Iterator[str]:
    """What was not done, and what to do next."""
    if report.not_retracted:
        yield f"Nothing was retracted: {report.not_retracted}."
    if report.broke_off:
        yield report.broke_off
    if report.unattributed:
        yield (
            f"Of {report.unattributed:,} of the new incidents the file does not say who did it: they count as "
            "unattributed, and no answers are inferred of them."
        )
    if report.may_be_known:
        yield f"What other sources may tell of too: truceline duplicates --scheme {report.scheme}"
    if report.dry_run:
        yield "This was a dry run: nothing was stored."


def _print_some(heading: str, lines: list[str], many: int, *, whole: bool = False) -> None:
    shown = lines if whole else lines[:SHOWN]
    typer.echo(heading)
    for line in shown:
        typer.echo(printable(f"  {line}"))
    if many > len(shown):
        typer.echo(f"  and {many - len(shown):,} more")


def _told(row: int | None, column: str, value: str, rule: str) -> str:
    place = ", ".join(part for part in (None if row is None else f"row {row}", column) if part)
    return f"{place}: {value!r} {rule}" if place else f"{value!r} {rule}"
