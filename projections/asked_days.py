"""The days for which bulletins are asked: calendar days as they are where a bulletin is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import Unacceptable
from domain.periods import day_named


@dataclass(frozen=True)
class AskedDays:
    """A stretch of calendar days, both ends included; without an end it goes on."""

    first: date = date.min
    last: date = date.max

    def holds(self, first: date, last: date) -> bool:
        """Whether all days from a first to a last are among them."""
        return self.first <= first and last <= self.last

    def meets(self, first: date, last: date) -> bool:
        """Whether any of those days is."""
        return self.first <= last and first <= self.last

    def shown(self) -> dict[str, str | None]:
        """Both ends as ISO dates; None for one that is open."""
        return {
            "from": None if self.first == date.min else str(self.first),
            "to": None if self.last == date.max else str(self.last),
        }


def asked_days(*, day: str | None = None, first: str | None = None, last: str | None = None) -> AskedDays:
    """The days that the words of a query mean: `day`, or `from` and `to`. Raises Unacceptable, naming the word."""
    if day is not None and (first is not None or last is not None):
        raise Unacceptable("day is one day, from and to are several: give one or the other", field="day")
    began = _day("day", day) or _day("from", first) or date.min
    ended = _day("day", day) or _day("to", last) or date.max
    if ended < began:
        raise Unacceptable(f"{last} is before {first}", field="to")
    return AskedDays(began, ended)


def _day(field: str, text: str | None) -> date | None:
    return None if text is None else day_named(text, field=field)
