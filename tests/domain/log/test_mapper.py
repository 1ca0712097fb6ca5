"""What is stored, byte by byte."""

import json
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent

from domain.catalogue import FACTS
from domain.incident import events as e
from domain.log.mapper import FactMapper
from domain.model import Fact
from tests.domain.arrange import an_incident, facts_of
from tests.domain.every_fact import every_fact, every_thing

MAPPER = FactMapper()
STREAM = UUID("11111111-1111-4111-8111-111111111111")

CLAIM_ADDED_V1 = (
    b'{"timestamp":"2020-02-21T09:00:00Z","known_at":"2020-02-20T15:00:00Z","recorded_by":"key-1",'
    b'"correlation_id":"22222222-2222-4222-8222-222222222222","claim":{"stance":"asserts","casualties":[{"party":"turkey",'
    b'"category":"combatant","outcome":"killed","quantity":{"exact":2}}],"equipment":[],"source":"turkey-mod",'
    b'"published_at":"2020-02-20T15:00:00Z","basis":"stated","unconfirmed":false,"aligned_with":"turkey",'
    b'"reliability":"C","id":"33333333-3333-4333-8333-333333333333"%s}}'
)
"""As version 1 was stored: the version unsaid, and one perpetrator or none."""


def stored(state: bytes, topic: str = "incident.claim_added") -> StoredEvent:
    return StoredEvent(originator_id=STREAM, originator_version=2, topic=topic, state=state)


def decoded(state: bytes, topic: str = "incident.claim_added") -> Fact:
    return cast("Fact", MAPPER.to_domain_event(stored(state, topic)))


@pytest.mark.parametrize(
    ("named", "perpetrators"),
    [(b',"perpetrator":"syria-government"', ("syria-government",)), (b',"perpetrator":null', ()), (b"", ())],
)
@pytest.mark.parametrize("version", [b"", b'"v":1,'])
def test_a_claim_stored_in_its_first_version_names_the_same_perpetrator(
    named: bytes, perpetrators: tuple[str, ...], version: bytes
) -> None:
    fact = decoded(b"{" + version + (CLAIM_ADDED_V1 % named)[1:])
    assert isinstance(fact, e.ClaimAdded)
    assert fact.claim.perpetrators == perpetrators
    assert (fact.claim.source, fact.claim.casualties[0].quantity.exact) == ("turkey-mod", 2)
    assert (fact.originator_id, fact.originator_version) == (STREAM, 2)


def test_an_older_fact_is_stored_anew_in_the_version_of_today() -> None:
    again = MAPPER.to_stored_event(decoded(CLAIM_ADDED_V1 % b',"perpetrator":"russia"'))
    assert json.loads(again.state)["v"] == 2
    assert json.loads(again.state)["claim"]["perpetrators"] == ["russia"]


@pytest.mark.parametrize("version", [b"3", b"0", b"-1", b'"2"', b"2.5", b"null"])
def test_a_version_that_this_release_does_not_know_is_refused(version: bytes) -> None:
    with pytest.raises(MapperDeserialisationError, match=r"this release knows versions 1 to 2"):
        decoded(b'{"v":' + version + b"," + (CLAIM_ADDED_V1 % b"")[1:])


@pytest.mark.parametrize("state", [b"", b"{", b"[]", b"{}", b'{"v":2,"claim":{}}', b'{"v":1}', b"\xff", b'{"v":2,}'])
def test_bytes_that_say_nothing_are_told_with_their_place(state: bytes) -> None:
    with pytest.raises(MapperDeserialisationError, match=f"incident.claim_added at {STREAM} version 2"):
        decoded(state)


@pytest.mark.parametrize(
    ("written", "microsecond"),
    [(b"15:00:00Z", 0), (b"15:00:00+00:00", 0), (b"17:00:00+02:00", 0), (b"15:00:00.5Z", 500_000)],
)
def test_a_time_is_read_in_any_form_that_names_its_offset(written: bytes, microsecond: int) -> None:
    fact = decoded((CLAIM_ADDED_V1 % b"").replace(b"15:00:00Z", written, 1))
    assert fact.known_at == datetime(2020, 2, 20, 15, 0, 0, microsecond, tzinfo=UTC)


def test_times_of_facts_share_one_utc_so_that_comparing_them_asks_no_zone() -> None:
    fact = decoded(CLAIM_ADDED_V1 % b"")
    assert fact.known_at.tzinfo is UTC
    assert fact.timestamp.tzinfo is UTC


@pytest.mark.parametrize("wrong", [b'"soon"', b'"2020-02-30T15:00:00Z"', b"1582210800", b"null"])
def test_a_time_that_is_none_is_told_with_its_place(wrong: bytes) -> None:
    with pytest.raises(MapperDeserialisationError, match=f"incident.claim_added at {STREAM} version 2"):
        decoded((CLAIM_ADDED_V1 % b"").replace(b'"2020-02-20T15:00:00Z"', wrong, 1))


def test_a_name_that_no_fact_has_is_told() -> None:
    with pytest.raises(MapperDeserialisationError, match=r"no fact is called 'incident\.exploded'"):
        decoded(b"{}", "incident.exploded")


def test_a_fact_is_stored_under_its_own_name_and_with_its_version_first() -> None:
    one = MAPPER.to_stored_event(facts_of(an_incident())[1])
    assert one.topic == "incident.claim_added"
    assert one.state.startswith(b'{"v":2,"timestamp":"2021-01-01T00:00:00Z","known_at":"2020-02-20T15:00:00Z"')
    assert b"originator" not in one.state
    assert b"null" not in one.state


def test_a_fact_whose_class_moves_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = MAPPER.to_stored_event(facts_of(an_incident())[1])
    monkeypatch.setattr(e.ClaimAdded, "__module__", "domain.elsewhere")
    after = MAPPER.to_stored_event(MAPPER.to_domain_event(before))
    assert after == before


def test_a_moment_is_stored_with_its_words_and_its_bounds_and_read_back_without_computing_them() -> None:
    stored_frame = json.loads(MAPPER.to_stored_event(facts_of(an_incident())[0]).state)["frame"]
    assert stored_frame["occurred"] == {
        "from": "2020-02-20",
        "precision": "day",
        "zone": "Asia/Damascus",
        "earliest": "2020-02-19T22:00:00Z",
        "latest": "2020-02-20T21:59:59.999999Z",
        "until": "2020-02-20T21:59:59.999999Z",
    }


def test_every_fact_that_there_is_reads_back_as_it_was_written_byte_for_byte() -> None:
    written = every_fact()
    assert {fact.TOPIC for fact in written} == FACTS.keys()
    for fact in written:
        once = MAPPER.to_stored_event(fact)
        read = MAPPER.to_domain_event(once)
        assert read == fact
        assert type(read) is type(fact)
        assert MAPPER.to_stored_event(read) == once


def test_every_thing_is_made_again_from_its_stored_facts() -> None:
    for thing in every_thing():
        again: Any = None
        for fact in facts_of(thing):
            again = MAPPER.to_domain_event(MAPPER.to_stored_event(fact)).mutate(again)
        assert again.version == thing.version
        for name, held in vars(thing.state).items():
            if not name.startswith("_"):
                assert getattr(again.state, name) == held


def test_a_field_that_a_later_release_adds_is_read_over() -> None:
    state = MAPPER.to_stored_event(facts_of(an_incident())[1]).state
    assert decoded(state[:-1] + b',"mood":"grim"}') == decoded(state)
