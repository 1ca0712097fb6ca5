from pathlib import Path

import pytest

from api.exchange.draft import FileRefused, Row, RowRefused
from api.exchange.files.opening import open_table


def rows_of(folder: Path, content: str | bytes) -> list[Row | RowRefused]:
    path = folder / "rows.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_table(path) as table:
        return list(table.rows)


def test_what_is_no_text_stays_json_in_its_cell(tmp_path: Path) -> None:
    line = '{"day": "2020-02-21", "total": 35, "regions": {"Idlib": 16, "حماة": 4}, "note": null, "sure": true}'
    assert rows_of(tmp_path, line) == [
        Row(
            1,
            {
                "day": "2020-02-21",
                "total": "35",
                "regions": '{"Idlib": 16, "حماة": 4}',
                "note": "",
                "sure": "true",
            },
        )
    ]


def test_every_row_has_the_names_of_all_lines(tmp_path: Path) -> None:
    assert rows_of(tmp_path, '{"a": 1}\n\n{"b": 2}\n') == [Row(1, {"a": "1", "b": ""}), Row(3, {"a": "", "b": "2"})]


def test_lines_with_ever_new_names_are_refused(tmp_path: Path) -> None:
    lines = "\n".join(f'{{"name {number}": 1}}' for number in range(1001))
    with pytest.raises(FileRefused, match=r"^the lines have more than 1000 names"):
        rows_of(tmp_path, lines)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b'\xef\xbb\xbf{"a": "x"}\n') == [Row(1, {"a": "x"})]


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": 1',
        b"[1, 2]",
        b'{"a": 1, "a": 2}',
        b'{"a": "\xff"}',
        b'{"a": ' + b"[" * 100_000 + b"}",
    ],
    ids=["cut off", "a list", "a name twice", "no text", "nested without end"],
)
def test_a_line_that_is_no_object_is_refused_and_the_next_is_read(tmp_path: Path, line: bytes) -> None:
    refused, right = rows_of(tmp_path, b'{"a": 0}\n' + line + b'\n{"a": 1}\n')[1:]
    assert isinstance(refused, RowRefused)
    assert [one.row for one in refused.findings] == [2]
    assert "\n" not in str(refused)
    assert right == Row(3, {"a": "1"})


def test_a_line_without_end_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"^row 2: a line is longer than 1048576 characters$"):
        rows_of(tmp_path, '{"a": 1}\n{"a": "' + "x" * (2 << 20))
