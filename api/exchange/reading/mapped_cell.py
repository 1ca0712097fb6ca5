"""Where one field of an incident comes from in somebody's table, and what its cells become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.exchange.draft import FileRefused, Names, Row
from api.exchange.reading.cells import CellWrong, count, degrees
from api.exchange.reading.dates import fault_of, fault_of_clock, joined_moment, moment_of
from api.exchange.reading.mapping_fields import Kind, Known
from api.exchange.reading.numerals import DECIMALS, THOUSANDS, with_point, without_groups
from api.exchange.reading.quantities import quantity_between, quantity_of
from domain.instant import zone_named

_BOUNDS = ("low", "high", "best")
_KEYS = {
    Kind.MOMENT: {"date", "zone", "time", "clock"},
    Kind.PARTIES: {"split"},
    Kind.DEGREES: {"decimal"},
    Kind.NUMBER: {"times", "thousands"},
    Kind.QUANTITY: {"times", "thousands", *_BOUNDS},
}
"""What a field may be given beside `column`, `constant`, `values` and `otherwise`, by what it takes."""

_FLAGS = {"true": True, "false": False}


@dataclass(frozen=True)
class MappedCell:
    """One field: its key in the mapping, its path in an incident, and the column or constant that it comes from."""

    key: str
    path: str
    known: Known
    column: str | None = None
    constant: str | None = None
    values: Mapping[str, str] | None = None
    otherwise: str | None = None
    date: str | None = None
    zone: str | None = None
    time: str | None = None
    clock: str | None = None
    split: str | None = None
    times: int = 1
    decimal: str | None = None
    thousands: str | None = None
    bounds: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it needs."""
        return (*(one for one in (self.column, self.time) if one is not None), *self.bounds.values())

    def read(self, row: Row, names: Names) -> Any:  # noqa: ANN401 - whatever the field takes
        """What the field is in a row; None where the row says nothing of it. Raises CellWrong and RowRefused."""
        if self.bounds or self.time is not None:
            return self._between(row.cells) if self.bounds else self._timed(row.cells, self.time or "")
        text = self.constant if self.column is None else row.cells[self.column].strip()
        if self.known.kind is Kind.PARTIES:
            return [names.party(name, row, self.shown) for name in self._several(text or "")] or None
        if self.column is not None and text:
            text = self._translated(text)
        if not text:
            return None
        if self.known.kind is Kind.PARTY:
            return names.party(text, row, self.shown)
        if self.known.kind is Kind.QUANTITY and self.column is not None:
            return self._worded(text, row.cells[self.column].strip())
        return self.converted(text)

    @property
    def shown(self) -> str:
        """What a finding names: the (first) column, or the key of the mapping that has a constant."""
        return self.column or next(iter(self.bounds.values()), self.key)

    def converted(self, text: str) -> Any:  # noqa: ANN401 - the same
        """What a text is in this field. Raises CellWrong."""
        match self.known.kind:
            case Kind.WORD if text not in self.known.words:
                raise CellWrong(self.shown, text, f"is not one of {', '.join(self.known.words)}")
            case Kind.MOMENT:
                return moment_of(self.shown, text, self.date, self.zone)
            case Kind.DEGREES:
                return degrees(self.shown, with_point(text, self.decimal))
            case Kind.NUMBER:
                return self._counted(self.shown, text)
            case Kind.QUANTITY:
                return quantity_of(self.shown, without_groups(self.shown, text, self.thousands), self.times)
            case Kind.FLAG:
                return self._flag(text)
            case _:
                return text

    def _translated(self, text: str) -> str:
        if self.values is None or not text:
            return text
        said = self.values.get(text)
        if said is None and self.known.kind in {Kind.NUMBER, Kind.QUANTITY}:
            return text if self.otherwise is None or self._understood(text) else self.otherwise
        said = self.otherwise if said is None else said
        if said is None:
            raise CellWrong(self.shown, text, f"is not among {self.key}.values of the mapping")
        return said

    def _understood(self, text: str) -> bool:
        """Whether a number needs no translation."""
        try:
            self.converted(text)
        except CellWrong:
            return False
        return True

    def _timed(self, cells: Mapping[str, str], column: str) -> str | None:
        """A day with its time of day, where the row has one."""
        said, time = cells[self.shown].strip(), cells[column].strip()
        if time and not said:
            raise CellWrong(column, time, f"stands without a date in {self.shown}")
        day = self._translated(said)
        if not day:
            return None
        return joined_moment((self.shown, day, self.date), (column, time, self.clock), self.zone or "")

    def _between(self, cells: Mapping[str, str]) -> dict[str, Any] | None:
        said = {
            name: self._counted(column, text) for name, column in self.bounds.items() if (text := cells[column].strip())
        }
        return quantity_between(said.get("low"), said.get("high"), said.get("best"))

    def _counted(self, column: str, text: str) -> int:
        return count(column, without_groups(column, text, self.thousands)) * self.times

    def _worded(self, text: str, cell: str) -> dict[str, Any]:
        """A quantity in the words of its cell, whatever the mapping made of them."""
        said: dict[str, Any] = self.converted(text)
        return said | {"wording": cell} if text != cell or "wording" in said else said

    def _several(self, text: str) -> list[str]:
        parts = [part.strip() for part in ([text] if self.split is None else text.split(self.split))]
        names = parts if self.column is None else map(self._translated, parts)
        return list(dict.fromkeys(name for name in names if name))

    def _flag(self, text: str) -> bool:
        if text.casefold() not in _FLAGS:
            raise CellWrong(self.shown, text, "is not true or false")
        return _FLAGS[text.casefold()]


def mapped_cell(key: str, spec: object, known: Known, path: str = "") -> MappedCell:
    """The field of a key, as its mapping gives it: a column, or a table. Raises FileRefused."""
    said: Any = {"column": spec} if isinstance(spec, str) else spec
    if not isinstance(said, dict):
        raise _refused(key, "is the name of a column, or a table such as { constant = … }")
    allowed = {"column", "constant", "values", "otherwise", *_KEYS.get(known.kind, ())}
    for name, value in said.items():
        if name not in allowed:
            raise _refused(f"{key}.{name}", f"is not one of {', '.join(sorted(allowed))}")
        _check_type(f"{key}.{name}", name, value)
    bounds = {name: said[name] for name in _BOUNDS if name in said}
    if ("column" in said) + ("constant" in said) + bool(bounds) != 1:
        raise _refused(key, "is one of a column, a constant, or (of a quantity) columns low, high and best")
    if "otherwise" in said and "values" not in said:
        raise _refused(f"{key}.otherwise", "goes with values")
    given = {name: value for name, value in said.items() if name not in _BOUNDS}
    cell = MappedCell(key, path, known, **given, bounds=bounds)
    for fault in _faults(cell):
        raise fault
    return cell


def _check_type(key: str, name: str, value: object) -> None:
    if name == "values":
        right = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        kind = "a table of texts"
    elif name == "times":
        right, kind = isinstance(value, int) and not isinstance(value, bool) and value > 0, "a whole number above 0"
    else:
        right, kind = isinstance(value, str) and bool(value), "a text"
    if not right:
        raise _refused(key, f"is not {kind}")


def _faults(cell: MappedCell) -> Iterator[FileRefused]:
    """What could only fail in the rows: it is tried before the first one."""
    if cell.date is not None and (fault := fault_of(cell.date)):
        yield _refused(f"{cell.key}.date", f"is ambiguous or incomplete: {fault}")
    yield from _faults_of_time(cell)
    for name, known in (("decimal", DECIMALS), ("thousands", THOUSANDS)):
        if (said := getattr(cell, name)) is not None and said not in known:
            yield _refused(f"{cell.key}.{name}", f"is not one of {', '.join(map(repr, known))}")
    if cell.zone is not None:
        yield from _tried(f"{cell.key}.zone", zone_named, cell.zone)
    if cell.constant is not None:
        yield from _tried(f"{cell.key}.constant", cell.converted, cell.constant)
    for name, value in (cell.values or {}).items():
        if value:
            yield from _tried(f"{cell.key}.values.{name!r}", cell.converted, value)
    if cell.otherwise is not None:
        yield from _tried(f"{cell.key}.otherwise", cell.converted, cell.otherwise)


def _faults_of_time(cell: MappedCell) -> Iterator[FileRefused]:
    if cell.time is None:
        if cell.clock is not None:
            yield _refused(f"{cell.key}.clock", "goes with time, the column that it is the form of")
        return
    if cell.column is None:
        yield _refused(f"{cell.key}.time", "goes with a column of days")
    if cell.zone is None:
        yield _refused(f"{cell.key}.time", "needs the zone that its clock stands in")
    if cell.date is not None and "%H" in cell.date:
        yield _refused(f"{cell.key}.time", "is a second time of day beside that of date")
    if cell.clock is not None and (fault := fault_of_clock(cell.clock)):
        yield _refused(f"{cell.key}.clock", f"is ambiguous or incomplete: {fault}")


def _tried(key: str, check: Callable[[str], object], text: str) -> Iterator[FileRefused]:
    try:
        check(text)
    except CellWrong as wrong:
        yield _refused(key, f"({text!r}) {wrong.rule}")
    except ValueError as wrong:
        yield _refused(key, f"is refused: {wrong}")


def _refused(key: str, rule: str) -> FileRefused:
    return FileRefused(f"the mapping: {key} {rule}")


def put(said: dict[str, Any], path: str, value: object) -> None:
    """Put a value into tables inside each other, by the names on the way to it."""
    *tables, name = path.split(".")
    for table in tables:
        said = said.setdefault(table, {})
    said[name] = value
