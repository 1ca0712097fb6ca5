"""Links: what incidents are said to answer, with merged reports spoken for by the incident they went into."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from pydantic_core import from_json

from projections.looking import had_happened_by, seen

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader


class Answering(NamedTuple):
    """One incident is said to answer another, or a statement."""

    incident: UUID
    trigger: UUID
    answer: str
    status: str
    asserted_by: str


def answering(store: Reader, lens: Lens) -> list[Answering]:
    """Every answer of an incident that is not retracted, in a fixed order; none of an incident to itself."""
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    shown = f"{seen_by} AND {happened} AND v.standing <> 'retracted'"
    merged = speakers(store, lens)
    found = store.rows(
        f"SELECT v.id, v.answers FROM incident_versions v WHERE {shown} AND v.answers <> ''"
        " ORDER BY v.began_from, v.id",
        [*values, *moments],
    )
    links = (
        Answering(speaker(merged, stream), speaker(merged, UUID(target)), answer, status, source)
        for stream, answers in found
        for target, answer, status, source in from_json(answers)
    )
    return [link for link in links if link.incident != link.trigger]


def speakers(store: Reader, lens: Lens) -> dict[UUID, UUID]:
    """Which incident speaks for each merged one that the lens shows."""
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    return dict(
        store.rows(
            f"SELECT v.id, v.merged_into FROM incident_versions v WHERE v.merged_into IS NOT NULL"
            f" AND {seen_by} AND {happened} AND v.standing <> 'retracted'",
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
