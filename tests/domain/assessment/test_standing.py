import pytest

from domain.incident.reports import ClaimAddition
from domain.incident.values import Standing
from domain.judgement import Judgement, Mend
from tests.domain.arrange import an_incident, assessed, claim, claims_of, made


@pytest.mark.parametrize(
    ("claims", "standing"),
    [
        ([claim("turkey-mod")], "alleged"),
        ([claim("turkey-mod"), claim("turkey-presidency")], "alleged"),
        ([claim("turkey-mod"), claim("russia-mod")], "corroborated"),
        ([claim("turkey-mod"), claim("sohr")], "corroborated"),
        ([claim("sohr"), claim("afp")], "corroborated"),
        ([claim("sohr"), claim("sohr", published="2020-02-21")], "alleged"),
        ([claim("sohr", via="afp"), claim("sohr", via="reuters")], "alleged"),
        ([claim("turkey-mod"), claim("russia-mod", stance="denies")], "alleged"),
        ([claim("sohr"), claim("afp"), claim("russia-mod", stance="denies")], "corroborated"),
        ([claim("russia-mod", stance="denies")], "alleged"),
    ],
)
def test_two_sources_not_aligned_with_the_same_side_corroborate(claims: list[ClaimAddition], standing: str) -> None:
    first, *more = claims
    assert assessed(an_incident(*more, first=first)).standing == standing


def test_a_corroborating_claim_that_is_withdrawn_corroborates_no_longer() -> None:
    incident = an_incident(claim("sohr"))
    incident.withdraw_claim(claims_of(incident)[1], made(Mend, reason="taken back"))
    assert assessed(incident).standing is Standing.ALLEGED


def test_corroboration_begins_when_the_second_source_is_known() -> None:
    incident = an_incident(claim("sohr", published="2020-02-22T10:00Z"))
    assert assessed(incident, "2020-02-22T09:59Z").standing is Standing.ALLEGED
    assert assessed(incident, "2020-02-22T10:00Z").standing is Standing.CORROBORATED


def test_each_standing_gives_way_to_the_one_above_it() -> None:
    incident = an_incident(claim("sohr"))
    standings = [assessed(incident).standing]
    incident.verify(made(Judgement))
    standings.append(assessed(incident).standing)
    incident.dispute(made(Judgement))
    standings.append(assessed(incident).standing)
    other = an_incident()
    incident.merge_into(other, "the same strike")
    standings.append(assessed(incident).standing)
    incident.undo_merge(other, "two strikes")
    incident.retract(made(Mend, reason="it did not happen"))
    standings.append(assessed(incident).standing)
    assert standings == ["corroborated", "verified", "disputed", "merged", "retracted"]
