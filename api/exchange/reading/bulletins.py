"""Bulletins of the Russian-Turkish commission: each row holds what the two sides registered in a day."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from api.exchange.draft import Draft, FileRefused, Finding, Names, Row, RowRefused
from api.exchange.files.tables import excerpt
from api.exchange.reading.cells import CellWrong, count, day, refusals
from api.exchange.reading.kept import as_lines
from domain.bulletin import BulletinReport
from domain.external import ExternalId
from domain.source import SourceKind, SourceReport

SCHEME = "bulletins"
BODY = "russian-turkish-commission"
ZONE = "Europe/Moscow"
"""A bulletin's day is that of the ministry in Moscow which publishes it."""

UNDATED_KNOWN = "2026-01-01"
"""From when a bulletin without a date counts as known: late enough not to be known too early, and always the same."""

PARTIES = {
    "russian": "Russia",
    "turkish": "Turkey",
    "russia": "Russia",
    "turkey": "Turkey",
    "syria": "Government of Syria",
}
"""How a file's names of the sides, and of who confirms, are called as parties; any other word is taken as it is."""

_SIDE = re.compile(r"([a-z]+)_side(?:\.(?:(total)|by_governorate\.(.+)))?")
_CONFIRMED = re.compile(r"([a-z]+)_confirmed_by_([a-z_]+)")
_PRECISIONS = {"", "day", "inferred", "about", "unknown"}
_TOLD = ("bulletin_date", "source", "note", "published_at", "id")


@dataclass
class _Side:
    """What one side of a row registered; None is unknown."""

    column: str
    total: int | None = None
    regions: dict[str, int] | None = None
    confirmed: list[dict[str, Any]] = field(default_factory=list)


class Bulletins:
    """JSON Lines, or a CSV file of the same names joined by dots (`russian_side.by_governorate.Idlib`)."""

    name = "bulletins"
    scheme = SCHEME

    def sources(self) -> Iterable[SourceReport]:
        """The two sides of the commission."""
        for side in ("russian", "turkish"):
            name = f"Russian-Turkish commission, {side.capitalize()} side"
            yield SourceReport(slug=_source(side), name=name, kind=SourceKind.MONITOR)

    def check_columns(self, columns: Iterable[str]) -> None:
        """Raises FileRefused where no column tells of a side."""
        if not any(_SIDE.fullmatch(column) for column in columns):
            raise FileRefused("not a file of bulletins: it has no column russian_side or turkish_side")

    def read(self, row: Row, names: Names) -> list[Draft]:
        """One bulletin for each side of a row. Raises RowRefused."""
        try:
            sides = _sides(row, names)
            drafts = [
                Draft(row.number, _report(row, names, name, side), _sum(row, side)) for name, side in sides.items()
            ]
        except ValidationError as wrong:
            fields = {"url": "source", "note": "note", "published_at": "published_at"}
            raise RowRefused(*refusals(row, wrong, fields)) from wrong
        except CellWrong as wrong:
            raise RowRefused(Finding(row.number, wrong.column, excerpt(wrong.value), wrong.rule)) from wrong
        if drafts:
            drafts[0] = replace(drafts[0], doubts=(*_date(row), *drafts[0].doubts))
        return drafts


def _source(side: str) -> str:
    return f"commission-{side}-side"


def _sides(row: Row, names: Names) -> dict[str, _Side]:
    """What each side registered, from objects or from columns of their own. Raises CellWrong."""
    sides: dict[str, _Side] = {}
    for column, cell in row.cells.items():
        if found := _SIDE.fullmatch(column):
            if found[1] not in {"russian", "turkish"}:
                raise CellWrong(column, cell, "the commission has a russian_side and a turkish_side")
            _tell(sides.setdefault(found[1], _Side(column)), column, cell, found)
    for column, cell in row.cells.items():
        if cell and (found := _CONFIRMED.fullmatch(column)) and found[1] in sides:
            by = names.party(PARTIES.get(found[2], found[2]), row, column)
            sides[found[1]].confirmed.append({"by": by, "count": count(column, cell)})
    return sides


def _tell(side: _Side, column: str, cell: str, found: re.Match[str]) -> None:
    if not cell.strip():
        return
    if found[2]:
        side.total = count(column, cell)
    elif found[3]:
        side.regions = (side.regions or {}) | {found[3]: count(column, cell)}
    else:
        side.total, side.regions = _from_object(column, cell)


def _from_object(column: str, cell: str) -> tuple[int | None, dict[str, int] | None]:
    try:
        said = json.loads(cell)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not said.keys() <= {"total", "by_governorate"}:
        raise CellWrong(column, cell, "is not an object of total and by_governorate")
    regions = said.get("by_governorate")
    if regions is not None and not isinstance(regions, dict):
        raise CellWrong(column, cell, "by_governorate is not an object of numbers by region")
    total = said.get("total")
    return (
        None if total is None else count(f"{column}.total", str(total)),
        None if regions is None else {name: count(f"{column}.{name}", str(one)) for name, one in regions.items()},
    )


def _report(row: Row, names: Names, name: str, side: _Side) -> BulletinReport:
    cells = row.cells
    date = cells.get("bulletin_date", "").strip()
    on = day("bulletin_date", date) if date else None
    kept = sorted((column, cell) for column, cell in cells.items() if column not in _TOLD and not _is_count(column))
    return BulletinReport.model_validate(
        {
            "body": BODY,
            "side": names.party(PARTIES[name], row, side.column),
            "period": None if on is None else {"from": on, "zone": ZONE},
            "total": side.total,
            "regions": side.regions,
            "confirmed": side.confirmed,
            "note": cells.get("note") or None,
            "source": _source(name),
            "url": cells.get("source") or None,
            "text": as_lines(kept) or None,
            "external_id": ExternalId(scheme=SCHEME, value=f"{_own_id(row, on)}:{name}"),
            **_published(row, on),
        }
    )


def _is_count(column: str) -> bool:
    return bool(_SIDE.fullmatch(column) or _CONFIRMED.fullmatch(column))


def _own_id(row: Row, on: str | None) -> str:
    """The row's own id, else its day; an undated one is known again by all that it says."""
    if own := row.cells.get("id", "").strip():
        return own
    if on is not None:
        return on
    cells = {column: cell for column, cell in row.cells.items() if cell}
    said = cells.get("source") or json.dumps(cells, sort_keys=True)
    return f"undated-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _published(row: Row, on: str | None) -> dict[str, str]:
    """When the bulletin was known: on the day it names, and inferred where the file does not state that day."""
    precision = row.cells.get("date_precision", "").strip()
    if precision not in _PRECISIONS:
        rule = f"is not one of {', '.join(sorted(_PRECISIONS - {''}))}"
        raise CellWrong("date_precision", precision, rule)
    if stated := row.cells.get("published_at", "").strip():
        return {"published_at": stated}
    if on is None:
        reason = "the bulletin has no date: it counts as known late rather than too early"
        return {"published_at": UNDATED_KNOWN, "basis": "inferred", "basis_reason": reason}
    if precision in {"inferred", "about"}:
        reason = row.cells.get("note") or f"the file calls its date {precision}"
        return {"published_at": on, "basis": "inferred", "basis_reason": reason}
    return {"published_at": on}


def _sum(row: Row, side: _Side) -> tuple[Finding, ...]:
    if side.total is None or side.regions is None or sum(side.regions.values()) == side.total:
        return ()
    rule = f"the total ({side.total}) is not the sum of the regions ({sum(side.regions.values())})"
    return (Finding(row.number, side.column, str(side.total), rule),)


def _date(row: Row) -> Iterator[Finding]:
    precision = row.cells.get("date_precision", "")
    date = row.cells.get("bulletin_date", "")
    if not date:
        yield Finding(row.number, "bulletin_date", "", "undated: kept outside any period")
    elif precision in {"inferred", "about", "unknown"}:
        yield Finding(row.number, "bulletin_date", date, f"the file calls the date {precision}")
