"""Sides: parties that stand together on a day are one, and bear the name of the one that follows nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.inference.sides import Sides, Tie

FIRST, LAST = date(2020, 2, 1), date(2020, 2, 29)


def day(on: date) -> int:
    return (on - date(1970, 1, 1)).days


def sides(*ties: tuple[str, str]) -> Sides:
    return Sides(Tie(party, counterpart, FIRST, LAST) for party, counterpart in ties)


def led(held: Sides, party: str, on: date = FIRST) -> str:
    return held.lead(party, day(on))


def test_a_party_that_is_joined_with_nobody_is_a_side_by_itself() -> None:
    assert led(sides(), "hts") == "hts"
    assert led(sides(("sna", "turkey")), "hts") == "hts"


def test_a_side_is_named_by_the_member_that_follows_nobody() -> None:
    held = sides(("iran-militia", "iran"), ("iran", "syria-government"), ("russia", "syria-government"))
    assert {led(held, party) for party in ("iran-militia", "iran", "russia", "syria-government")} == {
        "syria-government"
    }


def test_of_several_that_follow_nobody_the_one_with_the_most_behind_it_names_the_side() -> None:
    # b has c and, through it, d behind it; a has only c and d in common with it, and nobody else.
    assert led(sides(("d", "c"), ("c", "b"), ("e", "b"), ("c", "a")), "a") == "b"


def test_of_those_with_as_many_behind_them_the_least_slug_names_the_side() -> None:
    assert led(sides(("c", "b"), ("c", "a")), "b") == "a"


def test_where_all_follow_somebody_anyone_may_name_the_side() -> None:
    assert led(sides(("b", "c"), ("c", "b")), "c") == "b"
    assert led(sides(("b", "c"), ("c", "d"), ("d", "c")), "b") == "c"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2020, 1, 31), "sna"),
        (FIRST, "turkey"),
        (LAST, "turkey"),
        (date(2020, 3, 1), "sna"),
    ],
)
def test_an_affiliation_holds_from_its_first_day_to_its_last(on: date, expected: str) -> None:
    assert led(sides(("sna", "turkey")), "sna", on) == expected


def test_an_affiliation_that_was_not_ended_holds_for_ever() -> None:
    held = Sides([Tie("sna", "turkey", FIRST, None), Tie("hts", "qatar", FIRST, date.max)])
    assert led(held, "sna", date.max) == "turkey"
    assert led(held, "hts", date.max) == "qatar"


def test_parties_are_of_one_side_where_all_have_the_same_lead() -> None:
    held = sides(("russia", "syria-government"))
    on = day(FIRST)
    assert held.side(["russia", "syria-government"], on) == "syria-government"
    assert held.side(["turkey"], on) == "turkey"
    assert held.side(["russia", "turkey"], on) is None
    assert held.side([], on) is None
    assert held.side(["russia", "syria-government"], on - 1) is None


parties = st.sampled_from("abcdef")
moments = st.dates(date(2020, 1, 30), date(2020, 2, 4))
ties = st.lists(st.builds(Tie, parties, parties, moments, st.none() | moments).filter(lambda one: one[0] != one[1]))


@given(ties, parties, parties, moments)
def test_two_are_of_one_side_exactly_where_a_walk_along_ties_of_the_day_joins_them(
    given_ties: list[Tie], one: str, other: str, on: date
) -> None:
    held = Sides(given_ties)
    standing = {(tie.party, tie.counterpart) for tie in given_ties if tie.start <= on and (tie.end or date.max) >= on}
    met = {one}
    for _ in standing:
        met |= {end for ends in standing if set(ends) & met for end in ends}
    assert (led(held, one, on) == led(held, other, on)) == (other in met)
    assert led(held, one, on) in met
    if any(party not in {each for each, _ in standing} for party in met):
        assert led(held, one, on) not in {each for each, _ in standing}


@given(ties, parties, moments, moments)
def test_between_two_turns_all_sides_stay_the_same(given_ties: list[Tie], party: str, one: date, other: date) -> None:
    held = Sides(given_ties)
    turns = [turn for turn in held.turns if min(day(one), day(other)) < turn <= max(day(one), day(other))]
    if not turns:
        assert led(held, party, one) == led(held, party, other)
