"""A permanent address answers the same bytes after a rebuild, from other processes and databases, and for ever."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest
from eventsourcing.persistence import StoredEvent
from fastapi.testclient import TestClient

from api.http import caching
from api.settings import Settings
from api.wiring import Truceline
from seeds.loader import load
from tests.api.conftest import BOOTSTRAP, serving
from tests.api.permanent import of_every_read, told_at
from tests.api.story import ROOT, a_new_incident, told

REPOSITORY = Path(__file__).parents[2]
FOR_EVER = "public, max-age=31536000, immutable"

LICENSED = ', <https://spdx.org/licenses/CC-BY-4.0.html>; rel="license"'
"""What an export adds that names the one source of the seeds with a licence."""


class Kept(NamedTuple):
    """A ledger with what it answered at its permanent addresses while nothing had happened to it."""

    truceline: Truceline
    client: TestClient
    url: str
    position: int
    told: dict[str, tuple[str, ...]]


@pytest.fixture(scope="module", params=["story", "idlib"])
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """The examples in full, every kind of correction among them; and the record of Idlib."""
    url = f"sqlite:///{tmp_path_factory.mktemp('kept') / 'ledger.db'}"
    with serving(Settings(database=url, bootstrap_key=BOOTSTRAP)) as (truceline, client):
        if request.param == "idlib":
            load(truceline.ledger)
        else:
            assert {status for _, status, _ in told(client)} == {201}
        position = truceline.ledger.position
        assert truceline.follower.wait_for(position, timeout=60)
        yield Kept(truceline, client, url, position, told_at(client, of_every_read(client)))


def test_every_read_is_cited_by_an_address_that_is_permanent_and_cites_itself(ledger: Kept) -> None:
    assert len(ledger.told) > 100
    for address, (_, _, cache_control, link, _) in ledger.told.items():
        cited = link.removesuffix(LICENSED) if "/exports/" in address or ".geojson" in address else link
        assert (cache_control, cited) == (FOR_EVER, f'<{address}>; rel="cite-as"')


def test_a_rebuild_changes_no_byte(ledger: Kept) -> None:
    assert ledger.client.post(f"{ROOT}/rebuild").status_code == 200

    assert told_at(ledger.client, ledger.told) == ledger.told


def test_another_process_answers_the_same_bytes_whatever_its_hashes_and_its_time_zone(ledger: Kept) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.permanent", ledger.url],
        input=json.dumps(list(ledger.told)),
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert {address: tuple(one) for address, one in json.loads(done.stdout).items()} == ledger.told


def test_a_postgresql_ledger_with_the_same_stored_facts_answers_the_same_bytes(ledger: Kept, postgres_url: str) -> None:
    with serving(Settings(database=postgres_url)) as (other, client):
        del client.headers["Authorization"]
        for one in ledger.truceline.ledger.stored_after(0, ledger.position):
            stored = StoredEvent(one.originator_id, one.originator_version, one.topic, one.state)
            other.ledger.log.insert_events([stored])
        assert other.ledger.position == ledger.position
        assert other.follower.wait_for(ledger.position, timeout=60)

        assert told_at(client, ledger.told) == ledger.told


def test_a_week_of_later_facts_changes_no_byte(ledger: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    post_a_week_of_corrections(ledger.client)
    a_week_on = caching.now() + timedelta(days=7)
    monkeypatch.setattr(caching, "now", lambda: a_week_on)

    assert told_at(ledger.client, ledger.told) == ledger.told


def post_a_week_of_corrections(client: TestClient) -> None:
    """Backdated claims, corrections, retractions, and new names, about what is there already."""
    why = {"reason": "found a week later"}
    items = client.get(f"{ROOT}/incidents").json()["items"]
    claim = {"source": "ap", "published_at": "2020-02-20T15:10:00Z", "text": "It was not clear who had struck."}
    for incident in [f"{ROOT}/incidents/{item['id']}" for item in (*items[:3], *items[-2:])]:
        post(client, f"{incident}/claims", claim)
        post(client, f"{incident}/correction", {"occurred": {"from": "2020-02-19"}, "cause": "entry_error", **why})
        post(client, f"{incident}/verification", {})
    overlooked = post(client, f"{ROOT}/incidents", a_new_incident())
    post(client, f"{ROOT}/incidents/{items[-1]['id']}/merge", {"into": overlooked, **why})
    post(client, f"{ROOT}/incidents/{items[0]['id']}/retraction", {"cause": "entry_error", **why})
    post(client, f"{ROOT}/parties", {"slug": "newcomers", "name": "Newcomers", "kind": "armed_group"})
    post(client, f"{ROOT}/parties/turkey/renaming", {"name": "Türkiye (renamed)", **why})
    post(client, f"{ROOT}/sources/ap/grade", {"reliability": "E", **why})
    standing = (one for one in client.get(f"{ROOT}/statements").json()["items"] if one["withdrawn"] is None)
    for statement in islice(standing, 2):
        post(client, f"{ROOT}/statements/{statement['id']}/withdrawal", {"cause": "entry_error", **why})


def post(client: TestClient, path: str, body: object) -> str:
    """Record it; the id of what it is recorded of."""
    answer = client.post(path, json=body)
    assert answer.status_code == 201, f"{path}: {answer.text}"
    stream: str = answer.json()["id"]
    return stream
