from datetime import UTC, datetime
from uuid import uuid5

import pytest
from pydantic import ValidationError

from domain.catalogue import KINDS, kind_of
from domain.incident.reports import Correction, MergeReport
from domain.incident.state import IncidentState
from domain.incident.values import Nature
from domain.lens import Lens
from domain.model import NAMESPACE, Aggregate, UnknownEvent, derived_id, in_known_order, utc
from tests.domain.arrange import RECORDED, REGISTER, an_incident, at, claims_of, facts_of, folded, made, on, toll
from tests.domain.every_fact import every_fact


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_a_fact_of_another_kind_is_a_gap_in_the_code(kind: type[Aggregate]) -> None:
    stranger = next(fact for fact in every_fact() if kind_of(fact.TOPIC) != kind.KIND)
    with pytest.raises(UnknownEvent):
        kind.STATE().evolve(stranger)


def test_an_id_that_words_give_is_always_the_same() -> None:
    """Streams are found again by these: a change would lose every party and receipt on record."""
    assert str(derived_id("party", "turkey")) == "62fbd326-436b-5fae-841a-e81b81fbf5cf"
    assert derived_id("a", "b") != derived_id("ab")
    for number in range(200):
        assert derived_id("incident", str(number)) == uuid5(NAMESPACE, f"incident\n{number}")


def test_a_time_without_an_offset_names_no_instant() -> None:
    assert utc(datetime.fromisoformat("2020-02-20T15:00:00+03:00")) == at("2020-02-20T12:00Z")
    with pytest.raises(ValueError, match="needs an offset"):
        utc(datetime(2020, 2, 20))  # noqa: DTZ001 - that is the point


def test_facts_are_folded_from_the_opening_on_by_what_was_known_and_then_by_version() -> None:
    incident = an_incident(toll(2, published="2020-02-20T10:00Z"), toll(3, published="2020-02-20T10:00Z"))
    assert [fact.originator_version for fact in in_known_order(reversed(facts_of(incident)))] == [1, 3, 4, 2]


def test_a_fact_is_known_no_later_than_it_was_recorded() -> None:
    incident = on(an_incident(), "2020-03-01")
    incident.record(type(facts_of(incident)[1]), claim=incident.state.all_claims()[0].claim, known_at=RECORDED)
    assert facts_of(incident)[-1].known_at == at("2020-03-01")


def test_a_claim_carried_twice_is_the_later_recorded_in_whatever_order_it_is_folded() -> None:
    incident, other = an_incident(), an_incident()
    for _ in range(2):
        other.merge_into(incident, "the same")
        other.undo_merge(incident, "another")
    other.merge_into(incident, "the same after all")
    carried = claims_of(other)[0]
    facts = [fact for fact in facts_of(incident) if getattr(getattr(fact, "claim", None), "id", None) == carried]
    assert len(facts) == 3
    state = IncidentState()
    for fact in reversed(facts):
        state.evolve(fact)
    assert state.claims[carried].version == max(fact.originator_version for fact in facts)
    assert folded(facts_of(incident)).stands(carried)


def test_without_its_opening_nothing_is_there_and_nothing_raises() -> None:
    incident = an_incident()
    incident.correct(made(Correction, reason="r", act="ied", occurred={"from": "2020-02-19"}), REGISTER)
    state = IncidentState()
    for fact in facts_of(incident)[1:]:
        state.evolve(fact)
    assert not state.exists()
    assert state.nature is Nature.INCIDENT


def test_a_value_is_never_changed() -> None:
    report = made(MergeReport, reason="r", undo=True)
    with pytest.raises(ValidationError, match="frozen"):
        report.undo = False  # type: ignore[misc]


def test_a_lens_limits_nothing_unless_it_says_so() -> None:
    lens = Lens()
    assert (lens.as_of, lens.known_at, lens.position, lens.tz, lens.policy) == (None, None, None, "UTC", "assessment-1")
    assert Lens(known_at=datetime(2020, 2, 20, tzinfo=UTC)) != lens
