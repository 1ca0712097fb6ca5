"""Filling the shelf from the table of versions, when a process takes up where another left off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from projections.held import CLOCKS, KEY, WORDS, Codes, Held, code_type, nothing
from projections.shelf import Shelf
from projections.versions import INCIDENTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from projections.held import Integers, Keys

HALVES = ", ".join(
    f"('0x' || replace(v.id::VARCHAR, '-', ''){half})::UBIGINT AS {name}"
    for name, half in (("high", "[1:16]"), ("low", "[17:32]"))
)
"""Ids of versions `v` as two numbers each, in SQL: as they are, they would come one by one."""


def fill(shelf: Shelf, connection: DuckDBPyConnection, position: int) -> None:
    """Take in every version, in the order of lists."""
    if connection.execute(f"SELECT row FROM {INCIDENTS.name} LIMIT 1").fetchone() is None:
        # Most ledgers begin empty, and to plan what follows takes longer than all else that opens one.
        shelf.load(position, nothing())
        return
    for name, words in shelf.words.items():
        for (value,) in connection.execute(_values(name)).fetchall():
            words.code(value)
    found = connection.execute(_ALL).fetchnumpy()
    keys = keys_of(found["began_from"].astype(np.int64), found["high"], found["low"])
    clocks = {name: np.array(found[name], dtype=np.int64) for name in CLOCKS}
    codes: dict[str, Codes] = {name: np.array(found[f"{name}_code"], dtype=code_type(name)) for name in WORDS}
    shelf.load(position, Held(keys, np.array(found["row"], dtype=np.int64), clocks, codes))


def keys_of(began_from: Integers, high: NDArray[Any], low: NDArray[Any]) -> Keys:
    """Keys from when rows began (microseconds), and from their ids in halves: `HALVES` gives them."""
    key = np.empty((len(began_from), 3), dtype=">u8")
    key[:, 0] = began_from.view(np.uint64) + np.uint64(2**63)
    key[:, 1], key[:, 2] = high, low
    keys: Keys = key.reshape(-1).view(f"S{KEY}")
    return keys


def _values(name: str) -> str:
    """Every value of a column of words, in a fixed order; what is missing comes last."""
    return f"SELECT DISTINCT {name} AS value FROM {INCIDENTS.name} ORDER BY value NULLS LAST"


def _coded(name: str) -> str:
    return f"(SELECT value, row_number() OVER (ORDER BY value NULLS LAST) - 1 AS code FROM ({_values(name)}))"


_ALL = "SELECT v.row, {clocks}, {halves}, {codes} FROM {table} v {joins} ORDER BY v.began_from, v.id".format(
    clocks=", ".join(f"v.{name}" for name in CLOCKS),
    halves=HALVES,
    codes=", ".join(f"{name}_words.code::INTEGER AS {name}_code" for name in WORDS),
    table=INCIDENTS.name,
    joins=" ".join(
        f"JOIN {_coded(name)} AS {name}_words ON {name}_words.value IS NOT DISTINCT FROM {name}" for name in WORDS
    ),
)
