"""The life of an agreement by every source's word: rival dates, suspensions, ends, and entries anew."""

from typing import Any

import pytest

from domain.agreement.agreement import Agreement
from domain.agreement.life import Force, Phase, phases
from domain.agreement.values import ChangeReport
from domain.errors import AgreementNotSuspended
from tests.domain.arrange import at
from tests.domain.things.arrange import change, changed, sochi

IN, UNCERTAIN, OUT = Force.IN_FORCE, Force.UNCERTAIN, Force.NOT_IN_FORCE

THEM = "russia-mod"


def on(kind: str, day: str, source: str = "turkey-mod", **parts: str) -> ChangeReport:
    """Date a change to the midnight (UTC) with which a day begins."""
    return change(kind, f"{day}T00:00:00Z", source, **parts)


def life(*changes: ChangeReport, **parts: Any) -> list[tuple[str, Force]]:
    """Each midnight from which its force is another, and what it then is; asked of each moment, it is the same."""
    agreement = changed(sochi(**parts), *changes)
    found = phases(agreement.state.life())
    assert [force(agreement, one) for one in found] == [one.force for one in found]
    return [(one.since.isoformat().removesuffix("T00:00:00+00:00"), one.force) for one in found]


def force(agreement: Agreement, phase: Phase) -> Force:
    return agreement.state.force_at(phase.since)


def test_what_never_entered_into_force_has_no_phase() -> None:
    assert life() == life(change("acceded", "2019-01-01", party="iran")) == []


def test_an_announced_truce_is_in_force_from_when_a_source_says_that_it_began() -> None:
    told = [on("entered_into_force", "2019-08-02"), on("ended", "2019-08-05")]
    assert life(*told, form="announced") == [("2019-08-02", IN), ("2019-08-05", OUT)]
    assert life(form="announced") == []


def test_rival_dates_of_a_truce_leave_the_time_between_them_open() -> None:
    told = [on("entered_into_force", "2020-01-12", THEM), on("entered_into_force", "2020-01-09")]
    assert life(*told, on("ended", "2020-01-21")) == [
        ("2020-01-09", UNCERTAIN),
        ("2020-01-12", IN),
        ("2020-01-21", OUT),
    ]


def test_a_day_is_open_from_its_first_moment_to_its_last() -> None:
    agreement = changed(sochi(), change("entered_into_force", "2018-09-17"), change("ended", "2019-05-01"))
    last = "T23:59:59.999999Z"
    assert phases(agreement.state.life()) == [
        (at("2018-09-17"), UNCERTAIN),
        (at(f"2018-09-17{last}"), IN),
        (at("2019-05-01"), UNCERTAIN),
        (at(f"2019-05-01{last}"), OUT),
    ]


def test_rival_dates_of_a_suspension_and_of_a_resumption_leave_the_times_between_them_open() -> None:
    dates = {"suspended": ("2019-05-01", "2019-05-06"), "resumed": ("2019-08-02", "2019-08-31")}
    told = [
        on(kind, day, source) for kind, days in dates.items() for day, source in zip(days, OURS_THEIRS, strict=True)
    ]
    assert life(on("entered_into_force", "2018-09-17"), *told) == [
        ("2018-09-17", IN),
        ("2019-05-01", UNCERTAIN),
        ("2019-05-06", OUT),
        ("2019-08-02", UNCERTAIN),
        ("2019-08-31", IN),
    ]


OURS_THEIRS = ("turkey-mod", THEM)


def test_an_end_after_a_suspension_is_no_rival_of_it() -> None:
    told = [on("entered_into_force", "2018-09-17"), on("suspended", "2019-05-01")]
    ends = [on("ended", "2020-03-05"), on("superseded", "2020-03-10", THEM, by="astana-2017")]
    assert life(*told, *ends) == [("2018-09-17", IN), ("2019-05-01", OUT)]


def test_a_suspension_after_the_end_changes_nothing() -> None:
    told = [on("entered_into_force", "2018-09-17"), on("ended", "2019-05-01")]
    assert life(*told, on("suspended", "2019-06-01", THEM)) == life(*told) == [("2018-09-17", IN), ("2019-05-01", OUT)]


def test_who_dates_the_entry_after_a_suspension_is_a_rival_and_resumes_nothing() -> None:
    told = [on("entered_into_force", "2018-09-17"), on("suspended", "2019-05-01")]
    rival = on("entered_into_force", "2019-06-01", THEM)
    assert life(*told, rival) == [("2018-09-17", UNCERTAIN), ("2019-05-01", OUT)]
    assert life(*told, rival, on("resumed", "2019-08-02")) == [
        ("2018-09-17", UNCERTAIN),
        ("2019-05-01", OUT),
        ("2019-08-02", IN),
    ]


def test_a_source_that_had_it_in_force_before_a_suspension_has_it_enter_anew() -> None:
    entries = [on("entered_into_force", day) for day in ("2018-09-17", "2019-08-02")]
    assert life(*entries, on("suspended", "2019-05-01")) == [
        ("2018-09-17", IN),
        ("2019-05-01", OUT),
        ("2019-08-02", IN),
    ]


def test_a_rival_of_an_entry_anew_leaves_the_first_entry_certain() -> None:
    entries = [on("entered_into_force", day) for day in ("2018-09-17", "2019-08-02")]
    rival = on("entered_into_force", "2019-08-31", THEM)
    assert life(*entries, on("suspended", "2019-05-01"), rival) == [
        ("2018-09-17", IN),
        ("2019-05-01", OUT),
        ("2019-08-02", UNCERTAIN),
        ("2019-08-31", IN),
    ]


def test_another_source_may_date_a_resumption_otherwise_and_the_same_may_not() -> None:
    agreement = changed(sochi(), on("entered_into_force", "2018-09-17"), on("suspended", "2019-05-01"))
    changed(agreement, on("resumed", "2019-08-02"), on("resumed", "2019-07-01", THEM))
    with pytest.raises(AgreementNotSuspended):
        changed(agreement, on("resumed", "2019-09-01"))


def test_what_has_ended_enters_into_force_anew_by_whoever_s_word() -> None:
    told = [on("entered_into_force", "2018-09-17"), on("ended", "2019-05-01")]
    anew = [on("entered_into_force", "2019-08-31"), on("entered_into_force", "2019-08-02", THEM)]
    assert life(*told, *anew) == [
        ("2018-09-17", IN),
        ("2019-05-01", OUT),
        ("2019-08-02", UNCERTAIN),
        ("2019-08-31", IN),
    ]


def test_a_resumption_of_what_is_not_seen_suspended_leaves_the_time_since_its_entry_open() -> None:
    agreement = changed(sochi(), on("entered_into_force", "2018-09-17"), on("suspended", "2019-05-01"))
    changed(agreement, on("resumed", "2019-08-02"))
    seen = [one for one in agreement.state.life() if one.change != "suspended"]
    assert phases(seen) == [(at("2018-09-17"), UNCERTAIN), (at("2019-08-02"), IN)]
