"""How many answers acts had, told under a lens: a quiet autumn, a week in which one strike is answered three times."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import Unacceptable
from domain.incident.incident import Incident
from domain.inference.adoption import Adoption, FitWithdrawalReport, Proposal
from domain.judgement import Mend
from domain.periods import MOST, By
from projections.escalation import AskedEscalation, escalation
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, a_book, followed, lens
from tests.projections.escalating import a_fit

EVERYTHING = AskedEscalation()
PARAMETERS: dict[str, Any] = {"answers": 0.4, "weight": 0.0, "delay_days": 1.0, "reach_km": 10.0}
QUIET = [
    {"by": by, "against": against, "area": [35, 36], "per_day": 0.001}
    for by, against in (("syria-government", "turkey"), ("turkey", "syria-government"))
]
FIRST = date(2019, 11, 4)
"""A Monday."""


def strike(book: Book, day: date, by: str = "syria-government", against: str = "turkey", **parts: Any) -> None:
    """Report shelling near Nayrab, told of the day after."""
    told = words("sohr", published=str(day + timedelta(days=1)), perpetrator=by)
    said = {"occurred": {"from": str(day)}, "act": "shelling", "targets": [against], "claim": told}
    book.report(place={"name": "Nayrab", "lat": 35.87, "lon": 36.72}, **said | parts)


def answers(book: Book, day: date, many: int) -> None:
    for _ in range(many):
        strike(book, day, "turkey", "syria-government")


@pytest.fixture(scope="module")
def autumn() -> Iterator[tuple[Book, Store]]:
    """Eight weeks with a strike each, answered by nobody; the ninth is answered three times, the tenth is to come."""
    book = a_book()
    for week in range(8):
        strike(book, FIRST + timedelta(weeks=week))
    strike(book, FIRST + timedelta(weeks=8))
    answers(book, FIRST + timedelta(weeks=8, days=1), 3)
    strike(book, FIRST + timedelta(weeks=9))
    fit = a_fit(background=QUIET, **PARAMETERS)
    book.clerk().open(Adoption.adopt, Proposal(fit=fit, reason="for a test"))
    yield book, followed(book.ledger)
    book.ledger.close()


def told(store: Store, asked: AskedEscalation = EVERYTHING, **cut: Any) -> dict[str, Any]:
    return escalation(store, lens(store, **cut), asked)


def weeks(store: Store, **cut: Any) -> list[dict[str, Any]]:
    """Tell of the weeks in which the government struck at Turkey."""
    (pair,) = [one for one in told(store, **cut)["pairs"] if one["by"] == "syria-government"]
    items: list[dict[str, Any]] = pair["items"]
    return items


def test_a_week_whose_strike_was_answered_three_times_is_higher_than_usual(autumn: tuple[Book, Store]) -> None:
    ninth = weeks(autumn[1])[8]
    assert (ninth["from"], ninth["to"], ninth["acts"]) == ("2019-12-30", "2020-01-05", 1)
    assert ninth["ratio"]["best"] == pytest.approx(3.0, abs=0.05)
    assert ninth["answers"] == pytest.approx(3.0, abs=0.05)
    # Three links that are all but certain: chi square with 7 degrees of freedom.
    assert ninth["ratio"]["low"] == pytest.approx(1.69 / 2, rel=0.05)
    assert ninth["ratio"]["high"] == pytest.approx(16.01 / 2, rel=0.05)
    assert (ninth["state"], ninth["alert"], ninth["incomplete"]) == ("higher", True, False)
    assert ninth["usual"] == {"low": 0.0, "high": ninth["usual"]["high"], "periods": 8, "since": "2019-11-04"}
    assert 0.3 < ninth["usual"]["high"] < ninth["ratio"]["low"]
    assert ninth["in_words"].endswith("higher than usual. This describes what was recorded, and forecasts nothing.")


def test_the_alert_names_what_was_answered(autumn: tuple[Book, Store]) -> None:
    (alert,) = told(autumn[1])["alerts"]
    (ninth,) = autumn[1].rows("SELECT DISTINCT id FROM incident_versions WHERE day = '2019-12-30'")
    assert (alert["by"], alert["against"], alert["from"]) == ("syria-government", "turkey", "2019-12-30")
    assert alert["incidents"] == [str(ninth[0])]
    assert alert["in_words"] == weeks(autumn[1])[8]["in_words"]


def test_weeks_in_which_nothing_was_answered_have_a_ratio_of_0_and_those_without_acts_none(
    autumn: tuple[Book, Store],
) -> None:
    first = weeks(autumn[1])[0]
    assert (first["acts"], first["ratio"]["best"], first["answers"]) == (1, 0.0, 0.0)
    assert first["ratio"]["high"] == pytest.approx(5.024 / 2, rel=0.02)
    (turkish,) = [one for one in told(autumn[1])["pairs"] if one["by"] == "turkey"]
    assert [(one["acts"], one["ratio"], one["state"]) for one in turkish["items"][:8]] == [(0, None, "no_acts")] * 8
    assert turkish["items"][0]["in_words"].endswith("there is no ratio, and that is not 0.")
    assert turkish["items"][8]["acts"] == 3


def test_what_was_struck_last_may_still_be_answered(autumn: tuple[Book, Store]) -> None:
    """The record ends with the last act: of its own answers half a day's worth could be recorded, 1 - e ** -0.5."""
    last = weeks(autumn[1])[9]
    assert (last["state"], last["ratio"], last["incomplete"]) == ("too_soon", None, True)
    assert last["recordable"] == pytest.approx(0.393, abs=0.002)
    assert told(autumn[1])["recorded_until"] == "2020-01-06T23:59:59.999999Z"


def test_under_a_lens_only_what_it_shows_has_any_influence(autumn: tuple[Book, Store]) -> None:
    """Against a ledger in which nothing else was ever recorded."""
    cuts: tuple[dict[str, Any], ...] = (
        {"as_of": "2019-12-31"},
        {"known_at": "2020-01-01"},
        {"as_of": "2019-12-20", "known_at": "2020-02-01"},
    )
    for cut in cuts:
        book = a_book()
        last = min(date(2019, 12, 31), date.fromisoformat(cut.get("as_of", "2019-12-31")))
        for week in range(9):
            if FIRST + timedelta(weeks=week) <= last:
                strike(book, FIRST + timedelta(weeks=week))
        if last == date(2019, 12, 31):
            answers(book, last, 3)
        fit = a_fit(background=QUIET, **PARAMETERS)
        book.clerk().open(Adoption.adopt, Proposal(fit=fit, reason="for a test"))
        alone, seen = told(followed(book.ledger)), told(autumn[1], **cut)
        for one in (alone, seen):
            del one["fit"]
            for alert in one["alerts"]:
                del alert["incidents"]
        assert seen == alone
        assert len(seen["alerts"]) == (cut.get("as_of") != "2019-12-20")
        book.ledger.close()


def test_at_a_position_nothing_recorded_later_changes_anything() -> None:
    book = a_book()
    gone = book.report()
    for week in range(8):
        strike(book, FIRST + timedelta(weeks=week))
    book.clerk().open(Adoption.adopt, Proposal(fit=a_fit(**PARAMETERS), reason="one"))
    store = followed(book.ledger)
    position = str(store.position)
    before = told(store, position=position)
    answers(book, FIRST + timedelta(days=1), 4)
    book.change(gone, Incident.retract, made(Mend, reason="it never happened"))
    other = book.clerk().open(Adoption.adopt, Proposal(fit=a_fit(**PARAMETERS | {"delay_days": 4.0}), reason="two")).id
    followed(book.ledger, store)
    assert told(store, position=position) == before
    assert told(store)["fit"]["id"] == str(other)
    assert told(store)["pairs"] != before["pairs"]
    book.change(other, Adoption.withdraw, made(FitWithdrawalReport, reason="no"), kind=Adoption)
    assert told(followed(book.ledger, store))["fit"]["id"] == before["fit"]["id"]


def test_without_a_fit_there_are_words_and_no_numbers() -> None:
    book = a_book()
    store = followed(book.ledger)
    assert told(store)["not_inferred"] == "no incident is recorded"
    book.report(targets=[])
    unknown = told(followed(book.ledger, store))
    assert unknown["not_inferred"] == (
        "of 1 recorded incident none is known to be an act of one side against another (target unknown 1)"
    )
    strike(book, FIRST)
    bare = told(followed(book.ledger, store))
    assert bare["not_inferred"] == "no fit is adopted"
    assert [bare[name] for name in ("fit", "pairs", "alerts", "from", "to", "recorded_until")] == [
        *[None, [], []],
        *[None] * 3,
    ]
    assert bare["left_out"] == {"target_unknown": 1}


def test_what_may_be_of_several_periods_is_told_apart() -> None:
    book = a_book()
    for day in ("2019-11-04", "2019-11-05"):
        strike(book, FIRST, occurred={"from": day, "precision": "week"})
    book.clerk().open(Adoption.adopt, Proposal(fit=a_fit(**PARAMETERS), reason="for a test"))
    store = followed(book.ledger)
    for by, placed, unplaced in ((By.DAY, 0, 2), (By.WEEK, 1, 1), (By.MONTH, 2, 0)):
        (pair,) = told(store, AskedEscalation(period=by))["pairs"]
        assert (sum(one["acts"] for one in pair["items"]), pair["unplaced"]) == (placed, unplaced)


def test_what_is_asked_for_changes_no_number(autumn: tuple[Book, Store]) -> None:
    every = weeks(autumn[1])
    asked = AskedEscalation(side="turkey", first="2020-01-01", last="2020-01-02")
    some = told(autumn[1], asked)
    assert (some["from"], some["to"], len(some["pairs"])) == ("2019-12-30", "2020-01-05", 2)
    assert some["pairs"][0]["items"] == [every[8]]
    assert [one["from"] for one in some["alerts"]] == ["2019-12-30"]
    assert told(autumn[1], AskedEscalation(first="2020-01-06"))["alerts"] == []
    assert told(autumn[1], AskedEscalation(side="russia"))["pairs"] == []


def test_without_days_the_last_periods_are_told_of_up_to_the_most(autumn: tuple[Book, Store]) -> None:
    assert [one["from"] for one in weeks(autumn[1])] == [str(FIRST + timedelta(weeks=week)) for week in range(10)]
    late = told(autumn[1], AskedEscalation(period=By.DAY, last="2022-01-01"))
    assert len(late["pairs"][0]["items"]) == MOST
    assert (late["from"], late["to"]) == ("2020-08-20", "2022-01-01")
    early = told(autumn[1], AskedEscalation(first="2019-12-25"))
    assert (early["from"], early["to"]) == ("2019-12-23", "2020-01-12")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"side": "nobody"}, "side"),
        ({"first": "1.2.2020"}, "from"),
        ({"last": "soon"}, "to"),
        ({"first": "2020-02-02", "last": "2020-02-01"}, "to"),
        ({"first": "2000-02-02", "last": "2020-02-01"}, "to"),
        ({"first": "1990-01-01"}, "to"),
    ],
)
def test_what_means_nothing_is_refused_by_name(autumn: tuple[Book, Store], asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        told(autumn[1], AskedEscalation(**asked))
    assert refused.value.field == field
