"""What a clerk asks of the rest of the ledger, and how one write touches several things."""

from uuid import UUID, uuid4

import pytest

from domain import errors
from domain.agreement.agreement import Agreement
from domain.agreement.values import AgreementReport, ProvisionReport
from domain.incident.incident import Incident
from domain.incident.reports import SplitReport
from domain.judgement import Judgement
from domain.ledger import Ledger
from domain.party import Party
from domain.receipt import Recorded
from domain.statement import Statement, StatementReport
from tests.domain.arrange import at, claims_of, killed, made, toll, words
from tests.domain.log.arrange import add_claim, clerk, facts_in, incident_in, report_incident


def merged(ledger: Ledger, duplicate: UUID, into: UUID) -> Recorded:
    def merge(one: Incident, other: Incident) -> None:
        one.merge_into(other, "the same strike")

    return clerk(ledger, key="m").change_both(Incident, duplicate, lambda _: into, merge)


def test_what_is_not_there_is_missing(quick_ledger: Ledger) -> None:
    with pytest.raises(errors.Missing):
        clerk(quick_ledger).change(Incident, uuid4(), Incident.verify, made(Judgement))


def test_a_thing_of_another_kind_is_not_there(quick_ledger: Ledger) -> None:
    with pytest.raises(errors.Missing):
        clerk(quick_ledger).change(Incident, Party.stream("turkey"), Incident.verify, made(Judgement))


def test_a_merge_writes_both_incidents_in_one_transaction_the_other_first(ledger: Ledger) -> None:
    kept, duplicate = report_incident(clerk(ledger)), report_incident(clerk(ledger))
    before = ledger.position
    recorded = merged(ledger, duplicate.id, kept.id)
    streams = [fact.originator_id for fact in facts_in(ledger)[before:]]
    assert streams[:-1] == [kept.id, duplicate.id]
    assert (recorded.id, recorded.position) == (duplicate.id, ledger.position - 1)


def test_a_merge_into_itself_is_refused_and_into_nothing_is_missing(quick_ledger: Ledger) -> None:
    incident = report_incident(clerk(quick_ledger)).id
    with pytest.raises(errors.MergedIntoItself):
        merged(quick_ledger, incident, incident)
    with pytest.raises(errors.Missing):
        merged(quick_ledger, incident, uuid4())


def test_the_version_that_the_caller_saw_is_that_of_the_thing_merged(quick_ledger: Ledger) -> None:
    kept, duplicate = report_incident(clerk(quick_ledger)), report_incident(clerk(quick_ledger))
    add_claim(clerk(quick_ledger), kept.id, toll(4))

    def merge(one: Incident, other: Incident) -> None:
        one.merge_into(other, "the same strike")

    writer = clerk(quick_ledger, if_match=duplicate.version)
    assert writer.change_both(Incident, duplicate.id, lambda _: kept.id, merge).version == duplicate.version + 1


def test_a_split_writes_both_incidents_and_answers_the_new_one(ledger: Ledger) -> None:
    incident = report_incident(clerk(ledger)).id
    moved = UUID(add_claim(clerk(ledger), incident, toll(7)).made["claim"])
    writer = clerk(ledger, key="s")
    report = made(SplitReport, reason="another strike", claims=[moved])
    recorded = writer.change(Incident, incident, Incident.split, report, writer)
    assert recorded.made == {"split_from": str(incident)}
    assert claims_of(incident_in(ledger, recorded.id)) == [moved]
    assert killed_in(ledger, recorded.id) == (7, 7, 7)
    assert killed_in(ledger, incident) == (2, 2, 2)


def killed_in(ledger: Ledger, incident: UUID) -> tuple[int, int | None, int | None] | None:
    found = incident_in(ledger, incident)
    found.pending_events.extend(ledger.facts_of(incident))
    return killed(found)


def test_a_thing_is_read_back_as_it_was_recorded(ledger: Ledger) -> None:
    incident = report_incident(clerk(ledger)).id
    found = incident_in(ledger, incident)
    assert found.framed().place.name == "Nayrab"
    assert found.opened_known_at == at("2020-02-20T15:00Z")


def test_the_clerk_knows_what_is_registered(quick_ledger: Ledger) -> None:
    writer = clerk(quick_ledger)
    assert writer.party("turkey", field="party") == "turkey"
    assert writer.source("turkey-mod", field="source") == ("turkey", "C")
    with pytest.raises(errors.Unknown) as refused:
        writer.party("nobody", field="targets")
    assert refused.value.field == "targets"
    with pytest.raises(errors.Unknown):
        writer.source("turkey", field="source")


def test_the_clerk_knows_agreements_and_their_articles(quick_ledger: Ledger) -> None:
    agree(quick_ledger)
    writer = clerk(quick_ledger)
    assert writer.agreement("sochi-2018", field="agreement") == "sochi-2018"
    assert writer.provision("sochi-2018", "1", field="provision") == "1"
    with pytest.raises(errors.Unknown, match="has no provision 9"):
        writer.provision("sochi-2018", "9", field="provision")
    with pytest.raises(errors.Unknown):
        writer.provision("moscow-2020", "1", field="provision")


def agree(ledger: Ledger) -> None:
    said = words(published="2018-09-17")
    header = made(
        AgreementReport, slug="sochi-2018", title="S", made={"from": "2018-09-17"}, parties=["turkey", "russia"], **said
    )
    clerk(ledger).open(Agreement.make, header)
    article = made(ProvisionReport, article="1", kind="forbids", acts=["shelling"], **said | {"text": "No shelling."})
    writer = clerk(ledger)
    writer.change(Agreement, Agreement.stream("sochi-2018"), Agreement.adopt, article, writer)


def test_the_clerk_knows_when_things_began(quick_ledger: Ledger) -> None:
    incident = report_incident(clerk(quick_ledger)).id
    said = words(published="2020-02-05", kind="ultimatum", made={"from": "2020-02-05"})
    statement = clerk(quick_ledger).open(Statement.issue, made(StatementReport, **said)).id
    writer = clerk(quick_ledger)
    assert writer.began_from("incident", incident, field="answers") == at("2020-02-19T22:00Z")
    assert writer.began_from("statement", statement, field="answers") == at("2020-02-05T00:00Z")
    assert writer.exists("incident", incident, field="answers") == incident
    with pytest.raises(errors.Unknown):
        writer.began_from("statement", incident, field="answers")
    with pytest.raises(errors.Unknown):
        writer.exists("figure", incident, field="part_of")
