"""Chains of what is said and inferred: the same from one step outwards as among all, and without a circle."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.incident.incident import Incident
from domain.incident.reports import AnswerReport
from domain.inference.adoption import Adoption, Proposal
from projections import chains, looking
from projections.chaining import theatre
from projections.chaining.theatre import Joining
from projections.inference import inferred
from projections.store import Store
from tests.domain.arrange import made
from tests.projections.arrange import Book, a_book, followed, lens, refolded
from tests.projections.escalating import a_fit, front_of, fronts
from tests.projections.histories import Turn
from tests.projections.looks import lenses
from tests.projections.oracle.pile import pile

HALF, LOW = Joining(), Joining(0.15)
THRESHOLDS = (HALF, LOW, Joining(0.9), Joining(basis="asserted"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data(), st.sampled_from(THRESHOLDS))
def test_the_chain_of_an_incident_is_the_one_that_the_list_gives(
    tables: Store, history: list[Turn], data: st.DataObject, joining: Joining
) -> None:
    front = front_of(history)
    ledger = front.book.ledger
    refolded(ledger, tables)
    looks = looking.resolve(tables, **data.draw(lenses(pile(ledger))))
    every = chains.page(tables, looks, joining)
    chain_of = {step["id"]: chain for chain in every for step in chain["steps"]}
    for stream in front.incidents:
        assert chains.of(tables, looks, stream, joining) == chain_of.get(str(stream))
        found = chains.one(tables, looks, stream, joining)
        assert (found is not None) is (chain_of.get(str(stream), {}).get("id") == str(stream))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.sampled_from(THRESHOLDS))
def test_no_chain_has_a_circle_or_an_answer_before_its_trigger_and_nothing_is_mixed_unmarked(
    tables: Store, history: list[Turn], joining: Joining
) -> None:
    front = front_of(history)
    refolded(front.book.ledger, tables)
    looks = lens(tables)
    said = {(str(one.answer), str(one.trigger)) for one in inferred.all_links(tables, looks, joining.probability)}
    for chain in chains.page(tables, looks, joining):
        place = {step["id"]: number for number, step in enumerate(chain["steps"])}
        ended = {step["id"]: datetime.fromisoformat(step["occurred"]["until"]) for step in chain["steps"]}
        began = {step["id"]: datetime.fromisoformat(step["occurred"]["earliest"]) for step in chain["steps"]}
        assert chain["id"] == chain["steps"][0]["id"]
        for link in chain["links"]:
            assert place[link["trigger"]] < place[link["answer"]]
            assert began[link["trigger"]] <= ended[link["answer"]]
            assert (link["basis"] == "inferred") is (link["asserted_by"] is None)
            assert link["basis"] == "asserted" or (link["answer"], link["trigger"]) in said
            assert link["sentence"]
        for told in (step["inferred"] for step in chain["steps"] if step["inferred"]):
            shares = [one["probability"] for one in told["candidates"]]
            assert sum(shares) + told["none"] == pytest.approx(1, abs=0.01)


def fitted() -> Book:
    """Answer a book with a fit of answers that come within days."""
    book = a_book()
    fit = a_fit(answers=0.5, weight=0.3, delay_days=1.5, reach_km=15.0)
    book.clerk().open(Adoption.adopt, Proposal(fit=fit, reason="made up"))
    return book


def blow(book: Book, at: str, by: str, against: str, **parts: Any) -> UUID:
    """Tell of a shelling at Nayrab."""
    said = {"source": "reuters", "published_at": "2020-02-25", "perpetrator": by, "casualties": []}
    return book.report(occurred={"from": at}, targets=[against], act="shelling", claim=said, **parts)


def test_a_strike_and_what_probably_answered_it_make_a_chain_that_says_how_probable_that_is(tables: Store) -> None:
    book = fitted()
    strike = blow(book, "2020-02-20T10:00:00Z", "syria-government", "turkey")
    answer = blow(book, "2020-02-21T17:00:00Z", "turkey", "syria-government")
    (found,) = shown(book, tables)
    (link,) = found["links"]
    assert [step["id"] for step in found["steps"]] == [str(strike), str(answer)]
    assert (link["basis"], link["status"], link["asserted_by"]) == ("inferred", "inferred", None)
    assert (link["seconds_least"], link["step"]) == (31 * 3600, "level")
    told = found["steps"][1]["inferred"]
    assert told["candidates"] == [{"trigger": str(strike), "probability": link["probability"]}]
    assert link["sentence"].startswith("31 hours later, at the same place, by the side that was hit; ")
    assert found["steps"][0]["inferred"] == {"candidates": [], "none": 1.0}
    assert chains.page(tables, lens(tables), Joining(basis="asserted")) == []


def test_a_chain_that_goes_on_for_long_is_taken_from_among_all_of_them(
    tables: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = fitted()
    sides = ("syria-government", "turkey")
    blows = [blow(book, f"2020-02-{day:02}T10:00:00Z", sides[day % 2], sides[1 - day % 2]) for day in range(1, 15)]
    followed(book.ledger, tables)
    followed_outwards = chains.of(tables, lens(tables), blows[0])
    looked: list[int] = []

    def counted(*given: Any, **asked: Any) -> Any:  # noqa: ANN401 - whatever it takes
        looked.append(len(given[2]))
        return inferred.near(*given, **asked)

    monkeypatch.setattr(theatre, "near", counted)
    assert chains.of(tables, lens(tables), blows[0]) == followed_outwards
    assert len(looked) == 2
    monkeypatch.setattr(theatre, "WAVES", 1)
    found = chains.of(tables, lens(tables), blows[0])
    assert len(looked) == 3
    assert found == followed_outwards
    assert [step["id"] for step in (found or {})["steps"]] == [str(one) for one in blows]


def test_what_is_said_of_a_pair_keeps_its_basis_with_the_probability_beside_it(tables: Store) -> None:
    book = fitted()
    strike = blow(book, "2020-02-20T10:00:00Z", "syria-government", "turkey")
    answers = [{"incident": str(strike), "asserted_by": "turkey-mod"}]
    blow(book, "2020-02-21T17:00:00Z", "turkey", "syria-government", answers=answers)
    (found,) = shown(book, tables)
    (link,) = found["links"]
    assert (link["basis"], link["asserted_by"]) == ("asserted", "turkey-mod")
    assert link["probability"] > 0.5
    assert link["sentence"].startswith(
        "answers the above, says turkey-mod; 31 hours later, at the same place; inferred"
    )
    (bare,) = chains.page(tables, lens(tables), Joining(basis="asserted"))
    assert (bare["links"][0]["probability"], bare["steps"][1]["inferred"]) == (None, None)


def test_of_what_takes_no_part_nothing_is_inferred_and_its_step_says_why(tables: Store) -> None:
    book = fitted()
    strike = book.report(claim={"source": "afp", "published_at": "2020-02-20"})
    blow(
        book,
        "2020-02-21T17:00:00Z",
        "turkey",
        "syria-government",
        answers=[{"incident": str(strike), "asserted_by": "turkey-mod"}],
    )
    (found,) = shown(book, tables)
    assert [(step["takes_no_part"], step["inferred"] is None) for step in found["steps"]] == [
        ("attacker_unknown", True),
        (None, False),
    ]
    assert found["links"][0]["probability"] is None


def test_of_two_said_to_answer_each_other_one_joins_and_the_other_is_told_with_the_reason(tables: Store) -> None:
    book = a_book()
    first, second = book.report(), book.report()
    for answer, trigger in ((first, second), (second, first)):
        asserted(book, answer, trigger)
    (found,) = shown(book, tables)
    kept, (left_out,) = found["links"], found["left_out"]
    assert len(kept) == 1
    assert (left_out["answer"], left_out["trigger"]) == (kept[0]["trigger"], kept[0]["answer"])
    assert left_out["reason"].startswith("it would close a circle")


def asserted(book: Book, answer: UUID, trigger: UUID) -> None:
    said = made(AnswerReport, asserted_by="afp", published_at="2020-02-22", incident=trigger)
    book.change(answer, Incident.assert_answer, said, name="answer")


def shown(book: Book, store: Store) -> list[dict[str, Any]]:
    refolded(book.ledger, store)
    return chains.page(store, lens(store))
