"""Links: what is said to answer what, with merged reports spoken for by the incident they went into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID

from pydantic_core import from_json

from projections.held import read_key
from projections.looking import cut_of, had_happened_by, seen

if TYPE_CHECKING:
    from collections.abc import Collection

    from domain.lens import Lens
    from projections.reader import Reader


class AnswerLink(NamedTuple):
    """One incident is said to answer another, or a statement."""

    incident: UUID
    trigger: UUID
    answer: str
    status: str
    asserted_by: str


def answer_json(one: AnswerLink) -> dict[str, str]:
    """An answer as the page of what it answers shows it."""
    return {
        "incident": str(one.incident),
        "answer": one.answer,
        "status": one.status,
        "asserted_by": one.asserted_by,
    }


def answering(store: Reader, lens: Lens, among: Collection[UUID] | None = None) -> list[AnswerLink]:
    """Every answer of an incident that is not retracted, in a fixed order; none of an incident to itself.

    Where the lens does not show the incident that a merged report went into, its answers wait. `among` says of which
    incidents at least, merged ones included: then the others may be left out.
    """
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    linked = _linked(store, lens, among)
    if linked == _NONE:
        return []
    shown = f"{linked} AND {seen_by} AND {happened} AND v.standing <> 'retracted'"
    merged = speakers(store, lens, among)
    found = store.rows(
        f"SELECT v.id, v.answers FROM incident_versions v WHERE {shown} AND v.answers <> ''"
        " ORDER BY v.began_from, v.id",
        [*values, *moments],
    )
    links = (
        AnswerLink(speaker(merged, stream), speaker(merged, UUID(target)), answer, status, source)
        for stream, answers in found
        for target, answer, status, source in from_json(answers)
    )
    speaking = set(merged.values())
    unseen = speaking - in_sight(store, lens, "incident", speaking)
    return [link for link in links if link.incident != link.trigger and link.incident not in unseen]


_NONE = "false"

_FEW = 500
"""So many incidents are sooner asked for one by one than found in the whole table."""


def _linked(store: Reader, lens: Lens, among: Collection[UUID] | None) -> str:
    """SQL that leaves out most of what is linked to nothing; few incidents are linked at all."""
    if among is not None and len(among) <= _FEW:
        return written_out(among)
    linked = store.memory.ids(lens, [("linked", bool)])
    if linked is None or len(linked) > _FEW:
        return "v.linked <> ''"
    return written_out(linked)


def written_out(streams: Collection[UUID | str]) -> str:
    """SQL that lets through these incidents only, written out one by one: then the index finds them."""
    written = ", ".join(f"'{UUID(str(stream))}'::UUID" for stream in streams)
    return f"v.id IN ({written})" if written else _NONE


def in_sight(
    store: Reader, lens: Lens, kind: Literal["incident", "statement"], streams: Collection[UUID | str]
) -> set[UUID]:
    """Those of these incidents, or statements, that the lens shows."""
    if not streams:
        return set()
    held = store.memory.among(lens, [], {UUID(str(one)) for one in streams}) if kind == "incident" else None
    if held is not None:
        return {read_key(key)[0] for key in held.key.tolist()}
    # By their ids alone, which the index answers; with the cut beside it, the whole table would be read.
    columns = "v.id, v.known_from, v.known_to, v.position_from, v.position_to, v.began_by"
    found = store.rows(f"SELECT {columns} FROM {kind}_versions v WHERE {written_out(streams)}")
    cut = cut_of(lens)
    return {stream for stream, *clocks in found if cut.shows(*clocks)}


def drop_unseen_answers(store: Reader, lens: Lens, bodies: list[dict[str, Any]]) -> None:
    """Leave out the answers to what the lens does not show: a reference to something unseen waits."""
    answers = [answer for body in bodies for answer in body["answers"]]
    incidents, statements = ([one[kind] for one in answers if one[kind]] for kind in ("incident", "statement"))
    shown = in_sight(store, lens, "incident", incidents) | in_sight(store, lens, "statement", statements)
    for body in bodies:
        body["answers"] = [one for one in body["answers"] if UUID(one["incident"] or one["statement"]) in shown]


def speakers(store: Reader, lens: Lens, among: Collection[UUID] | None = None) -> dict[UUID, UUID]:
    """Which incident speaks for each merged one that the lens shows; at least of those `among` them."""
    linked = _linked(store, lens, among)
    if linked == _NONE:
        return {}
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    return dict(
        store.rows(
            f"SELECT v.id, v.merged_into FROM incident_versions v WHERE {linked}"
            f" AND v.merged_into IS NOT NULL AND {seen_by} AND {happened} AND v.standing <> 'retracted'",
            [*values, *moments],
        )
    )


def speaker(merged: dict[UUID, UUID], stream: UUID) -> UUID:
    """The incident that speaks for this one; two that were merged into each other speak for themselves."""
    passed = {stream}
    while (speaker := merged.get(stream)) is not None and speaker not in passed:
        stream = speaker
        passed.add(stream)
    return stream
