"""How numbers read: a range as `4-8`, an open one as `50+`, none as a dash; and what a delay was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.quantity import Quantity

NONE = "-"
_HOUR = 3600
_DAY_AND_NIGHT = 24
_DAYS_FROM = 72
"""From so many hours on, a delay is told in days."""

LEGEND = (
    ("4-8", "between 4 and 8: sources differ"),
    ("50+", "at least 50: a source leaves the number open above"),
    ("?", "some, and no source says how many"),
    (NONE, "none, or no source gives a number"),
)


def shown_range(row: Mapping[str, Any] | None) -> str:
    """A number with `low` and `high`, where no high means that it is open above."""
    if row is None:
        return NONE
    low, high = row["low"], row["high"]
    if high is None:
        return f"{low}+" if low else "?"
    return str(low) if low == high else f"{low}-{high}"


def summed(quantities: Iterable[Quantity]) -> dict[str, int | None] | None:
    """The sum of what one source says: lows and highs add up, and stay open where a part is open."""
    bounds = [quantity.bounds for quantity in quantities]
    if not bounds:
        return None
    highs = [one.high for one in bounds if one.high is not None]
    return {"low": sum(one.low or 0 for one in bounds), "high": sum(highs) if len(highs) == len(bounds) else None}


def shown_moment(instant: str) -> str:
    """An instant (RFC 3339, UTC) to the minute, as a heading has it."""
    return instant[:16].replace("T", " ")


def shown_delay(least: int, most: int) -> str:
    """How long an answer took, in hours or days, as far as the precision of both times says."""
    hours, upto = least // _HOUR, -(-most // _HOUR)
    unit = "h"
    if upto >= _DAYS_FROM:
        hours, upto, unit = hours // _DAY_AND_NIGHT, -(-upto // _DAY_AND_NIGHT), "days"
    if hours == 0:
        return f"within {upto} {unit}"
    return f"after {upto} {unit}" if hours == upto else f"after {hours} to {upto} {unit}"


def counted(number: int, word: str) -> str:
    """So many of a thing, in English."""
    many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number:,} {word if number == 1 else many}"
