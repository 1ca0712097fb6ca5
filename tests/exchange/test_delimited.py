import csv
from pathlib import Path

import pytest

from api.exchange.draft import FileRefused, Row, RowRefused
from api.exchange.files.opening import open_table
from api.exchange.files.tables import CELL_LENGTH, COLUMNS

LINES = ["id,name,note", "1,Nayrab,", "2,Saraqib,shelled"]
ROWS = [
    Row(2, {"id": "1", "name": "Nayrab", "note": ""}),
    Row(3, {"id": "2", "name": "Saraqib", "note": "shelled"}),
]


def written(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "rows.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows_of(path: Path) -> list[Row | RowRefused]:
    with open_table(path) as table:
        return list(table.rows)


def refusal_of(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        rows_of(path)
    return str(refused.value)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_rows_are_the_same_whatever_wrote_them(tmp_path: Path, encoding: str, separator: str, line_end: str) -> None:
    text = line_end.join(LINES).replace(",", separator) + line_end
    assert rows_of(written(tmp_path, text, encoding)) == ROWS


def test_utf_16_with_the_mark_of_the_other_byte_order_is_read(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, b"\xfe\xff" + "\n".join(LINES).encode("utf-16-be"))) == ROWS


def test_arabic_in_utf_16_without_a_mark_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "id,name\n1,سراقب\n", "utf-16-le")
    assert rows_of(path) == [Row(2, {"id": "1", "name": "سراقب"})]


def test_the_separator_is_decided_from_the_header_and_not_from_the_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "id;name\n1;a,b,c,d\n2;e\n")
    assert rows_of(path) == [Row(2, {"id": "1", "name": "a,b,c,d"}), Row(3, {"id": "2", "name": "e"})]


def test_a_header_with_as_many_commas_as_semicolons_is_not_guessed(tmp_path: Path) -> None:
    assert refusal_of(written(tmp_path, "a,b;c\n1,2;3\n")).startswith("the header could be separated by commas or semi")


def test_a_quoted_cell_may_hold_separators_quotes_and_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, 'id,note\n1,"first, ""second""\nthird"\n2,after\n')
    assert rows_of(path) == [
        Row(2, {"id": "1", "note": 'first, "second"\nthird'}),
        Row(3, {"id": "2", "note": "after"}),
    ]


def test_empty_rows_are_left_out_and_still_counted(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, "a,b\n\n,\n1,2\n")) == [Row(4, {"a": "1", "b": "2"})]


def test_columns_come_before_any_row_and_without_the_white_space_around_them(tmp_path: Path) -> None:
    with open_table(written(tmp_path, " a , b\n")) as table:
        assert (table.columns, list(table.rows)) == (("a", "b"), [])


def test_a_row_of_another_width_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    short, right, long = rows_of(written(tmp_path, "a,b\n1\n1,2\n1,2,3\n"))
    assert right == Row(3, {"a": "1", "b": "2"})
    assert str(short) == "row 2, : the row has 1 cells, and the header 2"
    assert str(long) == "row 4, : the row has 3 cells, and the header 2"


def test_ten_thousand_bad_rows_do_not_hide_the_good_ones(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "a,b\n" + "1\n" * 10_000 + "1,2\n"))
    assert sum(isinstance(row, RowRefused) for row in rows) == 10_000
    assert rows[-1] == Row(10_002, {"a": "1", "b": "2"})


def test_a_file_cut_off_between_two_cells_loses_its_last_row_and_no_other(tmp_path: Path) -> None:
    whole, cut = rows_of(written(tmp_path, "id,low,high\n1,2,3\n2,4"))
    assert isinstance(whole, Row)
    assert isinstance(cut, RowRefused)


def test_a_file_cut_off_inside_quotes_is_refused_before_any_row_by_the_row_where_they_open(tmp_path: Path) -> None:
    path = written(tmp_path, "id,note\n" + "1,sound\n" * 1000 + '2,"cut off in the mid')
    with pytest.raises(FileRefused, match=r"^row 1002: a quoted cell begins that does not end"), open_table(path):
        pytest.fail("the file was opened")


def test_a_quote_that_is_not_doubled_is_refused_by_its_row(tmp_path: Path) -> None:
    said = refusal_of(written(tmp_path, 'id,note\n1,sound\n2,"a "quoted" word"\n'))
    assert said.startswith("row 3: a quoted cell goes on after its closing quote")


def test_a_single_quote_mark_inside_a_plain_cell_is_just_a_letter(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, 'id,note\n1,a 5" gun\n')) == [Row(2, {"id": "1", "note": 'a 5" gun'})]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"\xff\xfe", "the first row names no columns"),
        (b"\xef\xbb\xbf", "the first row names no columns"),
        (b"a,,c\n", "column 2 has no name in the first row"),
        (b"a,b,a\n", "two columns have the name 'a': which one holds?"),
        (b"a,b\n1,2\n3,\x004\n", "row 3: a zero byte; a table of text has none"),
        ("\u0645\u0639;b\n1;2\n".encode("utf-16-le"), "row 1: a zero byte; a table of text has none (save UTF-16 as"),
        (b"sep=;\r\na;b\r\n1;2\r\n", "the first line, sep=;, is for Excel alone: delete it"),
        ("sep=,\na,b\n".encode("utf-16"), "the first line, sep=,, is for Excel alone: delete it"),
        (b'[\n {"a": 1}\n]', "a JSON array: save it as JSON Lines, one object a line"),
        (b'{\n "a": 1\n}\n', "no line is a JSON object with names: save it as JSON Lines"),
        (b"a,b\n1,caf\xe9\n", "row 2: not UTF-8 (it may be Latin-1 or Windows-1252): save the file as UTF-8"),
        (b"a,\xe9\n1,2\n", "row 1: not UTF-8 (it may be Latin-1 or Windows-1252): save the file as UTF-8"),
        ("a,b\n1,2\n".encode("utf-16") + b"\x00", "row 3: not UTF-16: save the file as UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "an Excel file from before 2007, or with a password"),
        (b",".join(b"c%d" % one for one in range(COLUMNS + 1)), "the first row names 1001 columns, and 1000 is"),
        (b"a,b\n1," + b"x" * (CELL_LENGTH + 1), "row 2: a cell is longer than 131072 characters"),
        (b"a\n" + b"x" * (3 << 20), "row 2: a line is longer than 2097152 characters"),
        (b'a,b\n1,"' + b'x",y\n2,"' * 20_001, "row "),
    ],
)
def test_a_file_that_is_no_table_of_text_is_refused_for_one_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    said = refusal_of(written(tmp_path, content))
    assert said.startswith(reason)
    assert "\n" not in said


def test_a_row_that_never_ends_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n" + b'"\n",' * 30_000 + b'"\n"')
    assert refusal_of(path) == "row 2: it goes on for more than 10000 lines: a quote may be missing"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nowhere.csv") == "nowhere.csv cannot be read: No such file or directory"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path).endswith("cannot be read: Is a directory")


def test_how_far_a_file_has_been_read_grows_to_all_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "1,2\n" * 50_000)
    with open_table(path) as table:
        shares = [table.share() for _ in table.rows]
    assert shares == sorted(shares)
    assert shares[0] < 0.5
    assert shares[-1] == 1


def test_what_python_writes_as_csv_comes_back_cell_by_cell(tmp_path: Path) -> None:
    cells = ["plain", 'a "quote"', "a, comma", "two\nlines", " spaces ", "=1+1", "٣٤", "🕊"]
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[f"c{place}" for place in range(len(cells))], cells])
    (row,) = rows_of(path)
    assert isinstance(row, Row)
    assert [*row.cells.values()] == cells
