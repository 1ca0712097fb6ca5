"""Violations of an agreement by party: whose they are, whose they may be, and whose only if a doubt falls so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.compliance.holds import NEVER
from domain.compliance.judging import UPHELD, Status, named
from domain.incident.values import Attribution
from projections.filters import VIOLATION
from projections.judging.clauses import clauses
from projections.judging.happenings import AUTHOR, author_of
from projections.judging.verdict_cache import Provision, as_bits, under
from projections.looking import COUNTED, had_happened_by, seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from domain.compliance.happenings import Author
    from domain.lens import Lens
    from projections.reader import Reader

_CERTAIN = UPHELD - {Status.UNCERTAIN}
_SAID = {Status.CONFIRMED, Status.ALLEGED}


class Tallied(NamedTuple):
    """Violations of some provisions: how many incidents in each way, when the first began, and whose they are.

    `first_certain` and `first` are microseconds (UTC), None where there is none; `parties` count incidents by class.
    """

    statuses: dict[str, int]
    first_certain: int | None
    first: int | None
    parties: dict[str, dict[str, int]]

    @property
    def certain(self) -> int:
        """How many certainly are breaches: an analyst confirmed them, or the policy finds them without a doubt."""
        return self.statuses[Status.CONFIRMED] + self.statuses[Status.FOUND]

    @property
    def incidents(self) -> int:
        """How many incidents there are."""
        return sum(self.statuses.values())


class Violations:
    """The incidents that a lens shows and that breach one of some provisions (None: of any that there are)."""

    def __init__(
        self, store: Reader, lens: Lens, agreements: Collection[str] | None, articles: Collection[str] | None = None
    ) -> None:
        self._judged = {
            key: one
            for key, one in under(store, lens).items()
            if all(among is None or part in among for part, among in zip(key, (agreements, articles), strict=True))
        }
        self._binds = _binds(store, lens)
        standing = [one.among(UPHELD) for one in self._judged.values()]
        seen_by, cut = seen(lens)
        happened, moments = had_happened_by(lens)
        among = (
            "FROM incident_versions v WHERE get_bit(?::BIT, least(v.row, ?)::INTEGER) = 1"
            f" AND {seen_by} AND {happened} AND {COUNTED}"
        )
        values = [*as_bits(standing), *cut, *moments]
        self._authors = [
            author_of(*one) for one in store.rows(f"SELECT DISTINCT {AUTHOR} {among} ORDER BY ALL", values)
        ]
        found = store.arrays(
            f"SELECT v.row, v.began_from, dense_rank() OVER (ORDER BY {AUTHOR}) - 1 AS author {among} ORDER BY v.row",
            values,
        )
        self._rows, self._began, self._codes = found["row"], found["began_from"], found["author"]

    def provisions(self) -> list[Provision]:
        """The provisions of which something is said."""
        return sorted(self._judged)

    def of(self, provisions: Collection[Provision]) -> Tallied:
        """The violations of these provisions; an incident that breaches several counts once, by the surest of them."""
        ways = {status: self._among(provisions, {status}) for status in Status if status in UPHELD}
        counted = np.zeros(len(self._rows), dtype=bool)
        statuses = {}
        for status in (Status.CONFIRMED, Status.FOUND, Status.ALLEGED, Status.UNCERTAIN):
            statuses[str(status)] = int((ways[status] & ~counted).sum())
            counted |= ways[status]
        certain = ways[Status.CONFIRMED] | ways[Status.FOUND]
        return Tallied(statuses, self._first(certain), self._first(counted), self._parties(provisions))

    def _among(self, provisions: Iterable[Provision], wanted: Collection[Status]) -> NDArray[np.bool_]:
        """Which of the incidents breach one of the provisions in one of these ways."""
        rows = [self._judged[one].among(wanted) for one in provisions if one in self._judged]
        return np.isin(self._rows, np.concatenate([np.zeros(0, dtype=np.int64), *rows]))

    def _first(self, which: NDArray[np.bool_]) -> int | None:
        return int(self._began[which].min()) if which.any() else None

    def rows(self, parties: Collection[str] | None, classes: Collection[str]) -> NDArray[np.int64]:
        """The numbers of the versions that are a violation of one of the parties (None: of any), in one of the ways."""
        wanted = [rank for rank, word in enumerate(VIOLATION, start=1) if word in classes]
        found = np.zeros(len(self._rows), dtype=bool)
        for party in self._named():
            if parties is None or party in parties:
                found |= np.isin(self._surest(party, self._judged), wanted)
        return self._rows[found]

    def _parties(self, provisions: Collection[Provision]) -> dict[str, dict[str, int]]:
        """By party, how many incidents are its violations, by how far they are."""
        counted = {}
        for party in self._named():
            surest = self._surest(party, provisions)
            if surest.any():
                counted[party] = {word: int((surest == rank).sum()) for rank, word in enumerate(VIOLATION, start=1)}
        return counted

    def _named(self) -> list[str]:
        return sorted({party for author in self._authors for party in named(author)})

    def _surest(self, party: str, provisions: Iterable[Provision]) -> NDArray[np.int8]:
        """How far each incident is a violation of one of the provisions by the party, by the surest of them."""
        surest = np.zeros(len(self._rows), dtype=np.int8)
        for provision in provisions:
            surest = np.maximum(surest, self._of_party(party, provision))
        return surest

    def _of_party(self, party: str, provision: Provision) -> NDArray[np.int8]:
        """How far each incident is a violation of the provision by the party: 0 for not at all."""
        bound = party in self._binds.get(provision, ())
        contested = np.array([_may_be(author, party) for author in self._authors], dtype=bool)[self._codes]
        settled = np.array([_is(author, party) for author in self._authors], dtype=bool)[self._codes]
        # What is alleged or confirmed is so of whoever did it, bound by the text or not.
        said = self._among([provision], _SAID)
        certain = said | (self._among([provision], _CERTAIN) if bound else False)
        standing = said | (self._among([provision], UPHELD) if bound else False)
        of_party = settled | contested
        ranks = np.where(standing & of_party, 1, 0)
        ranks = np.where(standing & contested, 2, ranks)
        return np.asarray(np.where(certain & settled, 3, ranks), dtype=np.int8)


def _is(author: Author, party: str) -> bool:
    return author.attribution in {Attribution.ADMITTED, Attribution.ATTRIBUTED} and party in author.perpetrators


def _may_be(author: Author, party: str) -> bool:
    return author.attribution is Attribution.CONTESTED and party in author.perpetrators


def _binds(store: Reader, lens: Lens) -> dict[Provision, set[str]]:
    """Whom the clauses of each provision bind, at some time."""
    binds: dict[Provision, set[str]] = {}
    for clause in clauses(store, lens).listed:
        binds.setdefault(clause.key, set()).update(party for party, held in clause.binds.items() if held != NEVER)
    return binds
