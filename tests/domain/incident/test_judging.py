from typing import Any

import pytest

from domain import errors
from domain.act import Act
from domain.incident import events as e
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, Correction, MergeReport
from domain.incident.values import Attribution, Nature, Standing
from domain.judgement import Judgement, Mend
from tests.domain.arrange import (
    REGISTER,
    an_incident,
    assessed,
    at,
    facts_of,
    killed,
    made,
    on,
    state_of,
    toll,
)

SARAQIB = {"name": "Saraqib", "precision": "exact"}


def corrected(incident: Incident, when: str, **parts: Any) -> Incident:
    on(incident, when).correct(made(Correction, **{"reason": "a better reading"} | parts), REGISTER)
    return incident


def started(incident: Incident, known_at: str | None = None) -> str:
    frame = state_of(incident, known_at).frame
    assert frame is not None
    return frame.occurred.start


def test_the_analysts_latest_act_is_the_standing() -> None:
    incident = an_incident()
    on(incident, "2020-04-01").verify(made(Judgement))
    on(incident, "2020-05-01").dispute(made(Judgement, reason="the video is older"))
    standings = [assessed(incident, f"2020-0{month}-15").standing for month in (3, 4, 5)]
    assert standings == [Standing.ALLEGED, Standing.VERIFIED, Standing.DISPUTED]


def test_a_judgement_may_be_known_before_its_recording_with_a_reason_and_never_after() -> None:
    incident = on(an_incident(), "2020-04-01")
    incident.verify(made(Judgement, reason="seen on the day", known_at="2020-02-21T00:00:00+03:00"))
    assert facts_of(incident)[-1].known_at == at("2020-02-20T21:00Z")
    with pytest.raises(errors.Unacceptable) as refused:
        incident.verify(made(Judgement, reason="tomorrow", known_at="2020-04-02T00:00Z"))
    assert refused.value.field == "known_at"
    with pytest.raises(ValueError, match="says why"):
        made(Judgement, known_at="2020-02-21T00:00Z")


def test_a_retracted_incident_takes_no_judgement_and_counts_nowhere() -> None:
    incident = on(an_incident(), "2020-04-01")
    incident.retract(made(Mend, reason="it did not happen"))
    assert assessed(incident).standing is Standing.RETRACTED
    with pytest.raises(errors.AlreadyRetracted):
        incident.verify(made(Judgement))
    with pytest.raises(errors.AlreadyRetracted):
        incident.dispute(made(Judgement))
    with pytest.raises(errors.AlreadyRetracted):
        incident.retract(made(Mend, reason="again"))
    with pytest.raises(errors.AlreadyRetracted):
        incident.assess(made(AssessmentReport, reason="r", perpetrators=["russia"]), REGISTER)
    with pytest.raises(errors.AlreadyRetracted):
        incident.correct(made(Correction, reason="r", act="ied"), REGISTER)


def test_a_merged_incident_takes_no_judgement() -> None:
    incident = an_incident()
    incident.merge_into(an_incident(), "the same strike")
    with pytest.raises(errors.AlreadyMerged):
        incident.verify(made(Judgement))
    with pytest.raises(errors.AlreadyMerged):
        incident.retract(made(Mend, reason="r"))
    with pytest.raises(errors.AlreadyMerged):
        incident.correct(made(Correction, reason="r", act="ied"), REGISTER)


def test_a_retraction_for_a_finding_holds_from_when_it_was_recorded() -> None:
    incident = on(an_incident(), "2020-04-01")
    incident.retract(made(Mend, reason="it did not happen"))
    assert assessed(incident, "2020-03-31").standing is Standing.ALLEGED
    assert assessed(incident, "2020-04-01").standing is Standing.RETRACTED


def test_an_incident_entered_in_error_was_never_there() -> None:
    incident = an_incident(toll(2, published="2020-02-20T12:00Z"))
    incident.retract(made(Mend, reason="another war", cause="entry_error"))
    assert assessed(incident, "2020-02-20T12:00Z").standing is Standing.RETRACTED


def test_a_reinstated_incident_stands_as_before() -> None:
    incident = an_incident()
    on(incident, "2020-04-01").retract(made(Mend, reason="it did not happen"))
    on(incident, "2020-05-01").reinstate(made(Judgement, reason="it did"))
    assert assessed(incident, "2020-04-15").standing is Standing.RETRACTED
    assert assessed(incident).standing is Standing.ALLEGED
    with pytest.raises(errors.NotRetracted):
        incident.reinstate(made(Judgement))


def test_a_retraction_after_a_reinstatement_holds_though_it_is_known_before_it() -> None:
    incident = an_incident()
    on(incident, "2020-04-01").retract(made(Mend, reason="it did not happen"))
    on(incident, "2020-05-01").reinstate(made(Judgement, reason="it did"))
    on(incident, "2020-06-01").retract(made(Mend, reason="another war", cause="entry_error"))
    for moment in ("2020-02-20T15:00Z", "2020-04-15", "2020-05-15", None):
        assert assessed(incident, moment).standing is Standing.RETRACTED


def test_an_override_outranks_claims_of_any_date_until_it_is_lifted() -> None:
    incident = an_incident()
    override = made(
        AssessmentReport,
        reason="flight data",
        perpetrators=["russia"],
        casualties=[{"party": "turkey", "category": "combatant", "outcome": "killed", "low": 2, "high": 3, "best": 2}],
    )
    on(incident, "2020-04-01").assess(override, REGISTER)
    incident.add_claim(toll(9, "reuters", published="2020-03-30"), REGISTER)
    on(incident, "2020-05-01").assess(made(AssessmentReport, reason="withdrawn", lift=True), REGISTER)
    assert killed(incident, "2020-03-31") == (2, 9, 9)
    assert killed(incident, "2020-04-15") == (2, 3, 2)
    assert assessed(incident, "2020-04-15").perpetrators == ("russia",)
    assert killed(incident) == (2, 9, 9)
    assert assessed(incident).perpetrators == ("syria-government",)


def test_an_override_after_a_lift_holds_though_it_is_known_before_it() -> None:
    incident = an_incident()
    on(incident, "2020-04-01").assess(made(AssessmentReport, reason="a", perpetrators=["russia"]), REGISTER)
    on(incident, "2020-05-01").assess(made(AssessmentReport, reason="b", lift=True), REGISTER)
    backdated = made(AssessmentReport, reason="c", perpetrators=["iran"], known_at="2020-03-01T00:00Z")
    on(incident, "2020-06-01").assess(backdated, REGISTER)
    named = [assessed(incident, f"2020-0{month}").perpetrators for month in ("2-28", "3-15", "4-15", "5-15")]
    assert named == [("syria-government",), ("iran",), ("russia",), ("iran",)]


def test_there_must_be_an_override_to_lift() -> None:
    with pytest.raises(errors.NoAssessmentToLift):
        an_incident().assess(made(AssessmentReport, reason="r", lift=True), REGISTER)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"perpetrators": ["nobody"]}, "perpetrators"),
        ({"casualties": [{"party": "nobody", "outcome": "killed", "low": 1}]}, "casualties"),
    ],
)
def test_an_override_names_parties_that_are_there(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.Unknown) as refused:
        an_incident().assess(made(AssessmentReport, reason="r", **parts), REGISTER)
    assert refused.value.field == field


@pytest.mark.parametrize("parts", [{}, {"lift": True, "perpetrators": ["russia"]}])
def test_an_assessment_says_something_or_lifts(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="or says lift"):
        made(AssessmentReport, reason="r", **parts)


def test_an_override_may_hold_an_attribution_alone() -> None:
    incident = an_incident()
    incident.assess(made(AssessmentReport, reason="r", attribution="contested"), REGISTER)
    assert assessed(incident).attribution is Attribution.CONTESTED
    assert assessed(incident).perpetrators == ("syria-government",)


def test_every_part_of_the_frame_can_be_corrected() -> None:
    incident = corrected(
        an_incident(),
        "2020-04-01",
        occurred={"from": "2020-02-19"},
        place=SARAQIB,
        nature="incident",
        act="shelling",
        targets=[],
    )
    assert [type(fact) for fact in facts_of(incident)[2:]] == [e.Redated, e.Relocated, e.Reclassified]
    frame = state_of(incident).frame
    assert frame is not None
    assert (frame.occurred.start, frame.place.name) == ("2020-02-19", "Saraqib")
    assert (frame.nature, frame.act, frame.targets) == (Nature.INCIDENT, Act.SHELLING, ())
    before = state_of(incident, "2020-03-31").frame
    assert before is not None
    assert (before.occurred.start, before.place.name, before.act) == ("2020-02-20", "Nayrab", Act.AIR_STRIKE)


def test_a_correction_leaves_what_it_does_not_name() -> None:
    frame = corrected(an_incident(), "2020-04-01", act="shelling").framed()
    assert (frame.nature, frame.targets) == (Nature.VIOLATION, ("turkey",))


def test_a_correction_says_what_is_wrong_and_names_parties_that_are_there() -> None:
    incident = an_incident()
    with pytest.raises(errors.NothingToCorrect):
        corrected(incident, "2020-04-01")
    with pytest.raises(errors.Unknown):
        corrected(incident, "2020-04-01", targets=["nobody"])
    assert len(facts_of(incident)) == 2


def test_an_entry_error_in_the_frame_is_mended_from_the_first_claim_on() -> None:
    incident = an_incident(toll(2, published="2020-02-20T12:00Z"))
    corrected(incident, "2020-04-01", occurred={"from": "2020-02-19"}, cause="entry_error")
    assert started(incident, "2020-02-20T12:00Z") == "2020-02-19"


def test_an_entry_error_in_a_correction_is_mended_from_that_correction_on() -> None:
    incident = corrected(an_incident(), "2020-04-01", occurred={"from": "2020-02-12"}, act="ied")
    corrected(
        incident, "2020-05-01", occurred={"from": "2020-02-21"}, act="ied", nature="incident", cause="entry_error"
    )
    assert started(incident, "2020-03-31") == "2020-02-20"
    assert started(incident, "2020-04-01") == started(incident) == "2020-02-21"
    assert state_of(incident, "2020-02-20T15:00Z").nature is Nature.INCIDENT
    assert [fact.known_at for fact in facts_of(incident)[-2:]] == [at("2020-02-20T15:00Z"), at("2020-04-01")]


def test_a_merge_request_names_where_to_or_undoes() -> None:
    for parts in ({}, {"undo": True, "into": str(an_incident().id)}):
        with pytest.raises(ValueError, match="undo: true"):
            made(MergeReport, reason="r", **parts)
    assert made(MergeReport, reason="r", undo=True).into is None
