"""Cells of a workbook come as a CSV file would have them, or refuse their row."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange

from api.exchange.draft import Row, RowRefused
from tests.exchange.workbooks import SHEET, refusal_of, repacked, rows_of, saved, with_rows


def test_cells_come_as_a_csv_file_would_have_them(tmp_path: Path) -> None:
    cells = [
        (7, "7"),
        (7.0, "7"),
        (36.7173, "36.7173"),
        ("007", "007"),
        (True, "true"),
        (date(2020, 2, 20), "2020-02-20"),
        (datetime(2020, 2, 20), "2020-02-20"),  # noqa: DTZ001 - a sheet knows no zones
        (datetime(2020, 2, 20, 15, 30), "2020-02-20T15:30:00"),  # noqa: DTZ001 - the same
        (time(15, 30), "15:30:00"),
        (None, ""),
        ("سراقب", "سراقب"),
        ("last", "last"),
    ]
    path = saved(tmp_path, [f"c{place}" for place in range(len(cells))], [value for value, _ in cells])
    (row,) = rows_of(path)
    assert isinstance(row, Row)
    assert [*row.cells.values()] == [text for _, text in cells]


def test_rows_keep_the_numbers_that_the_sheet_shows(tmp_path: Path) -> None:
    path = saved(tmp_path, ["a", "b"], ["1", None], [], [None, "2"])
    assert rows_of(path) == [Row(2, {"a": "1", "b": ""}), Row(4, {"a": "", "b": "2"})]


def test_the_first_sheet_is_read_or_the_one_that_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path, ["a"], [1], second=[["b"], [2]])
    assert rows_of(path) == [Row(2, {"a": "1"})]
    assert rows_of(path, "second") == [Row(2, {"b": "2"})]
    assert refusal_of(path, "third") == "the workbook has no sheet 'third'; it has Sheet, second"


def test_a_cell_beyond_the_header_refuses_its_row(tmp_path: Path) -> None:
    refused, right = rows_of(saved(tmp_path, ["a"], [1, None, "stray"], [2, None, None]))
    assert str(refused) == "row 2, : a cell stands right of the 1 columns"
    assert right == Row(3, {"a": "2"})


def test_a_formula_gives_the_value_that_was_last_computed(tmp_path: Path) -> None:
    path = with_rows(
        tmp_path,
        '<row r="1"><c r="A1" t="inlineStr"><is><t>toll</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f>1+2</f></c></row>',
    )
    computed, never = rows_of(path)
    assert computed == Row(2, {"toll": "2"})
    assert str(never) == "row 3, toll: a formula that was never computed: open the file and save it once"


def test_a_value_over_several_cells_refuses_the_rows_that_have_their_part_in_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "day", "dead", "note"],
        [1, "2020-02-20", 2, "a"],
        [2, None, 7, "b"],
        [3, "2020-02-22", None, "c"],
    ]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [*rows, [None] * 4, [5, "2020-02-23", "unclear", None], [6, None, 1, None], [None] * 4]:
        sheet.append(row)
    for area in ("B2:B3", "C3:C4", "C6:D6", "B7:B8", "A7:A8"):  # the last but one has no value, the last no other row
        sheet.merge_cells(area)
    book.save(tmp_path / "rows.xlsx")
    read = rows_of(tmp_path / "rows.xlsx")
    assert [row.number if isinstance(row, Row) else str(row) for row in read] == [
        2,
        "row 3, day: the cell is merged with B2: unmerge and fill it",
        "row 4, dead: the cell is merged with C3: unmerge and fill it",
        "row 6, note: the cell is merged with C6: unmerge and fill it",
        7,
    ]


def test_more_merged_cells_than_anybody_makes_refuse_the_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "day"])
    # Each at a time, the library would look for it among all that are there.
    sheet.merged_cells.ranges = {CellRange(f"A{row}:B{row}") for row in range(2, 10_003)}
    book.save(tmp_path / "rows.xlsx")
    assert refusal_of(tmp_path / "rows.xlsx") == "the sheet has more than 10000 merged cells: unmerge them"


def test_an_error_in_a_cell_refuses_its_row(tmp_path: Path) -> None:
    refused, right = rows_of(saved(tmp_path, ["a", "b"], [1, "#DIV/0!"], [2, 3]))
    assert isinstance(refused, RowRefused)
    assert [(one.row, one.column, one.value, one.rule) for one in refused.findings] == [
        (2, "b", "#DIV/0!", "the cell is an error")
    ]
    assert right == Row(3, {"a": "2", "b": "3"})


@pytest.mark.filterwarnings("ignore:Cell A2 is marked as a date:UserWarning")
def test_a_date_outside_the_calendar_is_an_error(tmp_path: Path) -> None:
    path = saved(tmp_path, ["day"], [date(2020, 2, 20)])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    (refused,) = rows_of(repacked(path, **{SHEET: sheet.replace(b"<v>43881</v>", b"<v>999999999</v>")}))
    assert str(refused) == "row 2, day: the cell is an error"
