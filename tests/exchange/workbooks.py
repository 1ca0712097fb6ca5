"""Workbooks as people save them, as others tamper with them, and what is read of them."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from api.exchange.draft import FileRefused, Row, RowRefused
from api.exchange.files.opening import open_table


def saved(folder: Path, *rows: list[Any], **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(row)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    path = folder / "rows.xlsx"
    book.save(path)
    return path


def rows_of(path: Path, sheet: str | None = None) -> list[Row | RowRefused]:
    with open_table(path, sheet=sheet) as table:
        return list(table.rows)


def refusal_of(path: Path, sheet: str | None = None) -> str:
    with pytest.raises(FileRefused) as refused:
        rows_of(path, sheet)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def repacked(path: Path, **parts: bytes) -> Path:
    """The same workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (held | parts).items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def with_rows(folder: Path, rows: str, **parts: bytes) -> Path:
    """A workbook whose sheet holds these rows as XML."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return repacked(saved(folder, ["a"]), **{SHEET: sheet.encode()} | parts)
