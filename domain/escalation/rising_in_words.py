"""A period of a pair of sides in a sentence or two, for people. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.escalation.rising import COMPLETE, Judged, Period, State
from domain.escalation.usual import FEWEST
from domain.periods import By

if TYPE_CHECKING:
    from datetime import date

_DESCRIBES = "This describes what was recorded, and forecasts nothing."
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_words(when: str, period: Period | None) -> str:
    """What a period came to, `when` as `named` says it; None for one without acts."""
    if period is None:
        return f"{when}, no act is recorded: there is no ratio, and that is not 0."
    many = "1 act" if period.acts == 1 else f"{period.acts:,} acts"
    ratio = period.ratio
    if ratio is None:
        return f"{when}, {many}; most answers could not be recorded yet: there is no ratio."
    each = "" if period.acts == 1 else " each"
    told = f"{when}, {many} had {ratio.best:.2f} answers{each} ({ratio.low:.2f} to {ratio.high:.2f})"
    return f"{told}{_beside(period.beside)}{_incomplete(period)} {_DESCRIBES}"


def _incomplete(period: Period) -> str:
    if period.heard >= COMPLETE:
        return ""
    return f" About {period.heard:.0%} of the answers can be in the record so far; the ratio makes up for the rest."


def _beside(beside: Judged) -> str:
    if beside.usual is None:
        return f"; fewer than {FEWEST} earlier periods have a ratio, so nothing is called usual yet."
    how = {State.HIGHER: "higher than usual", State.LOWER: "lower than usual"}.get(beside.state, "as usual")
    return f"; usual are {beside.usual.low:.2f} to {beside.usual.high:.2f}: {how}."


def named(first: date, by: By) -> str:
    """A period by its first day: "In the week of 17 February 2020"."""
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    if by is By.MONTH:
        return f"In {month}"
    return f"On {first.day} {month}" if by is By.DAY else f"In the week of {first.day} {month}"
