"""How numbers read in the terminal: none is a dash, and a legend says what the others mean."""

from __future__ import annotations

from datetime import datetime, time
from textwrap import wrap
from typing import TYPE_CHECKING

from api.numbers import NONE, counted, shown_delay, shown_range
from domain.instant import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.quantity import Quantity

__all__ = ["LEGEND", "NONE", "counted", "in_lines", "shown_cut", "shown_delay", "shown_moment", "shown_range", "summed"]

LEGEND = (
    ("4-8", "between 4 and 8: sources differ"),
    ("50+", "at least 50: a source leaves the number open above"),
    ("?", "some, and no source says how many"),
    (NONE, "none, or no source gives a number"),
)


def summed(quantities: Iterable[Quantity]) -> dict[str, int | None] | None:
    """The sum of what one source says: lows and highs add up, and stay open where a part is open."""
    bounds = [quantity.bounds for quantity in quantities]
    if not bounds:
        return None
    highs = [one.high for one in bounds if one.high is not None]
    return {"low": sum(one.low or 0 for one in bounds), "high": sum(highs) if len(highs) == len(bounds) else None}


def in_lines(slug: str, width: int = 16) -> str:
    """A name that is longer than a column, broken at its hyphens, and within a word only where that is longer too."""
    return "\n".join(wrap(slug, width)) or slug


def shown_cut(instant: str, tz: str) -> str:
    """An instant of a lens (RFC 3339): a day that it ends in the reader's zone is that day, as it was typed."""
    there = datetime.fromisoformat(instant).astimezone(zone_named(tz))
    return there.date().isoformat() if there.time() == time.max else instant


def shown_moment(instant: str) -> str:
    """An instant (RFC 3339, UTC) to the minute, as a heading has it."""
    return instant[:16].replace("T", " ")
