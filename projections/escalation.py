"""Escalation: answers for each act, pair by pair of sides and period by period, and where that is more than usual."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.errors import Unacceptable
from domain.escalation.rising import COMPLETE, State
from domain.escalation.rising_in_words import in_words, named
from domain.escalation.usual import DIGITS
from domain.model import Value
from domain.periods import MOST, By, Whole, day_named, whole, whole_periods
from projections.clock import shown
from projections.fits import in_force
from projections.inference.branching import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from domain.escalation.rising import Period
    from domain.lens import Lens
    from projections.inference.branching import Came, Record
    from projections.reader import Reader


class AskedEscalation(Value):
    """What escalation is asked for, in the words of a query: bare dates in the lens's zone, both included.

    What is left out is not limited, but for as many periods as are told of at once: then the last of them.
    """

    period: By = By.WEEK
    side: str | None = None
    first: str | None = None
    last: str | None = None


def escalation(store: Reader, lens: Lens, asked: AskedEscalation) -> dict[str, Any]:
    """Each pair of sides with its periods in order, and what is higher than usual among these.

    Raises Unacceptable, naming the parameter.
    """
    given = _given(store, asked)
    found, fit = record(store, lens, asked.period), in_force(store, lens)
    pairs = [pair for pair in found.pairs if asked.side in {None, pair.by, pair.against}]
    calendar = _calendar(asked.period, given, pairs)
    told = [_pair(pair, asked.period, calendar) for pair in pairs]
    return {
        "period": asked.period,
        "side": asked.side,
        "from": calendar[0].first.isoformat() if calendar else None,
        "to": calendar[-1].last.isoformat() if calendar else None,
        "unit": "act",
        "fit": None if fit is None else fit.cited(),
        "not_inferred": found.reason,
        "recorded_until": None if found.until is None else shown(found.until),
        "left_out": found.left_out,
        "sides": sorted({side for pair in found.pairs for side in (pair.by, pair.against)}),
        "pairs": told,
        "alerts": [*_alerts(found, pairs, calendar, asked.period)],
    }


def _given(store: Reader, asked: AskedEscalation) -> tuple[date | None, date | None]:
    if asked.side is not None and not store.rows("SELECT 1 FROM party_versions WHERE slug = ? LIMIT 1", [asked.side]):
        raise Unacceptable(f"no party {asked.side!r} is registered", field="side")
    first, last = (
        None if text is None else day_named(text, field=field)
        for text, field in ((asked.first, "from"), (asked.last, "to"))
    )
    if first is not None and last is not None:
        whole_periods(first, last, asked.period)
    return first, last


def _calendar(by: By, given: tuple[date | None, date | None], pairs: Sequence[Came]) -> list[Whole]:
    """The periods that are told of: those given, else those with acts; no more than the last that there may be."""
    first, last = given
    begun = [pair.calendar[0].first for pair in pairs if pair.calendar]
    ended = [pair.calendar[-1].first for pair in pairs if pair.calendar]
    last = last or max([*ended, *([first] if first else [])], default=None)
    if last is None:
        return []
    if first is not None:
        return whole_periods(first, last, by)
    return _before(last, min([*begun, last]), by)


def _before(last: date, first: date, by: By) -> list[Whole]:
    """The periods up to the one of `last`, from that of `first` on at the earliest."""
    found = [whole(last, by)]
    while found[-1].first > first and len(found) < MOST:
        found.append(whole(found[-1].first - timedelta(days=1), by))
    return found[::-1]


def _pair(pair: Came, by: By, calendar: Sequence[Whole]) -> dict[str, Any]:
    place = {one.first: number for number, one in enumerate(pair.calendar)}
    return {
        "by": pair.by,
        "against": pair.against,
        "unplaced": pair.unplaced,
        "items": [_item(pair, place.get(one.first), one, by) for one in calendar],
    }


def _item(pair: Came, place: int | None, days: Whole, by: By) -> dict[str, Any]:
    period = None if place is None else pair.periods[place]
    frame = {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "acts": 0,
        "answers": None,
        "ratio": None,
        "recordable": None,
        "incomplete": False,
        "usual": None,
        "state": State.NO_ACTS,
        "alert": False,
        "in_words": in_words(named(days.first, by), period),
        "where": {"from": days.first.isoformat(), "to": days.last.isoformat(), "party": pair.by},
    }
    return frame if period is None else frame | _told(period, pair)


def _told(period: Period, pair: Came) -> dict[str, Any]:
    ratio, answers, (state, usual, first) = period.ratio, period.answers, period.beside
    return {
        "acts": period.acts,
        "answers": None if answers is None else round(answers, DIGITS),
        "ratio": None if ratio is None else {"best": ratio.best, "low": ratio.low, "high": ratio.high},
        "recordable": round(period.heard, DIGITS),
        "incomplete": period.heard < COMPLETE,
        "usual": None
        if usual is None or first is None
        else {**usual._asdict(), "since": pair.calendar[first].first.isoformat()},
        "state": state,
        "alert": state is State.HIGHER,
    }


def _alerts(found: Record, pairs: Sequence[Came], calendar: Sequence[Whole], by: By) -> Iterator[dict[str, Any]]:
    """The periods that were higher than usual, by when they began, with the incidents that were answered more."""
    asked = {one.first for one in calendar}
    raised = [
        (pair.calendar[n], pair, period, pair.acts[n])
        for pair in pairs
        for n, period in enumerate(pair.periods)
        if period.beside.state is State.HIGHER and pair.calendar[n].first in asked
    ]
    for days, pair, period, acts in sorted(raised, key=lambda one: one[0]):
        ids: list[UUID] = [found.ids[act] for act in acts.tolist()]
        yield {
            "by": pair.by,
            "against": pair.against,
            "from": days.first.isoformat(),
            "to": days.last.isoformat(),
            "in_words": in_words(named(days.first, by), period),
            "incidents": [str(each) for each in ids],
        }
