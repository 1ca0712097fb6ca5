"""Which incidents changed between two lenses, in which order and on which page, and how the counts differ."""

from typing import Any

import pytest

from domain.agreement.agreement import Agreement
from domain.agreement.values import ZoneReport
from domain.errors import Unacceptable
from domain.incident.incident import Incident
from domain.incident.reports import SplitReport
from domain.judgement import Judgement, Mend
from domain.lens import Lens
from projections import changes, incidents
from projections.selection import Selection
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import Book, a_book, followed, lens
from tests.projections.test_changes import Since, parts


@pytest.fixture
def book() -> Book:
    return a_book()


def test_what_a_filter_lets_through_on_one_side_only_came_or_went(book: Book) -> None:
    incident = book.report()
    since = Since(book)
    book.change(incident, Incident.verify, Judgement())
    assert [one["change"] for one in since.told(standing="verified")["incidents"]] == ["added"]
    assert [one["change"] for one in since.told(standing="alleged")["incidents"]] == ["removed"]
    assert since.told(perpetrator="russia")["incidents"] == []


def test_a_zone_that_is_drawn_anew_lets_other_incidents_through(book: Book) -> None:
    at_nayrab = {"name": "Nayrab", "lat": 35.87, "lon": 36.71}
    book.report(place=at_nayrab)
    draw(book, west=36.0)
    store = followed(book.ledger)
    before = lens(store)
    draw(book, west=36.8)
    store = followed(book.ledger)
    told = changes.between(store, before, lens(store), Selection(zone="north"))
    assert [(one["change"], one["facts"]) for one in told["incidents"]] == [("removed", {"old": [], "new": []})]


def test_a_zone_that_was_drawn_in_between_let_nothing_through_before(book: Book) -> None:
    book.report(place={"name": "Nayrab", "lat": 35.87, "lon": 36.71})
    before = lens(followed(book.ledger))
    draw(book, west=36.0)
    store = followed(book.ledger)
    after, north = lens(store), Selection(zone="north")
    there = changes.between(store, before, after, north)
    back = changes.between(store, after, before, north)
    assert [one["change"] for one in there["incidents"]] == ["added"]
    assert [one["change"] for one in back["incidents"]] == ["removed"]
    assert [one["old"] for one in there["counts"]] == [one["new"] for one in back["counts"]] == [None, None]
    with pytest.raises(Unacceptable, match="south"):
        changes.between(store, before, after, Selection(zone="south"))


def test_what_changed_between_two_moments_of_knowledge_is_told_per_incident_and_in_the_counts(book: Book) -> None:
    kept, gone, late = book.report(), book.report(), book.report(claim=saying(1, "2020-03-20"))
    book.say(kept, "afp", published="2020-03-10", casualties=[lost({"at_least": 5})])
    book.change(gone, Incident.retract, made(Mend, reason="never happened"))
    claims = [one["id"] for one in incidents.history(followed(book.ledger), kept, Lens())[-1]["incident"]["claims"]]
    split = book.change(kept, Incident.split, made(SplitReport, claims=claims[1:], reason="two strikes")).id
    store = followed(book.ledger)
    before, after = lens(store, known_at="2020-03-01"), lens(store)
    told = changes.between(store, before, after, Selection())
    kinds = {one["id"]: one["change"] for one in told["incidents"]}
    assert kinds == {str(kept): "corrected", str(gone): "retracted", str(late): "added", str(split): "split"}
    (claim,) = parts(next(one for one in told["incidents"] if one["id"] == str(kept)))
    assert claim == f"claim: {claims[1]}"
    (turkey,) = [one for one in told["counts"] if one["party"] == "turkey"]
    assert [turkey[when]["suffered"]["killed"] for when in ("old", "new")] == [
        {"low": 4, "high": 4, "open": False},
        {"low": 8, "high": None, "open": True},
    ]
    backwards = changes.between(store, after, before, Selection())
    assert {one["id"]: one["change"] for one in backwards["incidents"]} == {
        str(kept): "corrected",
        str(gone): "reinstated",
        str(late): "removed",
        str(split): "removed",
    }


def test_between_a_lens_and_itself_nothing_changed(book: Book) -> None:
    book.report()
    store = followed(book.ledger)
    told = changes.between(store, lens(store), lens(store), Selection())
    assert (told["incidents"], told["count"], told["next"], told["counts"]) == ([], 0, None, [])


def test_every_page_says_how_many_there_are_and_how_the_counts_of_all_differ(book: Book) -> None:
    for day in ("07", "05", "06", "05", "09"):
        book.report(occurred={"from": f"2020-02-{day}"})
    store = followed(book.ledger)
    before, after = lens(store, known_at="2020-02-01"), lens(store)
    whole = changes.between(store, before, after, Selection())
    pages: list[dict[str, Any]] = []
    cursor = None
    while not pages or cursor is not None:
        pages.append(changes.between(store, before, after, Selection(), limit=2, cursor=cursor))
        cursor = pages[-1]["next"]
    assert [one for page in pages for one in page["incidents"]] == whole["incidents"]
    assert [one["occurred"][-2:] for one in whole["incidents"]] == ["05", "05", "06", "07", "09"]
    assert {page["count"] for page in pages} == {5}
    assert [page["counts"] for page in pages] == [whole["counts"]] * 3


@pytest.mark.parametrize("cursor", ["", "eyJhIjoxfQ", "WzFd"])
def test_what_is_no_place_among_the_changes_is_refused(book: Book, cursor: str) -> None:
    store = followed(book.ledger)
    with pytest.raises(Unacceptable) as refused:
        changes.between(store, lens(store, known_at="2020-02-01"), lens(store), Selection(), cursor=cursor)
    assert refused.value.field == "after"


def draw(book: Book, *, west: float) -> None:
    """Draw the zone of the north from this longitude on."""
    ring = [[west, 35.5], [37.0, 35.5], [37.0, 36.0], [west, 36.0], [west, 35.5]]
    said = words("reuters", published="2018-09-17", slug="north", name="north", schematic=True)
    report = made(ZoneReport, **said, geometry={"type": "Polygon", "coordinates": [ring]})
    book.change(Agreement.stream("sochi-2018"), Agreement.draw, report, kind=Agreement)


def saying(number: int, published: str) -> dict[str, object]:
    return {"source": "afp", "published_at": published, "casualties": [lost(number)]}
