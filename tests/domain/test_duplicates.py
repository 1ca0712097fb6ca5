"""Suspected duplicates: what speaks for two reports being one happening, what against, and what settles it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.act import Act
from domain.duplicates.likeness import MOST, Likeness, compare
from domain.duplicates.nearness import Evidence, metres_between
from domain.duplicates.sketch import Number, Sketch, sketch_of
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition
from domain.incident.state import IncidentState
from domain.incident.values import Standing
from domain.judgement import Mend
from domain.place import PlacePrecision
from tests.domain.arrange import REGISTER, an_incident, claim, facts_of, folded, lost, made, state_of

DAY, HOUR = 86_400_000_000, 3_600_000_000
NOON = int(datetime(2020, 2, 20, 12, tzinfo=UTC).timestamp()) * 1_000_000


def a_sketch(**parts: Any) -> Sketch:
    """The strike near Nayrab, as one source has it; nobody else tells of it."""
    said: dict[str, Any] = {
        "standing": "alleged",
        "sources": frozenset({"turkey-mod"}),
        "scheme": None,
        "began_from": NOON - 12 * HOUR,
        "over_by": NOON + 12 * HOUR - 1,
        "name": "nayrab",
        "lat": 35.8718,
        "lon": 36.7173,
        "precision": "near",
        "suspects": frozenset({"syria-government"}),
        "targets": frozenset({"turkey"}),
        "act": "air_strike",
        "killed": Number(2, 2),
        "wounded": None,
    }
    return Sketch(**said | parts)


def another(**parts: Any) -> Sketch:
    """The same by another source."""
    return a_sketch(**{"sources": frozenset({"sohr"})} | parts)


def likeness(one: Sketch, other: Sketch) -> Likeness:
    found = compare(one, other)
    assert found is not None
    return found


def part(name: str, one: Sketch, other: Sketch) -> Evidence:
    return likeness(one, other).parts[name]


def span(began: int, over: int) -> dict[str, int]:
    return {"began_from": began, "over_by": over}


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


def test_the_sketch_of_an_incident_says_what_its_claims_come_to() -> None:
    leaves_open = claim("afp", possible_perpetrators=["russia", "syria-government"], casualties=[lost(3)])
    sketch = sketch_of(state_of(an_incident(leaves_open)))
    assert sketch is not None
    # A day in Damascus, two hours ahead of UTC in February.
    assert (sketch.began_from, sketch.over_by) == (NOON - 14 * HOUR, NOON + 10 * HOUR - 1)
    assert sketch.suspects == {"russia", "syria-government"}
    assert (sketch.name, sketch.precision, sketch.act) == ("nayrab", "near", "air_strike")
    assert (sketch.killed, sketch.wounded) == (Number(2, 3), Number(5, 5))
    assert sketch.sources == {"afp", "turkey-mod"}
    assert sketch.scheme is None


def test_a_number_that_bounds_nothing_is_no_toll() -> None:
    unknown = claim(casualties=[lost({"unknown": True})])
    sketch = sketch_of(state_of(an_incident(first=unknown)))
    assert sketch is not None
    assert sketch.killed is None


def test_a_list_that_numbers_an_incident_is_part_of_its_sketch() -> None:
    sketch = sketch_of(state_of(an_incident(external_id={"scheme": "ucdp-ged", "value": "1"})))
    assert sketch is not None
    assert sketch.scheme == "ucdp-ged"


def test_a_source_whose_claim_was_withdrawn_is_still_in_common() -> None:
    incident = an_incident(claim("sohr"))
    incident.withdraw_claim(list(incident.state.claims)[1], made(Mend, reason="of another strike"))
    sketch = sketch_of(state_of(incident))
    assert sketch is not None
    assert sketch.sources == {"sohr", "turkey-mod"}


def test_what_is_not_there_yet_has_no_sketch() -> None:
    assert sketch_of(IncidentState()) is None


def test_every_visible_part_of_a_history_has_a_sketch_that_can_be_compared() -> None:
    incident = an_incident(claim("sohr", casualties=[lost(3)]))
    incident.retract(made(Mend, reason="why"))
    for last in range(1, len(facts_of(incident)) + 1):
        sketch = sketch_of(state_of(incident, position=last))
        assert sketch is not None
        stands = sketch.standing not in {"retracted", "merged"}
        assert (compare(sketch, another(sources=frozenset({"a-blog"}))) is not None) is stands


def test_the_order_in_which_claims_were_recorded_changes_nothing() -> None:
    claims = [
        claim("sohr", published="2020-02-21", casualties=[lost(3)]),
        claim("afp", published="2020-02-22", perpetrator="russia"),
        claim("reuters", published="2020-02-23", casualties=[lost({"at_least": 2})]),
    ]
    sketches = {sketch_of(folded(facts_of(recorded(order)))) for order in permutations(claims)}
    assert len(sketches) == 1


def recorded(claims: Iterable[ClaimAddition]) -> Incident:
    incident = an_incident()
    for one in claims:
        incident.add_claim(one, REGISTER)
    return incident


numbers = st.none() | st.builds(
    lambda low, more: Number(low, None if more is None else low + more),
    st.integers(0, 60),
    st.none() | st.integers(0, 9),
)
parties = st.frozensets(st.sampled_from(("turkey", "russia", "syria-government")), max_size=2)
points_of_earth = st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.tuples(
    st.floats(35.5, 36.5), st.floats(36.0, 37.0)
)


@st.composite
def sketches(draw: Callable[..., Any]) -> Sketch:
    began = NOON + draw(st.integers(-5 * DAY, 5 * DAY))
    lat, lon = draw(st.just((None, None)) | points_of_earth)
    return a_sketch(
        standing=draw(st.sampled_from(Standing)),
        sources=draw(st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=2)),
        scheme=draw(st.sampled_from((None, "acled", "ucdp-ged"))),
        began_from=began,
        over_by=began + draw(st.integers(0, 3 * DAY) | st.integers(0, 400 * DAY)),
        name=draw(st.sampled_from(("nayrab", "saraqib"))),
        lat=lat,
        lon=lon,
        precision=draw(st.sampled_from(PlacePrecision)),
        suspects=draw(parties),
        targets=draw(parties),
        act=draw(st.sampled_from(Act)),
        killed=draw(numbers),
        wounded=draw(numbers),
    )


@given(sketches(), sketches())
def test_a_comparison_is_total_and_the_same_both_ways_and_stays_within_its_bounds(one: Sketch, other: Sketch) -> None:
    found = compare(one, other)
    assert found == compare(other, one)
    if found is not None:
        assert 0 < found.score <= 1
        assert found.points == sum(evidence.points for evidence in found.parts.values())
        assert all(evidence.points <= MOST[name] for name, evidence in found.parts.items())
