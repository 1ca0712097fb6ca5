"""The ladder: which way an answer goes, and whose answers went up or down."""

import pytest

from domain.act import INTENSITY, STATEMENT_INTENSITY
from domain.chains.ladder import Dead, Direction, Height, direction, overall, rung_of, who_stepped

UP, DOWN, LEVEL = Direction.UP, Direction.DOWN, Direction.LEVEL


@pytest.mark.parametrize(
    ("weight", "number", "name"),
    [
        (-3.5, 1, "accusation or threat"),
        (-6.5, 2, "mobilisation"),
        (-9.0, 3, "firearms"),
        (-9.5, 4, "heavy weapons or from the air"),
    ],
)
def test_a_weight_has_its_rung(weight: float, number: int, name: str) -> None:
    assert rung_of(weight) == (number, name, weight)


def test_every_act_and_statement_stands_on_a_rung_of_its_own_weight() -> None:
    assert all(rung_of(weight).weight == weight for weight in (*INTENSITY.values(), STATEMENT_INTENSITY))


@pytest.mark.parametrize(
    ("trigger", "answer", "expected"),
    [
        (Height(-9.0), Height(-9.5), UP),
        (Height(-9.5), Height(-3.5), DOWN),
        (Height(-9.5), Height(-9.5), LEVEL),
        (Height(-9.5, Dead(50, 50)), Height(-9.0, Dead(90, 90)), DOWN),
        (Height(-9.5, Dead(2, 5)), Height(-9.5, Dead(6, None)), UP),
        (Height(-9.5, Dead(2, 6)), Height(-9.5, Dead(6, None)), LEVEL),
        (Height(-9.5, Dead(2, None)), Height(-9.5, Dead(600, 600)), LEVEL),
        (Height(-9.5, Dead(5, None)), Height(-9.5, Dead(0, 4)), DOWN),
        (Height(-9.5, Dead(5, None)), Height(-9.5, Dead(0, 5)), LEVEL),
        (Height(-9.5, Dead(5, 5)), Height(-9.5), LEVEL),
    ],
)
def test_an_answer_goes_by_its_rung_and_on_the_same_rung_by_the_dead_where_bounds_decide_it(
    trigger: Height, answer: Height, expected: Direction
) -> None:
    assert direction(trigger, answer) is expected


@pytest.mark.parametrize(
    ("ways", "expected"),
    [([UP], UP), ([UP, LEVEL], UP), ([LEVEL, DOWN], DOWN), ([UP, DOWN], LEVEL), ([LEVEL], LEVEL), ([], LEVEL)],
)
def test_an_answer_to_several_goes_up_where_it_goes_up_from_any_and_down_from_none(
    ways: list[Direction], expected: Direction
) -> None:
    assert overall(ways) is expected


def test_a_contested_answer_counts_under_each_party_named_and_apart_and_nobody_s_come_last() -> None:
    answers = [
        (UP, ["turkey"], False),
        (UP, ["syria-government", "russia"], True),
        (DOWN, ["russia"], False),
        (LEVEL, ["iran"], False),
        (UP, [], False),
    ]
    assert who_stepped(answers) == [
        ("russia", 0, 1, 1, 0),
        ("syria-government", 0, 1, 0, 0),
        ("turkey", 1, 0, 0, 0),
        (None, 1, 0, 0, 0),
    ]
