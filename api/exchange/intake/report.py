"""The report of an import: how many rows of each outcome, the first lines of each, and every line in a file."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.exchange.intake.stretch import Line
from api.exchange.spreadsheets import disarmed
from api.http.locations import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TextIO

    from api.exchange.intake.origin import Origin
    from api.exchange.intake.resembling import Resembling
    from api.exchange.intake.stretch import Decided

FIRST = 20
"""Lines of each outcome that a report shows by itself."""

OUTCOMES = ("new", "unchanged", "corrected", "reinstated", "retracted", "kept", "doubtful", "refused")
"""What becomes of a row. `doubtful` ones are recorded as claimed; `kept` is what an analyst did, against the file."""

_MOST_NAMES = 1000
_PLAIN = (
    *("file", "format", "digest", "correlation", "dry_run", "rows", "not_retracted", "broke_off"),
    *("position", "sheet", "unattributed"),
)
Listed = Callable[["Iterable[Line]"], None]


@dataclass
class Report:
    """What an import did, or, where it was a dry run, would do. `listed` takes every line as it comes."""

    file: str
    format: str
    digest: str
    correlation: str
    dry_run: bool = False
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    unattributed: int = 0
    """New incidents of which nobody is said to have done it."""
    registered: list[str] = field(default_factory=list)
    resembling: list[Resembling] = field(default_factory=list)
    """Those of them whose names resemble a party that was there before."""
    unresolved: Counter[str] = field(default_factory=Counter)
    first: dict[str, list[Line]] = field(default_factory=dict)
    not_retracted: str | None = None
    """Why nothing was retracted, where that was asked for."""
    broke_off: str | None = None
    """Why the rest of the file was not read; what came before it is recorded."""
    position: int = 0
    sheet: str | None = None
    """Of a workbook, the sheet that was read."""
    sheets_left: tuple[str, ...] = ()
    """Its other sheets, of which nothing was read."""
    listed: Listed | None = None
    scheme: str = ""
    """Of the ids by which rows are known again."""

    @classmethod
    def begun(cls, origin: Origin, name: str, *, dry_run: bool, sheets: tuple[str, ...] = ()) -> Report:
        """The report of an import of which nothing is done yet. `sheets` are a workbook's, that which is read first."""
        sheet = sheets[0] if sheets else None
        given = (origin.file, name, origin.digest, str(origin.correlation), dry_run)
        return cls(*given, sheet=sheet, sheets_left=sheets[1:], scheme=origin.scheme)

    @property
    def is_clean(self) -> bool:
        """Whether everything that was asked for is done, of every row."""
        return not (self.counts["refused"] or self.not_retracted or self.broke_off)

    @property
    def may_be_known(self) -> bool:
        """Whether incidents came in that other sources may tell of too."""
        return self.counts["new"] > 0 and self.format != "bulletins" and not self.dry_run

    def register(self, slug: str, resembling: Resembling | None) -> None:
        """Tell of a party that the import registers, and of those that it may be."""
        self.registered.append(slug)
        if resembling is not None:
            self.resembling.append(resembling)

    def take(self, decided: Decided, rows: int) -> None:
        """Count what became of some rows."""
        self.rows += rows
        self.counts["new"] += decided.new
        self.unattributed += decided.unattributed
        self.counts["unchanged"] += decided.unchanged
        for name, count in decided.unresolved.items():
            if name in self.unresolved or len(self.unresolved) < _MOST_NAMES:
                self.unresolved[name] += count
        self.add(decided.lines)

    def add(self, lines: Iterable[Line]) -> None:
        """Count lines, a row with several of one outcome once, and list them."""
        lines = list(lines)
        counted = {(one.outcome, one.row if one.row is not None else one.value) for one in lines}
        self.counts.update(outcome for outcome, _ in counted)
        for one in lines:
            shown = self.first.setdefault(one.outcome, [])
            if len(shown) < FIRST:
                shown.append(one)
        if self.listed is not None:
            self.listed(lines)

    def as_json(self) -> dict[str, Any]:
        """For machines; also while it is being written."""
        said = {name: getattr(self, name) for name in _PLAIN}
        said["duplicates"] = f"{ROOT}/duplicates?scheme={self.scheme}" if self.may_be_known else None
        counts = {outcome: self.counts[outcome] for outcome in OUTCOMES}
        # Copied in one step: another thread may just be adding to it.
        named = Counter(dict(self.unresolved)).most_common()
        unresolved = [{"name": name, "rows": rows} for name, rows in named]
        lines = [one._asdict() for outcome in OUTCOMES for one in tuple(self.first.get(outcome, ()))]
        told = {"sheets_left": [*self.sheets_left], "registered": [*self.registered]}
        resembling = {"resembling": [one._asdict() for one in tuple(self.resembling)]}
        return said | counts | told | resembling | {"unresolved": unresolved, "lines": lines}


class ReportFile:
    """Every line of a report, in a file: CSV by its ending, else a JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file) if path.suffix.lower() == ".csv" else None
        if self._csv is not None:
            self._csv.writerow(Line._fields)

    def list(self, lines: Iterable[Line]) -> None:
        """Write some lines."""
        for line in lines:
            if self._csv is None:
                self._file.write(json.dumps(line._asdict(), ensure_ascii=False) + "\n")
            else:
                self._csv.writerow(map(_without_formula, line))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _without_formula(cell: object) -> object:
    return disarmed(cell) if isinstance(cell, str) else cell
