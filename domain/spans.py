"""Stretches of time, and what is left of them: instants in UTC, both ends included, to the tick of our clocks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from domain.instant import TICK
from domain.moment import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.moment import Moment

STEADY = frozenset({Precision.INSTANT, Precision.HOUR, Precision.DAY})
"""How exactly a beginning has to be known for all of the time after it to be known."""


class Span(NamedTuple):
    """From one instant to another (UTC), both included."""

    start: datetime
    end: datetime

    def meets(self, other: Span) -> bool:
        """Whether they have an instant in common."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Span) -> bool:
        """Whether all of the other lies in it."""
        return self.start <= other.start and other.end <= self.end


class Spell(NamedTuple):
    """When something went on: all of the span where that is steady, else no more than some time in it."""

    span: Span
    is_steady: bool

    @classmethod
    def of(cls, moment: Moment) -> Spell:
        """The spell of a moment; of a week, a month or a year it says only: some time in it."""
        return cls(Span(moment.began_from, moment.over_by), moment.precision in STEADY)

    def surely_in(self, stretch: Span) -> bool:
        """Whether it certainly went on at some time of a stretch."""
        return stretch.meets(self.span) if self.is_steady else stretch.holds(self.span)


def without(span: Span, cuts: Iterable[Span]) -> list[Span]:
    """What the cuts leave of a span, in no order."""
    left = [span]
    for cut in cuts:
        left = [piece for held in left for piece in _around(held, cut)]
    return left


def _around(span: Span, cut: Span) -> list[Span]:
    if not span.meets(cut):
        return [span]
    before = [Span(span.start, cut.start - TICK)] if span.start < cut.start else []
    after = [Span(cut.end + TICK, span.end)] if cut.end < span.end else []
    return before + after


def met(span: Span, stretches: Sequence[Span]) -> range:
    """The places of those stretches, in order and apart from each other, that a span meets."""
    return range(
        bisect_left(stretches, span.start, key=lambda one: one.end),
        bisect_right(stretches, span.end, key=lambda one: one.start),
    )
