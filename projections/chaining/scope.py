"""How far what differs between two lenses reaches into chains: what may be linked otherwise, and the chains of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.chains.mending import Fate
from projections.chaining.connected import connected
from projections.chaining.theatre import Theatre, TooWide, around, whole
from projections.differing import differing
from projections.fits import in_force
from projections.inference.reach import touched
from projections.inference.stage import staged
from projections.looking import had_happened_by, seen
from projections.parties import page as parties
from projections.selection import Selection

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.chaining.theatre import Joining
    from projections.differing import Differing
    from projections.reader import Reader

MOST = 5_000
"""So many acts are looked through where all links may differ."""

MOST_AROUND = 1_000
"""So many incidents and statements, as long as it is quicker to look around what differs than at everything."""


class Between(NamedTuple):
    """Two lenses over the same tables, and which links join under both."""

    store: Reader
    before: Lens
    after: Lens
    joining: Joining


class Scope(NamedTuple):
    """The chains that each lens shows of all that may be linked otherwise, and what differs between the lenses.

    `incidents` are those of which other facts are shown; `statements` say what became of those. `method` says in words
    what else differs that everything inferred hangs on.
    """

    old: Theatre
    new: Theatre
    incidents: dict[UUID, Differing]
    statements: dict[UUID, Fate]
    method: tuple[str, ...]


class TooFar(NamedTuple):
    """Nothing is told: too much may be linked otherwise to be looked through. `reason` says what."""

    reason: str


def scope_of(between: Between) -> Scope | TooFar:
    """All that may be linked otherwise."""
    store, before, after, joining = between
    method = _method(between) if joining.infers else ()
    every = differing(store, before, after, Selection(), limit=MOST, cursor=None)
    nothing = Theatre([], {})
    scope = Scope(nothing, nothing, {one.stream: one for one in every.incidents}, _statements(between), method)
    near = None if method or every.count > MOST_AROUND else _near(between, scope)
    if near is not None:
        return near
    if joining.infers and _acts(between) > MOST:
        return TooFar(" and ".join(method) or f"{every.count} incidents differ, and very many may have answered them")
    return scope._replace(old=whole(store, before, joining), new=whole(store, after, joining))


def _near(between: Between, scope: Scope) -> Scope | None:
    """The chains of all that differs under both lenses, and of whatever is in one of these under the other.

    None where these are very many.
    """
    store, before, after, joining = between
    reached = connected(store, scope.incidents.keys() | scope.statements.keys())
    if joining.infers:
        reached |= touched(store, before, reached) | touched(store, after, reached)
    members: set[UUID] = set()
    try:
        while not reached <= members:
            members |= reached
            old, new = (around(store, lens, joining, *members, most=MOST_AROUND) for lens in (before, after))
            reached = {step.id for theatre in (old, new) for chain in theatre.chains for step in chain.steps}
            scope = scope._replace(old=old, new=new)
    except TooWide:
        return None
    return scope


def _method(between: Between) -> tuple[str, ...]:
    """What differs in words, between the fits in force and the sides that parties form: nothing as a rule."""
    if between.before.position == between.after.position:
        return ()
    return tuple(_fits(between)) + (("the sides of parties differ",) if _sides(between) else ())


def _fits(between: Between) -> list[str]:
    old, new = (in_force(between.store, lens) for lens in (between.before, between.after))
    if (old and old.id) == (new and new.id):
        return []
    if old is None or new is None:
        return ["a fit was adopted" if old is None else "the fit was withdrawn"]
    return ["another fit was adopted" if new.position > old.position else "an earlier fit is in force again"]


def _sides(between: Between) -> bool:
    old, new = (
        [one["affiliations"] for one in parties(between.store, lens) if one["affiliations"]]
        for lens in (between.before, between.after)
    )
    return old != new


def _acts(between: Between) -> int:
    """How many take part under either lens, whichever are more."""
    return max(len(staged(between.store, lens).acts) for lens in (between.before, between.after))


def _statements(between: Between) -> dict[UUID, Fate]:
    """What became of those of which the lenses show another version."""
    old, new = (_versions(between.store, lens) for lens in (between.before, between.after))
    return {
        stream: Fate(_became(old.get(stream), new.get(stream)))
        for stream in old.keys() | new.keys()
        if old.get(stream) != new.get(stream)
    }


def _became(old: Shown | None, new: Shown | None) -> str:
    if new is None:
        return "removed"
    if old is not None and old.withdrawn == new.withdrawn:
        return "said otherwise"
    if new.withdrawn:
        return "withdrawn"
    return "issued" if old is None else "reinstated"


class Shown(NamedTuple):
    """A version of a statement."""

    row: int
    withdrawn: bool


def _versions(store: Reader, lens: Lens) -> dict[UUID, Shown]:
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    found = store.rows(
        "SELECT v.id, v.row, json_extract_string(v.body, '$.withdrawn') IS NOT NULL FROM statement_versions v"
        f" WHERE {seen_by} AND {happened}",
        [*cut, *moments],
    )
    return {stream: Shown(row, withdrawn) for stream, row, withdrawn in found}
