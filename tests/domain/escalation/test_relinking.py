"""What two looks at chains differ in, and the words for it: each link that came, went or changed, and why."""

from itertools import pairwise
from uuid import UUID

import pytest

from domain.chains.chain import Chain, Link, Step
from domain.chains.mending import Circumstances, Fate, why
from domain.chains.relinking import Regrouped, Tied, regrouped, relinked, ties
from tests.domain.arrange import at

ANSWER, TRIGGER, OTHER = UUID(int=2), UUID(int=1), UUID(int=3)
PAIR = (ANSWER, TRIGGER)
INFERRED = Tied("inferred", "inferred", (), 0.8)


def said(*by: str, status: str = "asserted", probability: float | None = None) -> Tied:
    return Tied("asserted", status, by, probability)


def chain(*numbers: int) -> Chain:
    """Steps of which each answers the one before it."""
    steps = tuple(Step(UUID(int=number), at("2020-02-03"), at("2020-02-03")) for number in numbers)
    links = (Link(one.id, before.id, "inferred", "inferred", None, 0.7, 0.1) for before, one in pairwise(steps))
    return Chain(steps, tuple(links))


def test_what_several_say_of_a_pair_is_one_tie_that_stands_as_the_surest_of_them() -> None:
    links = (
        Link(ANSWER, TRIGGER, "asserted", "disputed", "sohr"),
        Link(ANSWER, TRIGGER, "asserted", "confirmed", "afp"),
        Link(OTHER, ANSWER, "inferred", "inferred", None, 0.6, 0.2),
    )

    assert ties([Chain((), links)], {PAIR: 0.31}) == {
        PAIR: said("afp", "sohr", status="confirmed", probability=0.31),
        (OTHER, ANSWER): Tied("inferred", "inferred", (), 0.6),
    }


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        (0.30, 0.309, False),
        (0.30, 0.29, True),
        (0.3, None, True),
        (None, None, False),
    ],
)
def test_a_probability_has_changed_by_a_hundredth_or_more(old: float | None, new: float | None, differs: bool) -> None:  # noqa: FBT001
    before, after = ({PAIR: said("afp", probability=one)} for one in (old, new))
    assert relinked(before, after) == ([PAIR] if differs else [])


def test_pairs_differ_that_only_one_look_ties_or_that_another_voice_does() -> None:
    assert relinked({PAIR: INFERRED}, {}) == relinked({}, {PAIR: INFERRED}) == [PAIR]
    assert relinked({PAIR: said("afp")}, {PAIR: said("sohr")}) == [PAIR]
    assert relinked({PAIR: said("afp")}, {PAIR: said("afp")}) == []


def test_chains_that_share_steps_are_told_together_unless_they_kept_their_ids() -> None:
    ids = [UUID(int=number) for number in range(10)]

    assert regrouped([chain(1, 2), chain(3, 4)], [chain(1, 2, 3, 4)]) == [Regrouped((ids[1], ids[3]), (ids[1],))]
    assert regrouped([chain(1, 2, 3, 4)], [chain(1, 2), chain(3, 4)]) == [Regrouped((ids[1],), (ids[1], ids[3]))]
    assert regrouped([chain(1, 2), chain(5, 6)], [chain(1, 2, 7)]) == [Regrouped((ids[5],), ())]
    assert regrouped([], [chain(8, 9), chain(1, 2)]) == [Regrouped((), (ids[1],)), Regrouped((), (ids[8],))]
    assert regrouped([chain(1, 2, 3)], [chain(2, 3)]) == [Regrouped((ids[1],), (ids[2],))]


def seen(**parts: object) -> Circumstances:
    return Circumstances(**{"fates": {}} | parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Fate("retracted"), "the trigger was retracted"),
        (Fate("merged", frozenset(), OTHER), f"the trigger was merged into {OTHER}"),
        (Fate("unmerged", frozenset(), OTHER), f"the trigger is no longer merged into {OTHER}"),
        (Fate("corrected", frozenset({"occurred", "answers"})), "the trigger was redated"),
        (
            Fate("re-judged", frozenset({"perpetrators", "possible_perpetrators"})),
            "who did the trigger is judged otherwise",
        ),
        (Fate("noted"), "what else the answer may have answered is told otherwise"),
    ],
)
def test_what_became_of_an_end_is_why_a_link_went(change: Fate, words: str) -> None:
    assert why(PAIR, INFERRED, None, seen(fates={TRIGGER: change})) == [words]


def test_what_was_merged_into_an_end_speaks_through_it() -> None:
    merged = seen(fates={OTHER: Fate("merged", frozenset(), ANSWER)})

    assert why(PAIR, None, said("afp"), merged) == [f"{OTHER} was merged into the answer"]
    assert why(PAIR, said("afp"), None, merged) == [f"{OTHER} was merged into the answer"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (None, said("afp", "sohr"), "afp and sohr asserted it"),
        (said("afp"), said("afp", status="confirmed"), "an analyst confirmed it"),
        (said("afp"), said("afp", status="disputed"), "it was disputed"),
        (said("afp", status="disputed"), said("afp"), "it stands as asserted again"),
        (said("afp"), None, "nobody asserts it any more"),
    ],
)
def test_what_is_said_of_a_link_is_why_it_changed(old: Tied | None, new: Tied | None, words: str) -> None:
    assert why(PAIR, old, new, seen()) == [words]


def test_what_an_analyst_rejected_or_is_asserted_the_other_way_round_goes() -> None:
    assert why(PAIR, said("afp"), None, seen(rejected={PAIR})) == ["an analyst rejected it"]
    assert why(PAIR, INFERRED, None, seen(turned={PAIR})) == ["it is asserted the other way round"]


def test_an_assertion_that_comes_with_its_end_needs_no_words_of_its_own() -> None:
    reported = seen(fates={ANSWER: Fate("added")})

    assert why(PAIR, None, said("afp"), reported) == ["the answer was reported"]
    assert why(PAIR, said("afp"), None, seen(fates={ANSWER: Fate("removed")})) == ["the answer is no longer shown"]


def test_the_method_is_why_where_what_is_inferred_differs() -> None:
    method = seen(method=("another fit was adopted",))

    assert why(PAIR, INFERRED, None, method) == ["another fit was adopted"]
    assert why(PAIR, said("afp"), said("afp", status="confirmed"), method) == ["an analyst confirmed it"]


def test_a_link_that_closes_a_circle_now_says_so() -> None:
    circle = seen(left_out={PAIR: "it would close a circle"})

    assert why(PAIR, INFERRED, None, circle) == ["it no longer joins: it would close a circle"]


def test_where_neither_end_changed_the_other_candidates_are_named() -> None:
    gone = seen(fates={OTHER: Fate("retracted")}, beside={ANSWER: (OTHER,)})

    assert why(PAIR, INFERRED, None, gone) == [f"{OTHER}, which it may have answered instead, was retracted"]
