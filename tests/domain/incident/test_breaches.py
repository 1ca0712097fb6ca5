from typing import Any

import pytest

from domain import errors
from domain.incident import events as e
from domain.incident.incident import Incident
from domain.incident.reports import BreachReport
from domain.incident.values import Nature
from domain.judgement import Mend
from tests.domain.arrange import REGISTER, an_incident, at, facts_of, made, on, state_of

SOCHI_1 = ("sochi-2018", "1")


def a_breach(**parts: Any) -> BreachReport:
    return made(BreachReport, **{"agreement": "sochi-2018", "provision": "1"} | parts)


def a_bare_incident() -> Incident:
    return an_incident(nature="incident")


def test_a_breach_reported_with_the_incident_is_alleged_and_known_with_its_claim() -> None:
    breach = {"agreement": "sochi-2018", "provision": "1", "alleged_by": "turkey-mod", "text": "article 1"}
    alleged = facts_of(an_incident(breaches=[breach]))[-1]
    assert isinstance(alleged, e.BreachAlleged)
    assert alleged.known_at == at("2020-02-20T15:00Z")
    assert (alleged.breach.key, alleged.breach.alleged_by, alleged.breach.text) == (SOCHI_1, "turkey-mod", "article 1")


def test_a_bare_incident_turns_to_violation_when_a_breach_is_alleged() -> None:
    incident = a_bare_incident()
    incident.judge_breach(a_breach(alleged_by="turkey-mod", published_at="2020-02-25T00:00Z"), REGISTER)
    assert state_of(incident, "2020-02-24").nature is Nature.INCIDENT
    assert state_of(incident, "2020-02-25").nature is Nature.VIOLATION


def test_a_breach_outranks_an_answer_in_what_a_bare_incident_turns_to() -> None:
    incident = a_bare_incident()
    incident.judge_breach(a_breach(finding="confirmed"), REGISTER)
    assert state_of(incident).nature is Nature.VIOLATION


def test_what_was_reported_as_a_retaliation_stays_one_beside_a_breach() -> None:
    incident = an_incident(nature="retaliation")
    incident.judge_breach(a_breach(), REGISTER)
    assert state_of(incident).nature is Nature.RETALIATION


def test_a_breach_stands_until_it_is_rejected_and_again_when_confirmed() -> None:
    incident = a_bare_incident()
    on(incident, "2020-03-01").judge_breach(a_breach(), REGISTER)
    on(incident, "2020-04-01").judge_breach(a_breach(finding="rejected", reason="outside the zone"), REGISTER)
    on(incident, "2020-05-01").judge_breach(a_breach(finding="confirmed"), REGISTER)
    stands = [state_of(incident, f"2020-0{month}-15").breach_stands(SOCHI_1) for month in (2, 3, 4, 5)]
    assert stands == [False, True, False, True]
    said = [state_of(incident, f"2020-0{month}-15").breach_status(SOCHI_1) for month in (3, 4, 5)]
    assert said == ["alleged", "rejected", "confirmed"]


def test_a_rejected_breach_of_one_provision_leaves_another_standing() -> None:
    incident = a_bare_incident()
    incident.judge_breach(a_breach(), REGISTER)
    incident.judge_breach(a_breach(provision="2"), REGISTER)
    incident.judge_breach(a_breach(finding="rejected"), REGISTER)
    state = state_of(incident)
    assert (state.breach_stands(SOCHI_1), state.breach_stands(("sochi-2018", "2"))) == (False, True)
    assert state.nature is Nature.VIOLATION


def test_everyone_who_alleges_a_breach_is_kept() -> None:
    incident = a_bare_incident()
    for source in ("turkey-mod", "sohr"):
        incident.judge_breach(a_breach(alleged_by=source), REGISTER)
    assert [one.alleged_by for one in state_of(incident).allegations[SOCHI_1]] == ["turkey-mod", "sohr"]


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"agreement": "no-such"}, "agreement"),
        ({"provision": "99"}, "provision"),
        ({"alleged_by": "nobody"}, "alleged_by"),
    ],
)
def test_a_breach_names_what_is_there(parts: dict[str, str], field: str) -> None:
    with pytest.raises(errors.Unknown) as refused:
        a_bare_incident().judge_breach(a_breach(**parts), REGISTER)
    assert refused.value.field == field


def test_a_retracted_or_merged_incident_takes_no_breaches() -> None:
    retracted, merged = a_bare_incident(), a_bare_incident()
    retracted.retract(made(Mend, reason="it did not happen"))
    merged.merge_into(a_bare_incident(), "the same")
    with pytest.raises(errors.AlreadyRetracted):
        retracted.judge_breach(a_breach(), REGISTER)
    with pytest.raises(errors.AlreadyMerged):
        merged.judge_breach(a_breach(), REGISTER)
