"""What a cell says: numbers, degrees and days, in the one form that leaves nothing to guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from api.exchange.draft import Finding, Row, RowRefused
from api.exchange.files.tables import excerpt
from domain.instant import parse_date

if TYPE_CHECKING:
    from typing import Any

T = TypeVar("T")

_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,18})(?:\.0*)?\s*")
_DECIMAL = re.compile(r"\s*[+-]?[0-9]{1,18}(?:\.[0-9]{0,30})?\s*")
_DAY = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?\s*")
_SPELLED = re.compile(r"\s*([0-9]{1,2}) ([A-Za-z]+) ([0-9]{4})\s*")

_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]

_CACHED = 50_000


class CellWrong(ValueError):
    """A cell that says nothing that can be taken in."""

    def __init__(self, column: str, value: str, rule: str) -> None:
        super().__init__(f"{column}: {rule}")
        self.column, self.value, self.rule = column, value, rule


@lru_cache(_CACHED)
def whole_number(column: str, text: str) -> int:
    """The integer of a cell; `1.0` is one, as data frames write it. Raises CellWrong."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise CellWrong(column, text, "is not a whole number (for example 12 or 12.0)" if text else "is empty")
    return int(found[1])


@lru_cache(_CACHED)
def count(column: str, text: str) -> int:
    """The number of people or things in a cell: 0 or more. Raises CellWrong."""
    number = whole_number(column, text)
    if number < 0:
        raise CellWrong(column, text, "is less than 0")
    return number


def degrees(column: str, text: str) -> float | None:
    """The decimal degrees of a cell, None where it is empty. Raises CellWrong."""
    if not text.strip():
        return None
    if _DECIMAL.fullmatch(text) is None:
        raise CellWrong(column, text, "is not decimal degrees (for example 36.7173, with a point)")
    return float(text)


def day(column: str, text: str) -> str:
    """The ISO day of a cell; a midnight after it is dropped, as data frames write one. Raises CellWrong."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise CellWrong(column, text, "is not a date of the form 2020-02-20" if text.strip() else "is empty")
    try:
        parse_date(found[1])
    except ValueError:
        raise CellWrong(column, text, "is not a day of the calendar") from None
    return found[1]


def written_day(column: str, text: str) -> str:
    """The ISO day of a cell that may also spell its month in English, as in `20 February 2020`. Raises CellWrong."""
    found = _SPELLED.fullmatch(text)
    if found is None or found[2].casefold() not in _MONTHS:
        return day(column, text)
    month = _MONTHS.index(found[2].casefold()) + 1
    try:
        return day(column, f"{found[3]}-{month:02}-{int(found[1]):02}")
    except CellWrong as wrong:
        raise CellWrong(column, text, wrong.rule) from None


def code(column: str, text: str, meanings: Mapping[int, T]) -> T:
    """What the code in a cell stands for. Raises CellWrong for one that the format does not have."""
    number = whole_number(column, text)
    if number not in meanings:
        raise CellWrong(column, text, f"is not one of the codes {', '.join(map(str, meanings))}")
    return meanings[number]


def _of(make: Callable[..., T], columns: tuple[str, ...]) -> Callable[[Mapping[str, str]], T]:
    if len(columns) == 1:
        (column,) = columns
        return lambda cells: make(cells[column])
    pick = itemgetter(*columns)
    return lambda cells: make(*pick(cells))


class Part(Generic[T]):
    """One part of a report, the columns that it is made of, and whose fault it is where a field is refused.

    `of` answers the part that some cells make; it raises CellWrong, and ValidationError for what the domain refuses.
    """

    def __init__(self, make: Callable[..., T], *columns: str, fields: Mapping[str, str] | None = None) -> None:
        self.columns = columns
        self.fields = fields or {}
        self.of = _of(make, columns)

    def findings(self, row: Row) -> Iterator[Finding]:
        """What is wrong with the part in a row."""
        try:
            self.of(row.cells)
        except CellWrong as wrong:
            yield Finding(row.number, wrong.column, excerpt(wrong.value), wrong.rule)
        except ValidationError as wrong:
            yield from refusals(row, wrong, self.fields, self.columns[0])


def refusals(row: Row, wrong: ValidationError, fields: Mapping[str, str], otherwise: str = "") -> Iterator[Finding]:
    """What the domain refuses of a row, by the columns that its fields came from."""
    for error in wrong.errors(include_url=False, include_context=False):
        path = ".".join(str(step) for step in error["loc"])
        column = fields.get(path, otherwise or path)
        yield Finding(
            row.number, column, excerpt(row.cells.get(column, "")), error["msg"].removeprefix("Value error, ")
        )


def refused(row: Row, parts: Iterator[Part[Any]] | tuple[Part[Any], ...], otherwise: ValueError) -> RowRefused:
    """Everything that is wrong with a row, where one thing is."""
    found = [finding for part in parts for finding in part.findings(row)]
    if not found and isinstance(otherwise, CellWrong):
        found = [Finding(row.number, otherwise.column, excerpt(otherwise.value), otherwise.rule)]
    return RowRefused(*found or [Finding(row.number, "", "", str(otherwise))])
