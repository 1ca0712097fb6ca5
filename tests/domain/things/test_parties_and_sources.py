from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain import errors
from domain.grade import Reliability
from domain.party import AffiliationEndReport, AffiliationReport, Party, PartyReport, PartyState, RenamingReport
from domain.source import GradeReport, LicenceReport, Source, SourceReport, SourceState
from tests.domain.arrange import REGISTER, Register, an_incident, entry, facts_of, made, on, state_of, toll


def hts() -> Party:
    report = made(PartyReport, slug="hts", name="Jabhat Fatah al-Sham", kind="armed_group", aliases=["Nusra"])
    return Party.register(entry(), report)


def standing_with(**parts: Any) -> AffiliationReport:
    told = {"with": "opposition", "relation": "ally", "from": "2017-01-28", "source": "sohr"}
    return made(AffiliationReport, **told | parts)


def a_source(register: Register = REGISTER, **parts: Any) -> Source:
    told = {"slug": "thiqa", "name": "Thiqa", "kind": "outlet", "reliability": "D"}
    return Source.register(entry(), made(SourceReport, **told | parts), register)


def test_a_party_keeps_its_old_names_as_aliases_once_each() -> None:
    party = hts()
    party.rename(made(RenamingReport, name="Hay'at Tahrir al-Sham", aliases=["HTS", "Nusra"], reason="merger"))
    party.rename(made(RenamingReport, name="HTS", reason="short"))
    assert party.state.name == "HTS"
    assert party.state.aliases == ("Nusra", "Jabhat Fatah al-Sham", "Hay'at Tahrir al-Sham")


def test_a_party_is_there_once_it_is_registered() -> None:
    assert not PartyState().exists()
    assert hts().state.exists()


def test_an_affiliation_stands_from_a_day_to_a_day() -> None:
    party = hts()
    party.affiliate(standing_with(relation="member", **{"from": "2018-01-01"}), REGISTER)
    first = party.affiliate(standing_with(to="2019-01-10"), REGISTER)
    held = party.state.standing_affiliations()
    assert [(one.start, one.end) for one in held] == [(date(2017, 1, 28), date(2019, 1, 10)), (date(2018, 1, 1), None)]
    assert held[0].id == first


def test_an_affiliation_ends_on_the_last_day_recorded_for_it() -> None:
    party = hts()
    affiliation = party.affiliate(standing_with(), REGISTER)
    party.end_affiliation(affiliation, made(AffiliationEndReport, to="2017-07-20", reason="they fought"))
    party.end_affiliation(affiliation, made(AffiliationEndReport, to="2017-07-23", reason="the last of them"))
    assert party.state.standing_affiliations()[0].end == date(2017, 7, 23)


@pytest.mark.parametrize(
    ("parts", "refusal", "field"),
    [
        ({"with": "nobody"}, errors.Unknown, "with"),
        ({"source": "nobody"}, errors.Unknown, "source"),
        ({"with": "hts"}, errors.Unacceptable, "with"),
        ({"to": "2017-01-27"}, errors.Unacceptable, "to"),
    ],
)
def test_an_affiliation_that_cannot_be_is_refused(
    parts: dict[str, str], refusal: type[errors.Refused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        hts().affiliate(standing_with(**parts), REGISTER)
    assert refused.value.field == field


def test_an_affiliation_of_one_day_stands() -> None:
    party = hts()
    party.affiliate(standing_with(to="2017-01-28"), REGISTER)
    assert party.state.standing_affiliations()[0].end == date(2017, 1, 28)


def test_only_an_affiliation_that_is_there_ends_and_not_before_it_began() -> None:
    party = hts()
    with pytest.raises(errors.AffiliationUnknown):
        party.end_affiliation(uuid4(), made(AffiliationEndReport, to="2017-07-23", reason="r"))
    affiliation = party.affiliate(standing_with(), REGISTER)
    with pytest.raises(errors.Unacceptable) as refused:
        party.end_affiliation(affiliation, made(AffiliationEndReport, to="2017-01-27", reason="r"))
    assert refused.value.field == "to"


@pytest.mark.parametrize("slug", ["HTS", "hts_", "-hts", "hts-", "h--ts", "", "h" * 81, "türkiye"])
def test_a_slug_is_lower_case_words_joined_by_hyphens(slug: str) -> None:
    with pytest.raises(ValueError, match="slug"):
        made(PartyReport, slug=slug, name="P", kind="state")


def test_a_source_cannot_be_judged_unless_it_is() -> None:
    source = Source.register(entry(), made(SourceReport, slug="new", name="New", kind="other"), REGISTER)
    assert source.state.reliability is Reliability.F
    assert not SourceState().exists()
    assert source.state.exists()


def test_a_source_is_regraded_with_a_reason() -> None:
    source = a_source()
    source.regrade(made(GradeReport, reliability="B", aligned_with="opposition", reason="its record"), REGISTER)
    assert (source.state.reliability, source.state.aligned_with) == (Reliability.B, "opposition")
    assert facts_of(source)[-1].reason == "its record"
    with pytest.raises(ValueError, match="reason"):
        made(GradeReport, reliability="B")


def test_a_source_is_taken_off_its_side_only_in_so_many_words() -> None:
    source = a_source(aligned_with="turkey")
    source.regrade(made(GradeReport, reliability="B", reason="its record"), REGISTER)
    assert source.state.aligned_with == "turkey"
    source.regrade(made(GradeReport, reliability="B", aligned_with=None, reason="independent since"), REGISTER)
    assert source.state.aligned_with is None


def test_a_source_stands_with_a_party_that_is_there() -> None:
    with pytest.raises(errors.Unknown) as refused:
        a_source(aligned_with="nobody")
    assert refused.value.field == "aligned_with"
    with pytest.raises(errors.Unknown):
        a_source().regrade(made(GradeReport, reliability="B", aligned_with="nobody", reason="r"), REGISTER)


def test_a_new_grade_of_a_source_holds_for_later_claims_only() -> None:
    register = Register()
    incident = an_incident(first=toll(4, "a-blog"), register=register)
    register.sources["a-blog"] = register.sources["a-blog"]._replace(reliability=Reliability.A, aligned_with="turkey")
    on(incident, "2020-06-01").add_claim(toll(6, "a-blog", published="2020-02-21"), register)
    grades = [(held.claim.reliability, held.claim.aligned_with) for held in state_of(incident).all_claims()]
    assert grades == [(Reliability.E, None), (Reliability.A, "turkey")]


def test_a_source_keeps_the_licence_and_the_words_that_it_asks_for_when_it_is_graded_anew() -> None:
    source = a_source(licence="CC-BY-4.0", attribution="Thiqa, 2020")
    source.regrade(made(GradeReport, reliability="B", reason="r"), REGISTER)
    assert (source.state.licence, source.state.attribution) == ("CC-BY-4.0", "Thiqa, 2020")


def test_a_source_is_given_a_licence_later_with_a_reason() -> None:
    source = a_source()
    source.relicense(made(LicenceReport, licence="CC-BY-4.0", attribution="Thiqa, 2020", reason="its terms"))
    assert (source.state.licence, source.state.attribution) == ("CC-BY-4.0", "Thiqa, 2020")
    assert (facts_of(source)[-1].reason, source.state.reliability) == ("its terms", Reliability.D)
    with pytest.raises(ValueError, match="reason"):
        made(LicenceReport, licence="CC-BY-4.0")


def test_of_licence_and_attribution_what_is_left_out_stays_and_null_takes_away() -> None:
    source = a_source(licence="CC-BY-4.0", attribution="Thiqa, 2020")
    source.relicense(made(LicenceReport, licence="CC0-1.0", reason="new terms"))
    assert (source.state.licence, source.state.attribution) == ("CC0-1.0", "Thiqa, 2020")
    source.relicense(made(LicenceReport, attribution=None, reason="asks for no name"))
    assert (source.state.licence, source.state.attribution) == ("CC0-1.0", None)
    source.relicense(made(LicenceReport, licence=None, reason="withdrawn"))
    assert (source.state.licence, source.state.attribution) == (None, None)


def test_a_source_is_given_a_licence_by_saying_something_of_it() -> None:
    source = a_source(licence="CC-BY-4.0")
    with pytest.raises(errors.NothingToCorrect) as refused:
        source.relicense(made(LicenceReport, reason="its terms"))
    assert refused.value.field == "licence"
    assert len(facts_of(source)) == 1
