"""The second opinion is worth something: of a read side that is wrong by a tick, or forgets a clock, it says so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, ClaimAddition
from domain.incident.said import Undoable
from domain.incident.state import IncidentState
from domain.judgement import Judgement, Mend
from domain.lens import Lens
from domain.moment import Moment
from projections import looking
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import Book, a_book, followed
from tests.projections.oracle import pile
from tests.projections.questions import Asked
from tests.projections.reads import assert_reads_agree


def a_told_book() -> Book:
    """Arrange an incident that was corrected in every way: superseded, withdrawn, judged and judged no more."""
    book = a_book()
    incident = book.report(occurred={"from": "2020-02-03"}, claim=saying(4, "2020-02-05"))
    for number, published in ((6, "2020-02-10"), (5, "2020-02-08")):
        book.change(incident, Incident.add_claim, made(ClaimAddition, **saying(number, published)))
    wrong = book.say(incident, "sohr", published="2020-02-07", perpetrator="russia", casualties=[lost(9)])
    book.change_part(incident, Incident.withdraw_claim, wrong, made(Mend, reason="never said"))
    for says in ({"perpetrators": ["iran"]}, {"lift": True}):
        book.change(incident, Incident.assess, made(AssessmentReport, reason="why", **says))
    book.change(incident, Incident.verify, made(Judgement, reason="seen"))
    book.change(incident, Incident.dispute, made(Judgement, reason="doubted", known_at="2020-02-11T00:00:00Z"))
    book.report(occurred={"from": "2020-02-06"}, answers=[{"incident": str(incident), "asserted_by": "afp"}])
    return book


def saying(number: int, published: str) -> dict[str, Any]:
    return words("turkey-mod", published=published, casualties=[lost(number)])


def assert_all_agree(book: Book) -> None:
    """Look at the very tick of everything that the book tells, on each clock."""
    store = followed(book.ledger)
    facts = [fact for fact in pile(book.ledger) if fact["name"].startswith("incident.")]
    for fact in facts:
        for words_of_lens in ({"known_at": fact["known_at"]}, {"position": str(fact["position"])}):
            assert_reads_agree(book.ledger, store, Asked(words_of_lens, {}, {}))
    assert_reads_agree(book.ledger, store, Asked({"as_of": "2020-02-03"}, {"as_of": "2020-02-05"}, {}))
    store.close()


def test_of_the_read_side_as_it_is_there_is_nothing_to_say() -> None:
    assert_all_agree(a_told_book())


def a_tick_late(lens: Lens | None) -> tuple[int, int]:
    known, position = rightly(lens)
    return known - 1, position


def a_position_late(lens: Lens | None) -> tuple[int, int]:
    known, position = rightly(lens)
    return known, position - 1


def whatever_was_recorded(lens: Lens | None) -> tuple[int, int]:
    return rightly(lens)[0], rightly(None)[1]


def whatever_was_known(lens: Lens | None) -> tuple[int, int]:
    return rightly(None)[0], rightly(lens)[1]


rightly: Callable[[Lens | None], tuple[int, int]] = looking.bounds


@pytest.mark.parametrize("wrongly", [a_tick_late, a_position_late, whatever_was_recorded, whatever_was_known])
def test_a_lens_that_cuts_wrongly_is_noticed(
    wrongly: Callable[[Lens | None], tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_told_book()
    monkeypatch.setattr(looking, "bounds", wrongly)
    # Some facts are looked for where the other cut leaves none.
    with pytest.raises((AssertionError, KeyError)):
        assert_all_agree(book)


def had_happened_as_it_began(moment: Moment) -> datetime:
    return moment.began_from


def nothing_is_withdrawn(_: IncidentState, __: UUID, ___: object) -> None:
    return


def nothing_is_undone(_: Undoable[Any], __: int) -> None:
    return


@pytest.mark.parametrize(
    ("where", "name", "wrong"),
    [
        (Moment, "began_by", property(had_happened_as_it_began)),
        (IncidentState, "_withdraw", nothing_is_withdrawn),
        (Undoable, "undo", nothing_is_undone),
    ],
    ids=["a day that had happened as it began", "a withdrawn claim that stands", "an override that is never lifted"],
)
def test_a_fold_that_is_wrong_is_noticed(
    where: type, name: str, wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_told_book()
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises(AssertionError):
        assert_all_agree(book)


@pytest.mark.parametrize("where", ["bodies", "timeline"])
def test_facts_that_are_folded_in_the_order_of_recording_are_noticed(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_told_book()
    monkeypatch.setattr(f"projections.{where}.in_known_order", list)
    with pytest.raises(AssertionError):
        assert_all_agree(book)
