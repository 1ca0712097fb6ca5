"""Timelines: what a stream said at every moment of knowledge, as segments that touch and never repeat."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.model import Fact
from projections.clock import ALWAYS, FOREVER, micros, moment_of, shown
from projections.timeline import Segment, TimelessTimeline, Timeline, folded

START = datetime(2020, 2, 1, tzinfo=UTC)


@dataclass
class Said:
    """A state that is whatever was said last; `None` is nothing at all."""

    last: str | None = None

    def evolve(self, event: Fact) -> None:
        self.last = getattr(event, "word", None)

    def exists(self) -> bool:
        return self.last is not None


def said(*facts: tuple[int, str | None]) -> list[Any]:
    """Make facts that say a word, each known at a minute, in the order of their recording."""
    return [
        SimpleNamespace(word=word, known_at=START + timedelta(minutes=minute), originator_version=version)
        for version, (minute, word) in enumerate(facts, start=1)
    ]


def timeline(*facts: tuple[int, str | None]) -> list[tuple[int | None, int | None, str]]:
    """Answer from which minute to which minute which word was known."""
    segments = folded(Timeline(Said, content), said(*facts)).segments
    return [(minute(one.known_from), minute(one.known_to), one.content[0]) for one in segments]


def timeless(*facts: tuple[int, str | None]) -> tuple[Segment, ...]:
    """Answer what reference data says after all its facts."""
    return folded(TimelessTimeline(Said, content), said(*facts)).segments


def content(state: Said) -> tuple[str | None]:
    return (state.last,)


def minute(microseconds: int) -> int | None:
    known = ALWAYS < microseconds < FOREVER
    return (moment_of(microseconds) - START) // timedelta(minutes=1) if known else None


def test_a_later_word_ends_an_earlier_one() -> None:
    assert timeline((0, None), (1, "four"), (5, "six")) == [(1, 5, "four"), (5, None, "six")]


def test_the_order_of_recording_changes_nothing() -> None:
    assert timeline((0, None), (5, "six"), (1, "four")) == [(1, 5, "four"), (5, None, "six")]


def test_of_what_was_known_in_one_microsecond_only_the_last_recorded_is_ever_seen() -> None:
    assert timeline((0, None), (1, "four"), (1, "six")) == [(1, None, "six")]


def test_the_same_word_again_makes_no_new_segment() -> None:
    assert timeline((0, None), (1, "four"), (2, "four"), (3, "six"), (3, "four")) == [(1, None, "four")]


def test_a_thing_that_is_gone_for_a_while_leaves_a_gap() -> None:
    assert timeline((0, None), (1, "four"), (2, None), (3, "four")) == [(1, 2, "four"), (3, None, "four")]
    assert timeline((0, None), (1, "four"), (2, None), (2, "four")) == [(1, None, "four")]


def test_what_the_opening_itself_says_is_not_known_before_the_opening_was() -> None:
    assert timeline((3, "opened"), (1, "early"), (5, "late")) == [(3, 5, "early"), (5, None, "late")]


def test_a_frame_alone_is_no_thing() -> None:
    assert timeline((0, None)) == []


def test_reference_data_says_its_last_word_at_every_moment_of_knowledge() -> None:
    assert timeless((9, "old"), (1, "new")) == (Segment(ALWAYS, FOREVER, ("new",)),)
    assert timeless((9, None)) == ()


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["a", "b", None])), max_size=9))
def test_at_every_minute_it_says_what_folding_the_facts_known_by_then_says(facts: list[tuple[int, str | None]]) -> None:
    told = timeline((0, None), *facts)
    for now in range(7):
        words = [word for at, word in sorted(facts, key=lambda fact: fact[0]) if at <= now]
        expected = [words[-1]] if words and words[-1] is not None else []
        assert [word for since, until, word in told if since is not None and since <= now < (until or 99)] == expected
    for before, after in pairwise(told):
        assert before[1] is not None
        assert after[0] is not None
        assert before[1] < after[0] or (before[1] == after[0] and before[2] != after[2])


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_kept_to_the_microsecond_however_far_from_1970(moment: datetime) -> None:
    assert moment_of(micros(moment)) == moment
    text = shown(micros(moment))
    assert text is not None
    assert text.endswith("Z")
    assert datetime.fromisoformat(text) == moment


def test_a_bound_outside_every_clock_is_shown_as_none() -> None:
    assert (shown(ALWAYS), shown(FOREVER)) == (None, None)
