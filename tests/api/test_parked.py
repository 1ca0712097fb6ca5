"""A parked stream is named wherever one looks, holds back itself alone, and is taken up once it can be folded."""

import json
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from fastapi.testclient import TestClient

from api.settings import Settings
from api.wiring import Truceline
from domain.log.mapper import FactMapper
from tests.api.conftest import BOOTSTRAP, serving
from tests.api.story import ROOT
from tests.projections.test_parked_replay import LATER, learn


@pytest.fixture
def waiting(nayrab: TestClient, truceline: Truceline) -> str:
    """The strike, of which the last fact has a name that nobody knows yet."""
    strike = nayrab.get(f"{ROOT}/incidents").json()["items"][0]["id"]
    slip_in(truceline, UUID(strike))
    assert truceline.follower.wait_for(truceline.ledger.position, 20)
    return str(strike)


def test_a_server_is_ready_and_names_what_is_parked(nayrab: TestClient, truceline: Truceline, waiting: str) -> None:
    answer = nayrab.get("/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["parked"]) == (200, "ready", 1)
    error = f"MapperDeserialisationError: no fact is called '{LATER}'"
    assert answer.json()["parked_streams"] == [
        {"id": waiting, "position": truceline.ledger.position, "error": error},
    ]
    assert "truceline_parked_streams 1\n" in nayrab.get("/metrics").text


def test_readiness_tells_the_first_line_of_an_error_and_nothing_that_was_stored(
    nayrab: TestClient, truceline: Truceline
) -> None:
    strike = nayrab.get(f"{ROOT}/incidents").json()["items"][0]["id"]
    slip_in(truceline, UUID(strike), "incident.verified", b'{"v":1,"monitor":"a name"}')
    assert truceline.follower.wait_for(truceline.ledger.position, 20)
    (named,) = nayrab.get("/ready").json()["parked_streams"]
    assert named["error"].startswith("MapperDeserialisationError: incident.verified at ")
    assert "a name" not in named["error"]


def test_what_still_cannot_be_folded_goes_on_waiting(nayrab: TestClient, truceline: Truceline, waiting: str) -> None:
    answer = nayrab.post(f"{ROOT}/parked/replay")
    assert (answer.status_code, answer.json()["taken_up"]) == (200, [])
    assert [(one["id"], one["position"]) for one in answer.json()["waiting"]] == [
        (waiting, truceline.ledger.position),
    ]


def test_what_can_be_folded_now_is_taken_up_and_shown(
    nayrab: TestClient, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nayrab.get(f"{ROOT}/incidents/{waiting}").json()["standing"] != "verified"
    learn(monkeypatch)
    assert nayrab.post(f"{ROOT}/parked/replay").json() == {"taken_up": [waiting], "waiting": []}
    assert nayrab.get(f"{ROOT}/incidents/{waiting}").json()["standing"] == "verified"
    assert nayrab.get(f"{ROOT}/incidents?standing=verified").json()["count"] == 1
    assert nayrab.get("/ready").json()["parked_streams"] == []
    assert nayrab.post(f"{ROOT}/rebuild").json()["mended"] == {}


def test_nothing_is_called_permanent_while_something_waits(
    nayrab: TestClient, truceline: Truceline, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lens = {"known_at": "2020-03-01", "policy": "assessment-1"}
    now, before = ({**lens, "position": str(truceline.ledger.position - back)} for back in (0, 1))
    for address in (f"{ROOT}/incidents/{waiting}", f"{ROOT}/counts"):
        shown = nayrab.get(address, params=now)
        assert (shown.headers["Cache-Control"], shown.json()["lens"]["permanent"]) == ("no-cache", False)
        assert nayrab.get(address, params=before).json()["lens"]["permanent"] is True
    kept = nayrab.get(f"{ROOT}/incidents/{waiting}", params=now).headers["ETag"]
    learn(monkeypatch)
    nayrab.post(f"{ROOT}/parked/replay")
    again = nayrab.get(f"{ROOT}/incidents/{waiting}", params=now, headers={"If-None-Match": kept})
    assert (again.status_code, again.json()["lens"]["permanent"]) == (200, True)


def test_nothing_is_added_to_what_waits_and_the_refusal_says_so(nayrab: TestClient, waiting: str) -> None:
    refused = nayrab.post(f"{ROOT}/incidents/{waiting}/verification", json={"reason": "seen on film"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/stream-parked")
    assert nayrab.post(f"{ROOT}/rebuild").json()["parked"] == 1


def test_while_a_rebuild_runs_nothing_is_replayed(client: TestClient, truceline: Truceline) -> None:
    with truceline.rebuilding:
        answer = client.post(f"{ROOT}/parked/replay")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/rebuild-running")


def test_a_server_that_starts_takes_up_what_it_can(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(database=sqlite_url, bootstrap_key=BOOTSTRAP)
    with serving(settings) as (truceline, client):
        made = client.post(f"{ROOT}/parties", json={"slug": "sna", "name": "SNA", "kind": "armed_group"})
        stream = made.json()["id"]
        slip_in(truceline, UUID(stream), "party.called")
        assert truceline.follower.wait_for(truceline.ledger.position, 20)
        assert len(truceline.store.parked()) == 1
    with serving(settings) as (truceline, client):
        assert client.get("/ready").json()["parked"] == 1
    learn(monkeypatch, "party.called", "party.renamed")
    with serving(settings) as (truceline, client):
        assert client.get("/ready").json()["parked"] == 0


def slip_in(truceline: Truceline, stream: UUID, name: str = LATER, state: bytes = b"") -> None:
    """Write a fact into the log by hand, with the version that is due: by default what its last fact says."""
    last = truceline.ledger.log.of([stream])[-1]
    fact = FactMapper().to_domain_event(StoredEvent(stream, last.version, last.name, last.state))
    stamp = {"timestamp": fact.timestamp, "known_at": fact.known_at}
    said = {"v": 1} | {name: moment.isoformat() for name, moment in stamp.items()}
    said |= {"recorded_by": fact.recorded_by, "correlation_id": str(fact.correlation_id), "name": "Another"}
    state = state or json.dumps(said).encode()
    truceline.ledger.log.insert_events([StoredEvent(stream, last.version + 1, name, state)])
