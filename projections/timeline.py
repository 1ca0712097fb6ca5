"""Timelines: what a stream said, at every moment of knowledge, after every fact of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from domain.model import in_known_order
from projections.clock import ALWAYS, FOREVER, micros

if TYPE_CHECKING:
    from domain.model import Fact, State

Content = tuple[Any, ...]
"""What a table keeps of a state, column by column; equal content is one version."""


@dataclass(frozen=True)
class Segment:
    """What was known from one moment until another (UTC microseconds, the end not included)."""

    known_from: int
    known_to: int
    content: Content


def known_timeline(facts: Iterable[Fact], state: State, content: Callable[[Any], Content | None]) -> list[Segment]:
    """Fold the facts in known order; a segment for every stretch in which the content stays the same.

    A thing whose opening carries more than a frame is not known before its opening was.
    """
    segments: list[Segment] = []
    floor = ALWAYS
    opening, *later = in_known_order(facts)
    state.evolve(opening)
    if state.exists():
        floor = micros(opening.known_at)
        _extend(segments, floor, content(state))
    for since, known_together in groupby(later, key=lambda fact: max(floor, micros(fact.known_at))):
        for fact in known_together:
            state.evolve(fact)
        _extend(segments, since, content(state) if state.exists() else None)
    return segments


def _extend(segments: list[Segment], since: int, content: Content | None) -> None:
    """Let the content hold from `since` on."""
    if segments and segments[-1].known_to == FOREVER:
        last = segments[-1]
        if last.content == content:
            return
        segments.pop()
        if last.known_from < since:
            segments.append(Segment(last.known_from, since, last.content))
    if content is None:
        return
    if segments and segments[-1].known_to == since and segments[-1].content == content:
        since = segments.pop().known_from
    segments.append(Segment(since, FOREVER, content))


def timeless(facts: Iterable[Fact], state: State, content: Callable[[Any], Content | None]) -> list[Segment]:
    """Fold in the order of recording: reference data that knows one clock only, the position."""
    for fact in facts:
        state.evolve(fact)
    held = content(state) if state.exists() else None
    return [] if held is None else [Segment(ALWAYS, FOREVER, held)]
