"""JSON Lines: one object a line. What is no text in it stays JSON, in its cell."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from api.exchange.draft import FileRefused, Finding, Row, RowRefused
from api.exchange.files.encodings import LONGEST, MARKING, UNREADABLE
from api.exchange.files.tables import COLUMNS, Table, excerpt

LINE_LENGTH = LONGEST
"""A line with so many characters (1 Mi) is refused, and the file with it."""


@contextmanager
def json_lines(path: Path) -> Iterator[Table]:
    """Open a file of one JSON object a line (UTF-8); its first line is row 1, and its columns are all names in it.

    Null comes as an empty cell, as does a name that a line does not have; an object or list comes as its JSON.
    Raises FileRefused; a line that is no object comes as its refusal.
    """
    with path.open(encoding="utf-8-sig", errors=MARKING) as file:
        columns = _columns(file)
        file.seek(0)
        size = path.stat().st_size
        whole = (_filled(row, columns) for row in _rows(file))
        yield Table(columns, whole, lambda: min(1.0, os.lseek(file.fileno(), 0, os.SEEK_CUR) / size))


def _columns(file: TextIOWrapper) -> tuple[str, ...]:
    """The names of every line, each where it first comes: the file is read for them once before its rows are."""
    names: dict[str, None] = {}
    for row in _rows(file):
        if isinstance(row, Row):
            names.update(dict.fromkeys(row.cells))
        if len(names) > COLUMNS:
            raise FileRefused(f"the lines have more than {COLUMNS} names, and that is the most that is read")
    if not names:
        raise FileRefused("no line is a JSON object with names: save it as JSON Lines, each object whole on its line")
    return tuple(names)


def _filled(row: Row | RowRefused, columns: tuple[str, ...]) -> Row | RowRefused:
    if isinstance(row, RowRefused):
        return row
    return Row(row.number, {column: row.cells.get(column, "") for column in columns})


def _rows(file: TextIOWrapper) -> Iterator[Row | RowRefused]:
    number = 0
    while line := file.readline(LINE_LENGTH):
        number += 1
        if len(line) == LINE_LENGTH:
            raise FileRefused(f"row {number}: a line is longer than {LINE_LENGTH} characters")
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row | RowRefused:
    if UNREADABLE in line:
        rule = "it is not UTF-8"
    else:
        try:
            return Row(number, _cells(json.loads(line, object_pairs_hook=_once)))
        except RecursionError:
            rule = "too many things stand inside each other"
        except ValueError as wrong:
            rule = str(wrong)
    return RowRefused(Finding(number, "", excerpt(line.rstrip("\n")), f"the line is not a JSON object: {rule}"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name comes twice in one object")
    return named


def _cells(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("it holds something else")  # noqa: TRY004 - what a line holds is input, not code
    return {name: _cell(one) for name, one in value.items()}


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
