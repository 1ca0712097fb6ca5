"""Whether a chain is still open: an answer may come, by a deadline or by how soon answers come. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from domain.chains.chain import Chain

WITHOUT_FIT = timedelta(days=14)
"""So long an answer is waited for where nothing is known of how soon answers come (our judgement)."""


class Patience(NamedTuple):
    """How long after a step an answer may still come, and on what that rests, in words."""

    time: timedelta
    reason: str


NO_FIT = Patience(WITHOUT_FIT, "14 days, as no fit says how soon answers come")


def patience(delays: float, delay: float) -> Patience:
    """So many mean delays (days each): what the inference looks back for a trigger."""
    return Patience(timedelta(days=delays * delay), f"{delays:g} times the mean delay of {delay:.1f} days")


class Openness(NamedTuple):
    """Whether a chain is open, until when it is or was (UTC), and why, in words."""

    is_open: bool
    until: datetime
    reason: str


def openness(chain: Chain, at: datetime, waits: Patience) -> Openness:
    """Whether a chain is open at a moment (UTC)."""
    last = max(step.began_by for step in chain.steps)
    answered_by = last + waits.time
    deadline = max((step.deadline for step in chain.steps if step.deadline is not None), default=None)
    until = answered_by if deadline is None else max(answered_by, deadline)
    if deadline is not None and deadline >= max(at, answered_by):
        return Openness(at <= until, until, f"the deadline of {_day(deadline)} has not passed")
    if at <= until:
        words = f"its last step was by {_day(last)}, and an answer may come until {_day(until)} ({waits.reason})"
        return Openness(True, until, words)  # noqa: FBT003 - the field has its name
    passed = "" if deadline is None else f"the deadline of {_day(deadline)} has passed, and "
    words = f"{passed}no answer came to its last step, of {_day(last)}, by {_day(answered_by)} ({waits.reason})"
    return Openness(False, until, words)  # noqa: FBT003 - the same


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
