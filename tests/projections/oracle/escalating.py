"""How many answers acts had, by pair of sides and period: from each act's odds, added up the plain way."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import accumulate
from math import exp, log, sqrt
from typing import NamedTuple

from tests.projections.oracle.days import shown_on
from tests.projections.oracle.inferring import MINUTE, fit_of, odds
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.staging import DAY, EPOCH, Act, acts

PARTS = 2_000


class Came(NamedTuple):
    """What acts of a period came to: best, low and high; None where less than half of the answers can be there."""

    acts: int
    heard: float
    ratio: tuple[float, float, float] | None


Key = tuple[str, str, str]
"""Who acted, against whom, and the first day of the period."""


def came_to(picture: Picture, by: str, tz: str) -> dict[Key, Came]:
    """Every period with acts."""
    fit, parts = fit_of(picture), odds(picture)
    staged = acts(picture)
    groups: dict[Key, list[Act]] = defaultdict(list)
    for act in staged if fit else []:
        first = period(act, by, tz)
        if first is not None:
            groups[act.by, act.against, first.isoformat()].append(act)
    until = max((max(act.ended, act.began + MINUTE) for act in staged), default=0.0)
    found = {}
    for key, members in groups.items():
        mine = {act.stream for act in members}
        chances = [sum(one.get(trigger, 0.0) for trigger in mine) for one in parts.values()]
        found[key] = _came(members, [one for one in chances if one], (fit or {})["parameters"], until)
    return found


def unplaced(picture: Picture, by: str, tz: str) -> int:
    return sum(period(act, by, tz) is None for act in acts(picture)) if fit_of(picture) else 0


def period(act: Act, by: str, tz: str) -> date | None:
    """The first day of the period of which an act is: by its middle where it is known to the day or better."""
    rough = act.ended - act.began > 25 / 24
    # The middle of a day that ends with its last tick, and never the tick after.
    middle = (act.began + act.ended) / 2 - (1e-9 if act.ended > act.began else 0.0)
    moments = (act.began, act.ended) if rough else (middle,)
    firsts = {_first(shown_on(EPOCH + moment * DAY, tz), by) for moment in moments}
    return firsts.pop() if len(firsts) == 1 else None


def _first(day: date, by: str) -> date:
    return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[by]


def _came(members: list[Act], chances: list[float], parameters: dict[str, float], until: float) -> Came:
    expected = [parameters["answers"] * exp(parameters["weight"] * act.mark) for act in members]
    shares = [1 - exp(-max(until - _middle(act), 0.0) / parameters["delay_days"]) for act in members]
    there = sum(one * share for one, share in zip(expected, shares, strict=True))
    heard = there / sum(expected)
    if heard < 0.5:
        return Came(len(members), heard, None)
    each = sum(expected) / len(members)
    best, low, high = (each * one for one in _times(chances, there))
    return Came(len(members), heard, (best, low, high))


def _middle(act: Act) -> float:
    return (act.began + max(act.ended, act.began + MINUTE)) / 2


def _times(chances: list[float], there: float) -> tuple[float, float, float]:
    """How many times as strong: the likeliest, and between what it lies, its root being as likely anywhere before."""
    most = sqrt((len(chances) + 14) / there)
    roots = [most * (part + 0.5) / PARTS for part in range(PARTS)]
    logs = [sum(log(1 + one * (root**2 - 1)) for one in chances) - root**2 * there for root in roots]
    top = max(logs)
    below = [*accumulate(exp(one - top) for one in logs)]
    low, high = (
        next(root for root, so_far in zip(roots, below, strict=True) if so_far >= share * below[-1])
        for share in (0.025, 0.975)
    )
    best = 0.0 if logs[0] == top else roots[logs.index(top)]
    return best**2, low**2, high**2
