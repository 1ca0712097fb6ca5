"""Timelines: what a stream said, at every moment of knowledge, after every fact of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.model import in_known_order
from projections.clock import ALWAYS, FOREVER, micros

if TYPE_CHECKING:
    from datetime import datetime

    from domain.model import Fact, State

Content = tuple[Any, ...]
"""What a table keeps of a state, column by column; equal content is one version."""


class Segment(NamedTuple):
    """What was known from one moment until another (UTC microseconds, the end not included)."""

    known_from: int
    known_to: int
    content: Content


class Timeline:
    """The segments of a stream while facts are added to it, in the order of their recording.

    A fact that was known last goes on from where the fold stands; any other has the stream folded anew, in known
    order. A thing whose opening carries more than a frame is not known before its opening was.
    """

    def __init__(self, state: Callable[[], State], content: Callable[[Any], Content | None]) -> None:
        self._new_state, self._content = state, content
        self.facts: list[Fact] = []
        self._begin()

    def _begin(self) -> None:
        self._state = self._new_state()
        self._known: datetime | None = None
        self._floor = ALWAYS
        self.segments: tuple[Segment, ...] = ()

    def add(self, fact: Fact) -> tuple[Segment, ...]:
        """Fold one more fact; answers the segments, and the very same ones where nothing changed."""
        self.facts.append(fact)
        if self._known is None or fact.known_at >= self._known:
            self._fold(fact)
            return self.segments
        self._begin()
        for earlier in in_known_order(self.facts):
            self._fold(earlier)
        return self.segments

    def _fold(self, fact: Fact) -> None:
        """Fold the fact that was known last."""
        self._state.evolve(fact)
        exists = self._state.exists()
        if fact.originator_version > 1:
            self._known = fact.known_at
        elif exists:
            self._floor = micros(fact.known_at)
        content = self._content(self._state) if exists else None
        if self.segments:
            self.segments = _extended(self.segments, max(self._floor, micros(fact.known_at)), content)
        elif content is not None:
            self.segments = (Segment(max(self._floor, micros(fact.known_at)), FOREVER, content),)


class TimelessTimeline:
    """The one segment of reference data, which knows one clock only: the position."""

    def __init__(self, state: Callable[[], State], content: Callable[[Any], Content | None]) -> None:
        self._state, self._content = state(), content
        self.segments: tuple[Segment, ...] = ()

    def add(self, fact: Fact) -> tuple[Segment, ...]:
        """Fold one more fact; answers the segment."""
        self._state.evolve(fact)
        content = self._content(self._state) if self._state.exists() else None
        self.segments = () if content is None else (Segment(ALWAYS, FOREVER, content),)
        return self.segments


def folded(timeline: Timeline | TimelessTimeline, facts: Iterable[Fact]) -> Timeline | TimelessTimeline:
    """The timeline with all these facts added."""
    for fact in facts:
        timeline.add(fact)
    return timeline


def _extended(segments: tuple[Segment, ...], since: int, content: Content | None) -> tuple[Segment, ...]:
    """The segments when this content holds from `since` on, which is in or after the last of them."""
    if segments and segments[-1].known_to == FOREVER:
        last = segments[-1]
        if last.content == content:
            return segments
        segments = segments[:-1]
        if last.known_from < since:
            segments += (Segment(last.known_from, since, last.content),)
    if content is None:
        return segments
    if segments and segments[-1].known_to == since and segments[-1].content == content:
        since, segments = segments[-1].known_from, segments[:-1]
    return (*segments, Segment(since, FOREVER, content))
