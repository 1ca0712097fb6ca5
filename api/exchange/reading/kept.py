"""Columns that the ledger has no field for, kept in the text of a claim: `column: value`, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = str.maketrans(_ESCAPES)
_PLAIN = {escape: plain for plain, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\[\\nr]")


def as_lines(cells: Iterable[tuple[str, str]]) -> str:
    """Columns as lines, those without a value left out; line ends and backslashes in a value are escaped."""
    lines = [f"{column}: {value}" for column, value in cells if value]
    text = "\n".join(lines)
    if "\\" in text or "\r" in text or text.count("\n") >= len(lines):
        return "\n".join(line.translate(_ESCAPED) for line in lines)
    return text


def from_lines(text: str | None) -> dict[str, str]:
    """The columns that `as_lines` kept, in their order; a line that is none is passed over."""
    pairs = (line.partition(": ") for line in (text or "").split("\n"))
    return {column: _ESCAPE.sub(lambda found: _PLAIN[found[0]], value) for column, between, value in pairs if between}


def missing(columns: Iterable[str], needed: Iterable[str]) -> list[str]:
    """The needed columns that a file does not have."""
    there = set(columns)
    return [column for column in needed if column not in there]


def others(cells: Mapping[str, str], told: Iterable[str]) -> list[str]:
    """The columns of a row that nothing else tells."""
    known = set(told)
    return [column for column in cells if column not in known]
