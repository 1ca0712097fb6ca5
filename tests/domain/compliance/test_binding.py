"""Whom a provision binds: those named, who acceded, and who was then a member of one of them."""

import pytest

from domain.compliance.binding import bound, memberships_of
from domain.compliance.holds import ALWAYS, NEVER, Holds, Steps, at, since, tick
from tests.domain.arrange import at as moment
from tests.domain.compliance.arrange import (
    MAYBE,
    NO,
    YES,
    Case,
    affiliation,
    clauses,
    done_by,
    in_force,
    judged,
    member,
)
from tests.domain.things.arrange import change, provision


def then(held: Steps, *moments: str) -> list[Holds]:
    return [at(held, tick(moment(one))) for one in moments]


def test_a_membership_holds_on_whole_days_of_utc_and_its_last_day_belongs_to_it() -> None:
    held = member("hts", "opposition", "2017-01-28", "2018-06-30").held
    moments = ("2017-01-27T23:59:59.999999Z", "2017-01-28", "2018-06-30T23:59:59.999999Z", "2018-07-01")
    assert then(held, *moments) == [NO, YES, YES, NO]


@pytest.mark.parametrize("end", [None, "9999-12-31"])
def test_a_membership_without_an_end_or_until_the_last_day_of_the_calendar_does_not_end(end: str | None) -> None:
    assert then(member("hts", "opposition", "2017-01-28", end).held, "2017-01-27", "2017-01-28", "9999-12-31") == [
        NO,
        YES,
        YES,
    ]


@pytest.mark.parametrize("how", ["ally", "proxy"])
def test_allies_and_proxies_are_not_bound_by_anothers_word(how: str) -> None:
    assert memberships_of("iran", [affiliation("syria-government", "2011-01-01", how=how)]) == []


def test_members_of_members_are_bound_in_whatever_order_they_are_told() -> None:
    chain = [member("iran", "hts"), member("hts", "opposition"), member("opposition", "turkey")]
    for told in (chain, chain[::-1]):
        held = bound({"turkey": ALWAYS}, told)
        assert {party: then(one, "2019-01-01") for party, one in held.items()} == {
            "turkey": [YES],
            "opposition": [YES],
            "hts": [YES],
            "iran": [YES],
        }


def test_a_member_of_a_member_is_bound_only_while_both_are_members() -> None:
    inner = member("hts", "opposition", "2018-01-01", "2019-12-31")
    outer = member("opposition", "turkey", "2019-01-01", "2020-12-31")
    held = bound({"turkey": ALWAYS}, [inner, outer])
    assert then(held["hts"], "2018-06-01", "2019-06-01", "2020-06-01") == [NO, YES, NO]


def test_parties_that_are_members_of_each_other_are_bound_with_one_another_and_not_by_that() -> None:
    circle = [member("hts", "opposition"), member("opposition", "hts")]
    entered = tick(moment("2015-01-01"))
    assert bound({"opposition": since(entered, entered)}, circle)["hts"] == since(entered, entered)
    assert bound({}, circle) == {}
    assert "iran" not in bound({"opposition": NEVER}, [member("iran", "opposition")])


def test_who_was_a_member_twice_is_bound_both_times() -> None:
    twice = [
        member("hts", "opposition", "2017-01-01", "2017-12-31"),
        member("hts", "opposition", "2019-01-01", "2019-12-31"),
    ]
    held = bound({"opposition": ALWAYS}, twice)["hts"]
    assert then(held, "2017-06-01", "2018-06-01", "2019-06-01", "2020-06-01") == [YES, NO, YES, NO]


def test_a_text_that_names_nobody_binds_every_party_and_one_that_names_some_binds_those() -> None:
    by = [Case(author=done_by(party)) for party in ("russia", "turkey", "iran")]
    assert judged(in_force(provision()), *by) == [YES, YES, NO]
    assert judged(in_force(provision(binds=["iran"])), *by) == [NO, NO, YES]


def test_who_accedes_is_bound_from_then_on_by_what_binds_every_party() -> None:
    acceded = change("acceded", "2019-05-04T12:00:00Z", party="iran")
    days = [Case(at, author=done_by("iran")) for at in ("2019-05-04T11:59Z", "2019-05-04T12:00Z")]
    assert judged(in_force(provision(), acceded), *days) == [NO, YES]
    assert judged(in_force(provision(binds=["russia"]), acceded), *days) == [NO, NO]


def test_between_rival_dates_of_its_accession_it_is_open_whether_a_party_is_bound() -> None:
    rivals = [
        change("acceded", "2019-07-01", "russia-mod", party="iran"),
        change("acceded", "2019-05-01", party="iran"),
    ]
    days = [Case(at, author=done_by("iran")) for at in ("2019-04-30", "2019-05-01", "2019-06-01", "2019-07-02")]
    assert judged(in_force(provision(), *rivals), *days) == [NO, MAYBE, MAYBE, YES]


def test_a_party_that_also_accedes_was_bound_before() -> None:
    acceded = change("acceded", "2019-05-04", party="russia")
    assert judged(in_force(provision(), acceded), Case("2019-01-01")) == [YES]


def test_a_member_is_bound_with_its_coalition_and_on_the_days_of_its_membership_only() -> None:
    text = in_force(provision(binds=["opposition"]))
    members = [member("hts", "opposition", "2018-01-01", "2019-05-31")]
    days = [Case(at, author=done_by("hts")) for at in ("2019-05-31", "2019-06-01")]
    assert judged(text, *days, members=members) == [YES, NO]
    across = {"from": "2019-05-31", "to": "2019-06-01"}
    assert judged(text, Case(across, author=done_by("hts")), members=members) == [MAYBE]
    assert {one.binds.keys() >= {"hts", "opposition"} for one in clauses(text, members=members)} == {True}
