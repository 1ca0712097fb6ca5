"""What changed between two lenses: per incident, and in the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from domain.lens import Lens
from projections.bodies import body_of
from projections.clock import micros, shown
from projections.counts import grouped
from projections.differences import change
from projections.differing import differing
from projections.judging.breach_pages import add_breaches
from projections.links import drop_unseen_answers
from projections.looking import bounds, lens_json
from projections.zones import zone_is_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model import Fact
    from projections.differing import Differing
    from projections.reader import Reader
    from projections.selection import Selection

LIMIT = 50
"""Incidents told at once, unless more are asked for."""


def between(
    store: Reader, before: Lens, after: Lens, selection: Selection, *, limit: int = LIMIT, cursor: str | None = None
) -> dict[str, Any]:
    """The incidents of which two lenses show different facts, by when they began, and how the counts per party differ.

    Each has its kind of `change` (`differences.KINDS`), every difference with its old and new value, and the facts
    that only one of the lenses shows. `count` is that of all; `next` is the cursor of the rest. The differences in
    the counts are always those of all. Raises Unacceptable.
    """
    part = differing(store, before, after, selection, limit=limit, cursor=cursor)
    told = told_of(store, part.incidents, before, after)
    return {
        "before": lens_json(before),
        "after": lens_json(after),
        "incidents": told,
        "count": part.count,
        "next": part.after,
        "counts": _counts(store, before, after, selection) if part.count else [],
    }


class Placed(NamedTuple):
    """A fact with its position."""

    position: int
    fact: Fact


def _facts(store: Reader, streams: Sequence[UUID], before: Lens, after: Lens) -> dict[UUID, list[Placed]]:
    """The facts of these incidents that either lens may show, read once for both."""
    (known, position), (other_known, other_position) = bounds(before), bounds(after)
    known_at = (after if other_known > known else before).known_at
    read = store.facts_of(streams, Lens(known_at=known_at, position=max(position, other_position)))
    places = {(one.stream, one.version): one.position for one in store.stored(streams)}
    return {
        stream: [Placed(places[stream.hex, fact.originator_version], fact) for fact in facts]
        for stream, facts in read.items()
    }


def told_of(store: Reader, incidents: Sequence[Differing], before: Lens, after: Lens) -> list[dict[str, Any]]:
    """Each incident with the pages of both lenses compared, judged by the agreements that each lens shows."""
    facts = _facts(store, [one.stream for one in incidents], before, after)
    old, new = ({stream: _through(lens, of_one) for stream, of_one in facts.items()} for lens in (before, after))
    was = {one.stream: _page(old[one.stream], before) for one in incidents if one.before}
    now = {one.stream: _page(new[one.stream], after) for one in incidents if one.after}
    _judge(store, before, [*was.values()])
    _judge(store, after, [*now.values()])
    return [_changed(one.stream, (was, old), (now, new)) for one in incidents]


def _judge(store: Reader, lens: Lens, pages: list[dict[str, Any]]) -> None:
    """Find the breaches as an incident's own page does: by the answers that do not wait for something unseen."""
    answers = [page["answers"] for page in pages]
    drop_unseen_answers(store, lens, pages)
    add_breaches(store, lens, pages)
    for page, said in zip(pages, answers, strict=True):
        page["answers"] = said


Told = tuple[dict[UUID, dict[str, Any]], dict[UUID, list[Placed]]]
"""Pages and facts, by incident."""


def _page(facts: Sequence[Placed], lens: Lens) -> dict[str, Any]:
    return body_of([each.fact for each in facts], lens.policy)


def _changed(stream: UUID, was: Told, now: Told) -> dict[str, Any]:
    old, new = was[1][stream], now[1][stream]
    gone, came = ([each for each in mine if each not in others] for mine, others in ((old, new), (new, old)))
    told = change(was[0].get(stream), now[0].get(stream), [each.fact for each in (*gone, *came)])
    return {"id": str(stream), **told, "facts": {"old": [*map(_told, gone)], "new": [*map(_told, came)]}}


def _through(lens: Lens, facts: Sequence[Placed]) -> list[Placed]:
    """The facts that a lens shows; the opening carries only the frame, and is always among them."""
    known, position = bounds(lens)
    return [
        one
        for one in facts
        if one.position <= position and (one.fact.originator_version == 1 or micros(one.fact.known_at) <= known)
    ]


def _told(one: Placed) -> dict[str, Any]:
    return {
        "fact": one.fact.TOPIC,
        "known_at": shown(micros(one.fact.known_at)),
        "position": one.position,
        "reason": one.fact.reason,
    }


def _counts(store: Reader, before: Lens, after: Lens, selection: Selection) -> list[dict[str, Any]]:
    """The parties whose numbers differ, with both."""
    old, new = (
        {group["party"]: _bare(group) for group in grouped(store, lens, selection, ["party"])}
        if zone_is_shown(store, lens, selection.zone)
        else {}
        for lens in (before, after)
    )
    return [
        {"party": party, "old": old.get(party), "new": new.get(party)}
        for party in sorted(old.keys() | new.keys())
        if old.get(party) != new.get(party)
    ]


def _bare(group: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name not in {"party", "where"}}
