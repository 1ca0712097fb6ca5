"""What changes in judgements: by texts that became known late, zones redrawn, and reports mended; and what does not."""

from typing import Any
from uuid import UUID

import pytest

from domain.agreement.agreement import Agreement
from domain.agreement.values import ZoneReport
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, Correction
from domain.judgement import Mend
from domain.lens import Lens
from projections import changes, incidents
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, a_book, followed, lens
from tests.projections.test_changes_against_pages import paged

EVERY = Selection(standing="alleged,corroborated,verified,disputed,retracted,merged")


@pytest.fixture
def book() -> Book:
    """A ledger in whose Sochi memorandum no aircraft may strike in a zone, in force since 2019."""
    book = a_book()
    book.become("entered_into_force", "2019-01-01", published="2019-01-02")
    book.adopt("3", acts=["air_strike"], binds=["syria-government"], zone="idlib")
    draw(book, 36.0, 37.0)
    return book


def draw(book: Book, west: float, east: float) -> None:
    ring = [[west, 35], [east, 35], [east, 36.5], [west, 36.5], [west, 35]]
    said = words("reuters", published="2018-09-18", slug="idlib", name="Idlib", schematic=True)
    drawing = made(ZoneReport, **said, geometry={"type": "Polygon", "coordinates": [ring]})
    book.change(Agreement.stream("sochi-2018"), Agreement.draw, drawing, kind=Agreement)


def strike(book: Book, lon: float, precision: str = "exact", **parts: Any) -> UUID:
    return book.report(place={"name": f"at {lon}", "lat": 35.8, "lon": lon, "precision": precision}, **parts)


def breaches(store: Store, through: Lens, incident: UUID) -> list[dict[str, Any]]:
    found = incidents.one(store, through, incident)
    assert found is not None
    return list(found["breaches"])


def stands(store: Store, through: Lens, incident: UUID) -> list[tuple[str, str]]:
    return [(one["provision"], one["status"]) for one in breaches(store, through, incident)]


def test_a_redrawn_zone_lists_exactly_the_incidents_of_which_a_page_tells_the_judgement_otherwise(book: Book) -> None:
    """Compared with the pages of them all, before and after; some stay in, some out, and some in doubt."""
    every = [
        strike(book, 36.0 + step / 10, precision, act=act)
        for step in range(-2, 13)
        for precision, act in (("exact", "air_strike"), ("near", "air_strike"), ("exact", "shelling"))
    ]
    store = followed(book.ledger)
    before = lens(store)
    draw(book, 36.45, 37.0)
    store = followed(book.ledger, store)
    after = lens(store)
    told = {one["id"]: one for one in paged(store, before, after, Selection())}
    otherwise = {str(one) for one in every if breaches(store, before, one) != breaches(store, after, one)}
    assert told.keys() == otherwise
    assert 5 < len(otherwise) < len(every) / 2
    for one in told.values():
        assert one["change"] == "re-judged"
        assert one["facts"] == {"old": [], "new": []}
        (difference,) = one["differences"]
        assert (difference["about"], difference["old"], difference["new"]) == (
            "breaches",
            breaches(store, before, UUID(one["id"])),
            breaches(store, after, UUID(one["id"])),
        )


def test_filters_and_pages_of_what_a_redrawn_zone_changed_are_those_of_lists(book: Book) -> None:
    inside = [strike(book, lon) for lon in (36.1, 36.2, 36.3)]
    strike(book, 36.9)
    store = followed(book.ledger)
    before = lens(store)
    draw(book, 36.45, 37.0)
    store = followed(book.ledger, store)
    after = lens(store)
    assert [one["id"] for one in paged(store, before, after, Selection())] == sorted(map(str, inside))
    gone = list(paged(store, before, after, Selection(agreement="sochi-2018")))
    assert {one["change"] for one in gone} == {"removed"}
    assert sorted(one["id"] for one in gone) == sorted(map(str, inside))
    assert changes.between(store, before, after, Selection(act="shelling"))["count"] == 0
    assert changes.between(store, after, after, Selection())["count"] == 0


def test_a_text_that_became_known_late_judges_under_later_knowledge_and_not_before(book: Book) -> None:
    incident = strike(book, 36.5)
    book.adopt("4", acts=["air_strike"], binds=["syria-government"], published_at="2020-03-08T10:00:00Z")
    store = followed(book.ledger)
    early, late = (lens(store, known_at=moment) for moment in ("2020-03-08T09:59:59Z", "2020-03-08T10:00:00Z"))
    assert stands(store, early, incident) == [("3", "found")]
    assert stands(store, late, incident) == [("3", "found"), ("4", "found")]
    (told,) = paged(store, early, late, Selection())
    assert (told["id"], told["change"]) == (str(incident), "re-judged")
    for through, count in ((early, 0), (late, 1)):
        selection = Selection(agreement="sochi-2018", provision="4")
        assert incidents.page(store, through, selection, limit=5, after=None).count == count


@pytest.mark.parametrize(
    ("mend", "after", "change"),
    [
        ({"place": {"name": "Hama", "lat": 35.1, "lon": 37.8, "precision": "exact"}}, [], "corrected"),
        ({"occurred": {"from": "2018-12-30"}}, [], "corrected"),
        ({"occurred": {"from": "2018-12-31", "precision": "week"}}, [("3", "uncertain")], "corrected"),
        ({"act": "shelling"}, [], "corrected"),
    ],
)
def test_a_mended_report_is_judged_anew_and_old_lenses_keep_the_old_judgement(
    book: Book, mend: dict[str, Any], after: list[tuple[str, str]], change: str
) -> None:
    incident = strike(book, 36.5)
    store = followed(book.ledger)
    before = lens(store)
    book.change(incident, Incident.correct, made(Correction, reason="a slip", cause="finding", **mend))
    store = followed(book.ledger, store)
    assert (stands(store, before, incident), stands(store, lens(store), incident)) == ([("3", "found")], after)
    (told,) = paged(store, before, lens(store), Selection())
    assert told["change"] == change
    assert "breaches" in {one["about"] for one in told["differences"]}


def test_another_attribution_judges_anew_by_the_analyst_s_word_alone(book: Book) -> None:
    incident = strike(book, 36.5)
    store = followed(book.ledger)
    before = lens(store)
    word = made(AssessmentReport, perpetrators=["russia"], reason="as the wreckage says")
    book.change(incident, Incident.assess, word)
    store = followed(book.ledger, store)
    assert (stands(store, before, incident), stands(store, lens(store), incident)) == ([("3", "found")], [])
    (told,) = paged(store, before, lens(store), Selection())
    assert told["change"] == "re-judged"


def test_an_answer_is_judged_anew_once_the_attack_that_it_answers_is_taken_back(book: Book) -> None:
    book.adopt("5", acts=["air_strike"], binds=["syria-government"], answer_allowed=True, published_at="2018-09-17")
    attack = strike(book, 36.5, act="shelling")
    answer = strike(book, 36.6, answers=[{"incident": attack, "asserted_by": "afp"}])
    store = followed(book.ledger)
    before = lens(store)
    assert stands(store, before, answer) == [("3", "found"), ("5", "allowed")]
    book.change(attack, Incident.retract, made(Mend, reason="never happened"))
    store = followed(book.ledger, store)
    after = lens(store)
    assert stands(store, after, answer) == [("3", "found"), ("5", "found")]
    told = {one["id"]: one["change"] for one in paged(store, before, after, Selection())}
    assert told == {str(attack): "retracted", str(answer): "re-judged"}
