"""What is odd about a UCDP row. It is taken in as it is claimed, and whoever imports it hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from api.exchange.draft import Finding, Row
from api.exchange.files.tables import excerpt
from api.exchange.reading.cells import CellWrong, day, whole_number

DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")

DAYS = {1: (1, 1), 2: (2, 6), 3: (7, 7), 4: (8, 31), 5: (32, 366)}
"""How many days, at least and at most, `date_start` to `date_end` are by the codebook for each `date_prec`."""


def doubts_of(row: Row) -> tuple[Finding, ...]:
    """Everything odd about a row that could be understood."""
    cells = row.cells
    tolls = _of_tolls(cells["low"], cells["best"], cells["high"], *[cells[column] for column in DEATHS])
    times = _of_times(cells["date_start"], cells["date_end"], cells["date_prec"], cells["source_date"])
    year = _of_year(cells.get("year", ""), cells["date_start"])
    if not (tolls or times or year):
        return ()
    said = (*tolls, *times, *year)
    return tuple(Finding(row.number, column, excerpt(cells[column]), rule) for column, rule in said)


@lru_cache(50_000)
def _of_tolls(low: str, best: str, high: str, *deaths: str) -> tuple[tuple[str, str], ...]:
    numbers = [whole_number("best", one) for one in (low, best, high, *deaths)]
    return tuple(_tolls(numbers[0], numbers[1], numbers[2], sum(numbers[3:])))


def _tolls(low: int, best: int, high: int, dead: int) -> Iterator[tuple[str, str]]:
    if low > high:
        yield "low", f"low ({low}) is above high ({high})"
    if not low <= best <= high:
        yield "best", f"best ({best}) is outside low to high ({low} to {high})"
    if dead != best:
        yield "best", f"best ({best}) is not the sum of the deaths by side ({dead})"


@lru_cache(50_000)
def _of_times(start: str, end: str, precision: str, source_date: str) -> tuple[tuple[str, str], ...]:
    first, last = day("date_start", start), day("date_end", end)
    return tuple(_times(first, last, whole_number("date_prec", precision), source_date))


def _times(start: str, end: str, precision: int, source_date: str) -> Iterator[tuple[str, str]]:
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    least, most = DAYS[precision]
    if not least <= days <= most:
        yield "date_prec", f"date_prec {precision} stands for {least} to {most} days, and the dates span {days}"
    dates, odd = [], 0
    for one in source_date.split(";"):
        try:
            dates.append(day("source_date", one))
        except CellWrong:
            odd += 1
    if odd:
        other = "the latest of the others holds" if dates else "date_end stands in for them, as inferred"
        yield "source_date", f"{odd} of {odd + len(dates)} dates are none: {other}"
    if dates and max(dates) < start:
        yield "source_date", f"published ({max(dates)}) before it happened ({start})"


@lru_cache(10_000)
def _of_year(year: str, start: str) -> tuple[tuple[str, str], ...]:
    if not year or year.removesuffix(".0") == day("date_start", start)[:4]:
        return ()
    return (("year", f"is not the year of date_start ({start})"),)
