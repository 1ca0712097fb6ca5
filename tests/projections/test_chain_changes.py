"""Whatever becomes of an incident mends its chains, and the changes between two positions say how and why."""

from typing import Any

import pytest

from domain.chains.joining import ASSERTED
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, Correction
from domain.inference.adoption import Adoption, FitWithdrawalReport
from domain.judgement import Judgement
from domain.party import AffiliationReport, Party
from domain.statement import Statement
from projections.chaining.theatre import ALL, Joining
from projections.store import Store
from tests.domain.arrange import made
from tests.projections.escalating import PARAMETERS
from tests.projections.mending import SYRIA, TURKEY, Front, mend, regrouped, told


@pytest.fixture
def front(tables: Store) -> Front:
    tables.empty()
    return Front(tables)


def test_an_answer_that_is_reported_is_linked_to_what_it_probably_answers(front: Front) -> None:
    before = front.now
    later = front.blow(SYRIA, TURKEY, "2020-02-03T15:00:00Z")

    changes = front.since(before)

    assert told(changes) == [("came", later, front.reply, ["the answer was reported"])]
    [link] = changes["links"]
    assert link["old"] is None
    assert (link["new"]["basis"], link["new"]["status"], link["new"]["asserted_by"]) == ("inferred", "inferred", [])
    assert 0.5 <= link["new"]["probability"] < 1
    assert link["new"]["sentence"].startswith("4 hours later, at the same place, by the side that was hit; 0.")
    assert changes["chains"] == []
    assert changes["untold"] is None


def test_a_retracted_trigger_takes_its_link_with_it_and_the_chain_falls_apart(front: Front) -> None:
    before = front.now
    front.book.change(front.attack, Incident.retract, mend())

    changes = front.since(before)

    assert told(changes) == [("went", front.reply, front.attack, ["the trigger was retracted"])]
    assert regrouped(changes) == [([front.attack], [])]
    front.book.change(front.attack, Incident.reinstate, made(Judgement, reason="it was so"))
    assert told(front.since(front.now - 1)) == [("came", front.reply, front.attack, ["the trigger was reinstated"])]


def test_a_retraction_in_the_middle_leaves_two_ends_and_the_next_likeliest_trigger_takes_over(front: Front) -> None:
    second = front.blow(SYRIA, TURKEY, "2020-02-03T09:00:00Z")
    assert front.links() == {(front.reply, front.attack), (front.reply, second)}
    before = front.now
    front.book.change(second, Incident.retract, mend())

    changes = front.since(before)

    assert front.links() == {(front.reply, front.attack)}
    risen, gone = told(changes)
    assert gone == ("went", front.reply, second, ["the trigger was retracted"])
    assert risen == (
        *("changed", front.reply, front.attack),
        [f"{second}, which it may have answered instead, was retracted"],
    )
    old, new = changes["links"][0]["old"], changes["links"][0]["new"]
    assert new["probability"] - old["probability"] >= 0.01


def test_a_merged_answer_takes_its_links_to_the_incident_that_speaks_for_it(front: Front) -> None:
    other = front.blow(TURKEY, SYRIA, "2020-02-03T11:30:00Z", place={"name": "Syria"})
    front.said(front.reply, front.attack)
    before = front.now
    front.book.merge(front.reply, other)

    changes = front.since(before)

    assert told(changes) == [
        ("went", front.reply, front.attack, [f"the answer was merged into {other}"]),
        ("came", other, front.attack, [f"{front.reply} was merged into the answer"]),
    ]
    assert changes["links"][1]["new"]["basis"] == "asserted"
    assert regrouped(changes) == []


def test_an_answer_redated_before_its_trigger_answers_it_no_more(front: Front) -> None:
    before = front.now
    moved = made(Correction, occurred={"from": "2020-02-03T05:00:00Z"}, reason="why", cause="entry_error")
    front.book.change(front.reply, Incident.correct, moved)

    assert told(front.since(before)) == [
        ("went", front.reply, front.attack, ["the answer was redated"]),
        ("came", front.attack, front.reply, ["the trigger was redated"]),
    ]


def test_a_claim_that_names_another_ends_what_was_inferred_of_the_sides(front: Front) -> None:
    before = front.now
    front.book.say(front.reply, "sohr", published="2020-02-10", perpetrator="hts")

    changes = front.since(before)

    assert told(changes) == [("went", front.reply, front.attack, ["who did the answer is judged otherwise"])]
    blamed = made(AssessmentReport, perpetrators=[TURKEY], reason="its shells were found")
    front.book.change(front.reply, Incident.assess, blamed)
    assert told(front.since(front.now - 1)) == []


def test_what_is_asserted_of_an_inferred_link_changes_its_basis_and_an_analyst_ends_it(front: Front) -> None:
    before = front.now
    answer = front.said(front.reply, front.attack)
    asserted = front.since(before)

    assert told(asserted) == [("changed", front.reply, front.attack, ["afp asserted it"])]
    [link] = asserted["links"]
    assert (link["old"]["basis"], link["new"]["basis"], link["new"]["asserted_by"]) == ("inferred", "asserted", ["afp"])
    assert link["old"]["probability"] == link["new"]["probability"]

    before = front.now
    front.book.change_part(front.reply, Incident.confirm_answer, answer, made(Judgement, reason="why"))
    assert told(front.since(before)) == [("changed", front.reply, front.attack, ["an analyst confirmed it"])]

    before = front.now
    front.book.change_part(front.reply, Incident.reject_answer, answer, made(Judgement, reason="why"))
    changes = front.since(before)
    assert told(changes) == [("went", front.reply, front.attack, ["an analyst rejected it"])]
    assert front.links() == set()


def test_what_is_asserted_the_other_way_round_is_inferred_no_more(front: Front) -> None:
    """Both are known to the same day, so either may have come first."""
    day: dict[str, Any] = {"occurred": {"from": "2020-02-20"}, "place": {"name": "Sarmada", "lat": 36.19, "lon": 36.72}}
    one, other = (front.blow(*sides, "2020-02-20", **day) for sides in ((SYRIA, TURKEY), (TURKEY, SYRIA)))
    likely = next(pair for pair in front.links() if {*pair} == {one, other})
    before = front.now
    front.said(likely[1], likely[0])

    [(change, *ends, reasons), (came, *turned, _)] = sorted(told(front.since(before)), reverse=True)

    assert (change, ends, reasons) == ("went", [*likely], ["it is asserted the other way round"])
    assert (came, turned) == ("came", [*reversed(likely)])


def test_another_fit_or_none_changes_everything_that_is_inferred(front: Front) -> None:
    before = front.now
    second = front.adopt(PARAMETERS[1])
    changes = front.since(before)

    assert told(changes) == [("changed", front.reply, front.attack, ["another fit was adopted"])]
    assert (changes["fits"]["before"]["id"], changes["fits"]["after"]["id"]) == (str(front.fit), str(second))

    withdrawal = made(FitWithdrawalReport, reason="not so")
    front.book.change(second, Adoption.withdraw, withdrawal, kind=Adoption)
    assert told(front.since(front.now - 1)) == [
        ("changed", front.reply, front.attack, ["an earlier fit is in force again"])
    ]
    front.book.change(front.fit, Adoption.withdraw, withdrawal, kind=Adoption)
    changes = front.since(front.now - 1)
    assert told(changes) == [("went", front.reply, front.attack, ["the fit was withdrawn"])]
    assert changes["fits"]["after"] is None


def test_with_another_fit_in_force_nothing_asserted_changes(front: Front) -> None:
    front.said(front.reply, front.attack)
    before = front.now
    front.adopt(PARAMETERS[1])

    assert told(front.since(before, Joining(basis=ASSERTED))) == []
    [changed] = told(front.since(before, Joining(basis=ALL)))
    assert changed == ("changed", front.reply, front.attack, ["another fit was adopted"])


def test_parties_that_join_one_side_answer_for_each_other(front: Front) -> None:
    third = front.blow("russia", TURKEY, "2020-02-03T10:00:00Z")
    before = front.now
    alliance = made(AffiliationReport, **{"with": SYRIA}, relation="ally", **{"from": "2015-09-30"}, source="afp")
    front.book.change(Party.stream("russia"), Party.affiliate, alliance, kind=Party)

    changes = {(change, answer, trigger): why for change, answer, trigger, why in told(front.since(before))}

    assert changes["came", front.reply, third] == ["the sides of parties differ"]


def test_a_statement_joins_what_it_is_said_to_answer_until_it_is_withdrawn(front: Front) -> None:
    before = front.now
    answers = [{"incident": str(front.reply), "asserted_by": "afp"}]
    ultimatum = front.book.state(made={"from": "2020-02-05"}, answers=answers)

    assert told(front.since(before)) == [("came", ultimatum, front.reply, ["the answer was issued"])]
    front.book.change(ultimatum, Statement.withdraw, mend(), kind=Statement)
    assert told(front.since(front.now - 1)) == [("went", ultimatum, front.reply, ["the answer was withdrawn"])]


def test_an_assertion_between_two_chains_joins_them(front: Front) -> None:
    far = {"place": {"name": "Manbij", "lat": 36.53, "lon": 37.95}}
    first = front.blow(SYRIA, TURKEY, "2020-03-01T07:00:00Z", **far)
    second = front.blow(TURKEY, SYRIA, "2020-03-01T09:00:00Z", **far)
    before = front.now
    front.said(first, front.reply)

    changes = front.since(before)

    assert told(changes) == [("came", first, front.reply, ["afp asserted it"])]
    assert regrouped(changes) == [([front.attack, first], [front.attack])]
    assert (second, first) in front.links()


def test_where_nothing_differs_nothing_is_told(front: Front) -> None:
    assert front.since(front.now) | {"fits": None} == {
        "links": [],
        "count": 0,
        "steps": [],
        "chains": [],
        "fits": None,
        "untold": None,
    }
