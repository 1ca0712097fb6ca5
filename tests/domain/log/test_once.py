"""A write asked for again is recorded once, and answered as it was the first time."""

from collections.abc import Callable
from typing import Any

import pytest

from domain import errors
from domain.clerk import AlreadyRecorded
from domain.incident.incident import Incident
from domain.incident.reports import Correction, IncidentReport
from domain.ledger import Ledger, LostRace
from domain.monitoring import CoverageReport, Monitoring
from domain.party import PartyReport
from domain.receipt import Receipt, ReceiptGiven, Recorded
from tests.domain.arrange import REGISTER, claim, entry, made, nayrab, toll, words
from tests.domain.log.arrange import (
    add_claim,
    at_once,
    check_contiguous,
    clerk,
    facts_in,
    incident_in,
    register_party,
    report_incident,
)

GED = {"scheme": "ucdp-ged", "value": "214797"}


def again(ask: Callable[[], Recorded]) -> Recorded:
    """Ask for what was recorded before, and see the first answer."""
    with pytest.raises(AlreadyRecorded) as before:
        ask()
    return before.value.recorded


def numbered(**parts: Any) -> IncidentReport:
    return nayrab(external_id=GED, **parts)


def test_the_same_key_with_the_same_request_answers_the_first_result(ledger: Ledger) -> None:
    first = report_incident(clerk(ledger, key="k", asks="strike"))
    stored = ledger.position
    assert again(lambda: report_incident(clerk(ledger, key="k", asks="strike"))) == first
    assert ledger.position == stored


def test_it_answers_the_first_result_whatever_happened_since(ledger: Ledger) -> None:
    first = report_incident(clerk(ledger, key="k", asks="strike"))
    change = add_claim(clerk(ledger, key="c", asks="claim", if_match=2), first.id, toll(4))
    add_claim(clerk(ledger), first.id, toll(6))
    assert again(lambda: report_incident(clerk(ledger, key="k", asks="strike"))) == first
    assert again(lambda: add_claim(clerk(ledger, key="c", asks="claim", if_match=2), first.id, toll(4))) == change
    assert change.made.keys() == {"claim"}


def test_the_same_key_with_another_request_is_refused(ledger: Ledger) -> None:
    report_incident(clerk(ledger, key="k", asks="strike"))
    with pytest.raises(errors.DifferentContent) as refused:
        report_incident(clerk(ledger, key="k", asks="another strike"))
    assert refused.value.field == "Idempotency-Key"


def test_two_callers_may_use_the_same_key(ledger: Ledger) -> None:
    one = report_incident(clerk(ledger, key="k", asks="strike", by="key-1"))
    other = report_incident(clerk(ledger, key="k", asks="another strike", by="key-2"))
    assert one.id != other.id


def test_without_a_key_two_reports_are_two_incidents(ledger: Ledger) -> None:
    assert report_incident(clerk(ledger)).id != report_incident(clerk(ledger)).id


def test_a_receipt_is_stored_right_behind_its_write(ledger: Ledger) -> None:
    recorded = report_incident(clerk(ledger, key="k", asks="strike"))
    *_, last, receipt = facts_in(ledger)
    assert isinstance(receipt, ReceiptGiven)
    assert (receipt.thing, receipt.thing_version) == (recorded.id, recorded.version)
    assert (last.originator_id, last.originator_version) == (recorded.id, recorded.version)
    assert recorded.position == ledger.position - 1
    assert receipt.correlation_id == last.correlation_id


def test_a_write_that_fails_leaves_no_receipt(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes the place of the receipt takes the write with it: they are one transaction."""
    late = clerk(ledger, key="k", asks="strike")
    monkeypatch.setattr(late, "check_receipt", lambda: None)
    monkeypatch.setattr("domain.clerk.ATTEMPTS", 1)
    report_incident(clerk(ledger, key="k", asks="strike"))
    before = ledger.position
    with pytest.raises(errors.Refused):
        report_incident(late)
    assert ledger.position == before


def test_a_refused_write_leaves_no_receipt(ledger: Ledger) -> None:
    with pytest.raises(errors.Unknown):
        report_incident(clerk(ledger, key="k", asks="strike"), nayrab(claim("nobody")))
    assert ledger.get(Receipt, Receipt.stream("key-1", "k")) is None


def test_identical_requests_at_once_with_one_key_record_once(ledger: Ledger) -> None:
    def ask() -> Recorded:
        try:
            return report_incident(clerk(ledger, key="k", asks="strike"))
        except AlreadyRecorded as before:
            return before.recorded

    answers = at_once(*[ask] * 4)
    assert len(set(map(str, answers))) == 1
    assert len([fact for fact in facts_in(ledger) if fact.originator_id == answers[0].id]) == 2
    check_contiguous(ledger)


def test_identical_reports_at_once_under_one_external_id_record_once(ledger: Ledger) -> None:
    def ask() -> Recorded:
        try:
            return report_incident(clerk(ledger), numbered())
        except AlreadyRecorded as before:
            return before.recorded

    answers = at_once(*[ask] * 4)
    assert len(set(map(str, answers))) == 1
    check_contiguous(ledger)


def test_the_same_report_under_its_external_id_is_recorded_once(ledger: Ledger) -> None:
    first = report_incident(clerk(ledger), numbered())
    add_claim(clerk(ledger), first.id, toll(4))
    assert again(lambda: report_incident(clerk(ledger), numbered())) == first


def test_the_order_of_its_fields_does_not_make_it_another_report(quick_ledger: Ledger) -> None:
    first = report_incident(clerk(quick_ledger), numbered())
    report = numbered().model_dump(mode="json", by_alias=True, exclude_unset=True)
    occurred = {"zone": "Asia/Damascus", "from": "2020-02-20"}
    turned = made(IncidentReport, **dict(reversed((report | {"occurred": occurred}).items())))
    assert again(lambda: report_incident(clerk(quick_ledger), turned)) == first


def test_the_shorthand_for_the_perpetrator_does_not_make_it_another_report(quick_ledger: Ledger) -> None:
    said = words("sohr")
    first = report_incident(clerk(quick_ledger), numbered(claim=said | {"perpetrator": "russia"}))
    short = numbered(claim=said, perpetrator="russia")
    assert again(lambda: report_incident(clerk(quick_ledger), short)) == first


def test_another_report_under_the_same_external_id_is_refused(ledger: Ledger) -> None:
    report_incident(clerk(ledger), numbered())
    with pytest.raises(errors.DifferentContent) as refused:
        report_incident(clerk(ledger), numbered(act="shelling"))
    assert refused.value.field == "external_id"


def test_who_saw_an_older_version_is_refused(ledger: Ledger) -> None:
    incident = report_incident(clerk(ledger)).id
    assert add_claim(clerk(ledger, if_match=2), incident, toll(4)).version == 3
    with pytest.raises(errors.Stale) as refused:
        add_claim(clerk(ledger, if_match=2), incident, toll(6))
    assert refused.value.field == "If-Match"
    assert incident_in(ledger, incident).version == 3


def test_of_two_at_once_who_saw_the_same_version_one_is_refused(ledger: Ledger) -> None:
    incident = report_incident(clerk(ledger)).id

    def change() -> str:
        try:
            add_claim(clerk(ledger, if_match=2), incident, toll(4))
        except errors.Stale:
            return "stale"
        return "recorded"

    assert sorted(at_once(*[change] * 2)) == ["recorded", "stale"]


def test_facts_whose_acknowledgement_was_lost_are_no_conflict(ledger: Ledger) -> None:
    incident = Incident.report(entry(), nayrab(), REGISTER)
    facts = list(incident.pending_events)
    position = ledger.append(incident)
    incident.pending_events.extend(facts)
    assert ledger.append(incident) == position == ledger.position


def test_other_facts_in_the_place_of_stored_ones_are_a_conflict(ledger: Ledger) -> None:
    incident = Incident.report(entry(), nayrab(external_id=GED), REGISTER)
    other = Incident.report(entry(request="another"), nayrab(external_id=GED), REGISTER)
    ledger.append(incident)
    with pytest.raises(LostRace):
        ledger.append(other)


def test_a_name_is_taken_once(quick_ledger: Ledger) -> None:
    iran = made(PartyReport, slug="iran", name="Iran", kind="state")
    clerk(quick_ledger).open(register_party, iran)
    with pytest.raises(errors.AlreadyRegistered) as refused:
        clerk(quick_ledger).open(register_party, iran)
    assert refused.value.field == "slug"


def test_the_very_same_watch_is_refused_by_the_id_that_it_has_and_by_no_name(quick_ledger: Ledger) -> None:
    said = words("sohr", published="2020-03-01") | {"monitor": "sohr", "place": {"name": "Idlib"}}
    watch = made(CoverageReport, **said, period={"from": "2020-02-01", "to": "2020-02-29"})
    first = clerk(quick_ledger).open(Monitoring.declare, watch)
    with pytest.raises(errors.AlreadyRegistered, match=str(first.id)) as refused:
        clerk(quick_ledger).open(Monitoring.declare, watch)
    assert refused.value.field is None


def test_a_key_that_came_with_a_report_recorded_before_has_its_receipt(ledger: Ledger) -> None:
    first = report_incident(clerk(ledger), numbered())
    add_claim(clerk(ledger), first.id, toll(4))
    assert again(lambda: report_incident(clerk(ledger, key="k", asks="strike"), numbered())) == first
    assert again(lambda: report_incident(clerk(ledger, key="k", asks="strike"))) == first
    with pytest.raises(errors.DifferentContent):
        report_incident(clerk(ledger, key="k", asks="another strike"))


def test_a_report_is_known_again_though_its_answer_would_be_refused_by_now(quick_ledger: Ledger) -> None:
    trigger = report_incident(clerk(quick_ledger))
    report = numbered(answers=[{"incident": str(trigger.id), "asserted_by": "turkey-mod"}])
    first = report_incident(clerk(quick_ledger), report)
    moved = made(Correction, occurred={"from": "2020-03-01"}, reason="a week later")
    writer = clerk(quick_ledger)
    writer.change(Incident, trigger.id, Incident.correct, moved, writer)
    assert again(lambda: report_incident(clerk(quick_ledger), report)) == first
