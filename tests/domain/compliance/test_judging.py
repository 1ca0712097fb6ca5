"""Whether an act breaches a text: each aspect alone, and what is left open."""

import pytest

from domain.compliance.happenings import Author, Coded, Happenings, Spot
from domain.compliance.holds import Holds
from domain.compliance.judging import Doubt, judge, leading_text, named, together
from domain.place import PlacePrecision
from tests.domain.compliance.arrange import (
    MAYBE,
    NO,
    OUTSIDE,
    YES,
    Case,
    admitted_by,
    agreement,
    area,
    attack,
    clauses,
    contested,
    done_by,
    entered,
    happenings,
    in_force,
    in_zone,
    judged,
    unsettled,
    verdict,
)
from tests.domain.globe import box
from tests.domain.things.arrange import change, provision

KINDS = PlacePrecision


def test_what_is_forbidden_in_force_by_who_is_bound_in_the_zone_is_a_breach() -> None:
    assert judged(in_force(in_zone(), area()), Case()) == [YES]


@pytest.mark.parametrize(
    ("case", "said", "doubts"),
    [
        (Case(act="air_strike"), NO, []),
        (Case("2018-09-17T23:59:59Z"), NO, []),
        (Case({"from": "2018-09-17", "to": "2018-09-19"}), MAYBE, [Doubt.FORCE]),
        (Case(author=done_by("iran")), NO, []),
        (Case(author=unsettled("iran", "hts")), NO, []),
        # Claims name Iran alone, so that it is an analyst who does not believe them: anybody may have done it.
        (Case(author=unsettled("iran")), MAYBE, [Doubt.ATTRIBUTION]),
        (Case(author=unsettled()), MAYBE, [Doubt.ATTRIBUTION]),
        (Case(spot=OUTSIDE), NO, []),
        (Case(spot=Spot(35.01, 36.5, KINDS.NEAR)), MAYBE, [Doubt.PLACE]),
        (
            Case({"from": "2018-09-17", "to": "2018-09-19"}, "shelling", unsettled(), Spot(None, None, KINDS.NEAR)),
            MAYBE,
            [Doubt.FORCE, Doubt.PLACE, Doubt.ATTRIBUTION],
        ),
    ],
)
def test_one_aspect_that_fails_or_is_open_decides(case: Case, said: Holds, doubts: list[Doubt]) -> None:
    found = verdict(in_force(in_zone(), area()), Case(), case)
    assert found.holds.tolist() == [YES, said]
    assert found.doubts(0) == []
    if said is not NO:
        assert found.doubts(1) == doubts


@pytest.mark.parametrize(
    ("author", "said"),
    [
        (done_by("russia"), YES),
        (admitted_by("russia"), YES),
        (done_by("iran"), NO),
        (contested("russia", "syria-government"), MAYBE),
        (contested("russia", "turkey"), MAYBE),
        (contested("iran", "hts"), NO),
        (unsettled("russia", "iran"), MAYBE),
        (unsettled("iran", "hts"), NO),
        (unsettled(), MAYBE),
        (admitted_by("iran", "russia"), YES),
        (admitted_by("iran", "hts"), NO),
    ],
)
def test_only_a_settled_author_who_is_bound_makes_a_breach_certain(author: Author, said: Holds) -> None:
    """Russia and Turkey are bound. Contested stays contested, even where each of those named is bound."""
    assert judged(in_force(provision()), Case(author=author)) == [said]


def test_those_named_are_those_settled_or_contested_and_else_those_whom_claims_leave_open() -> None:
    authors = [done_by("russia"), contested("russia", "iran"), unsettled("iran", "hts"), unsettled()]
    assert [named(one) for one in authors] == [("russia",), ("russia", "iran"), ("iran", "hts"), ()]


@pytest.mark.parametrize(
    ("precision", "inner", "km", "outer"),
    [
        (KINDS.EXACT, 35.001, 0, 34.999),
        (KINDS.NEAR, 35.05, 5, 34.95),
        (KINDS.DISTRICT, 35.23, 25, 34.77),
        (KINDS.WATER_OR_AIR, 35.23, 25, 34.77),
        (KINDS.FUZZY, 35.46, 50, 34.54),
        (KINDS.GOVERNORATE, 35.70, 75, 34.30),
    ],
)
def test_a_place_is_judged_as_exactly_as_it_is_known(
    precision: PlacePrecision, inner: float, km: int, outer: float
) -> None:
    """One degree of latitude is here 110.9 km: the places lie that many km and a bit from the border at 35."""
    wide = in_force(in_zone(), area(ring=box(34, 35, 39, 38)))
    by_km = (35.0, inner, outer)
    assert abs(inner - 35) * 110.9 >= km
    said = judged(wide, *(Case(spot=Spot(lat, 36.5, precision)) for lat in by_km))
    assert said == [YES if km == 0 else MAYBE, YES, NO]


@pytest.mark.parametrize("spot", [Spot(None, None, KINDS.EXACT), Spot(-60.0, 100.0, KINDS.COUNTRY)])
def test_without_coordinates_or_known_only_to_the_country_it_may_be_anywhere(spot: Spot) -> None:
    assert judged(in_force(in_zone(), area()), Case(spot=spot)) == [MAYBE]


def test_a_border_belongs_to_its_zone_and_zones_go_over_the_180th_meridian() -> None:
    text = in_force(in_zone(), area(ring=box(178, -2, 182, 2)))
    lons = (178.0, 179.5, 180.0, -180.0, -179.5, -178.0, -177.9, 177.9)
    said = judged(text, *(Case(spot=Spot(1.0, lon, KINDS.EXACT)) for lon in lons))
    assert said == [YES, YES, YES, YES, YES, YES, NO, NO]


DAMASCUS, TOKYO, NEW_YORK = "Asia/Damascus", "Asia/Tokyo", "America/New_York"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ({"from": "2020-03-06", "zone": DAMASCUS}, YES),
        ({"from": "2020-03-06T00:01", "zone": DAMASCUS}, YES),
        ({"from": "2020-03-06T00:00", "zone": DAMASCUS}, NO),
        ({"from": "2020-03-06T00:00", "zone": DAMASCUS, "precision": "hour"}, MAYBE),
        ({"from": "2020-03-05T23:59", "zone": DAMASCUS}, NO),
        ({"from": "2020-03-05T21:59Z", "zone": TOKYO}, NO),
        ({"from": "2020-03-06T06:59", "zone": TOKYO}, NO),
        ({"from": "2020-03-06T07:01", "zone": TOKYO}, YES),
        ({"from": "2020-03-05T16:59", "zone": NEW_YORK}, NO),
        ({"from": "2020-03-05T17:01", "zone": NEW_YORK}, YES),
        ({"from": "2020-03-05", "zone": DAMASCUS}, NO),
        ({"from": "2020-03-05"}, MAYBE),
        ({"from": "2020-03-06"}, YES),
        ({"from": "2020-03-06", "zone": TOKYO}, MAYBE),
        ({"from": "2020-03-05", "to": "2020-03-06", "zone": DAMASCUS}, MAYBE),
        ({"from": "2020-03-02", "precision": "week", "zone": DAMASCUS}, MAYBE),
        ({"from": "2020-03-09", "precision": "week", "zone": DAMASCUS}, YES),
    ],
)
def test_a_day_that_a_text_holds_from_its_first_minute_counts_whole(at: dict[str, str], said: Holds) -> None:
    """In force from 00:01 in Damascus, on 6 March 2020: 22:01 UTC, 07:01 in Tokyo, 17:01 in New York."""
    local = {"from": "2020-03-06T00:01", "zone": DAMASCUS}
    text = agreement(change("entered_into_force", "2020-03-05T22:01:00Z"), provision(since=local))
    assert judged(text, Case(at)) == [said]


def test_what_a_text_forbids_until_it_ends_is_judged_up_to_the_last_moment() -> None:
    text = agreement(entered(), provision(), change("ended", "2020-03-05T22:01:00Z"))
    last, first = Case("2020-03-05T22:00:59.999999Z"), Case("2020-03-05T22:01:00Z")
    assert judged(text, last, first, Case({"from": "2020-03-06", "zone": DAMASCUS})) == [YES, NO, NO]


def test_happenings_are_judged_each_by_its_own_act_author_place_and_time() -> None:
    text = in_force(in_zone(), area())
    told = [Case(), Case(act="ied"), Case(spot=OUTSIDE), Case(author=unsettled()), Case("2018-01-01"), Case()]
    assert judged(text, *told) == [YES, NO, NO, MAYBE, NO, YES]


def test_of_nothing_that_happened_nothing_is_said() -> None:
    none = Happenings(Coded.of([]), Coded.of([]), Coded.of([]), *(happenings([]).first,) * 2)
    (clause,) = clauses(in_force(in_zone(), area()))
    assert len(none) == 0
    assert together([judge(clause, none)]).tolist() == []


def test_one_incident_may_breach_texts_of_several_agreements() -> None:
    texts = [in_force(provision("9")), in_force(provision("1"), slug="moscow-2020")]
    told = happenings([Case()])
    assert [(one.key, judge(one, told).holds.tolist()) for one in clauses(*texts)] == [
        (("moscow-2020", "1"), [YES]),
        (("sochi-2018", "9"), [YES]),
    ]


def test_where_one_source_allows_an_answer_and_another_does_not_it_is_open() -> None:
    rivals = [provision(answer_allowed=True), provision(source="russia-mod", answer_allowed=False)]
    answer = Case("2019-06-01T12:00Z", answers=[attack("2019-06-01T10:00Z")])
    assert judged(in_force(*rivals), answer, Case()) == [MAYBE, YES]
    assert judged(in_force(rivals[0]), answer) == [NO]
    assert judged(in_force(rivals[1]), answer) == [YES]


def test_a_doubtful_answer_leaves_a_breach_open_and_makes_none_of_what_is_none() -> None:
    doubtful = [attack("2019-06-01T10:00Z", disputed=True)]
    text = in_force(in_zone(answer_allowed=True), area())
    found = verdict(text, Case(answers=doubtful), Case(answers=doubtful, spot=OUTSIDE))
    assert (found.holds.tolist(), found.doubts(0)) == ([YES, NO], [Doubt.ANSWER])
    assert together([found]).tolist() == [MAYBE, NO]


def test_the_words_are_those_of_the_text_that_says_the_most_and_of_the_first_where_several_do() -> None:
    inside, outside = Case(), Case(spot=OUTSIDE)
    of_the_zone, of_everywhere = (
        verdict(in_force(in_zone(), area()), inside, outside),
        verdict(in_force(provision()), inside, outside),
    )
    assert [one.holds.tolist() for one in (of_the_zone, of_everywhere)] == [[YES, NO], [YES, YES]]
    assert leading_text([of_the_zone, of_everywhere]).tolist() == [0, 1]
    assert leading_text([of_everywhere, of_the_zone]).tolist() == [0, 0]
