"""Rows as comma-separated values (RFC 4180), in UTF-8, disarmed for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.exchange.flat import Column, Values

ROWS_AT_ONCE = 1_000

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""How a text begins that a spreadsheet would take for a formula, or that our own apostrophe would hide."""

_ARMED = re.compile(r"'+[=+\-@\t\r\n]")


def csv_of(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[bytes]:
    """The header, then the rows, some at a time. Lists are joined by semicolons; what is not known is empty."""
    yield _lines([[column.name for column in columns]])
    kinds = [column.kind for column in columns]
    waiting = iter(rows)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        yield _lines([[*map(_cell, kinds, row)] for row in some])


def _lines(rows: list[list[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def _cell(kind: str, value: Any) -> Any:  # noqa: ANN401 - a value of any column
    match kind:
        case "text" if value is not None:
            return disarmed(value)
        case "list":
            return disarmed(";".join(value))
        case "flag" if value is not None:
            return "true" if value else "false"
        case _:
            return value


def disarmed(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if _FORMULA.match(text) else text


def rearmed(cell: str) -> str:
    """The text that was disarmed."""
    return cell[1:] if _ARMED.match(cell) else cell
