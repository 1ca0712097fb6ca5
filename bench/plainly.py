"""Incidents judged one by one in plain Python: what judging many at once is held against, in time and in result."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from domain.act import Act
from domain.compliance.happenings import COARSE, FIRST_MINUTE, Spot
from domain.compliance.holds import Holds
from domain.compliance.judging import UPHELD, Status, binds
from domain.compliance.reach import Reach
from domain.moment import Precision
from domain.place import PlacePrecision
from projections.judging.clauses import clauses
from projections.judging.happenings import AUTHOR, author_of
from projections.judging.verdict_cache import under
from projections.looking import COUNTED

if TYPE_CHECKING:
    from domain.compliance.clauses import Clause
    from domain.compliance.happenings import Author
    from domain.compliance.holds import Steps
    from domain.lens import Lens
    from projections.store import Store

_COLUMNS = f"v.row, v.act, v.began_from, v.over_by, v.precision, v.lat, v.lon, v.place_precision, {AUTHOR}"


class Plain(NamedTuple):
    """So many versions were judged, of how many, in how many seconds."""

    versions: int
    of: int
    seconds: float


class One(NamedTuple):
    """One version of an incident, as it is judged."""

    act: Act
    author: Author
    spot: Spot
    first: int
    last: int


def judged_plainly(store: Store, lens: Lens, sample: int) -> Plain:
    """Judge versions evenly spread over the table. Raises AssertionError where judging many at once said otherwise."""
    wanted = f"FROM incident_versions v WHERE {COUNTED} AND v.answers = '' AND len(v.breaches) = 0"
    of = store.rows(f"SELECT count(*) {wanted}")[0][0]
    rows = store.rows(f"SELECT {_COLUMNS} {wanted} ORDER BY hash(v.row) LIMIT ?", [sample])
    texts: dict[tuple[str, str], list[tuple[Clause, list[Reach]]]] = {}
    for clause in clauses(store, lens).listed:
        # Reaches of its own: those of the clauses remember the places that they were asked about.
        shapes = [one.zone.geometry or one.zone.corridor for one in clause.drawings or ()]
        texts.setdefault(clause.key, []).append((clause, [Reach(shape) for shape in shapes if shape is not None]))
    began = time.perf_counter()
    found = {row[0]: _breached(_one(*row[1:]), texts) for row in rows}
    seconds = time.perf_counter() - began
    standing = {key: set(one.among(UPHELD - {Status.UNCERTAIN}).tolist()) for key, one in under(store, lens).items()}
    for row, breached in found.items():
        assert breached == {key for key, numbers in standing.items() if row in numbers}, row
    return Plain(len(found), of, seconds)


def _one(  # noqa: PLR0917 - the columns of a version
    act: str, began_from: int, over_by: int, precision: str, lat: float, lon: float, place: str, *author: str
) -> One:
    coarse = Precision(precision) in COARSE
    first = min(began_from + FIRST_MINUTE, over_by) if coarse else began_from
    return One(Act(act), author_of(*author), Spot(lat, lon, PlacePrecision(place)), first, over_by)


def _breached(one: One, texts: dict[tuple[str, str], list[tuple[Clause, list[Reach]]]]) -> set[tuple[str, str]]:
    """The provisions that it breaches without a doubt: by the text of every source."""
    return {
        key
        for key, of_key in texts.items()
        if all(_holds(clause, reaches, one) is Holds.YES for clause, reaches in of_key)
    }


def _holds(clause: Clause, reaches: list[Reach], one: One) -> Holds:
    if one.act not in clause.provision.acts:
        return Holds.NO
    force = _during(clause.in_force, one)
    author = Holds.NO if force is Holds.NO else _during(binds(clause, one.author), one)
    return min(force, author) if author is Holds.NO else min(force, author, _place(clause, reaches, one))


def _during(held: Steps, one: One) -> Holds:
    """Whether it holds throughout, for part of, or at no time of what happened."""
    ends = [*(step.start - 1 for step in held[1:]), one.last]
    met = {step.holds for step, end in zip(held, ends, strict=True) if one.first <= end and one.last >= step.start}
    return met.pop() if len(met) == 1 else Holds.MAYBE


def _place(clause: Clause, reaches: list[Reach], one: One) -> Holds:
    if clause.drawings is None:
        return Holds.YES
    said = [Holds.NO] if not clause.drawings or _during(clause.undrawn, one) is not Holds.NO else []
    for drawing, reach in zip(clause.drawings, reaches, strict=True):
        if _during(drawing.held, one) is not Holds.NO:
            said.append(Holds(int(reach.of([one.spot])[0])))
    return said[0] if len(set(said)) == 1 else Holds.MAYBE
