"""Workbooks that could do harm, or that are none, are refused for one clear reason."""

import zipfile
from pathlib import Path

import pytest

from api.exchange.files.archives import RATIO, UNPACKED
from tests.exchange.workbooks import SHEET, refusal_of, repacked, saved, with_rows


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
