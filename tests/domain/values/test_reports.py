from typing import Any

import pytest

from domain.bulletin import BulletinReport
from domain.claim import Claim, ClaimReport
from domain.external import digest_of, is_digest_of, sorted_digest_of
from domain.incident.reports import ClaimAddition, IncidentReport
from domain.incident.values import Nature
from domain.model import derived_id
from tests.domain.arrange import REGISTER, claim, lost, made, nayrab, words


def as_sent(**parts: Any) -> dict[str, Any]:
    """Say the body of a report as its writer sends it."""
    body: dict[str, Any] = {
        "occurred": {"from": "2020-02-20"},
        "place": {"name": "Nayrab"},
        "act": "air_strike",
        "claim": words(),
    }
    return body | parts


def test_a_report_is_of_a_bare_incident_unless_it_says_otherwise() -> None:
    assert made(IncidentReport, **as_sent()).nature is Nature.INCIDENT


def test_a_perpetrator_beside_the_claim_is_shorthand_for_the_claims() -> None:
    report = made(IncidentReport, **as_sent(perpetrator="russia"))
    assert (report.claim.perpetrator, report.perpetrator) == ("russia", None)
    same = made(IncidentReport, **as_sent(perpetrator="russia", claim=words(perpetrator="russia")))
    assert digest_of(report) == digest_of(same)


@pytest.mark.parametrize("named", [{"perpetrator": "turkey"}, {"possible_perpetrators": ["russia", "turkey"]}])
def test_a_shorthand_that_the_claim_contradicts_is_refused(named: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="shorthand for the claim's, which names another"):
        made(IncidentReport, **as_sent(perpetrator="russia", claim=words(**named)))


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"severity": 3}, "severity"),
        ({"claim": words(supersedes="0b0e4d2e-0000-4000-8000-000000000000")}, "supersedes"),
        ({"claim": words(killed=3)}, "killed"),
        ({"claim": words(aligned_with="turkey")}, "aligned_with"),
        ({"claim": words(reliability="A")}, "reliability"),
        ({"claim": words(casualties=[lost(2, sex="male")])}, "sex"),
        ({"occurred": {"from": "2020-02-20", "timezone": "UTC"}}, "timezone"),
        ({"place": {"name": "Nayrab", "latitude": 35}}, "latitude"),
        ({"act": "bombing"}, "act"),
        ({"targets": ["Turkey"]}, "targets"),
        ({"external_id": {"scheme": "ucdp-ged", "value": ""}}, "external_id"),
    ],
)
def test_a_field_that_nobody_reads_or_no_list_holds_is_refused(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        made(IncidentReport, **as_sent(**parts))


@pytest.mark.parametrize("field", ["occurred", "place", "act", "claim"])
def test_a_report_says_what_happened_when_where_and_by_whose_word(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        made(IncidentReport, **{name: part for name, part in as_sent().items() if name != field})


def test_a_claim_names_one_perpetrator_or_several_possible_ones() -> None:
    with pytest.raises(ValueError, match="not both"):
        claim(perpetrator="russia", possible_perpetrators=["russia", "turkey"])
    with pytest.raises(ValueError, match="names a party twice"):
        claim(possible_perpetrators=["russia", "russia"])
    with pytest.raises(ValueError, match="at least 2 items"):
        claim(possible_perpetrators=["russia"])


@pytest.mark.parametrize(
    "rows",
    [
        {"casualties": [lost(2), lost(3)]},
        {"casualties": [lost({"at_least": 2}), lost(2)]},
        {"equipment": [{"type": "tank", "quantity": {"exact": 1}}] * 2},
    ],
)
def test_a_claim_gives_each_number_once(rows: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="twice: which number holds"):
        claim(**rows)


def test_rows_that_differ_in_any_part_of_their_key_are_several() -> None:
    rows = [lost(2), lost(2, party="russia"), lost(2, party=None), lost(2, category="civilian"), lost(2, "wounded")]
    assert len(claim(casualties=rows).casualties) == len(rows)


def test_casualties_are_unstated_unless_said() -> None:
    row = claim(casualties=[{"outcome": "killed", "quantity": {"exact": 1}}]).casualties[0]
    assert row.key == ("", "unstated", "killed")


def test_a_published_total_may_contradict_itself() -> None:
    total = claim(total={"low": 9, "best": 12, "high": 5}).total
    assert total is not None
    assert (total.low, total.best, total.high) == (9, 12, 5)


def test_two_reports_are_the_same_when_they_say_the_same() -> None:
    assert digest_of(nayrab()) == digest_of(nayrab())
    assert digest_of(nayrab()) != digest_of(nayrab(act="shelling"))
    assert digest_of(nayrab()) != digest_of(nayrab(targets=["russia"]))


def test_a_digest_of_the_first_form_is_still_known() -> None:
    """As ledgers hold them that were written before digests had a second form."""
    report = nayrab()
    for digest in (digest_of(report), sorted_digest_of(report)):
        assert is_digest_of(digest, report)
        assert not is_digest_of(digest, nayrab(act="shelling"))
    assert digest_of(report) != sorted_digest_of(report)


def test_regions_in_another_order_are_the_same_bulletin() -> None:
    said = words(body="commission", side="turkey", regions={"Idlib": 2, "Hama": 3})
    turned = words(body="commission", side="turkey", regions={"Hama": 3, "Idlib": 2})
    assert is_digest_of(sorted_digest_of(made(BulletinReport, **said)), made(BulletinReport, **turned))


def test_a_claim_is_stored_as_checking_it_anew_would_make_it() -> None:
    report = made(ClaimReport, **words(total={"best": 3}, occurred={"from": "2020-02-20"}, casualties=[lost(3)]))
    claim = report.claim(derived_id("a claim"), REGISTER)
    again = Claim(**dict(claim))
    assert claim == again
    assert claim.model_dump_json() == again.model_dump_json()
    assert claim.model_fields_set == set(Claim.model_fields)


def test_what_is_said_and_what_is_left_out_are_the_same_where_they_mean_the_same() -> None:
    out, said = made(ClaimReport, **words()), made(ClaimReport, **words(stance="asserts", casualties=[], via=None))
    assert digest_of(out) == digest_of(said)
    assert made(ClaimAddition, **words()).supersedes is None
