"""What a monitor takes for granted, and the ledger holds to."""

import pytest

from domain import errors
from domain.incident.reports import AssessmentReport
from domain.judgement import Cause, Judgement, Mend
from domain.sourced import Sourced
from tests.domain.arrange import an_incident, claims_of, made


def test_what_has_not_come_yet_cannot_have_happened() -> None:
    with pytest.raises(errors.Unacceptable) as refused:
        an_incident(occurred={"from": "2099-02-20"})
    assert refused.value.field == "occurred"


def test_a_breach_alleged_with_a_claim_is_alleged_by_its_source() -> None:
    incident = an_incident(breaches=[{"agreement": "sochi-2018", "provision": "2"}])
    (allegations,) = incident.state.allegations.values()
    assert [one.alleged_by for one in allegations] == ["turkey-mod"]


def test_an_incident_of_which_no_claim_stands_takes_no_judgement() -> None:
    incident = an_incident()
    incident.withdraw_claim(claims_of(incident)[0], Mend(reason="never said", cause=Cause.ENTRY_ERROR))
    for judge in (incident.verify, incident.dispute):
        with pytest.raises(errors.AlreadyRetracted, match="nothing is left"):
            judge(Judgement(reason="r"))


def test_what_is_unattributed_names_nobody() -> None:
    with pytest.raises(ValueError, match="names no perpetrators"):
        made(AssessmentReport, reason="r", attribution="unattributed", perpetrators=["russia"])


@pytest.mark.parametrize("given", [1582200000, "1582200000", 1.5], ids=repr)
def test_a_moment_is_written_out(given: object) -> None:
    with pytest.raises(ValueError, match="a time is written out"):
        made(Judgement, reason="r", known_at=given)


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    incident = an_incident()
    with pytest.raises(errors.Unacceptable) as refused:
        incident.verify(made(Judgement, reason="r", known_at="9999-12-31T23:59:59-14:00"))
    assert refused.value.field == "known_at"
    with pytest.raises(errors.Unacceptable):
        incident.verify(made(Judgement, reason="r", known_at="0001-01-01T00:00:00+14:00"))


@pytest.mark.parametrize("url", ["http://x.org/\n\ta", " https://x.org", "https://x.org/\u200b"], ids=ascii)
def test_an_address_has_no_white_space(url: str) -> None:
    with pytest.raises(ValueError, match="no white space"):
        made(Sourced, source="sohr", published_at="2020-02-20", url=url)


def test_the_opening_answers_with_the_id_of_its_claim() -> None:
    incident = an_incident()
    assert incident.given_out() == {"claim": str(claims_of(incident)[0])}
