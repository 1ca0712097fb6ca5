import pytest

from domain import errors
from domain.claim import ClaimReport
from domain.grade import Reliability
from domain.incident import events as e
from domain.incident.reports import Grading
from domain.judgement import Mend
from tests.domain.arrange import (
    REGISTER,
    an_incident,
    assessed,
    at,
    claim,
    claims_of,
    facts_of,
    killed,
    made,
    on,
    state_of,
    toll,
)

NO_SUCH = claims_of(an_incident())[0]


def test_an_incident_is_opened_with_a_frame_and_its_claim_is_a_fact_of_its_own() -> None:
    opening, added = facts_of(an_incident())
    assert isinstance(opening, e.ViolationReported)
    assert isinstance(added, e.ClaimAdded)
    assert opening.known_at == added.known_at == at("2020-02-20T15:00Z")


def test_before_its_first_claim_is_known_an_incident_does_not_exist() -> None:
    incident = an_incident()
    assert not state_of(incident, "2020-02-20T14:59Z").exists()
    assert state_of(incident, "2020-02-20T15:00Z").exists()


def test_a_claim_that_was_known_earlier_makes_the_incident_known_earlier() -> None:
    incident = an_incident(toll(2, published="2020-02-20T12:00Z"))
    state = state_of(incident, "2020-02-20T12:00Z")
    assert state.exists()
    assert state.frame == state_of(incident).frame


def test_rival_claims_are_all_kept_in_the_order_in_which_they_were_known() -> None:
    later, earlier = toll(2, "afp", published="2020-02-22"), toll(3, "sohr", published="2020-02-21")
    incident = an_incident(later, earlier)
    assert [held.claim.source for held in state_of(incident).all_claims()] == ["turkey-mod", "sohr", "afp"]


def test_a_claim_keeps_the_side_and_grade_that_its_source_had() -> None:
    stored = an_incident().state.standing_claims()[0].claim
    assert (stored.aligned_with, stored.reliability) == ("turkey", Reliability.C)


def test_a_superseding_claim_is_known_with_the_fact_that_it_supersedes() -> None:
    incident = an_incident(first=toll(4))
    new = incident.add_claim(toll(6, published="2020-02-20T17:00Z", supersedes=claims_of(incident)[0]), REGISTER)
    assert {event.known_at for event in facts_of(incident)[2:]} == {at("2020-02-20T17:00Z")}
    assert state_of(incident, "2020-02-20T16:59Z").superseder(claims_of(incident)[0]) is None
    assert state_of(incident).superseder(claims_of(incident)[0]) == new


def test_a_claim_that_is_said_to_be_known_later_than_published_is_known_then() -> None:
    incident = an_incident(first=toll(4))
    revised = toll(6, published="2020-02-20T15:00Z", supersedes=claims_of(incident)[0])
    incident.add_claim(revised, REGISTER, at("2020-06-01"))
    assert killed(incident, "2020-05-31T23:59Z") == (4, 4, 4)
    assert killed(incident, "2020-06-01") == (6, 6, 6)


def test_only_the_same_source_supersedes_its_claim() -> None:
    incident = an_incident(first=toll(4, "sohr"))
    with pytest.raises(errors.OtherSource) as refused:
        incident.add_claim(toll(6, "afp", supersedes=claims_of(incident)[0]), REGISTER)
    assert refused.value.field == "supersedes"


def test_a_claim_does_not_supersede_one_published_after_it() -> None:
    incident = an_incident(first=toll(4, published="2020-02-20T15:00Z"))
    with pytest.raises(errors.SupersedesTheFuture):
        incident.add_claim(toll(6, published="2020-02-20T14:59Z", supersedes=claims_of(incident)[0]), REGISTER)


def test_of_two_claims_of_one_moment_the_later_recorded_may_supersede() -> None:
    incident = an_incident(first=toll(4, published="2020-02-20"))
    incident.add_claim(toll(6, published="2020-02-20", supersedes=claims_of(incident)[0]), REGISTER)
    assert killed(incident) == (6, 6, 6)


def test_a_claim_is_superseded_once() -> None:
    incident = an_incident(first=toll(4))
    first = claims_of(incident)[0]
    incident.add_claim(toll(6, supersedes=first), REGISTER)
    with pytest.raises(errors.AlreadySuperseded):
        incident.add_claim(toll(8, supersedes=first), REGISTER)


def test_a_claim_that_is_not_there_cannot_be_superseded() -> None:
    incident = an_incident()
    with pytest.raises(errors.Unknown) as refused:
        incident.add_claim(claim(supersedes=NO_SUCH), REGISTER)
    assert refused.value.field == "supersedes"
    assert len(claims_of(incident)) == 1


def test_when_the_superseding_claim_is_withdrawn_the_superseded_one_stands_again() -> None:
    incident = an_incident(first=toll(4))
    new = incident.add_claim(toll(6, published="2020-02-20T17:00Z", supersedes=claims_of(incident)[0]), REGISTER)
    incident.withdraw_claim(new, made(Mend, reason="its source took it back"))
    assert killed(incident, "2020-12-31") == (6, 6, 6)
    assert killed(incident) == (4, 4, 4)


def test_a_claim_withdrawn_from_under_the_one_that_supersedes_it_changes_nothing() -> None:
    incident = an_incident(first=toll(4))
    incident.add_claim(toll(6, published="2020-02-20T17:00Z", supersedes=claims_of(incident)[0]), REGISTER)
    incident.withdraw_claim(claims_of(incident)[0], made(Mend, reason="a mistake", cause="entry_error"))
    assert killed(incident) == (6, 6, 6)
    assert killed(incident, "2020-02-20T16:00Z") is None


def test_a_claim_superseded_anew_stays_superseded_in_whatever_order_that_became_known() -> None:
    incident = an_incident(first=toll(4, published="2020-02-20T10:00Z"))
    old = claims_of(incident)[0]
    taken_back = incident.add_claim(toll(6, published="2020-02-20T17:00Z", supersedes=old), REGISTER)
    incident.withdraw_claim(taken_back, made(Mend, reason="its source took it back"))
    new = incident.add_claim(toll(8, published="2020-02-20T12:00Z", supersedes=old), REGISTER)
    assert state_of(incident).superseder(old) == new
    assert [held.claim.id for held in state_of(incident).standing_claims()] == [new]


def test_a_withdrawn_claim_stood_until_it_was_taken_back() -> None:
    incident = on(an_incident(toll(3, "sohr")), "2020-03-01T00:00Z")
    incident.withdraw_claim(claims_of(incident)[1], made(Mend, reason="SOHR took it back"))
    assert killed(incident, "2020-02-29T23:59Z") == (2, 3, 3)
    assert killed(incident, "2020-03-01") == (2, 2, 2)


def test_a_claim_entered_in_error_never_stood() -> None:
    incident = an_incident(toll(3, "sohr"))
    incident.withdraw_claim(claims_of(incident)[1], made(Mend, reason="a typing mistake", cause="entry_error"))
    assert killed(incident, "2020-02-20T15:00Z") == (2, 2, 2)
    assert facts_of(incident)[-1].known_at == at("2020-02-20T15:00Z")


def test_a_withdrawal_stated_as_known_before_its_claim_waits_for_it() -> None:
    incident = an_incident(toll(3, "sohr"))
    incident.withdraw_claim(
        claims_of(incident)[1], made(Mend, reason="denied beforehand", known_at="2020-02-20T09:00Z")
    )
    assert killed(incident) == (2, 2, 2)


def test_a_claim_is_withdrawn_once() -> None:
    incident = an_incident()
    incident.withdraw_claim(claims_of(incident)[0], made(Mend, reason="taken back"))
    with pytest.raises(errors.AlreadyWithdrawn):
        incident.withdraw_claim(claims_of(incident)[0], made(Mend, reason="again"))


def test_a_claim_that_is_not_there_cannot_be_withdrawn_or_graded() -> None:
    with pytest.raises(errors.Missing):
        an_incident().withdraw_claim(NO_SUCH, made(Mend, reason="taken back"))
    with pytest.raises(errors.Missing):
        an_incident().regrade_claim(NO_SUCH, made(Grading, reason="better", reliability="A"))


def test_a_new_grade_holds_from_when_it_was_given() -> None:
    incident = an_incident(first=toll(4, "sohr"))
    incident.add_claim(toll(9, "a-blog"), REGISTER)
    on(incident, "2020-06-01").regrade_claim(
        claims_of(incident)[1], made(Grading, reason="it was there", reliability="A")
    )
    assert killed(incident, "2020-05-31") == (4, 9, 4)
    assert killed(incident, "2020-06-01") == (4, 9, 9)


def test_a_new_reliability_leaves_an_earlier_credibility_as_it_was_regraded() -> None:
    incident = an_incident()
    only = claims_of(incident)[0]
    incident.regrade_claim(only, made(Grading, reason="seen on video", credibility=1))
    incident.regrade_claim(only, made(Grading, reason="its record", reliability="B"))
    graded = state_of(incident).standing_claims()[0].claim
    assert (graded.credibility, graded.reliability) == (1, Reliability.B)


def test_a_grading_without_a_grade_is_refused() -> None:
    incident = an_incident()
    with pytest.raises(errors.NothingToCorrect):
        incident.regrade_claim(claims_of(incident)[0], made(Grading, reason="hm"))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (claim("nobody"), "source"),
        (claim(via="nobody"), "via"),
        (claim(perpetrator="nobody"), "perpetrator"),
        (claim(possible_perpetrators=["russia", "nobody"]), "perpetrator"),
        (claim(targets=["nobody"]), "targets"),
        (claim(casualties=[{"party": "nobody", "outcome": "killed", "quantity": {"exact": 1}}]), "casualties"),
        (claim(equipment=[{"party": "nobody", "type": "tank", "quantity": {"exact": 1}}]), "equipment"),
    ],
)
def test_a_claim_that_names_someone_unknown_is_refused_and_nothing_is_kept(said: ClaimReport, field: str) -> None:
    incident = an_incident()
    with pytest.raises(errors.Unknown) as refused:
        incident.add_claim(made(type(claim()), **said.model_dump(mode="json", exclude_unset=True)), REGISTER)
    assert refused.value.field == field
    assert len(facts_of(incident)) == 2


def test_where_every_claim_is_withdrawn_nothing_is_left_of_the_report() -> None:
    incident = an_incident()
    incident.withdraw_claim(claims_of(incident)[0], made(Mend, reason="taken back"))
    assert assessed(incident).standing == "retracted"
    assert assessed(incident).casualties == ()
