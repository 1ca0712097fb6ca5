"""Rows as a workbook, with a sheet that says through which lens it looks and whom to name."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from api.temporary_folder import TemporaryFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from api.exchange.exports.flat_incidents import Column, Values
    from api.exchange.exports.heading import Heading

_PIECE = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows: the same content has the same bytes, whenever it is made."""

_MOMENTS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def workbook_of(title: str, columns: Sequence[Column], rows: Iterable[Values], heading: Heading) -> Iterator[bytes]:
    """The file, once all of it is made. Words are words there, whatever they begin with, and numbers are numbers."""
    book = Workbook(write_only=True)
    _fill(book.create_sheet(title), [[column.name for column in columns], *_plain(rows)])
    _fill(book.create_sheet("lens"), [("word", "value"), *heading.cited.items()])
    names = ("source", "name", "url", "licence", "attribution")
    _fill(book.create_sheet("credits"), [names, *([one[name] for name in names] for one in heading.credits)])
    with TemporaryFolder("export") as folder:
        made, copy = folder / "made.xlsx", folder / "copy.xlsx"
        book.save(made)
        _copy_timeless(made, copy)
        with copy.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _plain(rows: Iterable[Values]) -> Iterator[Values]:
    for row in rows:
        yield [";".join(value) if isinstance(value, list) else value for value in row]


def _fill(sheet: WriteOnlyWorksheet, rows: Iterable[Sequence[Any]]) -> None:
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, heading=not number) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, heading: bool) -> Any:  # noqa: ANN401 - a value of any column
    """A cell; one that holds words says so, else those that begin with `=` would be calculated."""
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, text)
    if isinstance(text, str):
        cell.data_type = "s"
    if heading:
        cell.font = Font(bold=True)
    return cell


def _copy_timeless(made: Path, into: Path) -> None:
    """Leave out the moment at which it was made."""
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(into, "w") as copy:
        for name in sorted(book.namelist()):
            content = book.read(name)
            if name == "docProps/core.xml":
                content = _MOMENTS.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            copy.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
