"""Which text holds when: given anew, repealed, until a day, by rival sources, in zones drawn and drawn anew."""

from domain.agreement.state import AgreementState
from domain.compliance.clauses import clauses_of
from tests.domain.arrange import REGISTER, facts_of
from tests.domain.compliance.arrange import (
    MAYBE,
    NO,
    OUTSIDE,
    YES,
    Case,
    agreement,
    area,
    clauses,
    entered,
    in_force,
    in_zone,
    judged,
)
from tests.domain.globe import box
from tests.domain.things.arrange import change, provision

FAR = box(40, 35, 41, 36)
WIDE = box(36, 33, 37, 36)
"""With the place inside, and the one outside of the square."""


def days(*told: str) -> list[Case]:
    return [Case(one) for one in told]


def test_what_rules_out_no_act_is_no_clause() -> None:
    promise = provision("2", acts=[], kind="obliges")
    assert [one.key for one in clauses(in_force(provision(), promise))] == [("sochi-2018", "1")]


def test_clauses_come_by_agreement_then_as_they_were_adopted() -> None:
    second, first = in_force(provision("2"), provision("1")), in_force(provision("7"), slug="astana-2017")
    assert [one.key for one in clauses(second, first)] == [
        ("astana-2017", "7"),
        ("sochi-2018", "2"),
        ("sochi-2018", "1"),
    ]


def test_of_an_agreement_whose_text_is_not_known_yet_there_is_no_clause() -> None:
    unseen = AgreementState()
    for fact in facts_of(in_force(provision()))[1:]:
        unseen.evolve(fact)
    assert (len(unseen.provisions), clauses_of({"sochi-2018": unseen}, [])) == (1, [])


def test_what_never_came_into_force_forbids_nothing() -> None:
    assert judged(agreement(provision()), Case()) == [NO]


def test_a_text_holds_from_its_since_until_the_end_of_its_last_day() -> None:
    text = in_force(provision(since={"from": "2019-03-01T12:00:00Z"}, until={"from": "2019-06-30"}))
    told = days("2019-03-01T11:59Z", "2019-03-01T12:00Z", "2019-06-30T23:59:59.999999Z", "2019-07-01T00:00Z")
    assert judged(text, *told) == [NO, YES, YES, NO]


def test_a_text_is_not_in_force_before_its_agreement_is() -> None:
    text = agreement(entered("2019-05-01T00:00:00Z"), provision(since={"from": "2019-01-01"}))
    assert judged(text, *days("2019-04-30", "2019-05-01")) == [NO, YES]


def test_a_text_given_anew_by_its_source_takes_the_place_of_the_one_before() -> None:
    anew = provision(acts=["air_strike"], since={"from": "2019-03-01T00:00:00Z"})
    text = in_force(provision(acts=["shelling"]), anew)
    told = [Case(at, act) for act in ("shelling", "air_strike") for at in ("2019-02-28", "2019-03-01")]
    assert judged(text, *told) == [YES, NO, NO, YES]


def test_each_text_ends_with_the_next_and_not_with_the_last() -> None:
    acts = (("shelling", None), ("air_strike", "2019-03-01T00:00:00Z"), ("shelling", "2019-06-01T00:00:00Z"))
    text = in_force(*(provision(acts=[act], since=since and {"from": since}) for act, since in acts))
    assert judged(text, *days("2019-02-01", "2019-04-01", "2019-07-01")) == [YES, NO, YES]


def test_where_sources_give_a_text_differently_only_what_both_forbid_is_certain() -> None:
    rival = provision(source="russia-mod", acts=["shelling", "air_strike"])
    text = in_force(provision(acts=["shelling", "sniper_fire"]), rival)
    told = [Case(act=act) for act in ("shelling", "air_strike", "sniper_fire", "ied")]
    assert judged(text, *told) == [YES, MAYBE, MAYBE, NO]


def test_what_one_source_gives_anew_leaves_the_text_of_another() -> None:
    anew = provision(acts=["air_strike"], since={"from": "2019-03-01T00:00:00Z"})
    text = in_force(provision(), provision(source="russia-mod"), anew)
    assert judged(text, *days("2019-02-01", "2019-04-01")) == [YES, MAYBE]


def test_a_repeal_ends_the_texts_of_every_source() -> None:
    repealed = change("provision_repealed", "2019-05-01T00:00:00Z", article="1")
    text = in_force(provision(), provision(source="russia-mod"), provision("2"), repealed)
    one, two = ([clause for clause in clauses(text) if clause.provision.article == article] for article in ("1", "2"))
    assert len(one) == 2
    assert {clause.in_force[-1].holds for clause in one} == {NO}
    assert {clause.in_force[-1].holds for clause in two} == {YES}


def test_between_rival_dates_of_a_repeal_it_is_open_whether_the_text_holds() -> None:
    dates = (("2019-05-01T00:00:00Z", "turkey-mod"), ("2019-07-01T00:00:00Z", "russia-mod"))
    repeals = [change("provision_repealed", on, source, article="1") for on, source in dates]
    text = in_force(provision(), *repeals)
    assert judged(text, *days("2019-04-30", "2019-06-01", "2019-07-01")) == [YES, MAYBE, NO]


def test_a_repeal_of_what_was_given_anew_is_no_rival_of_the_first_repeal() -> None:
    first, second = (
        change("provision_repealed", f"{day}T00:00:00Z", article="1") for day in ("2019-03-01", "2019-09-01")
    )
    text = in_force(provision(), first)
    text.adopt(provision(since={"from": "2019-06-01T00:00:00Z"}), REGISTER)
    text.change(second, REGISTER)
    told = days("2019-02-01", "2019-04-01", "2019-07-01", "2019-10-01")
    assert judged(text, *told) == [YES, NO, YES, NO]


def test_a_repeal_before_a_text_began_does_not_touch_it() -> None:
    text = in_force(provision(since={"from": "2019-06-01T00:00:00Z"}))
    text.change(change("provision_repealed", "2019-03-01", article="1"), REGISTER)
    assert judged(text, Case("2019-07-01")) == [YES]


def test_a_text_without_a_zone_holds_everywhere() -> None:
    assert judged(in_force(provision()), Case(), Case(spot=OUTSIDE)) == [YES, YES]


def test_a_zone_drawn_anew_takes_the_place_of_the_one_before_for_all_time() -> None:
    text = in_force(in_zone(), area(), area(ring=FAR))
    assert judged(text, *days("2018-10-01", "2020-03-01")) == [NO, NO]
    back = in_force(in_zone(), area(ring=FAR), area())
    assert judged(back, *days("2018-10-01", "2020-03-01")) == [YES, YES]


def test_a_zone_drawn_anew_since_a_moment_leaves_what_was_before() -> None:
    text = in_force(in_zone(), area(), area(ring=FAR, since={"from": "2019-06-01T00:00:00Z"}))
    assert judged(text, *days("2019-05-31", "2019-06-01")) == [YES, NO]


def test_where_the_drawings_of_one_day_agree_on_a_place_that_is_certain() -> None:
    """On the day of the redrawing, and of an attack that went on over it, both contain the place."""
    text = in_force(in_zone(), area(), area(ring=WIDE, since={"from": "2019-06-01"}))
    over = Case({"from": "2019-05-30", "to": "2019-06-03"})
    assert judged(text, Case("2019-06-01"), over) == [YES, YES]
    moved = [one._replace(spot=OUTSIDE) for one in (Case("2019-05-31"), Case("2019-06-01"), over, Case("2019-06-02"))]
    assert judged(text, *moved) == [NO, MAYBE, MAYBE, YES]


def test_before_a_zone_was_first_drawn_nothing_lies_in_it() -> None:
    text = in_force(in_zone(), area(since={"from": "2019-06-01"}))
    assert judged(text, *days("2019-05-31", "2019-06-01", "2019-06-02")) == [NO, MAYBE, YES]


def test_of_two_drawings_since_one_moment_the_later_known_holds() -> None:
    since = {"from": "2019-06-01T00:00:00Z"}
    text = in_force(in_zone(), area(since=since), area(ring=FAR, since=since))
    assert judged(text, Case("2019-07-01")) == [NO]


def test_a_zone_that_nobody_has_drawn_may_be_anywhere() -> None:
    assert judged(in_force(in_zone()), Case(), Case(spot=OUTSIDE)) == [MAYBE, MAYBE]


def test_a_zone_of_another_agreement_is_taken_as_that_draws_it() -> None:
    other = agreement(area(), slug="astana-2017")
    assert judged(in_force(in_zone()), Case(), Case(spot=OUTSIDE), beside=[other]) == [YES, NO]


def test_its_own_drawing_of_a_zone_goes_before_that_of_another() -> None:
    other = agreement(area(), slug="astana-2017")
    assert judged(in_force(in_zone(), area(ring=FAR)), Case(), beside=[other]) == [NO]


def test_where_others_draw_a_zone_differently_only_what_they_agree_on_is_certain() -> None:
    others = [agreement(area(), slug="astana-2017"), agreement(area(ring=WIDE), slug="moscow-2020")]
    assert judged(in_force(in_zone()), Case(), Case(spot=OUTSIDE), beside=others) == [YES, MAYBE]


def test_another_that_draws_the_zone_later_does_not_leave_it_undrawn_before() -> None:
    later = agreement(area(since={"from": "2019-08-01T00:00:00Z"}), slug="moscow-2020")
    others = [agreement(area(), slug="astana-2017"), later]
    assert judged(in_force(in_zone()), *days("2019-07-01", "2019-09-01"), beside=others) == [YES, YES]
