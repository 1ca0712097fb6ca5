import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from api.exchange.draft import FileRefused, Row, RowRefused
from api.exchange.files.archives import RATIO, UNPACKED
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
    for row in range(2, 10_003):
        sheet.merged_cells.add(f"A{row}:B{row}")
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


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    path = repacked(saved(tmp_path, ["a"], [1]), **{"xl/vbaProject.bin": b"macro"})
    assert refusal_of(path) == "the workbook has macros: save it as .xlsx, without them"


def test_a_workbook_that_says_it_may_have_macros_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, ["a"], [1])
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml")
    plain, may = b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    assert plain in types
    assert "macros" in refusal_of(repacked(path, **{"[Content_Types].xml": types.replace(plain, may)}))


def test_a_zip_bomb_is_refused_by_its_table_of_contents(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(SHEET, b" " * (20 << 20))
    assert path.stat().st_size < 100_000
    assert refusal_of(path) == f"'{SHEET}' in the workbook unpacks to more than {RATIO} times its size"


def test_many_parts_that_are_large_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(3):
            archive.writestr(f"xl/part{number}.xml", b"x")
    patched = bytearray(path.read_bytes())
    for number in range(3):
        patched = _with_size(patched, f"xl/part{number}.xml".encode(), UNPACKED // 2)
    path.write_bytes(patched)
    assert refusal_of(path).endswith(f"and {UNPACKED} is the most that is read")


def test_a_table_of_contents_that_lies_about_a_size_is_found_out_while_reading(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 50_000))
    path = with_rows(tmp_path, rows)
    path.write_bytes(_with_size(bytearray(path.read_bytes()), SHEET.encode(), 1000))
    assert refusal_of(path) == f"the workbook is broken: Bad CRC-32 for file '{SHEET}'"


def _with_size(archive: bytearray, name: bytes, size: int) -> bytearray:
    """A zip whose table of contents gives a part another size: bytes 24 to 28 of its entry, the name after 46."""
    entry = archive.rindex(name) - 46
    assert archive[entry : entry + 4] == b"PK\x01\x02"
    archive[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return archive


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    )
    assert "broken" in refusal_of(repacked(saved(tmp_path, ["a"]), **{SHEET: sheet.encode()}))


def test_a_row_that_claims_to_stand_beyond_every_sheet_is_refused(tmp_path: Path) -> None:
    path = with_rows(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c r="A2"><v>1</v></c></row>')
    assert refusal_of(path) == "the sheet has more than 1048576 rows"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 and then nothing", "it is packed like a workbook, and cannot be unpacked: "),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 EncryptedPackage", "an Excel file from before 2007, or with a password"),
    ],
)
def test_what_only_begins_like_a_workbook_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(content)
    assert refusal_of(path).startswith(reason)


def test_a_workbook_cut_off_at_any_point_is_refused_for_one_reason(tmp_path: Path) -> None:
    whole = saved(tmp_path, ["a", "b"], *([number, "x"] for number in range(200))).read_bytes()
    cut = tmp_path / "cut.xlsx"
    for size in range(8, len(whole) - 1, 499):
        cut.write_bytes(whole[:size])
        assert refusal_of(cut).count("\n") == 0


def test_any_other_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refusal_of(path) == "it is a zip and not an Excel workbook (.xlsx): save the table as .xlsx or CSV"


def test_a_sheet_of_nothing_is_refused(tmp_path: Path) -> None:
    assert refusal_of(saved(tmp_path)) == "the first row names no columns"


def test_a_text_file_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a\n1\n")
    assert refusal_of(path, "first") == "it is not a workbook, so it has no sheet 'first'"
