"""Branching: how many answers the acts of each pair of sides had, period by period, under a lens and its fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from domain.escalation.branching import Groups, Links, branching
from domain.escalation.placing import UNPLACED, placed
from domain.escalation.rising import periods
from domain.periods import whole
from projections.beside import Lately
from projections.fits import fit_in_force
from projections.inference.acts import all_acts
from projections.inference.casting import DAY
from projections.inference.stage import staged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.escalation.rising import Period
    from domain.lens import Lens
    from domain.periods import By, Whole
    from projections.inference.acts import Played
    from projections.reader import Reader

    Integers = NDArray[np.int64]

_DAYS = date.max.toordinal() + 1
"""More than any day's number."""


@dataclass(frozen=True)
class Came:
    """What one side did to another, and what came of it, in every period with acts, in order.

    `acts` are the numbers of the acts of each period, `unplaced` counts those that may be of several.
    """

    by: str
    against: str
    calendar: Sequence[Whole]
    periods: Sequence[Period]
    acts: Sequence[Integers]
    unplaced: int


@dataclass(frozen=True)
class Record:
    """All that a lens shows: pairs of sides in order of their names, or the `reason` why nothing is told of any.

    `until` (microseconds since 1970, UTC) is when the last act that takes part can have begun: so far the record goes.
    `left_out` counts incidents that take no part, by the reason; acts have their `ids` by their numbers.
    """

    pairs: Sequence[Came]
    until: int | None
    ids: Sequence[UUID]
    left_out: dict[str, int]
    reason: str | None = None


_LATELY = Lately["tuple[Lens, By]", Record](4)


def record(store: Reader, lens: Lens, by: By) -> Record:
    """What came of all acts, by periods of the lens's zone; remembered for the lens."""
    return _LATELY.under(store, lens, (lens, by), lambda: _record(store, lens, by))


def _record(store: Reader, lens: Lens, by: By) -> Record:
    fit = fit_in_force(store, lens)
    if fit is None:
        stage = staged(store, lens)
        return Record((), None, (), stage.left_out, "no fit is adopted" if len(stage.acts) else _nobody(stage.left_out))
    played = all_acts(store, lens, fit)
    stage = played.stage
    if not len(stage.acts):
        return Record((), None, (), stage.left_out, _nobody(stage.left_out))
    until = round(float(stage.acts.ended.max()) * DAY)
    return Record([*_pairs(played, by, lens.tz)], until, stage.ids, stage.left_out)


def _nobody(left_out: dict[str, int]) -> str:
    many = sum(left_out.values())
    reasons = ", ".join(f"{reason.replace('_', ' ')} {count:,}" for reason, count in left_out.items())
    if not many:
        return "no incident is recorded"
    recorded = "recorded incident" if many == 1 else "recorded incidents"
    return f"of {many:,} {recorded} none is known to be an act of one side against another ({reasons})"


def _pairs(played: Played, by: By, tz: str) -> Iterator[Came]:
    acts, first_day = played.stage.acts, placed(played.stage.acts, by, tz)
    inside = np.flatnonzero(first_day != UNPLACED)
    # In order of the pairs, and of time within each.
    keys, group = np.unique(acts.pair[inside] * _DAYS + first_day[inside], return_inverse=True)
    of = np.full(len(acts), -1, dtype=np.int64)
    of[inside] = group
    found = branching(_links(played), _groups(played, of, len(keys)))
    ends = np.cumsum(found.acts)
    members = inside[np.argsort(group, kind="stable")]
    unplaced = np.bincount(acts.pair[first_day == UNPLACED], minlength=len(played.stage.pairs)).tolist()
    for number, (side, other) in enumerate(played.stage.pairs):
        own = np.flatnonzero(keys // _DAYS == number).tolist()
        calendar = [whole(date.fromordinal(int(keys[n] % _DAYS)), by) for n in own]
        numbers = [members[ends[n] - found.acts[n] : ends[n]] for n in own]
        yield Came(side, other, calendar, periods(found, own), numbers, unplaced[number])


def _links(played: Played) -> Links:
    shares = [*played.shares(np.arange(len(played.stage.acts)))]
    columns = ([getattr(one, name) for one in shares] for name in Links._fields)
    return Links(*map(np.concatenate, columns))


def _groups(played: Played, of: Integers, many: int) -> Groups:
    """How many answers the acts of groups have under the fit, and how many of them can be in the record."""
    acts, now = played.stage.acts, played.fit.parameters
    expected = now.answers * np.exp(now.weight * acts.mark)
    until = replace(played.fit.window, last=float(acts.until.max()))
    return Groups(of, expected, until.exposed(acts, now.delay).share, many)
