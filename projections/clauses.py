"""The clauses that a lens shows: read from the agreements, and from who was a member of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from domain.agreement.state import AgreementState
from domain.compliance.binding import Membership, memberships_of
from domain.compliance.clauses import Clause, clauses_of
from domain.model import in_known_order
from domain.party import PartyState
from projections.looking import seen
from projections.recent import Recent

if TYPE_CHECKING:
    from domain.lens import Lens
    from domain.model import Fact
    from projections.reader import Reader, Remembers

Key = tuple[int, ...]


class Clauses(NamedTuple):
    """Every clause, and the versions of agreements and parties that they follow from: these again give those again."""

    key: Key
    all: list[Clause]


_LATELY = 32

_REMEMBERED: WeakKeyDictionary[Remembers, Recent[Key, Clauses]] = WeakKeyDictionary()


def clauses(store: Reader, lens: Lens) -> Clauses:
    """What the lens shows of every text. Parties are cut by position alone, and no agreement is cut by `as_of`."""
    lately = _REMEMBERED.setdefault(store.memory, Recent(_LATELY))
    agreements, parties = (_shown(store, lens, table) for table in ("agreement", "party"))
    key = (*agreements.values(), 0, *parties.values())
    found = lately.get(key)
    if found is None:
        found = Clauses(key, _read(store, lens, [*agreements], [*parties]) if agreements else [])
        lately.keep(key, found)
    return found


def _shown(store: Reader, lens: Lens, table: str) -> dict[UUID, int]:
    """The streams that the lens shows, each with the number of its version."""
    seen_by, cut = seen(lens)
    return dict(store.rows(f"SELECT v.id, v.row FROM {table}_versions v WHERE {seen_by} ORDER BY v.row", cut))


def _read(store: Reader, lens: Lens, agreements: list[UUID], parties: list[UUID]) -> list[Clause]:
    facts = store.facts_of([*agreements], lens)
    texts = {}
    for stream in agreements:
        state = AgreementState()
        for fact in in_known_order(facts.get(stream, ())):
            state.evolve(fact)
        if state.header is not None:
            texts[state.header.slug] = state
    timeless = lens.model_copy(update={"known_at": None})
    members = [one for of_party in store.facts_of(parties, timeless).values() for one in _memberships(of_party)]
    return clauses_of(texts, members)


def _memberships(facts: list[Fact]) -> list[Membership]:
    state = PartyState()
    for fact in facts:
        state.evolve(fact)
    return [] if state.slug is None else memberships_of(state.slug, state.standing_affiliations())
