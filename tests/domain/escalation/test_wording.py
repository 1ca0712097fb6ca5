"""Every link explains itself in one sentence."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.chains.chain import Delay, Link, Step, delay
from domain.chains.wording import Apart, Spot, apart, by_deadline, later, sentence
from domain.place import PlacePrecision
from tests.domain.arrange import at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
NAYRAB = Spot(35.87, 36.72, PlacePrecision.NEAR)
SARAQIB = Spot(35.86, 36.80, PlacePrecision.EXACT)


def step(hour: float, *, wide: float = 0, lasting: float = 0, number: int = 1, deadline: float | None = None) -> Step:
    began = at("2020-02-03") + hour * HOUR
    end = None if deadline is None else at("2020-02-03") + deadline * HOUR
    return Step(UUID(int=number), began, began + wide * HOUR, began + (wide + lasting) * HOUR, deadline=end)


def told(link: Link, trigger: Step, answer: Step, far: Apart | None = None, sayers: tuple[str, ...] = ()) -> str:
    return sentence(link, (trigger, answer), delay(trigger, answer), far, sayers)


def inferred(probability: float, next_best: float = 0.0) -> Link:
    return Link(UUID(int=2), UUID(int=1), "inferred", "inferred", None, probability, next_best)


def asserted(status: str = "asserted", probability: float | None = None) -> Link:
    return Link(UUID(int=2), UUID(int=1), "asserted", status, "turkey-mod", probability)


def test_an_inferred_link_says_how_much_later_how_far_away_by_whom_and_how_likely() -> None:
    assert told(inferred(0.83, 0.11), step(0), step(31), Apart(6, 5, exactly=True)) == (
        "31 hours later, 6 km away, by the side that was hit; 0.83 against 0.11 for the next candidate"
    )


def test_what_is_known_roughly_is_told_roughly_and_no_certainty_is_made_up() -> None:
    assert told(inferred(0.996), step(0, wide=24), step(0, wide=24), Apart(12, 80, exactly=False)) == (
        "within 24 hours, somewhere within 92 km, by the side that was hit; over 0.99, with no other candidate"
    )


def test_an_asserted_link_names_who_says_so_and_what_is_inferred_beside_it() -> None:
    said = told(asserted(probability=0.71), step(0), step(5), Apart(0, 5, exactly=True), ("afp", "sohr", "tass"))
    assert (
        said
        == "answers the above, say afp, sohr and tass; 5 hours later, at the same place; inferred beside that: 0.71"
    )


def test_where_nobody_is_named_somebody_says_so() -> None:
    assert told(asserted(), step(0), step(5)) == "answers the above, somebody says; 5 hours later"


@pytest.mark.parametrize(
    ("status", "ending"), [("disputed", "; disputed"), ("confirmed", "; confirmed by an analyst"), ("asserted", "")]
)
def test_it_says_whether_an_answer_is_disputed_or_confirmed(status: str, ending: str) -> None:
    said = told(asserted(status), step(0), step(1), sayers=("turkey-mod",))
    assert said == f"answers the above, says turkey-mod; 1 hour later{ending}"


def test_an_answer_to_an_ultimatum_says_where_it_stands_to_the_deadline() -> None:
    said = told(asserted(), step(0, deadline=48), step(30), sayers=("sohr",))
    assert said == "answers the above, says sohr; 30 hours later, before the deadline of 2020-02-05"


def test_what_had_begun_before_and_went_on_is_said_to_have_gone_on() -> None:
    said = told(asserted(), step(10), step(0, lasting=20), sayers=("sohr",))
    assert said == "answers the above, says sohr; while it was going on"


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (31 * HOUR, 31 * HOUR, "31 hours later"),
        (HOUR, HOUR, "1 hour later"),
        (0 * HOUR, 24 * HOUR - TICK, "within 24 hours"),
        (0 * HOUR, 20 * HOUR / 60, "within an hour"),
        (23 * HOUR, 71 * HOUR - TICK, "after 23 to 71 hours"),
        (24 * HOUR + TICK, 72 * HOUR - TICK, "after 24 to 72 hours"),
        (6 * DAY + TICK, 8 * DAY - TICK, "after 6 to 8 days"),
        (9 * DAY, 9 * DAY + 3 * HOUR, "9 days later"),
        (10 * HOUR, 6 * DAY, "within 6 days"),
    ],
)
def test_a_delay_is_told_as_exactly_as_it_is_known(least: timedelta, most: timedelta, words: str) -> None:
    assert later(Delay(least, most)) == words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (step(20), "before the deadline of 2020-02-04"),
        (step(20, wide=24), "before or after the deadline of 2020-02-04"),
        (step(24 + 72), "72 hours after the deadline of 2020-02-04 passed"),
        (step(24.01, wide=23), "within 24 hours after the deadline of 2020-02-04 passed"),
        (step(24 * 6, wide=24), "5 to 6 days after the deadline of 2020-02-04 passed"),
    ],
)
def test_a_deadline_is_before_or_so_long_after(answer: Step, words: str) -> None:
    assert by_deadline(at("2020-02-03") + DAY, answer) == words


def test_distances_are_those_on_the_globe_with_how_far_off_the_places_may_be() -> None:
    assert apart(NAYRAB, SARAQIB) == Apart(7, 5, exactly=True)
    district = NAYRAB._replace(precision=PlacePrecision.DISTRICT)
    assert apart(district, SARAQIB) == Apart(7, 25, exactly=False)
    assert apart(Spot(0, 179.99, PlacePrecision.EXACT), Spot(0, -179.99, PlacePrecision.EXACT)) == Apart(
        2, 0, exactly=True
    )
    assert apart(NAYRAB, None) is None
    assert apart(NAYRAB._replace(precision=PlacePrecision.COUNTRY), SARAQIB) is None
