"""What changed between two lenses: per incident, and in the counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.incident.values import Standing
from domain.tally import UNCOUNTED
from projections.bodies import bodies
from projections.counts import grouped
from projections.looking import lens_json
from projections.selection import condition

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Selection

_COMPARED = ("nature", "standing", "attribution", "perpetrators", "occurred", "place", "act", "targets", "breaches")
"""What is compared as a whole; numbers are compared row by row, claims by who came and went."""


def between(store: Reader, before: Lens, after: Lens, selection: Selection) -> dict[str, Any]:
    """The incidents that two lenses show differently, by when they began, and how the counts per party differ.

    `change` is `added`, `removed` (the later lens does not show it), `retracted`, `merged` or `corrected`; each
    difference gives the part with its old and new value.
    """
    streams = _differing(store, before, after, selection)
    old, new = (_bodies(store, lens, selection, streams) for lens in (before, after))
    changed = [{"id": str(stream)} | _change(old.get(stream), new.get(stream)) for stream in streams]
    return {
        "before": lens_json(before),
        "after": lens_json(after),
        "incidents": [one for one in changed if one["change"] != "corrected" or one["differences"]],
        "counts": _counts(store, before, after, selection),
    }


def _differing(store: Reader, before: Lens, after: Lens, selection: Selection) -> list[UUID]:
    """The incidents of which the lenses show different versions, by when they began."""
    old, new = (condition(store, _of_any_standing(selection), lens) for lens in (before, after))
    found = store.rows(
        f"SELECT v.id, min(v.began_from) AS began FROM incident_versions v WHERE ({old.sql}) <> ({new.sql})"
        " GROUP BY v.id ORDER BY began, v.id",
        [*old.values, *new.values],
    )
    return [stream for stream, _ in found]


def _bodies(store: Reader, lens: Lens, selection: Selection, streams: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """What a lens shows of these incidents, whatever their standing."""
    where = condition(store, _of_any_standing(selection), lens)
    where.add("v.id IN (SELECT unnest(?::VARCHAR[])::UUID)", [[str(stream) for stream in streams]])
    shown = [row[0] for row in store.rows(f"SELECT v.id FROM incident_versions v WHERE {where.sql}", where.values)]
    return dict(zip(shown, bodies(store, lens, shown), strict=True))


def _of_any_standing(selection: Selection) -> Selection:
    return selection.model_copy(update={"standing": selection.standing or _EVERY})


_EVERY = ",".join(Standing)


def _change(was: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, Any]:
    shown = now or was or {}
    return {
        "change": _kind(was, now),
        "act": shown["act"],
        "place": shown["place"]["name"],
        "occurred": shown["occurred"]["from"],
        "differences": list(_differences(was, now)),
    }


def _kind(was: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
    if was is None or now is None:
        return "added" if was is None else "removed"
    standing: str = now["standing"]
    return standing if standing in UNCOUNTED and was["standing"] != standing else "corrected"


def _differences(was: dict[str, Any] | None, now: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Each part that differs, with its old and new value; None where one side does not have it."""
    if was is not None and now is not None:
        for name in _COMPARED:
            if was[name] != now[name]:
                yield {"about": name, "old": was[name], "new": now[name]}
    for kind in ("casualties", "equipment"):
        old, new = _numbers(was, kind), _numbers(now, kind)
        for about in sorted(old.keys() | new.keys()):
            if old.get(about) != new.get(about):
                yield {"about": f"{kind}: {about}", "old": old.get(about), "new": new.get(about)}
    gone, came = _claims(was) - _claims(now), _claims(now) - _claims(was)
    if gone or came:
        yield {"about": "claims", "old": sorted(gone), "new": sorted(came)}


def _numbers(body: dict[str, Any] | None, kind: str) -> dict[str, dict[str, Any]]:
    rows = body["assessed"][kind] if body else []
    return {
        " ".join(str(row[name]) for name in ("party", "category", "type", "outcome") if row.get(name)): {
            name: row[name] for name in ("low", "high", "best", "open")
        }
        for row in rows
    }


def _claims(body: dict[str, Any] | None) -> set[str]:
    """The claims that count."""
    return set(body["assessed"]["claims"]) if body else set()


def _counts(store: Reader, before: Lens, after: Lens, selection: Selection) -> list[dict[str, Any]]:
    """The parties whose numbers differ, with both."""
    old, new = (
        {group["party"]: _bare(group) for group in grouped(store, lens, selection, ["party"])}
        for lens in (before, after)
    )
    return [
        {"party": party, "old": old.get(party), "new": new.get(party)}
        for party in sorted(old.keys() | new.keys())
        if old.get(party) != new.get(party)
    ]


def _bare(group: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name not in {"party", "where"}}
