"""A mapping: which columns of somebody's table are which of our fields, checked whole before a row is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.exchange.draft import FileRefused
from api.exchange.reading.mapped_cell import MappedCell, mapped_cell, put
from api.exchange.reading.mapping_fields import CHANGED_AT, FIELDS, LISTS, Kind, Known
from domain.incident.reports import IncidentReport
from domain.model import Slug
from domain.source import SourceReport

_PARTIES = {Kind.PARTY, Kind.PARTIES}
_CLAIM = {"source": "a-source", "published_at": "2020-01-01"}
_TOP = ("scheme", "source", "incident", "keep", CHANGED_AT)


@dataclass(frozen=True)
class TableMapping:
    """What a mapping file says: whose the table is, and where each field of an incident comes from.

    `once` are fields that an incident has once; of `lists`, each entry is one row of casualties or equipment.
    """

    scheme: str
    source: SourceReport
    once: tuple[MappedCell, ...]
    lists: tuple[tuple[str, tuple[MappedCell, ...]], ...]
    keep: tuple[str, ...] = ()
    changed_at: MappedCell | None = None

    def cells(self) -> Iterator[MappedCell]:
        """Every field that is mapped."""
        yield from self.once
        for _, cells in self.lists:
            yield from cells
        if self.changed_at is not None:
            yield self.changed_at


def read_mapping(path: Path) -> TableMapping:
    """The mapping of a TOML file. Raises FileRefused, naming the file or the key at fault."""
    try:
        return parsed_mapping(path.read_bytes(), f"the mapping {path.name}")
    except OSError as wrong:
        raise FileRefused(f"the mapping {path.name} cannot be read: {wrong.strerror or wrong}") from wrong


def parsed_mapping(text: bytes, called: str = "the mapping") -> TableMapping:
    """The mapping that a text of TOML is. Raises FileRefused, naming what it is called or the key at fault."""
    try:
        said = tomllib.loads(text.decode())
    except RecursionError as wrong:
        raise FileRefused(f"{called} nests too deeply") from wrong
    except ValueError as wrong:
        # Beside what is no TOML, or no UTF-8: a number with more digits than Python reads.
        raise FileRefused(f"{called} is not TOML: {wrong}") from wrong
    return mapping_of(said)


def mapping_of(said: Mapping[str, Any]) -> TableMapping:
    """The mapping that these tables are. Raises FileRefused, naming the key at fault."""
    for key in said:
        if key not in _TOP:
            raise refused(key, f"is not one of {', '.join(_TOP)}")
    source = _source(said.get("source"))
    scheme = said.get("scheme", source.slug)
    keep = said.get("keep", [])
    if not isinstance(scheme, str) or not _is_slug(scheme):
        raise refused("scheme", "is not a short name of lower-case words joined by hyphens")
    if not isinstance(keep, list) or not all(isinstance(one, str) for one in keep):
        raise refused("keep", "is not a list of columns")
    incident = said.get("incident")
    if not isinstance(incident, dict):
        raise refused("incident", "is missing: the table that says which column is which field")
    once, lists = _fields(incident)
    changed_at = None
    if CHANGED_AT in said:
        changed_at = mapped_cell(CHANGED_AT, said[CHANGED_AT], Known(Kind.MOMENT))
    return TableMapping(scheme, source, once, lists, tuple(keep), changed_at)


def refused(key: str, rule: str) -> FileRefused:
    """A mapping with a key that is at fault."""
    return FileRefused(f"the mapping: {key} {rule}")


def _is_slug(text: str) -> bool:
    try:
        TypeAdapter(Slug).validate_python(text)
    except ValidationError:
        return False
    return True


def _source(said: object) -> SourceReport:
    if not isinstance(said, dict):
        raise refused("source", "is missing: who claims what the table says, by slug, name and kind")
    try:
        return SourceReport.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False)[0]
        key = ".".join(["source", *map(str, first["loc"])])
        raise refused(key, f"is refused: {first['msg'].removeprefix('Value error, ')}") from wrong


def _fields(incident: dict[str, Any]) -> tuple[tuple[MappedCell, ...], tuple[tuple[str, tuple[MappedCell, ...]], ...]]:
    once: list[MappedCell] = []
    lists: list[tuple[str, tuple[MappedCell, ...]]] = []
    for path, spec in _leaves(incident):
        if path in FIELDS:
            once.append(mapped_cell(f"incident.{path}", spec, FIELDS[path], path))
        elif path in LISTS:
            lists.extend((path, entry) for entry in _entries(path, spec))
        else:
            raise refused(f"incident.{path}", f"is no field of an incident; they are {', '.join([*FIELDS, *LISTS])}")
    _check_needed("incident", FIELDS, {cell.path for cell in once})
    own = next(cell for cell in once if cell.path == "external_id")
    if own.column is None:
        raise refused("incident.external_id", "is a column: by its own id a row is known again")
    _check_constants(once)
    return (*once, *_zone_of_days(once)), tuple(lists)


def _zone_of_days(cells: list[MappedCell]) -> Iterator[MappedCell]:
    """The zone that the beginning is read in is that of its day too, where no field of its own says which."""
    at = {cell.path: cell for cell in cells}
    zone = at["occurred.from"].zone
    if zone is not None and "occurred.zone" not in at:
        key = f"{at['occurred.from'].key}.zone"
        yield MappedCell(key, "occurred.zone", FIELDS["occurred.zone"], constant=zone)


def _check_constants(cells: list[MappedCell]) -> None:
    """What the ledger would refuse of a constant, it refuses in every row: it is tried once, on an incident made up."""
    constant = {f"{cell.path}": cell for cell in cells if cell.constant and cell.known.kind not in _PARTIES}
    day = {"from": "2020-01-01"}
    said: dict[str, Any] = {"act": "other", "occurred": day, "place": {"name": "-"}, "claim": _CLAIM | {}}
    for path, cell in constant.items():
        put(said, path, cell.converted(cell.constant or ""))
    try:
        IncidentReport.model_validate(said)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_context=False):
            path = ".".join(map(str, error["loc"]))
            if path in constant:
                rule = error["msg"].removeprefix("Value error, ")
                raise refused(f"incident.{path}.constant", f"is refused: {rule}") from wrong


def _leaves(said: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every field that is mapped, by its path; what goes further down than fields do is a field's own."""
    for key, value in said.items():
        path = f"{before}{key}"
        inner = any(field.startswith(f"{path}.") for field in (*FIELDS, *LISTS))
        if isinstance(value, dict) and inner:
            yield from _leaves(value, f"{path}.")
        else:
            yield path, value


def _entries(path: str, spec: object) -> Iterator[tuple[MappedCell, ...]]:
    if not isinstance(spec, list) or not all(isinstance(entry, dict) for entry in spec):
        raise refused(f"incident.{path}", f"is a list of tables: [[incident.{path}]]")
    for place, entry in enumerate(spec):
        key = f"incident.{path}[{place}]"
        for name in entry:
            if name not in LISTS[path]:
                raise refused(f"{key}.{name}", f"is not one of {', '.join(LISTS[path])}")
        _check_needed(key, LISTS[path], entry)
        yield tuple(mapped_cell(f"{key}.{name}", one, LISTS[path][name], name) for name, one in entry.items())


def _check_needed(key: str, known: Mapping[str, Known], there: object) -> None:
    for path, field in known.items():
        if field.needed and path not in there:  # type: ignore[operator]
            raise refused(f"{key}.{path}", "is missing")
