"""Any table, through a mapping of its columns to the fields of an incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from api.exchange.draft import Draft, FileRefused, Finding, Names, Row, RowRefused
from api.exchange.files.tables import excerpt
from api.exchange.reading.cells import CellWrong
from api.exchange.reading.kept import as_lines, missing
from api.exchange.reading.mapped_cell import put
from domain.claim import Total
from domain.incident.reports import IncidentReport
from domain.instant import end_of_moment
from domain.model import utc

if TYPE_CHECKING:
    from datetime import datetime

    from api.exchange.reading.mapped_cell import MappedCell
    from api.exchange.reading.mapping import TableMapping
    from domain.source import SourceReport


_SHOWN = 20
"""Of the columns that a file has, so many are named where one is missing."""


class MappedTable:
    """A table with the columns that a mapping names; what else it has is left where it is."""

    name = "table"

    def __init__(self, mapping: TableMapping) -> None:
        self.mapping = mapping
        self.scheme = mapping.scheme

    def sources(self) -> Iterable[SourceReport]:
        """Who claims what the table says."""
        return (self.mapping.source,)

    def check_columns(self, columns: Iterable[str]) -> None:
        """Raises FileRefused where a column is missing that the mapping names, with the key that names it."""
        there = list(columns)
        for cell in self.mapping.cells():
            if lacking := missing(there, cell.columns):
                raise FileRefused(f"the mapping: {cell.key} is the column {_lacking(lacking[0], there)}")
        if lacking := missing(there, self.mapping.keep):
            raise FileRefused(f"the mapping: keep names the column {_lacking(lacking[0], there)}")

    def read(self, row: Row, names: Names) -> list[Draft]:
        """One incident with one claim by the mapping's source. Raises RowRefused."""
        reading = _Reading(self.mapping, row, names)
        said = reading.incident()
        changed_at = reading.changed_at()
        if reading.findings:
            raise RowRefused(*dict.fromkeys(reading.findings))
        try:
            report = IncidentReport.model_validate(said)
        except ValidationError as wrong:
            raise RowRefused(*reading.refusals(wrong)) from wrong
        return [Draft(row.number, report, tuple(_doubts(row, report.claim.total, reading)), changed_at)]


class _Reading:
    """One row on its way to an incident, with everything that is wrong with it."""

    def __init__(self, mapping: TableMapping, row: Row, names: Names) -> None:
        self.mapping, self.row, self.names = mapping, row, names
        self.findings: list[Finding] = []
        self.columns: dict[str, str] = {}

    def incident(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for cell in self.mapping.once:
            faults = len(self.findings)
            value = self._value(cell)
            self.columns[cell.path] = cell.shown
            if value is not None:
                put(said, cell.path, value)
            elif cell.known.needed and len(self.findings) == faults:
                self.findings.append(Finding(self.row.number, cell.shown, "", "is empty"))
        for path, cells in self.mapping.lists:
            entry = {cell.path: value for cell in cells if (value := self._value(cell)) is not None}
            if "quantity" in entry:
                place = len(_put_list(said, path, entry)) - 1
                self.columns |= {f"{path}.{place}.{cell.path}": cell.shown for cell in cells}
        claim = said.setdefault("claim", {})
        claim["source"] = self.mapping.source.slug
        kept = as_lines((column, self.row.cells[column].strip()) for column in self.mapping.keep)
        if kept:
            claim["text"] = f"{claim['text']}\n{kept}" if "text" in claim else kept
        if "external_id" in said:
            said["external_id"] = {"scheme": self.mapping.scheme, "value": said["external_id"]}
        return said

    def changed_at(self) -> datetime | None:
        """When the row was last changed (UTC); of a bare date, at its end."""
        if self.mapping.changed_at is None:
            return None
        said = self._value(self.mapping.changed_at)
        try:
            return None if said is None else utc(end_of_moment(said, None))
        except ValueError as wrong:
            column = self.mapping.changed_at.shown
            self.findings.append(Finding(self.row.number, column, excerpt(str(said)), str(wrong)))
            return None

    def _value(self, cell: MappedCell) -> Any:  # noqa: ANN401 - whatever the field takes
        try:
            return cell.read(self.row, self.names)
        except CellWrong as wrong:
            self.findings.append(Finding(self.row.number, wrong.column, excerpt(wrong.value), wrong.rule))
        except RowRefused as refused:
            self.findings += refused.findings
        return None

    def refusals(self, wrong: ValidationError) -> Iterator[Finding]:
        """What the domain refuses, by the columns that it came from."""
        for error in wrong.errors(include_url=False, include_context=False):
            path = ".".join(map(str, error["loc"]))
            column = self._column_of(path)
            value = excerpt(self.row.cells.get(column, ""))
            yield Finding(self.row.number, column, value, error["msg"].removeprefix("Value error, "))

    def _column_of(self, path: str) -> str:
        """The column of a field, or of the first part of what it belongs to."""
        inner = [field for field in self.columns if path == field or path.startswith(f"{field}.")]
        outer = [field for field in self.columns if field.startswith(f"{path}.")]
        return self.columns[(inner or outer)[0]] if inner or outer else path


def _lacking(column: str, there: list[str]) -> str:
    return f"{column!r}, which the file does not have; it has {', '.join(there[:_SHOWN])}" + (
        ", …" if len(there) > _SHOWN else ""
    )


def _put_list(said: dict[str, Any], path: str, entry: dict[str, Any]) -> list[dict[str, Any]]:
    table, name = path.split(".")
    entries: list[dict[str, Any]] = said.setdefault(table, {}).setdefault(name, [])
    entries.append(entry)
    return entries


def _doubts(row: Row, total: Total | None, reading: _Reading) -> Iterator[Finding]:
    if total is None:
        return
    low, best, high = total.low, total.best, total.high
    if low is not None and high is not None and low > high:
        yield Finding(row.number, reading.columns["claim.total.low"], str(low), f"low ({low}) is above high ({high})")
    if best is not None and ((low is not None and best < low) or (high is not None and best > high)):
        column = reading.columns["claim.total.best"]
        yield Finding(row.number, column, str(best), f"best ({best}) is outside low to high ({low} to {high})")
