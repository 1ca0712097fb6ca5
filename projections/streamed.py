"""Reading every incident that a lens shows, a batch at a time, so that memory does not grow with their number."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import numpy as np

from domain.compliance.judging import UPHELD
from projections.bodies import Assessed, assessed, summed_up, whole
from projections.columns import unlisted
from projections.judging.breach_pages import add_breaches
from projections.judging.verdict_cache import under
from projections.judging.verdicts import CODES
from projections.links import answer_json, answering, drop_unseen_answers
from projections.selection import condition
from projections.without_gc import without_gc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.judging.verdict_cache import Provision
    from projections.reader import Reader
    from projections.selection import Selection

FOLDED_AT_ONCE = 500
"""Incidents in one batch: a megabyte or two of facts."""

FOUND_AT_ONCE = 20_000
"""Incidents that one look into the tables finds: to find the next ones, it passes over all of them again."""


class Shown(NamedTuple):
    """One incident as the lens shows it, with the number of its version."""

    id: UUID
    row: int
    assessed: Assessed


class Everything:
    """Every incident that a lens shows and a selection lets through. Raises Unacceptable, naming the filter."""

    def __init__(self, store: Reader, lens: Lens, selection: Selection) -> None:
        self.store = store
        self.lens = lens
        self._where = condition(store, selection, lens)

    def count(self) -> int:
        """How many there are."""
        return int(self._asked("SELECT count(*)")[0][0])

    def sources(self) -> list[str]:
        """The slugs of all whose claims they show, in order."""
        told = self._asked("SELECT DISTINCT v.sources")
        return sorted({slug for (slugs,) in told for slug in unlisted(slugs)})

    def batches(self) -> Iterator[list[Shown]]:
        """All of them by when they began, then by id: the order of lists."""
        for found in self._found():
            for first in range(0, len(found), FOLDED_AT_ONCE):
                yield self._judged(found[first : first + FOLDED_AT_ONCE])

    def in_short(self, batch: list[Shown]) -> list[dict[str, Any]]:
        """As lists show them: claims and conflicts are only counted."""
        return self._told([{"id": str(one.id)} | summed_up(one.assessed) for one in batch])

    def in_full(self, batch: list[Shown]) -> list[dict[str, Any]]:
        """As their own pages show them, with every claim and with what answers them."""
        told = self._told([{"id": str(one.id)} | whole(one.assessed) for one in batch])
        return [body | {"answered_by": self._answered.get(one.id, [])} for one, body in zip(batch, told, strict=True)]

    def _told(self, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        drop_unseen_answers(self.store, self.lens, bodies)
        add_breaches(self.store, self.lens, bodies)
        return bodies

    def breaches(self, batch: list[Shown]) -> dict[UUID, list[str]]:
        """Of each, the breaches that stand: an agreement's slug, the article, and how it stands, by the first two."""
        rows = {one.row: one.id for one in batch}
        numbers = np.array([*rows], dtype=np.int64)
        found: dict[UUID, list[str]] = {}
        for provision, status in self._standing.items():
            known = numbers[numbers < len(status)]
            for number in known[status[known] >= 0].tolist():
                words = f"{' '.join(provision)} {CODES[status[number]]}"
                found.setdefault(rows[number], []).append(words)
        return found

    @cached_property
    def _standing(self) -> dict[Provision, NDArray[np.int8]]:
        """By the number of a version, how it breaches each provision (a place in `CODES`); -1 where it does not."""
        standing = {}
        for provision, one in sorted(under(self.store, self.lens).items()):
            status = np.full(int(one.rows.max(initial=0)) + 1, -1, dtype=np.int8)
            status[one.rows] = one.status
            status[~np.isin(status, [CODES.index(word) for word in UPHELD])] = -1
            standing[provision] = status
        return standing

    @cached_property
    def _answered(self) -> dict[UUID, list[dict[str, str]]]:
        """What is said to answer each, by when the answers began. Few are answered at all."""
        answered: dict[UUID, list[dict[str, str]]] = {}
        for one in answering(self.store, self.lens):
            answered.setdefault(one.trigger, []).append(answer_json(one))
        return answered

    def _judged(self, found: list[tuple[UUID, int]]) -> list[Shown]:
        with without_gc():
            facts = self.store.facts_of([stream for stream, _ in found], self.lens)
            return [Shown(stream, row, assessed(facts[stream], self.lens.policy)) for stream, row in found]

    def _found(self) -> Iterator[list[tuple[UUID, int]]]:
        """Their ids in order, with the numbers of the versions that the lens shows, some at a time."""
        after: tuple[Any, ...] | None = None
        while True:
            further = "" if after is None else "AND (v.began_from, v.id) > (?, ?::UUID)"
            order = f"{further} ORDER BY v.began_from, v.id LIMIT {FOUND_AT_ONCE}"
            found = self._asked("SELECT v.began_from, v.id, v.row", order, () if after is None else after)
            if found:
                yield [(stream, row) for _, stream, row in found]
            if len(found) < FOUND_AT_ONCE:
                return
            after = (found[-1][0], str(found[-1][1]))

    def _asked(self, what: str, order: str = "", values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        query = f"{what} FROM incident_versions v WHERE {self._where.sql} {order}"
        return self.store.rows(query, [*self._where.values, *values])
