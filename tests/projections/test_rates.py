"""Rates under a lens: who was looking, as far as anyone could know, and exactly the incidents behind each number."""

from typing import Any
from uuid import UUID

import pytest

from domain.errors import Unacceptable
from domain.incident.incident import Incident
from domain.judgement import Mend
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from domain.periods import By
from projections import incidents
from projections.rates import AskedRates, rates
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, a_book, followed, lens

WEEK = {"from": "2020-02-03", "to": "2020-02-09"}
IDLIB = {"name": "Idlib", "adm1": "Idlib"}


def a_watch(book: Book, published: str = "2020-02-10", **parts: Any) -> UUID:
    told = words("sohr", published=published) | {"monitor": "sohr", "period": WEEK, "place": IDLIB}
    return book.clerk().open(Monitoring.declare, made(CoverageReport, **told | parts)).id


def kept_out(book: Book, watch: UUID, on: str, **parts: Any) -> UUID:
    told = words("sohr", published="2020-02-10") | {"denied_by": "turkey", "at": {"from": on}, "place": IDLIB}
    report = made(AccessDenialReport, **told | parts)
    return UUID(book.change(watch, Monitoring.deny_access, report, kind=Monitoring, name="denial").made["denial"])


def a_week(store: Store, known_at: str | None = None, **parts: Any) -> dict[str, Any]:
    """Tell of the week from 3 to 9 February."""
    cut = {} if known_at is None else {"known_at": known_at}
    window = AskedRates(**{"first": WEEK["from"], "last": WEEK["to"]} | parts)
    (week,) = rates(store, lens(store, **cut), window)["items"]
    told: dict[str, Any] = week
    return told


def seen(week: dict[str, Any]) -> tuple[int, int, str]:
    return week["watched"]["days"], week["denied"]["days"], str(week["state"])


def test_a_watch_counts_once_it_is_known_and_as_long_as_it_stands() -> None:
    book = a_book()
    watch = a_watch(book, published="2020-02-12")
    kept_out(book, watch, "2020-02-05", published_at="2020-02-14")
    mend = made(Mend, reason="nobody came", known_at="2020-02-20T00:00:00Z")
    book.change(watch, Monitoring.withdraw, mend, kind=Monitoring)
    store = followed(book.ledger)
    days = ("2020-02-11", "2020-02-12", "2020-02-14", "2020-02-20")
    assert [seen(a_week(store, known_at=day)) for day in days] == [
        (0, 0, "silent"),
        (7, 0, "calm"),
        (6, 1, "partly_watched"),
        (0, 1, "silent"),
    ]


def test_a_denial_entered_in_error_never_cut_anything() -> None:
    book = a_book()
    watch = a_watch(book)
    denial = kept_out(book, watch, "2020-02-05")
    mend = made(Mend, reason="typed wrongly", cause="entry_error")
    book.clerk().change(Monitoring, watch, Monitoring.withdraw_denial, denial, mend)
    store = followed(book.ledger)
    assert seen(a_week(store, known_at="2020-02-10")) == (7, 0, "calm")
    assert seen(a_week(store)) == (7, 0, "calm")


def test_days_that_had_not_begun_by_the_lens_are_neither_calm_nor_silent() -> None:
    book = a_book()
    a_watch(book, published="2020-02-01")
    store = followed(book.ledger)
    window = AskedRates(first="2020-02-03", last="2020-02-20")
    as_of, known_at = (
        rates(store, lens(store, **cut), window)
        for cut in ({"as_of": "2020-02-11"}, {"known_at": "2020-02-05T12:00:00Z"})
    )
    assert [(one["from"], one["to"], one["days"]) for one in as_of["items"]] == [
        ("2020-02-03", "2020-02-09", 7),
        ("2020-02-10", "2020-02-11", 2),
    ]
    assert (as_of["whole"]["days"], as_of["whole"]["to"]) == (9, "2020-02-11")
    assert [one["to"] for one in known_at["items"]] == ["2020-02-05"]
    before = rates(store, lens(store, as_of="2020-02-02"), window)
    assert (before["items"], before["whole"]) == ([], None)
    recorded = rates(store, lens(store), AskedRates(first="2020-03-30", last="2020-04-20", by=By.MONTH))
    assert [one["to"] for one in recorded["items"]] == ["2020-03-31", "2020-04-01"]


def test_the_incidents_of_a_period_are_exactly_those_that_its_filters_list() -> None:
    book = a_book()
    for occurred in (
        {"from": "2020-02-09", "zone": "Asia/Damascus"},
        {"from": "2020-02-09T22:30:00Z"},
        {"from": "2020-02-03", "precision": "week"},
        {"from": "2020-02-05", "precision": "week"},
        {"from": "2020-02-01", "to": "2020-02-04"},
        {"from": "2020-02-01", "precision": "month"},
    ):
        book.report(occurred=occurred, place=IDLIB)
    gone = book.report(occurred={"from": "2020-02-06"}, place=IDLIB)
    book.report(occurred={"from": "2020-02-06"}, place={"name": "Morek", "adm1": "Hama"}, nature="incident")
    book.change(gone, Incident.retract, made(Mend, reason="it never happened"))
    store = followed(book.ledger)
    for tz in ("UTC", "Asia/Damascus"):
        for governorate in (None, "Idlib", "Hama"):
            through = lens(store, tz=tz)
            answered = rates(store, through, AskedRates(first="2020-01-27", last="2020-03-01", governorate=governorate))
            for one in [*answered["items"], answered["whole"]]:
                for name in ("incidents", "going_on"):
                    where = Selection(**one[name]["where"])
                    assert incidents.page(store, through, where, limit=1, after=None).count == one[name]["count"]
                violations = Selection(**one["incidents"]["where"], nature="violation")
                found = incidents.page(store, through, violations, limit=1, after=None).count
                assert found == one["incidents"]["violations"]
    week = a_week(store, governorate="Idlib")
    assert (week["incidents"]["count"], week["going_on"]["count"]) == (3, 6)


def test_a_watch_counts_for_the_governorate_that_it_names_a_country_for_each_and_a_nameless_place_for_none() -> None:
    book = a_book()
    for monitor, place in (
        ("sohr", IDLIB),
        ("afp", {"name": "Syria", "precision": "country"}),
        ("reuters", {"name": "the front"}),
    ):
        a_watch(book, monitor=monitor, place=place)
    # A name that is nowhere in the ledger would be refused.
    book.report(occurred={"from": "2019-02-03"}, place={"name": "Morek", "adm1": "Hama"})
    store = followed(book.ledger)
    names = {}
    for where in ("Idlib", "Hama", None):
        answered = rates(store, lens(store), AskedRates(first="2020-02-03", last="2020-02-03", governorate=where))
        assert len(answered["watches"]) == len(answered["items"][0]["watched"]["monitors"])
        names[where] = (answered["items"][0]["watched"]["monitors"], answered["unplaced_watches"])
    assert names == {
        "Idlib": (["afp", "sohr"], 1),
        "Hama": (["afp"], 1),
        None: (["afp", "reuters", "sohr"], 0),
    }


def test_a_denial_at_a_place_without_a_governorate_is_where_its_monitor_watched() -> None:
    book = a_book()
    watch = a_watch(book)
    kept_out(book, watch, "2020-02-05", place={"name": "a checkpoint"})
    kept_out(book, watch, "2020-02-06", place={"name": "Morek", "adm1": "Hama"})
    store = followed(book.ledger)
    assert seen(a_week(store, governorate="Idlib")) == (6, 1, "partly_watched")
    assert seen(a_week(store, governorate="Hama")) == (0, 1, "silent")
    assert seen(a_week(store)) == (6, 2, "partly_watched")


def test_the_watch_of_one_monitor_is_asked_for_by_its_name() -> None:
    book = a_book()
    a_watch(book)
    a_watch(book, monitor="afp", period={"from": "2020-02-04"})
    store = followed(book.ledger)
    week = a_week(store, monitor="afp")
    assert (week["watched"]["days"], week["watched"]["monitors"]) == (1, ["afp"])
    assert a_week(store)["watched"]["monitor_days"] == 8


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"first": "soon"}, "from"),
        ({"last": "2020-02"}, "to"),
        ({"last": "2020-02-02"}, "to"),
        ({"monitor": "nobody"}, "monitor"),
        ({"governorate": "unknown"}, "governorate"),
        ({"governorate": ""}, "governorate"),
        ({"governorate": "Idlib"}, "governorate"),
    ],
)
def test_a_slip_of_the_pen_is_refused_by_its_name(parts: dict[str, str], field: str) -> None:
    store = followed(a_book().ledger)
    with pytest.raises(Unacceptable) as refused:
        a_week(store, **parts)
    assert refused.value.field == field


def test_a_governorate_is_known_by_an_incident_a_watch_or_a_denial_of_any_version() -> None:
    book = a_book()
    watch = a_watch(book, place={"name": "Aleppo", "adm1": "Aleppo"})
    kept_out(book, watch, "2020-02-06", place={"name": "Morek", "adm1": "Hama"})
    book.report(occurred={"from": "2020-02-06"}, place=IDLIB)
    store = followed(book.ledger)
    # Known to the ledger, though not under this lens.
    early = lens(store, known_at="2019-01-01")
    for name in ("Aleppo", "Hama", "Idlib"):
        asked = AskedRates(first=WEEK["from"], last=WEEK["to"], governorate=name)
        assert rates(store, early, asked)["items"] == []
    with pytest.raises(Unacceptable) as refused:
        a_week(store, governorate="idlip")
    assert refused.value.detail == "no governorate 'idlip' is in this ledger; 'Idlib' is"
    with pytest.raises(Unacceptable) as refused:
        a_week(store, governorate="Zanzibar")
    assert refused.value.detail == "no governorate 'Zanzibar' is in this ledger"


def test_nothing_is_told_of_a_ledger_in_which_nothing_is_recorded() -> None:
    store = Store()
    answered = rates(store, lens(store), AskedRates(first="2020-02-03", last="2020-02-09"))
    assert (answered["items"], answered["whole"], answered["watches"]) == ([], None, [])
