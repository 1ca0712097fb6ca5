"""A judgement in words: one sentence of English that says whose text it is, what it rules out, and what is in doubt."""

import pytest

from domain.compliance.clauses import Clause
from domain.compliance.happenings import AssertedAnswer, Author, Spot
from domain.compliance.holds import Holds
from domain.compliance.judging import Doubt, Verdict, judge
from domain.compliance.wording import Finding, finding
from domain.place import PlacePrecision
from tests.domain.compliance.arrange import (
    INSIDE,
    MAYBE,
    NO,
    OUTSIDE,
    YES,
    Case,
    Told,
    area,
    attack,
    clauses,
    contested,
    done_by,
    happenings,
    in_force,
    in_zone,
    member,
    unsettled,
    verdict,
)
from tests.domain.globe import box
from tests.domain.things.arrange import change, provision

PLAIN = "article 1 of sochi-2018 rules out this act (shelling)"
IN_IDLIB = f"{PLAIN} in idlib"


def found(case: Case, *told: Told) -> Finding:
    """The finding on this, beside another that happened before it."""
    return finding(verdict(in_force(*told), Case(), case), happenings([Case(), case]), 1)


def test_a_certain_breach_says_what_rules_out_the_act_and_who_did_it() -> None:
    assert found(Case(), provision()) == (YES, False, ("russia",), (), f"{PLAIN}.")
    assert found(Case(act="territory_seized"), in_zone(acts=["territory_seized"]), area()).reason == (
        "article 1 of sochi-2018 rules out this act (territory seized) in idlib."
    )


def test_it_falls_on_those_of_several_who_are_bound() -> None:
    assert found(Case(author=done_by("iran", "russia", "turkey")), provision()).by == ("russia", "turkey")


def test_it_names_a_doubt_about_the_time() -> None:
    told = found(Case({"from": "2018-09-17", "to": "2018-09-19"}), provision())
    assert told[:4] == (MAYBE, False, ("russia",), (Doubt.FORCE,))
    assert told.reason == f"{PLAIN}; it is open whether it was in force when this happened."


@pytest.mark.parametrize(
    ("author", "by", "words"),
    [
        (contested("russia", "turkey"), ("russia", "turkey"), "contested: russia or turkey, each of whom is bound"),
        (contested("iran", "russia"), ("russia",), "contested: iran or russia, of whom russia is bound"),
        (
            contested("iran", "russia", "turkey"),
            ("russia", "turkey"),
            "contested: iran or russia or turkey, of whom russia and turkey are bound",
        ),
        (unsettled("hts", "russia"), ("russia",), "left open: hts or russia, of whom russia is bound"),
    ],
)
def test_it_names_a_doubt_about_who_did_it(author: Author, by: tuple[str, ...], words: str) -> None:
    told = found(Case(author=author), provision())
    assert told[:4] == (MAYBE, False, by, (Doubt.ATTRIBUTION,))
    assert told.reason == f"{PLAIN}; who did it is {words}."


def test_where_nobody_is_named_it_falls_on_nobody() -> None:
    told = found(Case(author=unsettled()), provision())
    assert (told.by, told.reason) == ((), f"{PLAIN}; nobody is named for it.")


def test_of_a_party_whose_membership_ended_about_then_it_says_that_this_is_open() -> None:
    case = Case({"from": "2019-05-30", "to": "2019-06-02"}, author=done_by("hts"))
    (clause,) = clauses(
        in_force(provision(binds=["opposition"])), members=[member("hts", "opposition", end="2019-05-31")]
    )
    told = finding(verdict_of(clause, case), happenings([case]), 0)
    assert (told.by, told.doubts) == (("hts",), (Doubt.ATTRIBUTION,))
    assert told.reason == f"{PLAIN}; it is open whether hts was bound then."


def verdict_of(clause: Clause, case: Case) -> Verdict:
    return judge(clause, happenings([case]))


@pytest.mark.parametrize(
    ("spot", "words"),
    [
        (Spot(None, None, PlacePrecision.NEAR), "the place has no coordinates"),
        (Spot(35.5, 36.5, PlacePrecision.COUNTRY), "the place is known only to the country"),
        (
            Spot(35.01, 36.5, PlacePrecision.NEAR),
            "the place is known to about 5 km (near), so it may lie in or out",
        ),
        (
            Spot(35.5, 36.5, PlacePrecision.GOVERNORATE),
            "the place is known to about 75 km (governorate), so it may lie in or out",
        ),
    ],
)
def test_it_says_how_exactly_a_doubtful_place_is_known(spot: Spot, words: str) -> None:
    told = found(Case(spot=spot), in_zone(), area())
    assert (told.holds, told.doubts, told.reason) == (MAYBE, (Doubt.PLACE,), f"{IN_IDLIB}; {words}.")


def test_it_says_where_a_zone_was_not_drawn_or_not_yet_or_otherwise() -> None:
    since = {"from": "2019-06-01"}
    wide = area(ring=box(36, 33, 37, 36), since=since)
    undrawn = found(Case(), in_zone())
    not_yet = found(Case("2019-06-01"), in_zone(), area(since=since))
    otherwise = found(Case("2019-06-01", spot=OUTSIDE), in_zone(), area(), wide)
    assert [one.reason for one in (undrawn, not_yet, otherwise)] == [
        f"{IN_IDLIB}; nobody has drawn idlib.",
        f"{IN_IDLIB}; it is open whether idlib was drawn when this happened.",
        f"{IN_IDLIB}; the drawings of idlib differ, and the place lies in one and not in another.",
    ]


def test_drawings_that_differ_are_named_though_the_place_is_not_known_exactly() -> None:
    wide = area(ring=box(36, 33, 37, 36), since={"from": "2019-06-01"})
    told = found(Case("2019-06-01", spot=OUTSIDE._replace(precision=PlacePrecision.NEAR)), in_zone(), area(), wide)
    assert told.reason == f"{IN_IDLIB}; the drawings of idlib differ, and the place lies in one and not in another."


@pytest.mark.parametrize(
    ("allowed", "answer", "holds", "words"),
    [
        (None, attack("2019-06-01"), YES, "the text is silent on answering an attack"),
        (False, attack("2019-06-01"), YES, "the text allows no answer to an attack"),
        (True, attack("2019-06-01"), NO, "it answers an attack, as the text allows"),
        (
            True,
            attack("2019-06-01", disputed=True),
            MAYBE,
            "it is open whether it is an answer of the kind that the text allows",
        ),
        (True, AssertedAnswer(disputed=False, trigger=None), YES, "it is no answer of the kind that the text allows"),
    ],
)
def test_it_says_whether_an_answer_is_allowed(
    allowed: bool | None,  # noqa: FBT001 - as a text says it
    answer: AssertedAnswer,
    holds: Holds,
    words: str,
) -> None:
    told = found(Case(answers=[answer]), provision(answer_allowed=allowed))
    assert (told.holds, told.allowed, told.reason) == (holds, holds is NO, f"{PLAIN}; {words}.")
    assert told.doubts == ((Doubt.ANSWER,) if holds is MAYBE else ())


def test_every_doubt_is_named_in_one_sentence() -> None:
    case = Case(
        {"from": "2018-09-17", "to": "2018-09-19"},
        author=contested("russia", "turkey"),
        spot=INSIDE._replace(precision=PlacePrecision.FUZZY),
        answers=[attack("2018-09-16", disputed=True)],
    )
    told = found(case, in_zone(answer_allowed=True), area(), change("acceded", "2019-01-01", party="iran"))
    assert told.doubts == (Doubt.FORCE, Doubt.PLACE, Doubt.ATTRIBUTION, Doubt.ANSWER)
    assert told.reason == (
        f"{IN_IDLIB}; it is open whether it was in force when this happened;"
        " the place is known to about 50 km (fuzzy), so it may lie in or out;"
        " who did it is contested: russia or turkey, each of whom is bound;"
        " it is open whether it is an answer of the kind that the text allows."
    )
