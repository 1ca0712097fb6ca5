"""Names are stored for ever: whoever changes one here changes what old ledgers mean."""

import ast
from pathlib import Path

import pytest

import domain
from domain.catalogue import FACTS, KINDS, kind_of
from domain.model import Fact, Opening

STORED = {
    "agreement.amended": 1,
    "agreement.announced": 1,
    "agreement.ended": 1,
    "agreement.entered_into_force": 1,
    "agreement.obligation_assessed": 1,
    "agreement.party_acceded": 1,
    "agreement.provision_adopted": 1,
    "agreement.provision_repealed": 1,
    "agreement.resumed": 1,
    "agreement.signed": 1,
    "agreement.superseded": 1,
    "agreement.suspended": 1,
    "agreement.zone_drawn": 1,
    "bulletin.corrected": 1,
    "bulletin.published": 1,
    "figure.published": 1,
    "figure.revised": 1,
    "fit.adopted": 1,
    "fit.withdrawn": 1,
    "incident.answer_asserted": 1,
    "incident.answer_confirmed": 1,
    "incident.answer_disputed": 1,
    "incident.answer_rejected": 1,
    "incident.assessed": 1,
    "incident.assessment_lifted": 1,
    "incident.breach_alleged": 1,
    "incident.breach_confirmed": 1,
    "incident.breach_rejected": 1,
    "incident.claim_added": 2,
    "incident.claim_regraded": 1,
    "incident.claim_superseded": 1,
    "incident.claim_withdrawn": 1,
    "incident.disputed": 1,
    "incident.incident_reported": 1,
    "incident.merge_undone": 1,
    "incident.merged_into": 1,
    "incident.reclassified": 1,
    "incident.redated": 1,
    "incident.reinstated": 1,
    "incident.relocated": 1,
    "incident.retaliation_reported": 1,
    "incident.retracted": 1,
    "incident.split_from": 1,
    "incident.verified": 1,
    "incident.violation_reported": 1,
    "monitoring.access_denied": 1,
    "monitoring.coverage_declared": 1,
    "monitoring.coverage_withdrawn": 1,
    "monitoring.denial_withdrawn": 1,
    "party.affiliation_declared": 1,
    "party.affiliation_ended": 1,
    "party.registered": 1,
    "party.renamed": 1,
    "receipt.given": 1,
    "source.regraded": 1,
    "source.registered": 1,
    "source.relicensed": 1,
    "statement.answer_asserted": 1,
    "statement.answer_confirmed": 1,
    "statement.answer_disputed": 1,
    "statement.answer_rejected": 1,
    "statement.issued": 1,
    "statement.withdrawn": 1,
}
"""Every stored name with the version that is written now, by hand."""

OPENINGS = {
    "agreement.announced",
    "agreement.signed",
    "bulletin.published",
    "figure.published",
    "fit.adopted",
    "incident.incident_reported",
    "incident.retaliation_reported",
    "incident.violation_reported",
    "monitoring.coverage_declared",
    "party.registered",
    "receipt.given",
    "source.registered",
    "statement.issued",
}


def test_every_stored_name_and_its_version_stand_as_they_were_written() -> None:
    assert {name: fact.VERSION for name, fact in FACTS.items()} == STORED


def test_every_fact_that_the_code_can_write_is_in_the_catalogue() -> None:
    """Looked for in the text of the code, so that a module the catalogue forgot is found."""
    named = {
        ast.literal_eval(node.value)
        for path in Path(domain.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "TOPIC" for t in node.targets)
    }
    assert named == STORED.keys()


def test_the_first_part_of_a_name_is_a_kind_of_thing() -> None:
    assert {kind_of(name) for name in STORED} == KINDS.keys()
    assert all(name == kind.KIND for name, kind in KINDS.items())


def test_a_stream_begins_with_an_opening_of_its_own_kind() -> None:
    openings = {name: fact for name, fact in FACTS.items() if issubclass(fact, Opening)}
    assert openings.keys() == OPENINGS
    assert {name: fact.OPENS.KIND for name, fact in openings.items()} == {name: kind_of(name) for name in OPENINGS}


@pytest.mark.parametrize("name", sorted(STORED))
def test_a_fact_says_in_one_line_what_it_states(name: str) -> None:
    assert FACTS[name].__doc__
    assert FACTS[name].__doc__ != Fact.__doc__


def test_every_version_that_was_ever_stored_can_be_raised_to_the_next() -> None:
    missing = [
        f"{name} {older}"
        for name, fact in FACTS.items()
        for older in range(1, fact.VERSION)
        if not hasattr(fact, f"upcast_v{older}_v{older + 1}")
    ]
    assert missing == []
