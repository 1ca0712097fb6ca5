"""Excel workbooks: one sheet of an .xlsx file, read cell by cell without holding it whole."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import repeat
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from api.exchange.draft import FileRefused, Finding, Row, RowRefused
from api.exchange.files.archives import check_archive, in_a_line, signs_of
from api.exchange.files.merged import Merged
from api.exchange.files.tables import CELL_LENGTH, COLUMNS, Table, excerpt, header

ROWS = 1_048_576
"""The most rows that a sheet has; Excel's own limit."""

EXACT_INTEGERS = 10**15
"""Excel keeps fifteen digits: a whole number below this is written as an integer."""

# It remarks on whatever of a workbook it leaves out (styles, validations): nothing that a row says.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


@contextmanager
def workbook(path: Path, sheet: str | None = None) -> Iterator[Table]:
    """Open one sheet, the first unless named. Raises FileRefused: macros, a zip bomb, no such sheet, broken parts.

    Integers come as integers, dates as ISO dates, formulas as the values that were last computed. A row with an
    error, a formula that was never computed, or a part in merged cells comes as its refusal.
    """
    check_archive(path)
    with _opened(path, sheet, computed=True) as values:
        signs = signs_of(path, values._worksheet_path)  # noqa: SLF001 - openpyxl has no public name for it
        merged = Merged(signs.merged)
        if not signs.formulas:
            yield _table(values, repeat(()), merged)
            return
        with _opened(path, sheet, computed=False) as written:
            yield _table(values, _guarded(written.iter_rows()), merged)


@contextmanager
def _opened(path: Path, sheet: str | None, *, computed: bool) -> Iterator[Any]:
    # A file of our own: openpyxl leaves one that it opened open where it then fails.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=computed, keep_links=False)
        # Whatever openpyxl stumbles over in parts that do not fit together: there is no list of that.
        except Exception as wrong:
            raise FileRefused(f"the workbook is broken: {in_a_line(wrong)}") from wrong
        names = [one.title for one in book.worksheets]
        if not names or (sheet is not None and sheet not in names):
            raise FileRefused(f"the workbook has no sheet {sheet or 'of cells'!r}; it has {', '.join(names) or 'none'}")
        found = book.worksheets[0 if sheet is None else names.index(sheet)]
        # A sheet may claim any size: its rows show how many cells they have.
        found.reset_dimensions()
        yield found


def _guarded(rows: Iterator[Any]) -> Iterator[Any]:
    """The rows of a sheet, with whatever its XML does wrong as a refusal of the file."""
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as wrong:
            raise FileRefused(f"row {number}: the workbook is broken there: {in_a_line(wrong)}") from wrong
        if number > ROWS:
            raise FileRefused(f"the sheet has more than {ROWS} rows")
        yield row


def _table(sheet: Any, formulas: Iterator[Any], merged: Merged) -> Table:  # noqa: ANN401 - openpyxl's sheets are untyped here
    rows = _guarded(sheet.iter_rows())
    first = [_text(cell.value) for cell in next(rows, ())]
    next(formulas, None)
    while first and not first[-1]:
        first.pop()
    columns = header(first)
    read = _Counted()
    numbered = enumerate(zip(rows, formulas, strict=False), 2)
    others = [one.title for one in sheet.parent.worksheets if one.title != sheet.title]
    return Table(columns, _rows(columns, numbered, merged, read), read.share, (sheet.title, *others))


class _Counted:
    """Rows that were read; how many a sheet has is not known before its end."""

    def __init__(self) -> None:
        self.rows = 0

    def share(self) -> float:
        return self.rows / ROWS


def _rows(columns: tuple[str, ...], numbered: Iterator[Any], merged: Merged, read: _Counted) -> Iterator[Any]:
    width = len(columns)
    for number, (row, written) in numbered:
        read.rows = number
        cells = [_text(cell.value) for cell in row]
        findings = [*_faults(number, columns, row, written), *merged.findings(number, columns, cells)]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) > width:
            findings.append(Finding(number, "", excerpt(cells[-1]), f"a cell stands right of the {width} columns"))
        if findings:
            yield RowRefused(*findings)
        elif any(cells):
            cells += [""] * (width - len(cells))
            yield Row(number, dict(zip(columns, cells, strict=True)))


def _faults(number: int, columns: tuple[str, ...], row: Any, written: Any) -> Iterator[Finding]:  # noqa: ANN401
    for place, cell in enumerate(row[:COLUMNS]):
        column = columns[place] if place < len(columns) else ""
        if cell.data_type == "e":
            yield Finding(number, column, str(cell.value), "the cell is an error")
        elif cell.value is None and place < len(written) and written[place].data_type == "f":
            yield Finding(number, column, "", "a formula that was never computed: open the file and save it once")
        elif isinstance(cell.value, str) and len(cell.value) > CELL_LENGTH:
            yield Finding(number, column, excerpt(cell.value), f"a cell is longer than {CELL_LENGTH} characters")


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """A cell as a CSV file would have it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_INTEGERS:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)
