"""What is odd about a UCDP row. It is taken in as it is claimed, and whoever imports it hears of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

from api.exchange.draft import Finding, Row
from api.exchange.files.tables import excerpt
from api.exchange.reading.cells import CellWrong, day, whole_number

DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")

_NUMBERS = itemgetter("low", "best", "high", *DEATHS)

DAYS = {1: (1, 1), 2: (2, 6), 3: (7, 7), 4: (8, 31), 5: (32, 366)}
"""How many days, at least and at most, `date_start` to `date_end` are by the codebook for each `date_prec`."""


def doubts_of(row: Row) -> tuple[Finding, ...]:
    """Everything odd about a row that could be understood."""
    cells = row.cells
    start = cells["date_start"]
    tolls = _of_tolls(_NUMBERS(cells))
    span = _of_span(start, cells["date_end"], cells["date_prec"])
    published = _of_dates(cells["source_date"], start)
    year = _of_year(cells.get("year", ""), start)
    if not (tolls or span or published or year):
        return ()
    said = (*tolls, *span, *published, *year)
    return tuple(Finding(row.number, column, excerpt(cells[column]), rule) for column, rule in said)


def _of_tolls(said: Sequence[str]) -> tuple[tuple[str, str], ...]:
    try:
        low, best, high, *deaths = map(int, said)
    except ValueError:
        low, best, high, *deaths = [whole_number("best", one) for one in said]
    dead = sum(deaths)
    return () if low <= best == dead <= high else tuple(_tolls(low, best, high, dead))


def _tolls(low: int, best: int, high: int, dead: int) -> Iterator[tuple[str, str]]:
    if low > high:
        yield "low", f"low ({low}) is above high ({high})"
    if not low <= best <= high:
        yield "best", f"best ({best}) is outside low to high ({low} to {high})"
    if dead != best:
        yield "best", f"best ({best}) is not the sum of the deaths by side ({dead})"


@lru_cache(50_000)
def _of_span(start: str, end: str, precision: str) -> tuple[tuple[str, str], ...]:
    first, last = (date.fromisoformat(day("date_start", one)) for one in (start, end))
    known, days = whole_number("date_prec", precision), (last - first).days + 1
    least, most = DAYS[known]
    if least <= days <= most:
        return ()
    return (("date_prec", f"date_prec {known} stands for {least} to {most} days, and the dates span {days}"),)


def _of_dates(source_date: str, start: str) -> tuple[tuple[str, str], ...]:
    latest, odd = _published(source_date)
    first = day("date_start", start)
    return odd if latest is None or latest >= first else (*odd, _before(latest, first))


def _before(latest: str, start: str) -> tuple[str, str]:
    return "source_date", f"published ({latest}) before it happened ({start})"


@lru_cache(50_000)
def _published(source_date: str) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The latest date of publication that is one, and what is odd about the others."""
    dates, odd = [], 0
    for one in source_date.split(";"):
        try:
            dates.append(day("source_date", one))
        except CellWrong:
            odd += 1
    latest = max(dates, default=None)
    if not odd:
        return latest, ()
    other = "the latest of the others holds" if dates else "date_end stands in for them, as inferred"
    return latest, (("source_date", f"{odd} of {odd + len(dates)} dates are none: {other}"),)


@lru_cache(10_000)
def _of_year(year: str, start: str) -> tuple[tuple[str, str], ...]:
    if not year or year.removesuffix(".0") == day("date_start", start)[:4]:
        return ()
    return (("year", f"is not the year of date_start ({start})"),)
