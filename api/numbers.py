"""How numbers read in words: a range as `4-8`, an open one as `50+`, and what a delay was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE = "-"
_HOUR = 3600
_DAY_AND_NIGHT = 24
_DAYS_FROM = 72
"""From so many hours on, a delay is told in days."""


def shown_range(row: Mapping[str, Any] | None) -> str:
    """A number with `low` and `high`, where no high means that it is open above."""
    if row is None:
        return NONE
    low, high = row["low"], row["high"]
    if high is None:
        return f"{_grouped(low)}+" if low else "?"
    return _grouped(low) if low == high else f"{_grouped(low)}-{_grouped(high)}"


def _grouped(number: float | str) -> str:
    """A number with a comma between thousands; one that is in words already stays."""
    return number if isinstance(number, str) else f"{number:,}"


def shown_delay(least: int, most: int) -> str:
    """How long an answer took, in hours or days, as far as the precision of both times says; given in seconds."""
    hours, upto = least // _HOUR, -(-most // _HOUR)
    unit = "h"
    if upto >= _DAYS_FROM:
        hours, upto, unit = hours // _DAY_AND_NIGHT, -(-upto // _DAY_AND_NIGHT), "days"
    if hours == 0:
        return f"within {upto} {unit}"
    return f"after {upto} {unit}" if hours == upto else f"after {hours} to {upto} {unit}"


def shown_probability(probability: float) -> str:
    """To two places, and never as certain as 0 or 1."""
    shown = f"{probability:.2f}"
    return {"0.00": "under 0.01", "1.00": "over 0.99"}.get(shown, shown)


def counted(number: int, word: str) -> str:
    """So many of a thing, in English."""
    many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number:,} {word if number == 1 else many}"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Words as a sentence names them: `a, b and c`; nothing where there are none."""
    *others, end = words or ("",)
    return f" {last} ".join(filter(None, [", ".join(others), end]))
