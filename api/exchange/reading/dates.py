"""Dates in the one form that a mapping names, as Python's strptime spells it; two-digit years are never read."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from api.exchange.reading.cells import CellWrong
from domain.instant import is_bare_date, parse_date, parse_instant, zone_named

_DIRECTIVE = re.compile(r"%(.)")
_KNOWN = frozenset("YmdbBHMSz")
_RUN_TOGETHER = re.compile(r"%[YmdHMS]%[YmdHMS]")
_OFFSET = re.compile(r"(?:Z|[+-][0-9:]+)$")


def fault_of(form: str) -> str | None:
    """What is wrong with a form of dates; None where it names a day in one way only."""
    used = _DIRECTIVE.findall(form)
    if unknown := sorted({*used} - _KNOWN):
        return f"%{unknown[0]} is not one of {', '.join(f'%{one}' for one in sorted(_KNOWN))}"
    if len(set(used)) < len(used):
        return "a part of the date comes twice"
    if not {"Y", "d"} <= {*used} or len({"m", "b", "B"} & {*used}) != 1:
        return "it names a year (%Y), a month (%m, %b or %B) and a day (%d), each once"
    if {"H", "M", "S", "z"} & {*used} and not {"H", "M"} <= {*used}:
        return "a time of day names its hour (%H) and minute (%M)"
    return None


def fault_of_clock(form: str) -> str | None:
    """What is wrong with a form of times of day; None where it names a minute in one way only."""
    used = _DIRECTIVE.findall(form)
    if set(used) - set("HMS") or len(set(used)) < len(used) or not {"H", "M"} <= {*used}:
        return "it names an hour (%H) and a minute (%M), and may name a second (%S), each once"
    return None


def joined_moment(of_day: tuple[str, str, str | None], of_time: tuple[str, str, str | None], zone: str) -> str:
    """A day and a time of day from columns of their own, each as column, cell and form; the clock stands in `zone`.

    Without a time it is the bare day. Raises CellWrong.
    """
    (column, cell, form), (time_column, time, clock) = of_day, of_time
    day = moment_of(column, cell, form, None)
    if not is_bare_date(day):
        raise CellWrong(column, cell, f"has a time of day of its own, beside that in {time_column}")
    return day if not time else moment_of(time_column, f"{day}T{_time_of(time_column, time, clock)}", None, zone)


def _time_of(column: str, text: str, clock: str | None) -> str:
    like = "17:40 or 17:40:00" if clock is None else f"{clock}, which the mapping names"
    form = clock or ("%H:%M:%S" if text.count(":") > 1 else "%H:%M")
    if _could_be_several(text, form):
        raise CellWrong(column, text, f"has other figures than all of {form}, and could be several times")
    try:
        return datetime.strptime(text, form).time().isoformat()  # noqa: DTZ007 - the zone of the column is given to it
    except ValueError:
        raise CellWrong(column, text, f"is not a time of day of the form {like}") from None


@lru_cache(50_000)
def moment_of(column: str, text: str, form: str | None, zone: str | None) -> str:
    """The date or time of a cell as the ledger takes it: an ISO day, or an RFC 3339 time.

    A time without offset comes with the one that `zone` then had, where it is given: its clock shows what the cell
    says. Without a form, the cell is ISO. Raises CellWrong.
    """
    said = text.strip()
    if form is not None and _could_be_several(said, form):
        raise CellWrong(column, text, f"has other figures than all of {form}, and could be several dates")
    try:
        if form is not None:
            read = datetime.strptime(said, form)  # noqa: DTZ007 - the zone is looked at below
            said = read.isoformat() if "%H" in form else read.date().isoformat()
        if is_bare_date(said):
            return parse_date(said).isoformat()
        instant = parse_instant(said, zone or "UTC")
    except ValueError as wrong:
        if zone is not None and zone in str(wrong):
            raise CellWrong(column, text, str(wrong)) from None
        like = "2020-02-20 or 2020-02-20T15:00:00Z" if form is None else f"{form}, which the mapping names"
        raise CellWrong(column, text, f"is not a date of the form {like}") from None
    if zone is None or datetime.fromisoformat(said).tzinfo is not None:
        return said
    return instant.astimezone(zone_named(zone)).isoformat()


def _could_be_several(said: str, form: str) -> bool:
    """Whether parts without a mark between them lack figures: to `%Y%m%d`, 2020111 is a day of January or November."""
    if _RUN_TOGETHER.search(form) is None:
        return False
    figures = _OFFSET.sub("", said) if form.endswith("%z") else said
    full = 4 * ("%Y" in form) + 2 * sum(form.count(f"%{part}") for part in "mdHMS") + sum(map(str.isdigit, form))
    return sum(map(str.isdigit, figures)) != full
