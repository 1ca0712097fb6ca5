"""Opening a file of rows by what it is, not by what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.exchange.draft import FileRefused
from api.exchange.files.delimited import delimited
from api.exchange.files.json_lines import json_lines
from api.exchange.files.workbooks import workbook

if TYPE_CHECKING:
    from api.exchange.draft import Row, RowRefused
    from api.exchange.files.tables import Table

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The signature of Microsoft's compound files: Excel before 2007, and every workbook with a password."""

_HEAD = 4096


@contextmanager
def open_table(path: Path, *, sheet: str | None = None) -> Iterator[Table]:
    """Open a table: CSV (commas, semicolons or tabs; UTF-8 or UTF-16), an Excel workbook, or JSON Lines.

    `sheet` names the sheet of a workbook; without it, the first is read. Memory does not grow with the file, the
    texts that a workbook's cells share excepted. Raises FileRefused, on opening or while rows are read.
    """
    with ExitStack() as stack:
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD)
            table = stack.enter_context(_opened(path, head, sheet))
        except OSError as wrong:
            raise _unreadable(path, wrong) from wrong
        yield replace(table, rows=_rows(path, table.rows))


def _rows(path: Path, rows: Iterator[Row | RowRefused]) -> Iterator[Row | RowRefused]:
    try:
        yield from rows
    except OSError as wrong:
        raise _unreadable(path, wrong) from wrong


def _unreadable(path: Path, wrong: OSError) -> FileRefused:
    return FileRefused(f"{path.name or path} cannot be read: {wrong.strerror or wrong}")


def _opened(path: Path, head: bytes, sheet: str | None) -> AbstractContextManager[Table]:
    if head.startswith(_ZIP):
        return workbook(path, sheet)
    if head.startswith(_OLE):
        raise FileRefused("an Excel file from before 2007, or with a password: save it as .xlsx without one")
    if not head.strip():
        raise FileRefused("the file is empty")
    if sheet is not None:
        raise FileRefused(f"it is not a workbook, so it has no sheet {sheet!r}")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"[") and text[1:].lstrip().startswith((b"{", b"[")):
        raise FileRefused("a JSON array: save it as JSON Lines, one object a line without brackets around them")
    if text.startswith(b"{"):
        return json_lines(path)
    return delimited(path, head)
