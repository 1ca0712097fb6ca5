"""Files damaged at random: what is left of each is read or refused, for reasons that fit on a line."""

import json
import random
from pathlib import Path

import pytest
from openpyxl import Workbook

from api.exchange.draft import FileRefused, Format, Row, RowRefused
from api.exchange.files.opening import open_table
from api.exchange.reading.bulletins import Bulletins
from api.exchange.reading.ucdp import UcdpGed
from tests.exchange.naming import Everybody
from tests.exchange.ucdp_rows import row, write

STRAY = [b'"', b"\0", b"\n", b",", b";", b"\xff", b"{", b"1e999", b"NaN", "٣".encode(), b"<!DOCTYPE x>"]


def a_csv(folder: Path) -> Path:
    return write(folder / "rows.csv", [row(id=str(number), source_headline='a "word"\nmore') for number in range(30)])


def a_workbook(folder: Path) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([*row()])
    for number in range(30):
        sheet.append([*row(id=str(number)).values()])
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


def json_lines(folder: Path) -> Path:
    line = {"bulletin_date": "2020-02-21", "russian_side": {"total": 3, "by_governorate": {"Idlib": 3}}}
    (folder / "rows.jsonl").write_text(f"{json.dumps(line)}\n" * 20)
    return folder / "rows.jsonl"


def damaged(whole: bytes, chance: random.Random) -> bytes:
    left = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(left) or 1)
        match chance.randrange(4):
            case 0:
                left[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del left[place : place + chance.randint(1, 50)]
            case 2:
                left[place:place] = chance.choice(STRAY)
            case _:
                del left[chance.randint(len(left) // 2, len(left)) :]
    return bytes(left)


def outcomes(path: Path, form: Format) -> list[tuple[str, str]]:
    """What became of a file and its rows, and why; anything but a draft or a refusal fails."""
    found = []
    try:
        with open_table(path) as table:
            form.check_columns(table.columns)
            found += [outcome(one, form) for one in table.rows]
    except FileRefused as refused:
        found.append(("file refused", str(refused)))
    return found


def outcome(one: Row | RowRefused, form: Format) -> tuple[str, str]:
    try:
        if isinstance(one, RowRefused):
            raise one
        return ("read", f"{len(form.read(one, Everybody()))} drafts")
    except RowRefused as refused:
        return ("row refused", str(refused))


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize(
    ("make", "form", "expected"),
    [
        (a_csv, UcdpGed(), {"read", "row refused", "file refused"}),
        (json_lines, Bulletins(), {"read", "row refused"}),
        (a_workbook, UcdpGed(), {"read", "file refused"}),
    ],
)
def test_what_is_left_of_a_damaged_file_is_read_or_refused(
    tmp_path: Path, make: object, form: Format, expected: set[str]
) -> None:
    assert callable(make)
    path = make(tmp_path)
    whole, chance = path.read_bytes(), random.Random(4)
    found: list[tuple[str, str]] = []
    for _ in range(150):
        path.write_bytes(damaged(whole, chance))
        found += outcomes(path, form)
    assert {what for what, _ in found} == expected
    assert [why for _, why in found if not why or "\n" in why] == []
