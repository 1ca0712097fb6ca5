"""Incidents as they are judged: from the rows of versions, many at once, or from the pages of a few."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from domain.act import Act
from domain.compliance.happenings import (
    COARSE,
    AssertedAnswer,
    Author,
    Coded,
    Happenings,
    Spot,
    Trigger,
    stretch,
    stretches,
)
from domain.incident.values import Attribution, Standing
from domain.moment import Precision
from domain.place import PlacePrecision
from projections.columns import unlisted
from projections.looking import COUNTED, had_happened_by, seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader

Body = dict[str, Any]


class Versions(NamedTuple):
    """Versions of incidents by their numbers, and what happened in each."""

    rows: NDArray[np.int64]
    happenings: Happenings


AUTHOR = "v.attribution, v.perpetrators, v.possible"
"""The columns that say who did it, as SQL over the versions `v`; `author_of` reads them."""

_SPOT = "v.lat, v.lon, v.place_precision"


def of_rows(store: Reader, acts: Iterable[str], after: int, last: int, *, only_answers: bool = False) -> Versions:
    """The versions numbered after one number, and up to another, of incidents of these acts, by their numbers.

    What they answer is left out; with `only_answers`, so are those that answer nothing.
    """
    wanted = f"v.row > ? AND v.row <= ? AND {COUNTED} AND v.act IN (SELECT unnest(?::VARCHAR[]))"
    wanted += " AND v.answers <> ''" if only_answers else ""
    among = f"FROM incident_versions v WHERE {wanted}"
    values = [after, last, sorted(acts)]
    kinds, authors, spots = (
        store.rows(f"SELECT DISTINCT {columns} {among} ORDER BY ALL", values) for columns in ("v.act", AUTHOR, _SPOT)
    )
    coded = ", ".join(
        f"dense_rank() OVER (ORDER BY {columns}) - 1 AS {name}"
        for name, columns in (("act", "v.act"), ("author", AUTHOR), ("spot", _SPOT))
    )
    coarse = f"v.precision IN ({', '.join(map(repr, map(str, sorted(COARSE))))}) AS coarse"
    found = store.arrays(f"SELECT v.row, v.began_from, v.over_by, {coarse}, {coded} {among} ORDER BY v.row", values)
    first, until = stretches(found["began_from"], found["over_by"], found["coarse"])
    return Versions(
        found["row"],
        Happenings(
            Coded([Act(kind) for (kind,) in kinds], found["act"]),
            Coded([author_of(*one) for one in authors], found["author"]),
            Coded([_spot(*one) for one in spots], found["spot"]),
            first,
            until,
        ),
    )


def author_of(attribution: str, perpetrators: str, possible: str) -> Author:
    """Who did it, by the columns of `AUTHOR`."""
    return Author(Attribution(attribution), tuple(unlisted(perpetrators)), tuple(unlisted(possible)))


def _spot(lat: float | None, lon: float | None, precision: str) -> Spot:
    return Spot(lat, lon, PlacePrecision(precision))


def of_pages(store: Reader, lens: Lens, bodies: Sequence[Body]) -> Happenings:
    """What happened in these incidents, as their pages say it, with what they are said to answer."""
    times = [
        stretch(_moment(occurred["earliest"]), _moment(occurred["until"]), Precision(occurred["precision"]))
        for occurred in (body["occurred"] for body in bodies)
    ]
    answering = {number: body["answers"] for number, body in enumerate(bodies) if body["answers"]}
    attacks = _triggers(store, lens, [one["incident"] for said in answering.values() for one in said])
    return Happenings(
        Coded.of(Act(body["act"]) for body in bodies),
        Coded.of(
            Author(Attribution(body["attribution"]), tuple(body["perpetrators"]), tuple(body["possible_perpetrators"]))
            for body in bodies
        ),
        Coded.of(_spot(place["lat"], place["lon"], place["precision"]) for place in (body["place"] for body in bodies)),
        np.array([first for first, _ in times], dtype=np.int64),
        np.array([last for _, last in times], dtype=np.int64),
        {
            number: [_answer(one, attacks) for one in said if one["status"] != "rejected"]
            for number, said in answering.items()
        },
        {number: bodies[number]["targets"] for number in answering},
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _answer(answer: Body, attacks: Mapping[str, Trigger]) -> AssertedAnswer:
    return AssertedAnswer(answer["status"] == "disputed", attacks.get(answer["incident"] or ""))


def trigger_of(stream: UUID, first: int, last: int, standing: str, author: Sequence[str]) -> Trigger | None:
    """The attack that an incident was from `first` to `last` (microseconds, UTC), by the columns of `AUTHOR`.

    None for a report that was taken back; of a merged one the author is open.
    """
    if standing == Standing.RETRACTED:
        return None
    return Trigger(stream, first, last, None if standing == Standing.MERGED else author_of(*author))


def _triggers(store: Reader, lens: Lens, ids: Iterable[str | None]) -> dict[str, Trigger]:
    """The attacks of these ids that the lens shows; a statement is none."""
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    found = store.rows(
        f"SELECT v.id, v.began_from, v.over_by, v.standing, {AUTHOR} FROM incident_versions v"
        f" WHERE v.id IN ({', '.join('?::UUID' for _ in wanted)}) AND {seen_by} AND {happened}",
        [*wanted, *cut, *moments],
    )
    attacks = [trigger_of(stream, first, last, standing, author) for stream, first, last, standing, *author in found]
    return {str(attack.id): attack for attack in attacks if attack is not None}
