"""What changed between two lenses: each kind of change by the acts that make it, each part with both values."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from domain.incident.incident import Incident
from domain.incident.reports import AnswerReport, AssessmentReport, BreachReport, Correction, Grading, SplitReport
from domain.judgement import Judgement, Mend
from projections import changes
from projections.selection import Selection
from tests.domain.arrange import made
from tests.projections.arrange import Book, a_book, followed, lens

WHY = "seen on film"


@pytest.fixture
def book() -> Book:
    return a_book()


class Since:
    """What a book says to have changed since a position."""

    def __init__(self, book: Book) -> None:
        self.book, self.position = book, book.ledger.position

    def told(self, **words: str) -> dict[str, Any]:
        store = followed(self.book.ledger)
        before, after = lens(store, position=str(self.position)), lens(store)
        return changes.between(store, before, after, Selection(**words))

    def one(self, incident: UUID) -> dict[str, Any]:
        (found,) = [one for one in self.told()["incidents"] if one["id"] == str(incident)]
        return dict(found)

    def kinds(self) -> dict[str, str]:
        return {one["id"]: one["change"] for one in self.told()["incidents"]}


def parts(one: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {each["about"]: (each["old"], each["new"]) for each in one["differences"]}


def judged(**parts: Any) -> BreachReport:
    return made(BreachReport, agreement="sochi-2018", provision="1", reason=WHY, **parts)


JUDGEMENTS: dict[str, tuple[Any, Any]] = {
    "a verification": (Incident.verify, Judgement(reason=WHY)),
    "a dispute": (Incident.dispute, Judgement(reason=WHY)),
    "an override": (Incident.assess, made(AssessmentReport, perpetrators=["russia"], reason=WHY)),
    "a finding on a breach": (Incident.judge_breach, judged(finding="confirmed")),
}


@pytest.mark.parametrize(("command", "report"), JUDGEMENTS.values(), ids=JUDGEMENTS)
def test_an_analysts_act_alone_judges_anew(book: Book, command: Callable[..., Any], report: object) -> None:
    incident = book.report()
    since = Since(book)
    book.change(incident, command, report)
    changed = since.one(incident)
    assert changed["change"] == "re-judged"
    assert changed["differences"] != []
    assert [fact["reason"] for fact in changed["facts"]["new"]] == [WHY]


def test_a_judgement_beside_a_new_claim_is_a_correction(book: Book) -> None:
    incident = book.report()
    since = Since(book)
    book.change(incident, Incident.verify, Judgement())
    book.say(incident, "afp")
    assert since.one(incident)["change"] == "corrected"


def test_a_claim_that_is_graded_anew_is_judged_anew_and_says_both_grades(book: Book) -> None:
    incident = book.report()
    claim = book.say(incident, "sohr")
    since = Since(book)
    book.change_part(incident, Incident.regrade_claim, claim, made(Grading, credibility=1, reason=WHY))
    changed = since.one(incident)
    assert changed["change"] == "re-judged"
    old, new = parts(changed)[f"claim: {claim}"]
    assert (old.keys(), new) == ({"credibility"}, {"credibility": 1})


def test_an_override_shows_the_numbers_before_and_after_and_what_was_overridden(book: Book) -> None:
    incident = book.report()
    since = Since(book)
    judged = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": 9, "high": 9}
    book.change(incident, Incident.assess, made(AssessmentReport, casualties=[judged], reason=WHY))
    differing = parts(since.one(incident))
    old, new = differing["casualties: turkey combatant killed"]
    assert (old["high"], new["high"]) == (2, 9)
    assert differing["tolls: turkey killed"][1] == {"low": 9, "high": 9, "open": False}
    assert differing["override"][0] is None
    assert differing["override"][1]["reason"] == WHY


def test_an_allegation_and_an_answer_are_somebodys_word_and_no_judgement(book: Book) -> None:
    incident, other = book.report(), book.report()
    since = Since(book)
    book.change(incident, Incident.judge_breach, judged(finding="alleged", alleged_by="sohr"))
    book.change(other, Incident.assert_answer, made(AnswerReport, incident=incident, asserted_by="afp"))
    assert since.kinds() == {str(incident): "corrected", str(other): "corrected"}
    assert [one["asserted_by"] for one in parts(since.one(other))["answers"][1]] == ["afp"]


def test_a_correction_of_the_frame_shows_what_stood_there_before(book: Book) -> None:
    incident = book.report()
    since = Since(book)
    moved = made(Correction, occurred={"from": "2020-02-22"}, act="shelling", reason="the night after")
    book.change(incident, Incident.correct, moved)
    changed = since.one(incident)
    assert (changed["change"], changed["act"], changed["occurred"]) == ("corrected", "shelling", "2020-02-22")
    assert parts(changed)["act"] == ("air_strike", "shelling")
    assert [part["from"] for part in parts(changed)["occurred"]] == ["2020-02-20", "2020-02-22"]


def test_what_is_taken_back_and_what_is_brought_back_are_told_apart(book: Book) -> None:
    back, gone, undone, merged, speaker = (book.report() for _ in range(5))
    book.change(back, Incident.retract, made(Mend, reason=WHY))
    book.merge(undone, speaker)
    since = Since(book)
    book.change(back, Incident.reinstate, Judgement())
    book.change(gone, Incident.retract, made(Mend, reason=WHY))
    book.merge(undone, speaker, undo=True)
    book.merge(merged, back)
    kinds = since.kinds()
    assert kinds == {
        str(back): "reinstated",
        str(gone): "retracted",
        str(undone): "unmerged",
        str(merged): "merged",
        str(speaker): "corrected",
    }
    assert parts(since.one(merged))["merged_into"] == (None, str(back))


def test_a_split_names_what_it_was_split_from(book: Book) -> None:
    incident = book.report()
    claim = book.say(incident, "afp")
    since = Since(book)
    split = book.change(incident, Incident.split, made(SplitReport, claims=[claim], reason="two strikes")).id
    assert since.kinds() == {str(incident): "corrected", str(split): "split"}
    assert parts(since.one(split))["split_from"] == (None, str(incident))
    assert parts(since.one(incident))["claims"] == ([str(claim)], [])


def test_an_added_incident_says_everything_against_nothing(book: Book) -> None:
    since = Since(book)
    incident = book.report()
    changed = since.one(incident)
    assert changed["change"] == "added"
    assert {old for old, _ in parts(changed).values() if not isinstance(old, list)} == {None}
    assert parts(changed)["standing"] == (None, "alleged")
    assert [fact["fact"] for fact in changed["facts"]["new"]] == ["incident.violation_reported", "incident.claim_added"]


def test_facts_that_change_nothing_shown_are_noted(book: Book) -> None:
    incident = book.report()
    since = Since(book)
    book.change(incident, Incident.correct, made(Correction, act="air_strike", targets=["turkey"], reason=WHY))
    changed = since.one(incident)
    assert (changed["change"], changed["differences"]) == ("noted", [])
    assert [fact["reason"] for fact in changed["facts"]["new"]] == [WHY]
