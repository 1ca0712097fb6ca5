"""What probably answered what: the same of one act as of all, with what is said, from memory and from the tables."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.incident.incident import Incident
from domain.incident.reports import AnswerReport, Correction
from domain.inference.adoption import Adoption, FitWithdrawalReport, Proposal
from domain.judgement import Judgement
from domain.lens import Lens
from projections import looking
from projections.inference import acts as inferred_acts
from projections.inference.inferred import Told, all_links, near, told
from projections.inference.stage import staged
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, a_book, followed, lens, refolded
from tests.projections.escalating import a_fit, front_of, fronts
from tests.projections.histories import Turn
from tests.projections.looks import lenses
from tests.projections.oracle.pile import pile
from tests.projections.test_index import Unindexed

QUICK = {"answers": 0.8, "weight": 0.2, "delay_days": 0.4, "reach_km": 12.0}
START = datetime.fromisoformat("2019-10-01T00:00:00Z")
PAIRS = (("turkey", "syria-government"), ("syria-government", "turkey"), ("turkey", "iran"), ("iran", "turkey"))


def strike(book: Book, by: str, against: str, began: dict[str, str], east: float = 0.0, **parts: Any) -> UUID:
    place = {"name": "Nayrab", "lat": 35.87, "lon": 36.72 + east, "precision": "near"}
    said = words("sohr", published="2020-02-20", perpetrator=by)
    return book.report(occurred=began, place=place, targets=[against], claim=said, **parts)


def adopt(book: Book, **parameters: float) -> UUID:
    fit = a_fit(background=(), **QUICK | parameters)
    return book.clerk().open(Adoption.adopt, Proposal(fit=fit, reason="so it is")).id


@pytest.fixture(scope="module")
def months() -> Iterator[tuple[Store, list[UUID]]]:
    """Tell of four months in which two pairs of sides strike each other, at times known to the hour, day or week."""
    book, chance, store = a_book(), random.Random(6), Store()
    adopt(book)
    for _ in range(110):
        day = (START + timedelta(days=chance.uniform(0, 120))).isoformat()
        rough = chance.choice(("hour", "day", "day", "week"))
        began = {"from": day, "precision": "hour"} if rough == "hour" else {"from": day[:10], "precision": rough}
        strike(book, *chance.choice(PAIRS), began, chance.uniform(-0.2, 0.2))
    followed(book.ledger, store)
    yield store, [*staged(store, lens(store)).ids]
    store.close()


def test_what_is_told_of_one_act_is_what_is_told_of_it_among_all(months: tuple[Store, list[UUID]]) -> None:
    store, ids = months
    everything = told(store, lens(store), ids)
    assert len(everything) == len(ids) == 110
    assert sum(bool(one.candidates) for one in everything.values()) > 60
    for one in ids:
        assert told(store, lens(store), [one]) == {one: everything[one]}
        assert told(Unindexed(store), lens(store), [one]) == {one: everything[one]}


@pytest.mark.parametrize("probability", [0.3, 0.5, 0.9])
def test_the_links_of_one_act_are_those_of_all_that_it_is_in(
    months: tuple[Store, list[UUID]], probability: float
) -> None:
    store, ids = months
    everything = all_links(store, lens(store), probability)
    assert len(everything) > 10
    assert all_links(Unindexed(store), lens(store), probability) == everything
    for one in ids:
        mine = [link for link in everything if one in {link.answer, link.trigger}]
        assert near(store, lens(store), [one], probability).links == mine
    some = {*ids[3::9]}
    assert near(store, lens(store), some, probability).links == [
        link for link in everything if {link.answer, link.trigger} & some
    ]


@pytest.mark.parametrize(("sight", "times"), [(1, 4), (2, 6), (3, 8)])
def test_what_is_in_sight_of_an_act_comes_out_as_it_does_among_all(
    months: tuple[Store, list[UUID]], sight: int, times: int
) -> None:
    store, ids = months
    everything, links = told(store, lens(store), ids), all_links(store, lens(store), 0.5)
    many = 0
    for one in ids:
        seen = near(store, lens(store), [one], 0.5, sight=sight)
        assert seen.told == {each: everything[each] for each in seen.told}
        assert seen.links == [link for link in links if {link.answer, link.trigger} & seen.told.keys()]
        assert {one} <= seen.told.keys() < {*ids}
        many += len(seen.told)
    assert many > times * len(ids)


@pytest.mark.parametrize("bound", ["_IN_SIGHT", "_LOOKOUTS"])
def test_where_acts_crowd_only_those_that_are_asked_about_are_looked_at(
    months: tuple[Store, list[UUID]], monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    store, ids = months
    monkeypatch.setattr(inferred_acts, bound, 0)
    for one in ids[::7]:
        assert near(store, lens(store), [one], 0.5, sight=3) == near(store, lens(store), [one], 0.5)


def test_reckoned_a_few_at_a_time_all_is_the_same(
    months: tuple[Store, list[UUID]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ids = months
    before = told(store, lens(store), ids)
    monkeypatch.setattr(inferred_acts, "_AT_ONCE", 7)
    assert told(store, lens(store), ids) == before
    assert [*before] == ids


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data())
def test_under_any_lens_memory_and_tables_tell_the_same_of_one_act_and_of_all(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    ledger = front_of(history).book.ledger
    refolded(ledger, tables)
    for _ in range(3):
        through = looking.resolve(tables, **data.draw(lenses(pile(ledger))))
        ids = [*staged(tables, through).ids]
        everything, links = told(tables, through, ids), all_links(tables, through, 0.5)
        assert told(Unindexed(tables), through, ids) == everything
        assert all_links(Unindexed(tables), through, 0.5) == links
        for one in ids:
            assert told(tables, through, [one]) == {each: everything[each] for each in (one,) if each in everything}
            mine = [link for link in links if one in {link.answer, link.trigger}]
            assert near(tables, through, [one], 0.5) == (mine, told(tables, through, [one]))
            seen = near(tables, through, [one], 0.5, sight=data.draw(st.integers(1, 3)))
            assert seen.told == {each: everything[each] for each in seen.told}
            assert seen.links == [link for link in links if {link.answer, link.trigger} & seen.told.keys()]


def a_blow_and_its_answer(**parts: Any) -> tuple[Book, UUID, UUID]:
    book = a_book()
    adopt(book, delay_days=1.0)
    blow = strike(book, "syria-government", "turkey", {"from": "2020-02-03"})
    return book, blow, strike(book, "turkey", "syria-government", {"from": "2020-02-03"}, **parts)


def shown(book: Book, store: Store, **words: str) -> dict[UUID, Told]:
    followed(book.ledger, store)
    through = lens(store, **words)
    return told(store, through, staged(store, through).ids)


def test_probabilities_have_three_places_and_sum_to_one_with_that_of_nothing(store: Store) -> None:
    book, blow, answer = a_blow_and_its_answer()
    found = shown(book, store)
    (candidate,) = found[answer].candidates
    assert candidate.trigger == blow
    assert 0.4 < candidate.probability <= 0.5
    assert candidate.probability == round(candidate.probability, 3)
    assert candidate.probability + found[answer].none == pytest.approx(1.0, abs=0.002)
    assert found[blow].candidates[0] == (answer, candidate.probability)


def test_what_is_asserted_the_reverse_of_is_not_inferred_until_it_is_disputed_or_rejected(store: Store) -> None:
    book, blow, answer = a_blow_and_its_answer()
    either = shown(book, store)
    said = made(AnswerReport, incident=blow, asserted_by="turkey-mod", published_at="2020-02-04")
    claimed = UUID(book.change(answer, Incident.assert_answer, said, name="answer").made["answer"])
    found = shown(book, store)
    assert (found[blow].candidates, found[blow].none) == ((), 1.0)
    assert found[answer].candidates[0].probability > 0.8
    book.change_part(answer, Incident.reject_answer, claimed, made(Judgement, reason="planned before"))
    found = shown(book, store)
    assert (found[answer].candidates, found[answer].none) == ((), 1.0)
    assert found[blow].candidates[0].probability > 0.8
    assert shown(book, store, known_at="2020-02-22") == shown(book, store, position=str(book.ledger.position - 1))
    before = shown(book, store, position=str(book.ledger.position - 2))
    assert before == either


def test_of_a_merged_report_the_incident_speaks_that_it_went_into(store: Store) -> None:
    book, blow, answer = a_blow_and_its_answer()
    said = [{"incident": str(blow), "asserted_by": "turkey-mod"}]
    duplicate = strike(book, "turkey", "syria-government", {"from": "2020-02-03"}, answers=said)
    book.merge(duplicate, answer)
    found = shown(book, store)
    assert found.keys() == {blow, answer}
    assert found[blow].candidates == ()
    book.merge(duplicate, answer, undo=True)
    assert [one.trigger for one in shown(book, store)[blow].candidates] == [answer]


def test_what_was_just_recorded_is_in_what_is_told_next(store: Store) -> None:
    book, _, answer = a_blow_and_its_answer()
    before = shown(book, store)
    other = strike(book, "syria-government", "turkey", {"from": "2020-02-02"})
    found = shown(book, store)
    assert other in {one.trigger for one in found[answer].candidates}
    moved = made(Correction, occurred={"from": "2020-01-02"}, reason="misread")
    book.change(other, Incident.correct, moved)
    found = shown(book, store)
    assert (found[answer], found[other].none) == (before[answer], 1.0)


def test_without_a_fit_nothing_is_inferred(store: Store) -> None:
    book = a_book()
    fit = adopt(book)
    one = strike(book, "turkey", "syria-government", {"from": "2020-02-03"})
    assert shown(book, store) == {one: Told((), 1.0)}
    book.change(fit, Adoption.withdraw, made(FitWithdrawalReport, reason="not so"), kind=Adoption)
    assert shown(book, store) == {}
    now = Lens(position=store.position)
    assert (near(store, now, [one], 0.5).links, all_links(store, now, 0.5)) == ([], [])


def test_of_what_takes_no_part_nothing_is_told(store: Store) -> None:
    book, blow, _ = a_blow_and_its_answer()
    unknown = book.report(place={"name": "somewhere"})
    followed(book.ledger, store)
    assert told(store, lens(store), [unknown, UUID(int=0), blow]).keys() == {blow}
    assert near(store, lens(store), [unknown], 0.5) == ([], {})
