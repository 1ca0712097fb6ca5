"""Columns: rows as arrays, which DuckDB reads without looking at each value by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, Statement

Arrays = dict[str, NDArray[Any]]
"""The values of each column, by its name."""

FEW = 8
"""So many rows are written one by one sooner than as arrays."""

_READ: dict[str, Statement] = {}

_NUMBERS: dict[str, type] = {"BIGINT": np.int64, "DOUBLE": np.float64}


def arrays_of(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> Arrays:
    """Rows as arrays, by the names and types of their columns. DuckDB takes what is not a number for missing."""
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return {name: _array(kind, column) for (name, kind), column in zip(columns.items(), values, strict=True)}


def _array(kind: str, values: Sequence[Any]) -> NDArray[Any]:
    if kind in _NUMBERS:
        return np.array(values, dtype=_NUMBERS[kind])
    words = np.empty(len(values), dtype=object)
    words[:] = values
    return words


def prepared(connection: DuckDBPyConnection, statement: str) -> Statement:
    """One of the few statements of which each batch is made, read once: to read it takes a sixth of its time."""
    if statement not in _READ:
        (_READ[statement],) = connection.extract_statements(statement)
    return _READ[statement]


def listed(words: Iterable[str]) -> str:
    """Words as the value of a column that holds several, one a line. No word of ours has a line's end in it."""
    return "\n".join(words)


def unlisted(text: str) -> list[str]:
    """The words of such a value."""
    return text.split("\n") if text else []


def words_of(column: str) -> str:
    """SQL for the list of words of such a value, as `unlisted` gives them: none are an empty list."""
    return f"list_filter(string_split({column}, chr(10)), lambda word: word <> '')"


def select(columns: Mapping[str, str], relation: str) -> str:
    """SQL that reads rows from arrays, under the name of a relation."""
    read = ", ".join(f"{name}::{kind} AS {name}" for name, kind in columns.items())
    return f"SELECT {read} FROM {relation}"


def insert(
    connection: DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Add rows to a table: a few as parameters, many as arrays."""
    if len(rows) > FEW:
        batch = arrays_of(columns, rows)  # noqa: F841 - DuckDB finds it here by its name
        connection.execute(f"INSERT INTO {table} {select(columns, 'batch')}")
    elif rows:
        # Plain places: to plan an expression for each takes longer than to add the rows.
        places = f"({', '.join('?' * len(columns))})"
        added = f"INSERT INTO {table} VALUES {', '.join([places] * len(rows))}"
        connection.execute(prepared(connection, added), [*chain.from_iterable(rows)])
