"""Our own count beside the sides' bulletins: over which days, and of exactly which incidents."""

from typing import Any

import pytest

from projections import counts, incidents
from projections.reconciliation import reconciled
from projections.selection import Selection
from tests.projections.arrange import a_book, followed, lens
from tests.projections.reconciled import IDLIB, found, one_day, publish


def test_our_own_count_is_over_the_day_and_the_day_before_each_incident_on_one_of_them() -> None:
    book = a_book()
    publish(book, "russia", 3, {"Idlib": 3})
    book.report(occurred={"from": "2020-02-20", "zone": "Asia/Damascus"}, place=IDLIB)
    book.report(occurred={"from": "2020-02-21", "zone": "Asia/Damascus"}, place=IDLIB)
    book.report(occurred={"from": "2020-02-21", "zone": "Asia/Damascus"}, place={"name": "Sinjar", "adm1": "Aleppo"})
    book.report(occurred={"from": "2020-02-19", "zone": "Asia/Damascus"}, place=IDLIB)
    own = one_day(book)["own"]
    assert [(one["window"]["which"], one["window"]["from"], one["count"]) for one in own] == [
        ("period", "2020-02-21", 2),
        ("before", "2020-02-20", 1),
    ]
    assert [one["regions"]["Idlib"]["count"] for one in own] == [1, 1]
    assert {name: part["count"] for name, part in own[0]["elsewhere"].items()} == {"Aleppo": 1}
    # By Moscow's clock a day of Damascus is over an hour later than its own: it reaches into two windows.
    assert [one["by_the_clock"]["count"] for one in own] == [3, 2]


def test_by_the_clock_an_instant_is_on_the_day_of_the_bulletin_s_own_zone() -> None:
    book = a_book()
    publish(book, "russia", 3)
    book.report(occurred={"from": "2020-02-20T21:00:00Z"})
    book.report(occurred={"from": "2020-02-20T20:59:59Z"})
    period, before = one_day(book)["own"]
    assert period["by_the_clock"]["where"] == {
        "occurred_from": "2020-02-20T21:00:00Z",
        "occurred_to": "2020-02-21T20:59:59.999999Z",
    }
    assert (period["by_the_clock"]["count"], before["by_the_clock"]["count"]) == (1, 1)


def test_our_own_count_of_a_longer_period_is_by_the_clock() -> None:
    book = a_book()
    publish(book, "russia", 30, {"Idlib": 30}, period={"from": "2020-02-17", "to": "2020-02-19"})
    book.report(occurred={"from": "2020-02-18T12:00:00Z"}, place=IDLIB)
    book.report(occurred={"from": "2020-02-16T12:00:00Z"}, place=IDLIB)
    (day,) = found(book)["days"]
    period, before = day["own"]
    assert (period["window"]["rule"], period["count"], period["regions"]["Idlib"]["count"]) == ("reaching", 1, 1)
    assert (before["window"]["from"], before["window"]["to"], before["count"]) == ("2020-02-14", "2020-02-16", 1)


def test_a_region_that_is_no_governorate_of_ours_has_no_count_and_says_so() -> None:
    book = a_book()
    publish(book, "russia", 13, {"Latakia": 10, "Idlib": 3})
    book.report(occurred={"from": "2020-01-01"}, place=IDLIB)
    regions = one_day(book)["own"][0]["regions"]
    assert regions["Idlib"]["count"] == 0
    assert (regions["Latakia"]["incidents"], regions["Latakia"]["violations"]) == (None, None)
    assert regions["Latakia"]["reason"].startswith("no incident of this ledger is in a governorate called Latakia")


def test_the_first_day_of_the_calendar_has_no_day_before_it() -> None:
    book = a_book()
    publish(book, "russia", 3, period={"from": "0001-01-01"})
    (day,) = found(book)["days"]
    assert [one["window"]["which"] for one in day["own"]] == ["period"]


@pytest.mark.parametrize(
    "look", [{}, {"as_of": "2020-02-21"}, {"known_at": "2020-02-21"}, {"position": "last"}], ids=str
)
def test_every_number_of_ours_is_that_of_the_counts_and_lists_as_many(look: dict[str, str]) -> None:
    book = a_book()
    publish(book, "russia", 3, {"Idlib": 2, "Homs": 1})
    publish(book, "turkey", 30, period={"from": "2020-02-14", "to": "2020-02-20"})
    for number, day in enumerate(["2020-02-20", "2020-02-20", "2020-02-21", "2020-02-18", "2020-02-20T22:00:00Z"]):
        told = book.report(occurred={"from": day}, place=IDLIB if number else {"name": "somewhere"})
        book.say(told, perpetrator="russia" if number == 1 else None)
    last = str(book.ledger.position)
    book.report(occurred={"from": "2020-02-25"}, place=IDLIB)
    store = followed(book.ledger)
    through = lens(store, **{name: word.replace("last", last) for name, word in look.items()})
    days = reconciled(store, through)["days"]
    assert [own["violations"] for own in days[1]["own"]] == [
        {"attributed": 1, "contested": 0, "unattributed": 0},
        {"attributed": 2, "contested": 1, "unattributed": 0},
    ]
    for one in (each for day in days for own in day["own"] for each in numbers(own)):
        selection = Selection(**one["where"])
        whole = counts.whole(store, through, selection)
        assert one["count"] == whole["count"] == incidents.page(store, through, selection, limit=1, after=None).count
        assert one.get("violations", whole["violations"]) == whole["violations"]


def numbers(own: dict[str, Any]) -> list[dict[str, Any]]:
    """Give every number of one window that says which incidents are behind it."""
    parts = [own, own["by_the_clock"], *own["regions"].values(), *own["elsewhere"].values()]
    return [part for part in parts if "where" in part]
