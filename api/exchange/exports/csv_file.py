"""Rows as comma-separated values (RFC 4180), in UTF-8, disarmed for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any

from api.exchange.spreadsheets import disarmed
from projections.without_gc import without_gc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.exchange.exports.flat_incidents import Column, Values

ROWS_AT_ONCE = 500


def csv_of(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[bytes]:
    """The header, then the rows, some at a time. Lists are joined by semicolons; what is not known is empty."""
    yield _lines([[column.name for column in columns]])
    forms = [_FORMS.get(column.kind) for column in columns]
    for some in some_at_a_time(rows):
        yield _lines([_cells(forms, row) for row in some])


def some_at_a_time(rows: Iterable[Values]) -> Iterator[list[Values]]:
    """The rows in lists."""
    waiting = iter(rows)
    while True:
        with without_gc():
            some = list(islice(waiting, ROWS_AT_ONCE))
        if not some:
            return
        yield some


def _lines(rows: list[list[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def _cells(forms: list[Callable[[Any], str] | None], row: Values) -> list[Any]:
    # A value that is missing, or a number, is written as it is.
    return [value if form is None or value is None else form(value) for form, value in zip(forms, row, strict=True)]


_FORMS: dict[str, Callable[[Any], str]] = {
    "text": disarmed,
    "list": lambda words: disarmed(";".join(words)),
    "flag": lambda flag: "true" if flag else "false",
}
"""How a value of a column of each kind is written."""
