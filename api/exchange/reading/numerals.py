"""Marks between the figures of a number, which differ by country: a mapping says which, and they are never guessed."""

from __future__ import annotations

import re

from api.exchange.reading.cells import CellWrong

DECIMALS = (".", ",")
THOUSANDS = (".", ",", " ", "'")

_GROUPED = {
    mark: re.compile(rf"(?<![0-9.,'])[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+(?![0-9.,'])") for mark in THOUSANDS
}
_LEFT = re.compile(r"[0-9]\.[0-9]")
_TWO_WAYS = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.000)+(?![0-9.])")


def with_point(text: str, decimal: str | None) -> str:
    """A number with a point before its decimals, where `decimal` stands before them in a file."""
    return text if decimal is None else text.replace(decimal, ".")


def without_groups(column: str, text: str, thousands: str | None) -> str:
    """A text with the figures of each number together, where `thousands` groups them by three.

    A space is any white space. Without `thousands`, raises CellWrong on what is one number with decimals to some,
    and a thousand times as many to others: `1.000`.
    """
    said = " ".join(text.split())
    if thousands is not None:
        said = _GROUPED[thousands].sub(lambda found: found[0].replace(thousands, ""), said)
        if thousands == "." and _LEFT.search(said):
            raise CellWrong(column, text, "its figures are not in groups of three, between which the mapping has '.'")
        return said
    if _TWO_WAYS.search(said):
        rule = "could be thousands, or decimals: say in the mapping which mark groups them, as in thousands = '.'"
        raise CellWrong(column, text, rule)
    return text
