"""What is usual of a pair of sides, whether a period is beyond it, and how that is said."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from domain.escalation.branching import Branching
from domain.escalation.rising import Judged, Period, State, judged, periods
from domain.escalation.rising_in_words import in_words, named
from domain.escalation.usual import FEWEST, MOST, Range, Ratio, usual
from domain.periods import By


def ratio(best: float, weight: float = 20.0, off: float = 0.2) -> Ratio:
    return Ratio(best, max(0.0, best - off), best + off, weight)


def states(*best: float) -> list[State]:
    return [one.state for one in judged([ratio(one) for one in best])]


def test_a_range_is_that_of_a_prediction() -> None:
    """By hand: mean 6.5 / 12, no more scatter than by chance, and t of 4 degrees of freedom."""
    found = usual([ratio(0.5, weight=2.0)] * 6)
    mean = 6.5 / 12
    half = 2.776 * (mean / 12) ** 0.5 / (2 * mean**0.5)
    assert found == Range(round((mean**0.5 - half) ** 2, 3), round((mean**0.5 + half) ** 2, 3), 6)


def test_periods_that_differ_by_more_than_chance_make_a_wider_range() -> None:
    alike, unlike = usual([ratio(0.6)] * 8), usual([ratio(one) for one in (0.1, 1.1) * 4])
    assert alike
    assert unlike
    assert unlike.low < alike.low < 0.6 < alike.high < unlike.high


def test_few_acts_make_a_wider_range_than_many() -> None:
    few, many = usual([ratio(0.6, weight=1.0)] * 8), usual([ratio(0.6, weight=100.0)] * 8)
    assert few
    assert many
    assert few.high - few.low > 3 * (many.high - many.low)


def test_where_nothing_was_ever_answered_an_answer_is_still_not_unusual() -> None:
    found = usual([ratio(0.0, weight=1.0)] * 6)
    assert found
    assert found.low == 0.0
    assert found.high > 0.3


def test_nothing_is_usual_before_there_are_six() -> None:
    assert usual([ratio(0.5)] * (FEWEST - 1)) is None
    assert states(*[0.5] * 7) == [State.NO_USUAL_YET] * 6 + [State.USUAL]


def test_a_period_is_higher_where_all_of_its_interval_is_above_what_is_usual() -> None:
    found = judged([ratio(0.5)] * 8 + [ratio(0.9, off=0.3), ratio(0.9, off=0.05), ratio(0.05, off=0.05)])
    high = found[8].usual
    assert high
    assert 0.9 - 0.3 < high.high < 0.9 - 0.05
    assert [one.state for one in found[8:]] == [State.USUAL, State.HIGHER, State.LOWER]


def test_at_the_very_end_of_what_is_usual_a_period_is_as_usual() -> None:
    before = usual([ratio(0.5)] * 6)
    assert before
    ends = [Ratio(before.high, before.high, 2.0, 20.0), Ratio(before.low, 0.0, before.low, 20.0)]
    assert [judged([ratio(0.5)] * 6 + [end])[6].state for end in ends] == [State.USUAL, State.USUAL]


def test_what_was_higher_is_not_usual_until_it_has_gone_on_for_long() -> None:
    found = judged([ratio(0.4)] * MOST + [ratio(1.5)] * 12)
    high = [one.state is State.HIGHER for one in found]
    assert high == [False] * MOST + [True] * 7 + [False] * 5
    assert [one.usual.periods for one in found[MOST : MOST + 8] if one.usual] == [12, 11, 10, 9, 8, 7, 6, 12]


def test_only_the_latest_twelve_are_looked_at() -> None:
    found = judged([ratio(3.0)] * 4 + [ratio(0.4)] * 13)
    assert found[-1].first == 4
    assert found[-1].usual == usual([ratio(0.4)] * MOST)


def test_what_comes_later_changes_nothing_before() -> None:
    ratios = [ratio(one / 7 % 1.3) for one in range(30)]
    assert judged(ratios[:17]) == judged(ratios)[:17]


TOLD = Ratio(1.412, 0.806, 2.284, 9.0)
RANGE = Range(0.2, 0.894, 12)


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        (Judged(State.HIGHER, RANGE), "; usual are 0.20 to 0.89: higher than usual."),
        (Judged(State.USUAL, RANGE), "; usual are 0.20 to 0.89: as usual."),
        (Judged(State.LOWER, RANGE), "; usual are 0.20 to 0.89: lower than usual."),
        (
            Judged(State.NO_USUAL_YET),
            "; fewer than 6 earlier periods have a ratio, so nothing is called usual yet.",
        ),
    ],
)
def test_a_period_is_told_as_a_description_of_the_past(beside: Judged, said: str) -> None:
    when = named(date(2020, 2, 17), By.WEEK)
    assert in_words(when, Period(5, 1.0, TOLD, beside)) == (
        f"In the week of 17 February 2020, 5 acts had 1.41 answers each (0.81 to 2.28){said}"
        " This describes what was recorded, and forecasts nothing."
    )


def test_one_act_is_told_as_one() -> None:
    said = in_words("On 3 May 2020", Period(1, 0.95, TOLD, Judged(State.USUAL, RANGE)))
    assert said.startswith("On 3 May 2020, 1 act had 1.41 answers (0.81 to 2.28); ")


def test_without_a_ratio_it_says_why() -> None:
    when = named(date(2020, 12, 1), By.MONTH)
    assert in_words(when, None) == "In December 2020, no act is recorded: there is no ratio, and that is not 0."
    assert in_words(when, Period(3, 0.2, None, Judged(State.TOO_SOON))) == (
        "In December 2020, 3 acts; most answers could not be recorded yet: there is no ratio."
    )


def test_where_answers_may_still_come_it_says_so() -> None:
    said = in_words("On 3 May 2020", Period(2, 0.78, TOLD, Judged(State.USUAL, RANGE)))
    assert (
        ": as usual. About 78% of the answers can be in the record so far; the ratio makes up for the rest. This"
        in said
    )


def column(*each: float) -> Any:  # noqa: ANN401 - an array of either kind
    return np.array(each)


def test_the_periods_of_a_pair_are_told_in_order_and_too_soon_ones_without_a_ratio() -> None:
    heard, best = (1.0, 0.6, *[1.0] * 6, 0.49, 0.5), column(*[0.51239] * 7, 9.0, 9.0, 9.0)
    found = Branching(column(*[2] * 10), best, best / 2, best * 2, column(*heard), best * 0 + 20.0)
    told = periods(found, [0, 2, 3, 4, 5, 6, 7, 8, 9])
    assert told[0].ratio == Ratio(0.512, 0.256, 1.025, 20.0)
    assert [str(one.beside.state) for one in told] == [*["no_usual_yet"] * 6, "higher", "too_soon", "higher"]
    assert (told[7].ratio, told[7].answers, told[7].acts, told[7].heard) == (None, None, 2, 0.49)
    assert told[8].beside.first == 0
    assert told[8].answers == pytest.approx(9.0)
    assert [one.beside.state for one in periods(found, [1, 9])] == [State.NO_USUAL_YET] * 2


@pytest.mark.parametrize(
    ("by", "said"),
    [(By.DAY, "On 1 March 2020"), (By.WEEK, "In the week of 1 March 2020"), (By.MONTH, "In March 2020")],
)
def test_a_period_is_named_by_its_first_day(by: By, said: str) -> None:
    assert named(date(2020, 3, 1), by) == said
