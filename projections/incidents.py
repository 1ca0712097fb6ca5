"""Reading incidents: lists, one with everything about it, its history, and points for a map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from projections.bodies import bodies, body_of, summaries
from projections.chaining.connected import connected
from projections.clock import micros, shown
from projections.held import key_of as key_of_row
from projections.judging.breach_pages import add_breaches
from projections.links import answer_json, answering, drop_unseen_answers
from projections.looking import bounds, cut_of
from projections.page import Page, cursor_of, key_of
from projections.selection import condition
from projections.word_filters import word_tests

if TYPE_CHECKING:
    from domain.lens import Lens
    from domain.model import Fact
    from projections.reader import Reader
    from projections.selection import Selection


def page(store: Reader, lens: Lens, selection: Selection, *, limit: int, after: str | None) -> Page:
    """Incidents by when they began, then by id; each without its claims, which its own page shows."""
    place = None if after is None else _place(after)
    count, found = _found(store, lens, selection, limit + 1, place)
    items = summaries(store, lens, [(stream, folded) for stream, _, folded in found[:limit]])
    drop_unseen_answers(store, lens, items)
    add_breaches(store, lens, items)
    following = cursor_of(found[limit - 1][1], found[limit - 1][0]) if len(found) > limit else None
    return Page(items, count, following)


def _found(
    store: Reader, lens: Lens, selection: Selection, limit: int, after: tuple[int, UUID] | None
) -> tuple[int, list[tuple[UUID, int, str]]]:
    """How many there are, and the first of them after a place: when each began, and from which facts it follows."""
    where = condition(store, selection, lens)
    tests = word_tests(selection)
    key = None if after is None else key_of_row(after[0], after[1].hex)
    ready = None if tests is None else store.memory.first(lens, tests, limit=limit, after=key)
    if ready is not None:
        return ready.total, ready.first
    count = store.rows(f"SELECT count(*) FROM incident_versions v WHERE {where.sql}", where.values)[0][0]
    if after is not None:
        where.add("(v.began_from, v.id) > (?, ?::UUID)", [after[0], str(after[1])])
    found = store.rows(
        f"SELECT v.id, v.began_from, v.folded FROM incident_versions v WHERE {where.sql}"
        " ORDER BY v.began_from, v.id LIMIT ?",
        [*where.values, limit],
    )
    return int(count), [(stream, began, folded) for stream, began, folded in found]


def one(store: Reader, lens: Lens, stream: UUID) -> dict[str, Any] | None:
    """Everything about an incident under the lens; None where it does not show it."""
    cut = cut_of(lens)
    if not any(cut.shows(*clocks) for clocks in _clocks(store, stream)):
        return None
    (body,) = bodies(store, lens, [stream])
    drop_unseen_answers(store, lens, [body])
    add_breaches(store, lens, [body])
    return body | {"answered_by": answered_by(store, lens, stream)}


def _clocks(store: Reader, stream: UUID) -> list[tuple[int, int, int, int, int]]:
    """The clocks of every version of an incident, and by when it began."""
    # By its id alone, which the index answers; with a cut beside it, the whole table would be read.
    columns = "known_from, known_to, position_from, position_to, began_by"
    found = store.rows(f"SELECT {columns} FROM incident_versions WHERE id = ?::UUID", [str(stream)])
    return [(one[0], one[1], one[2], one[3], one[4]) for one in found]


def answered_by(store: Reader, lens: Lens, stream: UUID) -> list[dict[str, Any]]:
    """The incidents that are said to answer this one (or this statement), by when they began."""
    among = connected(store, {stream})
    if len(among) == 1:
        return []
    return [answer_json(one) for one in answering(store, lens, among) if one.trigger == stream]


def history(store: Reader, stream: UUID, lens: Lens) -> list[dict[str, Any]]:
    """Every version on all clocks, known by recorded, with the fact that made each; in order of position.

    It is the history as the ledger told it at the lens's position, each version judged by the lens's policy: what was
    opened or closed later does not show. `as_of` and `known_at` cut nothing, since every moment of knowledge is shown.
    """
    _, last = bounds(lens)
    found = sorted(
        (position_from, known_from, known_to, position_to)
        for known_from, known_to, position_from, position_to, _ in _clocks(store, stream)
        if position_from <= last
    )
    facts = {fact.originator_version: fact for fact in store.facts_of([stream]).get(stream, [])}
    version_at = {one.position: one.version for one in store.stored([stream])}
    recorded = _recording_times(store, [position_from for position_from, *_ in found])
    return [
        {
            "known_from": shown(known_from),
            "known_to": shown(known_to),
            "position_from": position_from,
            "position_to": position_to if position_to <= last else None,
            "recorded_at": shown(recorded[position_from]),
            "made_by": (made := facts[version_at[position_from]]).TOPIC,
            "reason": made.reason,
            "version": made.originator_version,
            "incident": {"id": str(stream)} | body_of(_folded(facts.values(), known_from, made), lens.policy),
        }
        for position_from, known_from, known_to, position_to in found
    ]


def _folded(facts: Iterable[Fact], known_from: int, made: Fact) -> list[Fact]:
    """The facts that a version was folded from: recorded no later than the one that made it, and known by then."""
    version = made.originator_version
    return [
        fact
        for fact in facts
        if fact.originator_version <= version and (fact.originator_version == 1 or micros(fact.known_at) <= known_from)
    ]


def _recording_times(store: Reader, positions: list[int]) -> dict[int, int]:
    """When the facts at these positions were recorded (microseconds)."""
    if not positions:
        return {}
    # Between the first and the last of them, so that the rest of the table is passed over.
    among = f"position BETWEEN {min(positions)} AND {max(positions)} AND position IN ({', '.join(map(str, positions))})"
    return dict(store.rows(f"SELECT position, recorded_at FROM facts WHERE {among}"))


def feature_of(item: dict[str, Any]) -> dict[str, Any]:
    """An incident of a list as a GeoJSON feature (RFC 7946, WGS 84); a place without coordinates has no geometry."""
    place = item["place"]
    point = None if place["lat"] is None else {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    return {"type": "Feature", "id": item["id"], "geometry": point, "properties": item}


def etag(store: Reader, lens: Lens, stream: UUID) -> tuple[int, int]:
    """The version of a stream at the lens's position, and the position of the fact that made it."""
    _, last = bounds(lens)
    shown_by_then = [(one.version, one.position) for one in store.stored([stream]) if one.position <= last]
    return max(shown_by_then, default=(0, 0))


def _place(after: str) -> tuple[int, UUID]:
    """The place in the list that a cursor names."""
    began, stream = key_of(after, (int, str))
    try:
        return began, UUID(stream)
    except ValueError:
        return began, UUID(int=0)
