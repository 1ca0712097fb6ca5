"""What anything was ever said to answer, or was merged into: who is connected with whom, under whatever lens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic_core import from_json

from projections.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from projections.reader import Reader


def connected(store: Reader, members: Collection[UUID]) -> set[UUID]:
    """These incidents and statements, and all that answers or merges connect them with in any version.

    It is more than a lens shows, and never less: what is said of these is said among them.
    """
    return _CONNECTIONS.of(store).of(store, members)


def said_of(store: Reader, members: Collection[UUID]) -> set[UUID]:
    """Those of these of which anything was ever said to answer anything, or to be answered, or that were merged."""
    return _CONNECTIONS.of(store).said_of(store, members)


class _Connections:
    """Kept in step with the tables: their rows are only ever added to."""

    def __init__(self) -> None:
        self._beside: dict[UUID, set[UUID]] = {}
        self._rows = {"incident": 0, "statement": 0}
        self._lock = threading.Lock()

    def of(self, store: Reader, members: Collection[UUID]) -> set[UUID]:
        with self._lock:
            self._catch_up(store)
            found, ahead = {*members}, [*members]
            while ahead:
                for one in self._beside.get(ahead.pop(), ()):
                    if one not in found:
                        found.add(one)
                        ahead.append(one)
            return found

    def said_of(self, store: Reader, members: Collection[UUID]) -> set[UUID]:
        with self._lock:
            self._catch_up(store)
            return {one for one in members if one in self._beside}

    def _catch_up(self, store: Reader) -> None:
        for kind, query in _QUERIES.items():
            # The end first: a row that is added meanwhile is read the next time.
            last = store.last_rows[f"{kind}_versions"]
            if last > self._rows[kind]:
                for stream, answers, merged in store.rows(query, [self._rows[kind], last]):
                    for other in _others(answers, merged):
                        self._beside.setdefault(stream, set()).add(other)
                        self._beside.setdefault(other, set()).add(stream)
                self._rows[kind] = last


def _others(answers: str, merged: UUID | None) -> Iterator[UUID]:
    for answer in from_json(answers) if answers else ():
        yield UUID(answer[0] if isinstance(answer, list) else answer["incident"] or answer["statement"])
    if merged is not None:
        yield merged


_QUERIES = {
    "incident": "SELECT id, answers, merged_into FROM incident_versions WHERE row > ? AND row <= ? AND linked <> ''",
    "statement": "SELECT id, json_extract(body, '$.answers')::VARCHAR, NULL FROM statement_versions"
    " WHERE row > ? AND row <= ?",
}
_CONNECTIONS = Beside[_Connections](_Connections)
