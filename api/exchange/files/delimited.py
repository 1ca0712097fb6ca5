"""CSV and its kin: values separated by commas, semicolons or tabs, as spreadsheets and data sets write them."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from api.exchange.draft import FileRefused
from api.exchange.files.encodings import LONGEST, MARKING, UNREADABLE, encoding_of, looks_sound
from api.exchange.files.tables import CELL_LENGTH, Table, header, rows_under

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may separate cells. It is decided from the header, once."""

LINE_LENGTH = 2 * LONGEST
"""A line with so many characters (2 Mi) is refused, and the file with it."""

ROW_LINES = 10_000
"""A row whose quoted cells go on for more lines than this is refused, and the file with it."""

_NOTE_TO_EXCEL = re.compile(r"\ufeff?(sep=.)[\r\n]", re.IGNORECASE)

_WRONG = {
    "unexpected end of data": "a quoted cell begins that does not end: the file is cut off, or a quote is missing",
    "expected after": "a quoted cell goes on after its closing quote: a quote inside it is not doubled",
    "field larger than": f"a cell is longer than {CELL_LENGTH} characters: a quote that ends it may be missing",
}
"""What the csv module says, and what that means to whoever made the file."""


@contextmanager
def delimited(path: Path, head: bytes) -> Iterator[Table]:
    """Open a text table. Raises FileRefused before the first row for what is no text, or is cut off in a quoted cell.

    What else only shows where it stands (a cell too long) is raised there; the rows before it hold.
    """
    encoding = encoding_of(head)
    if note := _NOTE_TO_EXCEL.match(head.decode(encoding, "ignore")):
        raise FileRefused(
            f"the first line, {note[1]}, is for Excel alone: delete it, so that the first names the columns"
        )
    delimiter = _delimiter(path, encoding)
    if not looks_sound(path, encoding):
        _check_closely(path, encoding, delimiter)
    with _text(path, encoding) as file:
        records = _records(file, delimiter)
        columns = header(next(records, ()))
        size = path.stat().st_size
        yield Table(
            columns, rows_under(columns, records), lambda: min(1.0, os.lseek(file.fileno(), 0, os.SEEK_CUR) / size)
        )


def _text(path: Path, encoding: str, errors: str = "strict") -> TextIOWrapper:
    return path.open(encoding=encoding, errors=errors, newline="")


def _delimiter(path: Path, encoding: str) -> str:
    """What separates most columns of the header. Raises FileRefused where two do it equally well."""
    widths = {delimiter: len(_first_record(path, encoding, delimiter)) for delimiter in DELIMITERS}
    widest = [delimiter for delimiter, width in widths.items() if width == max(widths.values())]
    if len(widest) > 1 and widths[widest[0]] > 1:
        names = " or ".join(DELIMITERS[one] for one in widest)
        raise FileRefused(f"the header could be separated by {names}: quote the names that hold one of them")
    return widest[0]


def _first_record(path: Path, encoding: str, delimiter: str) -> list[str]:
    with _text(path, encoding, MARKING) as file:
        line = file.readline(LINE_LENGTH)
        try:
            return next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return []


def _records(file: TextIOWrapper, delimiter: str) -> Iterator[Sequence[str]]:
    """The cells of each row, the header's first. Raises FileRefused where no more rows can be told apart."""
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            said = str(wrong)
            rule = next((rule for sign, rule in _WRONG.items() if sign in said), said)
            raise FileRefused(f"row {number}: {rule}") from wrong
        lines.begun = reader.line_num
        yield record


class _Lines:
    """The lines of a file, as long as neither one of them nor the row that they belong to goes on for ever."""

    def __init__(self, file: TextIOWrapper) -> None:
        self.file = file
        self.begun = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(iter(partial(self.file.readline, LINE_LENGTH), "")):
            if len(line) == LINE_LENGTH:
                raise csv.Error(f"a line is longer than {LINE_LENGTH} characters")
            if number - self.begun > ROW_LINES:
                raise csv.Error(f"it goes on for more than {ROW_LINES} lines: a quote may be missing")
            yield line


def _check_closely(path: Path, encoding: str, delimiter: str) -> None:
    """Find the row that is at fault, where there is one. Raises FileRefused."""
    with _text(path, encoding, MARKING) as file:
        for number, cells in enumerate(_records(file, delimiter), 1):
            text = "\n".join(cells)
            if UNREADABLE in text:
                raise FileRefused(f"row {number}: not {_called(encoding)}: save the file as UTF-8")
            if "\0" in text:
                raise FileRefused(f"row {number}: a zero byte; a table of text has none (save UTF-16 as UTF-8)")


def _called(encoding: str) -> str:
    return "UTF-16" if encoding.startswith("utf-16") else "UTF-8 (it may be Latin-1 or Windows-1252)"
