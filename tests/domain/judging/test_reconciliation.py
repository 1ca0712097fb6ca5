from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reconciliation import Gap, Number, Range, Registered, Sum, gap, number_of, summed

RUSSIAN = Registered(35, {"Idlib": 16, "Latakia": 10, "Aleppo": 5, "Hama": 4})
TURKISH = Registered(6, {"Idlib": 6})
SILENT = Registered(None, None)


def numbers() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, 50)


def regions() -> st.SearchStrategy[Mapping[str, int] | None]:
    return st.none() | st.dictionaries(st.sampled_from(["Idlib", "Hama", "Homs"]), st.integers(0, 20))


BULLETINS = st.lists(st.builds(Registered, numbers(), regions()), max_size=4)
REGION = st.sampled_from([None, "Idlib", "Hama"])


def told(bulletins: list[Registered], region: str | None = None) -> Number:
    return number_of("turkey", bulletins, region)


def test_a_bulletin_gives_its_total_and_its_regions() -> None:
    assert told([RUSSIAN]) == (Range(35, 35), None, False)
    assert told([RUSSIAN], "Latakia") == (Range(10, 10), None, False)


def test_a_region_that_is_not_named_has_none_where_the_named_ones_make_up_the_total_and_says_so() -> None:
    assert told([TURKISH], "Latakia") == (Range(0, 0), None, True)
    assert told([Registered(0, {})], "Latakia") == (Range(0, 0), None, True)


@pytest.mark.parametrize(
    "bulletin",
    [Registered(7, {"Idlib": 6}), Registered(5, {"Idlib": 6}), Registered(None, {"Idlib": 6})],
)
def test_a_region_that_is_not_named_is_unknown_where_they_do_not(bulletin: Registered) -> None:
    assert told([bulletin], "Latakia") == (
        None,
        "the side of turkey does not say how many it registered in Latakia",
        False,
    )


def test_a_side_that_gives_no_regions_says_nothing_of_any() -> None:
    assert told([Registered(0, None)], "Idlib") == (None, "the side of turkey gives no numbers by region", False)


def test_a_side_without_a_bulletin_has_no_number_and_not_none() -> None:
    assert told([]) == (None, "the side of turkey has published no bulletin for this period", False)


def test_a_side_that_gives_no_total_has_none_that_is_known() -> None:
    assert told([SILENT]) == (None, "the side of turkey does not say how many it registered in all", False)


def test_a_bulletin_that_says_the_same_again_changes_nothing() -> None:
    assert told([RUSSIAN, RUSSIAN]) == told([RUSSIAN])


def test_rival_bulletins_of_one_side_give_a_range_and_never_a_sum() -> None:
    rivals = [Registered(25, None), Registered(8, None), Registered(25, None)]
    assert told(rivals) == (Range(8, 25), "the side of turkey gives several numbers in all: 8, 25", False)


def test_the_difference_is_the_first_less_the_second() -> None:
    assert gap(told([RUSSIAN]), told([TURKISH])) == Gap(Range(29, 29), None)
    assert gap(told([TURKISH], "Idlib"), told([RUSSIAN], "Idlib")) == Gap(Range(-10, -10), None)


def test_a_difference_from_rivals_is_a_range_with_its_reason() -> None:
    difference = gap(told([RUSSIAN]), told([Registered(6, None), Registered(9, None)]))
    assert difference == Gap(Range(26, 29), "the side of turkey gives several numbers in all: 6, 9")


def test_a_difference_from_what_is_unknown_is_unknown_and_every_reason_is_given() -> None:
    difference = gap(number_of("turkey", [SILENT]), number_of("russia", []))
    assert difference.bounds is None
    assert difference.reason == (
        "the side of russia has published no bulletin for this period; "
        "the side of turkey does not say how many it registered in all"
    )


def test_a_sum_says_over_how_many_periods_it_goes_and_how_many_give_no_number() -> None:
    assert summed([told([RUSSIAN]), told([SILENT]), told([TURKISH])]) == Sum(Range(41, 41), 2, 1)


def test_a_sum_of_nothing_known_is_unknown() -> None:
    assert summed([]) == Sum(None, 0, 0)
    assert summed([told([SILENT])]) == Sum(None, 0, 1)


def test_a_sum_with_rivals_is_a_range() -> None:
    assert summed([told([Registered(2, None), Registered(5, None)]), told([TURKISH])]) == Sum(Range(8, 11), 2, 0)


@given(BULLETINS, REGION, st.randoms(use_true_random=False))
def test_the_order_of_bulletins_does_not_matter(
    bulletins: list[Registered], region: str | None, chance: Random
) -> None:
    shuffled = [*bulletins]
    chance.shuffle(shuffled)
    assert told(shuffled, region) == told(bulletins, region)
    singles = [told([one], region) for one in bulletins]
    chance.shuffle(singles)
    assert summed(singles) == summed(told([one], region) for one in bulletins)


@given(BULLETINS, BULLETINS, REGION)
def test_the_difference_is_the_same_from_either_side_with_its_sign_turned(
    ours: list[Registered], theirs: list[Registered], region: str | None
) -> None:
    one, other = number_of("russia", ours, region), number_of("turkey", theirs, region)
    there, back = gap(one, other), gap(other, one)
    assert there.reason == back.reason
    if there.bounds is None or back.bounds is None:
        assert (there.bounds, back.bounds) == (None, None)
    else:
        assert back.bounds == (-there.bounds.high, -there.bounds.low)


@given(BULLETINS, REGION)
def test_what_is_unknown_never_becomes_a_number(bulletins: list[Registered], region: str | None) -> None:
    """A zero is one that a bulletin gives, or what is left when all it names make up its total."""
    number = told(bulletins, region)
    unknown = [one for one in bulletins if not knows(one, region)]
    assert (number.bounds is None) == (not bulletins or bool(unknown))
    assert (number.bounds is None) <= (number.reason is not None)
    assert gap(number, told([SILENT])).bounds is None
    assert summed([number]).known == (number.bounds is not None)


def knows(bulletin: Registered, region: str | None) -> bool:
    if region is None:
        return bulletin.total is not None
    named = bulletin.regions or {}
    return region in named or (bulletin.regions is not None and bulletin.total == sum(named.values()))
