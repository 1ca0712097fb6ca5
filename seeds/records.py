"""The record of a theatre: TOML files of public facts, read and tied together by local names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from domain.model import derived_id

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from uuid import UUID

Record = dict[str, Any]

_OURS = {"facts", "coord_source"}
"""What a record says to its readers, and the ledger does not store."""

IDENTIFIED = ("incident", "statement", "figure", "bulletin")
"""Kinds whose records are streams of their own, known again by their local name."""


@dataclass(frozen=True)
class Theatre:
    """All records of one theatre, by kind, in the order of their files."""

    scheme: str
    folder: Traversable
    records: dict[str, list[Record]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str) -> Theatre:
        """Read a theatre that this package ships, such as `idlib`."""
        theatre = cls(f"truceline-{name}", files("seeds") / name)
        for kind, record in _records_below(theatre.folder):
            theatre.records.setdefault(kind, []).append(record)
        return theatre

    def all(self, kind: str) -> list[Record]:
        """Every record of a kind."""
        return self.records.get(kind, [])

    def stream(self, kind: str, name: str) -> UUID:
        """The stream of the record of a local name, which is its external id."""
        return derived_id(kind, self.scheme, name.removeprefix("@"))

    @cached_property
    def places(self) -> dict[str, Record]:
        """Places by their local names, as reports give them."""
        return {
            "@" + place["name"]: {
                key: place[key] for key in ("lat", "lon", "precision", "adm1", "adm2") if key in place
            }
            | {"name": place["title"]}
            for place in self.all("place")
        }

    def happenings(self) -> list[tuple[str, Record]]:
        """Incidents and statements, each after what it answers."""
        named = {record["name"]: (kind, record) for kind in ("incident", "statement") for record in self.all(kind)}
        answered = {
            name: {_trigger(answer)[1] for answer in record.get("answers", ())} for name, (_, record) in named.items()
        }
        return [named[name] for name in TopologicalSorter(answered).static_order()]

    def report(self, kind: str, record: Record) -> Record:
        """A record as the ledger takes it: local names become ids and places, our own notes stay behind."""
        report = {key: value for key, value in record.items() if key not in _OURS}
        if isinstance(report.get("place"), str):
            report["place"] = self.places[report["place"]]
        if "answers" in report:
            report["answers"] = [self._answer(answer) for answer in report["answers"]]
        if "part_of" in report:
            report["part_of"] = str(self.stream("figure", report["part_of"]))
        if kind not in {"party", "source", "zone"}:
            report.pop("name", None)
        if kind in IDENTIFIED:
            report["external_id"] = {"scheme": self.scheme, "value": record["name"]}
        return report

    def _answer(self, answer: Record) -> Record:
        kind, name = _trigger(answer)
        return answer | {kind: str(self.stream(kind, name))}


def _trigger(answer: Record) -> tuple[str, str]:
    kind = "incident" if "incident" in answer else "statement"
    return kind, answer[kind].removeprefix("@")


def _records_below(folder: Traversable) -> Iterator[tuple[str, Record]]:
    """Every table of every file, in the order of names; parts of an agreement know which it is."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _records_below(entry)
        elif entry.name.endswith(".toml"):
            tables = tomllib.loads(entry.read_text("utf-8"))
            header = tables.get("agreement")
            for kind, held in tables.items():
                for record in held if isinstance(held, list) else [held]:
                    yield kind, record | ({"agreement": header["slug"]} if header and kind != "agreement" else {})
