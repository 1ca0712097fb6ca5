"""truceline import: rows of a file into the ledger, also while a server has it open."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.import_ledger import LEDGER, check_plain, import_ledger
from api.cli.import_report import print_report
from api.cli.listening import interrupted_by_sigterm
from api.cli.opening import check_folder, made_ledger
from api.cli.options import Database, Json, settings_with
from api.cli.screen import print_json, printable, progress, refuse
from api.exchange.draft import FileRefused
from api.exchange.files.opening import open_table
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report, ReportFile
from api.exchange.reading.formats import format_named
from domain.instant import released_by
from domain.log.address import address_of

if TYPE_CHECKING:
    from api.exchange.draft import Format
    from api.exchange.files.tables import Table
    from domain.ledger import Ledger

BY = "import"
"""What the log names in the place of a key where rows come from the command line."""

NOT_ALL, INTERRUPTED = 1, 130

Named = Annotated[str, typer.Argument(metavar="FORMAT", help="ucdp-ged, acled, table, bulletins or ledger.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, an Excel workbook, or JSON Lines.")]
Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", show_default=False, help="What the columns of a table mean (TOML)."),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", show_default=False, help="The sheet of a workbook; the first.")
]
Register = Annotated[
    bool, typer.Option("--register-parties", help="Register parties that nobody has registered, by their names.")
]
Retract = Annotated[
    bool, typer.Option("--retract-missing", help="Retract the incidents of the same list that the file lacks.")
]
Released = Annotated[
    str | None,
    typer.Option(
        "--released",
        metavar="TIME",
        show_default=False,
        help="When the file was published: its changes are known from then. [the time of import]",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and store nothing.")]
Lines = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", show_default=False, help="Every line of the report: .csv, else NDJSON."),
]


def import_file(
    name: Named,
    file: File,
    *,
    mapping: Mapping = None,
    sheet: Sheet = None,
    register_parties: Register = False,
    retract_missing: Retract = False,
    released: Released = None,
    dry_run: DryRun = False,
    report: Lines = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Take the rows of a file into the ledger, each once; a newer release of a file corrects what it changes."""
    if name == LEDGER:
        given = {"--mapping": mapping, "--sheet": sheet, "--released": released, "--report": report}
        check_plain({"--register-parties": register_parties, "--retract-missing": retract_missing, **given})
        import_ledger(file, settings_with(database).database, dry_run=dry_run, as_json=as_json)
        return
    if report is not None:
        check_folder(report)
    asked = Asked(register_parties, retract_missing, dry_run)
    released_at = _moment(released)
    reads = format_named(name, mapping)
    with ExitStack() as opened:
        table = opened.enter_context(open_table(file, sheet=sheet))
        reads.check_columns(table.columns)
        lines = None if report is None else opened.enter_context(closing(ReportFile(report)))
        origin = Origin(reads.scheme, file.name, digest_of_file(file), BY, released_at)
        begun = Report.begun(origin, reads.name, dry_run=dry_run, sheets=table.sheets)
        begun.listed = None if lines is None else lines.list
        ledger = opened.enter_context(_ledger(settings_with(database).database, dry_run=dry_run))
        done = _take_in(ledger, reads, origin, asked, begun, table)
    if as_json:
        print_json(done.as_json())
    else:
        print_report(done, database)
    raise typer.Exit(0 if done.is_clean else NOT_ALL)


def _take_in(  # noqa: PLR0917 - all that an import is made of
    ledger: Ledger, reads: Format, origin: Origin, asked: Asked, report: Report, table: Table
) -> Report:
    with progress("rows") as bar:
        task = bar.add_task("Trying" if asked.dry_run else "Importing", total=None)

        def moved(rows: int) -> None:
            bar.update(task, completed=rows, total=round(rows / max(table.share(), 1e-9)))

        try:
            with interrupted_by_sigterm():
                return Intake(ledger, reads, origin, asked, report, moved).take_in(table.rows)
        except KeyboardInterrupt:
            rows = f"{report.rows:,} rows" if asked.dry_run else f"the first {report.rows:,} rows are in the ledger"
            refuse(printable(f"interrupted: {rows}; import the file again to go on"))
            raise typer.Exit(INTERRUPTED) from None


def _moment(released: str | None) -> datetime | None:
    """When a file was published. Raises FileRefused."""
    try:
        return None if released is None else released_by(released, datetime.now(UTC))
    except ValueError as wrong:
        raise FileRefused(f"--released: {wrong}") from wrong


def _ledger(url: str, *, dry_run: bool) -> AbstractContextManager[Ledger]:
    """The ledger, made where there is none; a dry run makes one in memory instead."""
    path = address_of(url).path
    nowhere = dry_run and path is not None and not path.exists()
    return made_ledger("sqlite://" if nowhere else url)
