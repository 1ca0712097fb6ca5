"""The sketch of an incident, by which it is compared: what its claims come to, in whatever order they came."""

from collections.abc import Iterable
from itertools import permutations

from domain.duplicates.likeness import compare
from domain.duplicates.sketch import Number, sketch_of
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition
from domain.incident.state import IncidentState
from domain.judgement import Mend
from tests.domain.arrange import REGISTER, an_incident, claim, facts_of, folded, lost, made, state_of
from tests.domain.duplicates.strikes import HOUR, NOON, another


def test_the_sketch_of_an_incident_says_what_its_claims_come_to() -> None:
    leaves_open = claim("afp", possible_perpetrators=["russia", "syria-government"], casualties=[lost(3)])
    sketch = sketch_of(state_of(an_incident(leaves_open)))
    assert sketch is not None
    # A day in Damascus, two hours ahead of UTC in February.
    assert (sketch.began_from, sketch.over_by) == (NOON - 14 * HOUR, NOON + 10 * HOUR - 1)
    assert sketch.suspects == {"russia", "syria-government"}
    assert (sketch.name, sketch.precision, sketch.act) == ("nayrab", "near", "air_strike")
    assert (sketch.killed, sketch.wounded) == (Number(2, 3), Number(5, 5))
    assert sketch.sources == {"afp", "turkey-mod"}
    assert sketch.scheme is None


def test_a_number_that_bounds_nothing_is_no_toll() -> None:
    unknown = claim(casualties=[lost({"unknown": True})])
    sketch = sketch_of(state_of(an_incident(first=unknown)))
    assert sketch is not None
    assert sketch.killed is None


def test_a_list_that_numbers_an_incident_is_part_of_its_sketch() -> None:
    sketch = sketch_of(state_of(an_incident(external_id={"scheme": "ucdp-ged", "value": "1"})))
    assert sketch is not None
    assert sketch.scheme == "ucdp-ged"


def test_a_source_whose_claim_was_withdrawn_is_still_in_common() -> None:
    incident = an_incident(claim("sohr"))
    incident.withdraw_claim(list(incident.state.claims)[1], made(Mend, reason="of another strike"))
    sketch = sketch_of(state_of(incident))
    assert sketch is not None
    assert sketch.sources == {"sohr", "turkey-mod"}


def test_what_is_not_there_yet_has_no_sketch() -> None:
    assert sketch_of(IncidentState()) is None


def test_every_visible_part_of_a_history_has_a_sketch_that_can_be_compared() -> None:
    incident = an_incident(claim("sohr", casualties=[lost(3)]))
    incident.retract(made(Mend, reason="why"))
    for last in range(1, len(facts_of(incident)) + 1):
        sketch = sketch_of(state_of(incident, position=last))
        assert sketch is not None
        stands = sketch.standing not in {"retracted", "merged"}
        assert (compare(sketch, another(sources=frozenset({"a-blog"}))) is not None) is stands


def test_the_order_in_which_claims_were_recorded_changes_nothing() -> None:
    claims = [
        claim("sohr", published="2020-02-21", casualties=[lost(3)]),
        claim("afp", published="2020-02-22", perpetrator="russia"),
        claim("reuters", published="2020-02-23", casualties=[lost({"at_least": 2})]),
    ]
    sketches = {sketch_of(folded(facts_of(recorded(order)))) for order in permutations(claims)}
    assert len(sketches) == 1


def recorded(claims: Iterable[ClaimAddition]) -> Incident:
    incident = an_incident()
    for one in claims:
        incident.add_claim(one, REGISTER)
    return incident
