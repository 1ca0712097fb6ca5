"""The clauses that a lens shows: read from the agreements, and from who was a member of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.agreement.state import AgreementState
from domain.compliance.binding import Membership, memberships_of
from domain.compliance.clauses import Clause, clauses_of
from domain.model import in_known_order
from domain.party import PartyState
from projections.beside import Beside
from projections.looking import bounds
from projections.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from domain.lens import Lens
    from domain.model import Fact
    from projections.progress import Progress
    from projections.reader import Reader

Key = tuple[int, ...]


class Clauses(NamedTuple):
    """Every clause, and the versions of agreements and parties that they follow from: these again give those again."""

    key: Key
    listed: list[Clause]


_LATELY = 32

_REMEMBERED = Beside[Recent[Key, Clauses]](lambda: Recent(_LATELY))


def clauses(store: Reader, lens: Lens) -> Clauses:
    """What the lens shows of every text. Parties are cut by position alone, and no agreement is cut by `as_of`."""
    lately = _REMEMBERED.of(store)
    texts = _texts(store)
    agreements, parties = (_shown(versions, lens) for versions in (texts.agreements, texts.parties))
    key = (*agreements.values(), 0, *parties.values(), 0, *_waiting(texts.parked_at, (*agreements, *parties)))
    found = lately.get(key)
    if found is None:
        found = Clauses(key, _read(store, lens, [*agreements], [*parties]) if agreements else [])
        # Versions and facts are read one after the other: a stream may have been taken up in between.
        if store.parked_at == texts.parked_at:
            lately.keep(key, found)
    return found


class _Version(NamedTuple):
    """One version of a stream, and which lenses show it."""

    stream: UUID
    row: int
    known_from: int
    known_to: int
    position_from: int
    position_to: int


class _Texts(NamedTuple):
    """Every version of agreements and parties, as the tables had them at one moment."""

    progress: Progress
    parked_at: dict[str, int]
    agreements: list[_Version]
    parties: list[_Version]


_LOOKED_UP = Beside[Recent[None, _Texts]](lambda: Recent(1))


def _texts(store: Reader) -> _Texts:
    """The versions that there are: looked up once for as long as the tables stand still."""
    progress, parked_at = store.progress, dict(store.parked_at)
    held = (lately := _LOOKED_UP.of(store)).get(None)
    if held is None or (held.progress, held.parked_at) != (progress, parked_at):
        agreements, parties = (
            [
                _Version(*one)
                for one in store.rows(
                    f"SELECT id, row, known_from, known_to, position_from, position_to FROM {table} ORDER BY row"
                )
            ]
            for table in ("agreement_versions", "party_versions")
        )
        held = _Texts(progress, parked_at, agreements, parties)
        lately.keep(None, held)
    return held


def _shown(versions: Iterable[_Version], lens: Lens) -> dict[UUID, int]:
    """The streams that the lens shows, each with the number of its version."""
    known, position = bounds(lens)
    return {
        one.stream: one.row
        for one in versions
        if one.known_from <= known < one.known_to and one.position_from <= position < one.position_to
    }


def _waiting(parked_at: dict[str, int], streams: Iterable[UUID]) -> list[int]:
    """From where some of the streams wait: until they are taken up, fewer of their facts are shown."""
    return sorted(parked_at[stream.hex] for stream in streams if stream.hex in parked_at) if parked_at else []


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
