"""A row of somebody's file on its way into the ledger: as read, as understood, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from domain.bulletin import BulletinReport
    from domain.incident.reports import IncidentReport
    from domain.source import SourceReport


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: its number, as a spreadsheet counts (the header is row 1), and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a cell, by a rule in words that a monitor understands."""

    row: int
    column: str
    value: str
    rule: str


class FileRefused(Exception):
    """Nothing of a file can be taken in, for one reason; the message is one line for a person."""


class RowRefused(Exception):
    """A row that cannot be taken in; the others can."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(f"row {one.row}, {one.column}: {one.rule}" for one in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says, in the words of the ledger, with what is odd about it: that is taken in as it is claimed.

    `changed_at` is when whoever publishes the row last changed it (UTC), where the format says so.
    """

    row: int
    report: IncidentReport | BulletinReport
    doubts: tuple[Finding, ...] = ()
    changed_at: datetime | None = None


class Names(Protocol):
    """Finds parties by what a file calls them."""

    def party(self, name: str, row: Row, column: str) -> str:
        """The slug of a party. Raises RowRefused where none has this name or alias."""


class Format(Protocol):
    """One kind of file: what its rows are called in the ledger, who claims them, and what each says."""

    name: str
    """As the command line calls it: `ucdp-ged`."""
    scheme: str
    """The scheme of its rows' external ids."""

    def sources(self) -> Iterable[SourceReport]:
        """The sources that its rows name; they are registered where they are not."""

    def check_columns(self, columns: Iterable[str]) -> None:
        """Raises FileRefused, before the first row, where a needed column is missing."""

    def read(self, row: Row, names: Names) -> list[Draft]:
        """What a row says. Raises RowRefused."""
