"""Which answers to an attack a text allows."""

from typing import Any

import pytest

from domain.compliance.happenings import AssertedAnswer, Author
from domain.compliance.holds import Holds
from domain.compliance.judging import Doubt
from tests.domain.compliance.arrange import (
    MAYBE,
    NO,
    YES,
    Case,
    admitted_by,
    attack,
    contested,
    done_by,
    in_force,
    judged,
    unsettled,
    verdict,
)
from tests.domain.things.arrange import provision

ATTACK = attack("2019-06-01T10:00:00Z")
STATEMENT_OR_UNSEEN = AssertedAnswer(disputed=False, trigger=None)


def answered(
    *answers: AssertedAnswer,
    at: Any = "2019-06-01T12:00:00Z",  # noqa: ANN401 - as a moment is told
    targets: tuple[str, ...] = ("syria-government",),
    **conditions: Any,
) -> Holds:
    """What a text with these conditions comes to, of Turkey's answer."""
    case = Case(at, author=done_by("turkey"), answers=answers, targets=targets)
    return judged(in_force(provision(**conditions)), case)[0]


@pytest.mark.parametrize(("allowed", "said"), [(True, NO), (False, YES), (None, YES)])
def test_an_answer_is_no_breach_only_where_the_text_allows_it(allowed: bool | None, said: Holds) -> None:  # noqa: FBT001
    assert answered(ATTACK, answer_allowed=allowed) is said


def test_what_answers_nothing_is_a_breach_though_answers_are_allowed() -> None:
    assert answered(answer_allowed=True) is YES
    assert answered(STATEMENT_OR_UNSEEN, answer_allowed=True) is YES


def test_one_answer_of_the_kind_allowed_is_enough() -> None:
    assert answered(STATEMENT_OR_UNSEEN, ATTACK, answer_allowed=True) is NO
    assert answered(attack("2019-06-01T10:00Z", disputed=True), ATTACK, answer_allowed=True) is NO


def test_a_disputed_answer_leaves_it_open() -> None:
    assert answered(attack("2019-06-01T10:00Z", disputed=True), answer_allowed=True) is MAYBE


@pytest.mark.parametrize(
    ("attacked", "at", "said"),
    [
        ("2019-06-01T12:00Z", "2019-06-02T12:00Z", NO),
        ("2019-06-01T12:00Z", "2019-06-02T12:00:00.000001Z", YES),
        ("2019-06-01", "2019-06-02T06:00Z", MAYBE),
        ("2019-06-01", "2019-06-01", NO),
        ("2019-06-01T12:00Z", "2019-06-02", MAYBE),
        ("2019-06-01", "2019-06-03", YES),
        ("2019-06-01T12:00Z", {"from": "2019-06-02T10:00Z", "to": "2019-06-02T14:00Z"}, MAYBE),
    ],
)
def test_an_answer_comes_within_the_hours_that_the_text_gives(attacked: str, at: Any, said: Holds) -> None:  # noqa: ANN401
    assert answered(attack(attacked), at=at, answer_allowed=True, answer_within_hours=24) is said
    assert answered(attack(attacked), at=at, answer_allowed=True) is NO


@pytest.mark.parametrize("conditions", [{}, {"answer_within_hours": 24}])
def test_what_was_over_before_the_attack_is_no_answer_to_it(conditions: dict[str, Any]) -> None:
    before, at_once = "2019-06-01T09:59:59Z", "2019-06-01T10:00:00Z"
    assert answered(ATTACK, at=before, answer_allowed=True, **conditions) is YES
    assert answered(ATTACK, at=at_once, answer_allowed=True, **conditions) is NO
    assert answered(ATTACK, at="2019-06-01", answer_allowed=True, **conditions) is NO


@pytest.mark.parametrize(
    ("attacker", "targets", "said"),
    [
        (done_by("syria-government"), ("syria-government",), NO),
        (admitted_by("syria-government", "russia"), ("russia",), NO),
        (done_by("russia"), ("syria-government",), YES),
        (done_by("syria-government"), ("syria-government", "russia"), YES),
        (contested("syria-government", "russia"), ("russia",), MAYBE),
        (contested("syria-government", "russia"), ("iran",), YES),
        (unsettled("syria-government", "russia"), ("syria-government",), MAYBE),
        (unsettled("syria-government", "russia"), ("iran",), YES),
        (unsettled("syria-government"), ("iran",), MAYBE),
        (unsettled(), ("syria-government",), MAYBE),
        (done_by("syria-government"), (), MAYBE),
    ],
)
def test_an_answer_is_against_the_attacker_alone_where_the_text_asks_for_that(
    attacker: Author, targets: tuple[str, ...], said: Holds
) -> None:
    told = attack("2019-06-01T10:00Z", attacker)
    assert answered(told, targets=targets, answer_allowed=True, answer_to_attacker_only=True) is said
    assert answered(told, targets=targets, answer_allowed=True) is NO


def test_of_an_attack_whose_author_is_not_shown_it_is_open_who_may_be_answered() -> None:
    trigger = ATTACK.trigger
    assert trigger is not None
    told = AssertedAnswer(disputed=False, trigger=trigger._replace(author=None))
    assert answered(told, answer_allowed=True, answer_to_attacker_only=True) is MAYBE


def test_an_answer_is_asked_about_only_where_there_is_a_breach() -> None:
    text = in_force(provision(answer_allowed=True))
    cases = [Case(act=act, answers=[attack("2019-06-01T10:00Z", disputed=True)]) for act in ("shelling", "ied")]
    found = verdict(text, *cases)
    assert (found.answer.tolist(), found.doubts(0)) == ([MAYBE, NO], [Doubt.ANSWER])
