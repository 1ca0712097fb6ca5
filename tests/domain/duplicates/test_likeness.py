"""Suspected duplicates: what speaks for two reports being one happening, what against, and what settles it."""

from typing import Any

import pytest

from domain.duplicates.likeness import MOST, compare
from domain.duplicates.nearness import metres_between
from domain.duplicates.sketch import Number
from domain.incident.values import Standing
from tests.domain.duplicates.strikes import DAY, HOUR, NOON, a_sketch, another, likeness, part, span


def test_two_reports_of_one_strike_score_high_and_say_why_in_a_sentence() -> None:
    found = likeness(a_sketch(), another(lat=35.8950))
    assert (found.points, found.score) == (95, 0.95)
    assert found.reason == (
        "Same day, 3 km apart, both by syria-government, both against turkey, both air strike, 2 killed in each."
    )


def test_no_more_than_a_hundred_points_are_given_and_only_where_all_agrees() -> None:
    assert sum(MOST.values()) == 100
    assert likeness(a_sketch(killed=Number(34, 34)), another(killed=Number(34, 34))).score == 1.0


def test_what_speaks_neither_way_is_left_out_of_the_sentence() -> None:
    nothing: dict[str, Any] = {"suspects": frozenset(), "targets": frozenset(), "act": "other", "killed": None}
    found = likeness(a_sketch(**nothing), another())
    assert (found.points, found.reason) == (50, "Same day, at the same point.")
    assert {name for name, evidence in found.parts.items() if not evidence.points} == {"parties", "act", "toll"}


@pytest.mark.parametrize(
    ("other", "points", "words"),
    [
        (span(NOON - HOUR, NOON - HOUR), 25, "same day"),
        (span(NOON - 36 * HOUR, NOON + 36 * HOUR - 1), 18, "within the same days"),
        (span(NOON - 84 * HOUR, NOON + 84 * HOUR - 1), 14, "within the same week"),
        (span(NOON - 10 * DAY, NOON + 20 * DAY), 8, "within the same month"),
        (span(NOON - 100 * DAY, NOON + 200 * DAY), 3, "within the same months or years"),
        (span(NOON + 12 * HOUR, NOON + 36 * HOUR - 1), 12, "at most two days apart"),
        (span(NOON - 60 * HOUR, NOON - 36 * HOUR - 1), 4, "up to three days between them"),
    ],
)
def test_times_count_by_how_far_apart_they_can_be(other: dict[str, int], points: int, words: str) -> None:
    assert part("time", a_sketch(), another(**other)) == (points, words)


def test_two_instants_within_three_hours_count_like_one_day() -> None:
    early, late = span(NOON, NOON), span(NOON + 2 * HOUR, NOON + 2 * HOUR)
    assert part("time", a_sketch(**early), another(**late)) == (25, "within 3 hours")


def test_what_lies_more_than_three_days_apart_is_no_candidate() -> None:
    over = NOON + 12 * HOUR - 1
    assert compare(a_sketch(), another(**span(over + 3 * DAY, over + 4 * DAY))) is not None
    assert compare(a_sketch(), another(**span(over + 3 * DAY + 1, over + 4 * DAY))) is None


@pytest.mark.parametrize(
    ("precisions", "lat", "points", "words"),
    [
        (("near", "near"), 35.8719, 25, "less than 1 km apart"),
        (("exact", "near"), 35.9400, 18, "8 km apart"),
        (("near", "near"), 36.0000, 8, "14 km apart"),
        (("near", "district"), 35.9400, 12, "8 km apart (known to the district)"),
        (("district", "district"), 36.2000, 6, "36 km apart (known to the district)"),
        (("exact", "governorate"), 35.8718, 4, "at the same point (known to the governorate, or not even so)"),
    ],
)
def test_a_distance_counts_as_far_as_the_vaguer_place_allows(
    precisions: tuple[str, str], lat: float, points: int, words: str
) -> None:
    one, other = a_sketch(precision=precisions[0]), another(precision=precisions[1], lat=lat)
    assert part("place", one, other) == (points, words)


@pytest.mark.parametrize(
    ("precision", "within", "beyond"),
    [("exact", 35.9250, 35.9265), ("near", 36.0510, 36.0525), ("governorate", 36.7700, 36.7715)],
)
def test_beyond_the_reach_of_both_places_there_is_no_candidate(precision: str, within: float, beyond: float) -> None:
    one = a_sketch(precision=precision)
    assert compare(one, another(precision=precision, lat=within)) is not None
    assert compare(one, another(precision=precision, lat=beyond)) is None


def test_without_a_point_only_the_same_name_is_near() -> None:
    nowhere = {"lat": None, "lon": None}
    assert part("place", a_sketch(), another(**nowhere)) == (12, "at places of the same name")
    assert part("place", a_sketch(precision="fuzzy"), another(**nowhere))[0] == 4
    assert compare(a_sketch(**nowhere), another(name="sarmin")) is None


def test_a_place_known_only_to_the_country_is_near_nothing() -> None:
    assert compare(a_sketch(precision="country"), another(precision="country")) is None


def test_the_distance_is_that_on_a_globe() -> None:
    # A quarter of a meridian of a sphere of 6,371 km is 10,007.5 km; across the date line it is no further than it is.
    assert metres_between(0, 0, 90, 0) == 10_007_543
    assert metres_between(-18, 179.5, -18, -179.5) == metres_between(-18, 10, -18, 11)
    assert metres_between(35, 36, -35, -144) == 20_015_087


def test_a_party_unknown_on_either_side_says_nothing() -> None:
    assert part("parties", a_sketch(suspects=frozenset(), targets=frozenset()), another()) == (
        0,
        "no parties to compare",
    )
    assert part("parties", a_sketch(suspects=frozenset()), another()) == (10, "both against turkey")
    assert part("parties", a_sketch(targets=frozenset()), another()) == (10, "both by syria-government")


def test_a_party_in_common_is_enough_and_none_in_common_is_strongly_against() -> None:
    both_sides = frozenset({"opposition", "turkey"})
    assert part("parties", a_sketch(), another(targets=both_sides))[0] == 20
    points, words = part("parties", a_sketch(), another(suspects=frozenset({"russia"})))
    assert (points, words) == (-20, "one by russia and one by syria-government, both against turkey")
    assert likeness(a_sketch(), another(suspects=frozenset({"russia"}))).score == 0.55


@pytest.mark.parametrize(
    ("acts", "points"),
    [
        (("air_strike", "air_strike"), 10),
        (("air_strike", "shelling"), 5),
        (("air_strike", "armed_clash"), 5),
        (("aircraft_shot_down", "attack_on_civilians"), 5),
        (("abduction", "arrest"), 5),
        (("post_encircled", "armed_clash"), 5),
        (("air_strike", "overflight"), -15),
        (("air_strike", "sniper_fire"), -15),
        (("air_strike", "other"), 0),
        (("other", "other"), 0),
    ],
)
def test_acts_are_the_same_or_can_be_taken_for_each_other_or_differ(acts: tuple[str, str], points: int) -> None:
    assert part("act", a_sketch(act=acts[0]), another(act=acts[1]))[0] == points


@pytest.mark.parametrize(
    ("one", "other", "points", "words"),
    [
        (Number(34, 34), Number(34, 34), 20, "34 killed in each"),
        (Number(2, 2), Number(2, 2), 15, "2 killed in each"),
        (Number(0, 0), Number(0, 0), 8, "0 killed in each"),
        (Number(4, 8), Number(4, 8), 8, "4 to 8 killed in each"),
        (Number(4, 8), Number(6, 6), 8, "4 to 8 and 6 killed"),
        (Number(2, None), Number(50, 60), 8, "2 or more and 50 to 60 killed"),
        (Number(3, 3), Number(4, 4), 4, "3 and 4 killed"),
        (Number(50, 50), Number(41, 41), 4, "41 and 50 killed"),
        (Number(4, 4), Number(7, 7), -8, "4 and 7 killed"),
        (Number(2, 2), Number(34, 34), -20, "2 and 34 killed"),
        (Number(2, 2), None, 0, "no toll to compare"),
    ],
)
def test_tolls_count_by_whether_their_ranges_meet(one: Number, other: Number | None, points: int, words: str) -> None:
    assert part("toll", a_sketch(killed=one), another(killed=other)) == (points, words)


def test_the_wounded_count_for_half_where_no_two_tell_of_the_killed() -> None:
    only_wounded = {"killed": None, "wounded": Number(5, 5)}
    assert part("toll", a_sketch(wounded=Number(5, 5)), another(**only_wounded)) == (7, "5 wounded in each")
    assert part("toll", a_sketch(wounded=Number(1, 1)), another(**only_wounded))[0] == -10


def test_two_that_one_source_reports_or_one_list_numbers_are_two() -> None:
    assert compare(a_sketch(), a_sketch()) is None
    assert compare(a_sketch(), another(sources=frozenset({"afp", "turkey-mod"}))) is None
    assert compare(a_sketch(scheme="acled"), another(scheme="acled")) is None
    assert compare(a_sketch(scheme="acled"), another(scheme="ucdp-ged")) is not None


@pytest.mark.parametrize("standing", Standing)
def test_what_is_retracted_or_merged_is_never_a_candidate(standing: Standing) -> None:
    is_one = compare(a_sketch(), another(standing=standing)) is not None
    assert is_one is (standing not in {"retracted", "merged"})


def test_where_no_points_are_left_there_is_no_candidate() -> None:
    unlike = {"suspects": frozenset({"russia"}), "targets": frozenset({"iran"}), "killed": Number(90, 90)}
    assert compare(a_sketch(), another(**unlike)) is None
