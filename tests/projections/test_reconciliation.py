"""What the sides of a body registered, beside each other and beside our own count, under the lens that is asked for."""

from itertools import permutations
from typing import Any

import pytest

from domain.bulletin import Bulletin, BulletinCorrection
from domain.errors import Unacceptable
from projections.asked_days import asked_days
from projections.reconciliation import reconciled
from projections.store import Store
from tests.domain.arrange import made
from tests.projections.arrange import a_book, followed, lens
from tests.projections.reconciled import DAY, found, one_day, publish, side


def test_a_day_shows_both_totals_their_difference_and_the_unit_of_each() -> None:
    book = a_book()
    publish(book, "russia", 35, {"Idlib": 16, "Latakia": 10, "Aleppo": 5, "Hama": 4})
    publish(book, "turkey", 7, {"Idlib": 6})
    day = one_day(book)
    assert [(one["side"], one["total"], one["unaccounted"], one["unit"]) for one in day["sides"]] == [
        ("russia", 35, 0, "violations registered by the side of russia"),
        ("turkey", 7, 1, "violations registered by the side of turkey"),
    ]
    (difference,) = day["differences"]
    assert (difference["of"], difference["less"], difference["total"]) == ("russia", "turkey", 28)
    numbers = {region: one["number"] for region, one in difference["regions"].items()}
    assert numbers == {"Aleppo": None, "Hama": None, "Idlib": 10, "Latakia": None}


def test_a_side_that_published_nothing_that_day_is_shown_as_missing_and_not_as_none() -> None:
    book = a_book()
    publish(book, "russia", 3, {"Idlib": 3})
    publish(book, "turkey", 1, period={"from": "2020-03-01"}, published_at="2020-03-01")
    day = one_day(book)
    missing = side(day, "turkey")
    assert (missing["total"], missing["regions"], missing["unaccounted"], missing["bulletins"]) == (
        None,
        None,
        None,
        [],
    )
    assert missing["reason"] == "the side of turkey has published no bulletin for this period"
    (difference,) = day["differences"]
    assert (difference["total"], difference["low"], difference["high"]) == (None, None, None)
    assert difference["regions"]["Idlib"]["number"] is None


def test_rival_bulletins_of_one_side_all_stand_and_give_a_range() -> None:
    book = a_book()
    publish(book, "russia", 20)
    publish(book, "turkey", 7, {"Idlib": 7})
    publish(book, "turkey", 9, {"Idlib": 7, "Hama": 2})
    day = one_day(book)
    turkish = side(day, "turkey")
    assert (turkish["total"], turkish["low"], turkish["high"], len(turkish["bulletins"])) == (None, 7, 9, 2)
    assert (turkish["unaccounted"], turkish["regions"]) == (None, {"Idlib": 7, "Hama": None})
    # The first names no Hama, and its Idlib makes up the whole of its seven.
    several = "the side of turkey gives several numbers in Hama: 0, 2"
    assert turkish["rival_regions"] == {"Hama": {"low": 0, "high": 2, "reason": several}}
    (difference,) = day["differences"]
    assert (difference["total"], difference["low"], difference["high"]) == (None, 11, 13)
    assert difference["reason"] == "the side of turkey gives several numbers in all: 7, 9"


def test_who_confirms_whose_cases_stands_with_the_side_that_confirms() -> None:
    book = a_book()
    publish(book, "russia", 15, confirmed=[{"by": "syria-government", "count": 14}])
    publish(book, "turkey", 7, confirmed=[{"by": "russia", "count": 0}])
    day = one_day(book)
    assert side(day, "russia")["confirms"] == [{"of": "turkey", "count": 0}]
    assert side(day, "turkey")["confirms"] == []
    (bulletin,) = side(day, "russia")["bulletins"]
    assert bulletin["confirmed"] == [{"by": "syria-government", "count": 14}]


def test_a_correction_counts_from_when_it_is_known() -> None:
    book = a_book()
    publish(book, "russia", 3)
    mended = publish(book, "turkey", 26)
    mend = made(BulletinCorrection, total=2, regions=None, reason="typed 26 for 2")
    book.change(mended, Bulletin.correct, mend, kind=Bulletin)
    before, now = one_day(book, known_at="2020-03-01"), one_day(book)
    assert [one["differences"][0]["total"] for one in (before, now)] == [-23, 1]
    assert [one["sides"][1]["bulletins"][0]["corrected"] for one in (before, now)] == [None, "typed 26 for 2"]


def test_undated_bulletins_are_in_no_period_and_counted() -> None:
    book = a_book()
    publish(book, "russia", 3)
    publish(book, "turkey", 25, period=None)
    answer = found(book)
    assert answer["undated"] == 1
    assert [one["from"] for one in answer["days"]] == [DAY]
    assert side(answer["days"][0], "turkey")["total"] is None


def test_a_longer_period_stands_apart_and_is_in_no_sum() -> None:
    book = a_book()
    publish(book, "russia", 3)
    publish(book, "turkey", 30, period={"from": "2020-02-17", "to": "2020-02-23"}, published_at="2020-02-23")
    answer = found(book)
    assert [(one["from"], one["to"]) for one in answer["days"]] == [("2020-02-17", "2020-02-23"), (DAY, DAY)]
    assert [one["total"] for one in answer["sums"][0]["sides"]] == [3, None]
    one = found(book, DAY)
    assert (len(one["days"]), one["reaching_beyond"]) == (1, 1)


def test_sums_are_of_one_side_over_the_days_for_which_it_published() -> None:
    book = a_book()
    for number, (russian, turkish) in enumerate([(3, 4), (5, None), (7, 6)], start=1):
        period = {"from": f"2020-02-0{number}"}
        publish(book, "russia", russian, {"Idlib": russian}, period=period)
        publish(book, "turkey", turkish, {"Idlib": 1}, period=period)
    publish(book, "russia", 100, period={"from": "2020-02-09"})
    (sums,) = found(book)["sums"]
    told = {one["side"]: (one["total"], one["days"], one["days_without_number"]) for one in sums["sides"]}
    assert told == {"russia": (115, 4, 0), "turkey": (10, 2, 1)}
    russian, turkish = (one["regions"]["Idlib"] for one in sums["sides"])
    assert (russian["number"], russian["days"], russian["days_without_number"]) == (15, 3, 1)
    assert (turkish["number"], turkish["days"], turkish["days_without_number"]) == (3, 3, 0)


def test_bodies_are_kept_apart() -> None:
    book = a_book()
    publish(book, "russia", 3)
    publish(book, "russia", 4, body="unifil")
    days = found(book)["days"]
    assert [(one["body"], [each["total"] for each in one["sides"]]) for one in days] == [
        ("commission", [3]),
        ("unifil", [4]),
    ]
    assert [one["differences"] for one in days] == [[], []]


def test_a_region_narrows_what_is_compared_and_leaves_the_totals() -> None:
    book = a_book()
    publish(book, "russia", 13, {"Latakia": 10, "Idlib": 3})
    publish(book, "turkey", 5, {"Idlib": 5})
    (day,) = found(book, region="Latakia")["days"]
    assert [(one["total"], one["regions"]) for one in day["sides"]] == [(13, {"Latakia": 10}), (5, {})]
    assert day["differences"][0]["regions"] == {
        "Latakia": {"number": 10, "low": 10, "high": 10, "reason": None, "implied": ["turkey"]}
    }
    assert list(day["own"][0]["regions"]) == ["Latakia"]


def test_the_order_of_recording_changes_nothing_that_is_compared() -> None:
    told = [("russia", 20, DAY), ("turkey", 7, DAY), ("turkey", 9, DAY), ("russia", 4, "2020-02-23")]
    answers = []
    for order in permutations(told):
        book = a_book()
        for name, total, on in order:
            publish(book, name, total, period={"from": on})
        answers.append([comparable(one) for one in found(book)["days"]])
    assert len(answers) == 24
    assert all(one == answers[0] for one in answers)


def comparable(day: dict[str, Any]) -> dict[str, Any]:
    totals = [sorted(one["total"] for one in each["bulletins"]) for each in day["sides"]]
    sides = [{name: part for name, part in one.items() if name != "bulletins"} for one in day["sides"]]
    return day | {"sides": sides, "totals": totals}


def test_nothing_is_shown_where_nothing_was_published(store: Store) -> None:
    book = a_book()
    followed(book.ledger, store)
    answer = reconciled(store, lens(store))
    assert (answer["days"], answer["sums"], answer["undated"], answer["reaching_beyond"]) == ([], [], 0, 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": "2020-02-30"}, "day"),
        ({"day": "20200220"}, "day"),
        ({"first": "2020-02-20T00:00:00Z"}, "from"),
        ({"last": "yesterday"}, "to"),
        ({"first": "2020-02-21", "last": "2020-02-20"}, "to"),
        ({"day": DAY, "last": DAY}, "day"),
        ({"day": DAY, "first": DAY}, "day"),
    ],
)
def test_days_that_cannot_be_are_refused_by_name(given: dict[str, str], field: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        asked_days(**given)
    assert refused.value.field == field


@pytest.mark.parametrize(("field", "words"), [("body", {"body": "comission"}), ("region", {"region": "Idlb"})])
def test_a_slip_of_the_pen_is_refused_and_not_answered_with_nothing(field: str, words: dict[str, Any]) -> None:
    book = a_book()
    publish(book, "russia", 3, {"Idlib": 3})
    store = followed(book.ledger)
    with pytest.raises(Unacceptable, match=r"known are (commission|Idlib)$") as refused:
        reconciled(store, lens(store), **words)
    assert refused.value.field == field
