"""Permanent addresses of every kind of read, and what a ledger answers there; run as a program, in a process apart."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256

from fastapi.testclient import TestClient
from httpx2 import Response

from api.examples.incidents import ANSWERING_FIRE, STRIKE
from api.settings import MEMORY, Settings
from tests.api.conftest import serving
from tests.api.story import ROOT

LISTS = (
    "incidents",
    "chains",
    "agreements",
    "statements",
    "figures",
    "bulletins",
    "monitoring",
    "parties",
    "sources",
    "fits",
)
DERIVED = (
    "incidents?limit=1&nature=violation",
    "incidents?q=nayrab&party=turkey&bbox=30,30,45,40",
    "incidents?agreement=sochi-2018",
    "incidents?agreement=sochi-2018&provision=2&breach=found,uncertain,confirmed",
    "incidents?violator=syria-government,russia&violation=attributed,contested",
    "incidents.geojson",
    "incidents.geojson?act=air_strike",
    "counts",
    "counts?group_by=party,month",
    "counts?group_by=act&target=turkey",
    "counts?group_by=agreement,provision",
    "counts?group_by=agreement,party&breach=found,uncertain",
    "agreements/sochi-2018/compliance",
    "duplicates?min_score=0.1",
    "duplicates?party=turkey&limit=1&min_score=0.1",
    "bulletins/reconciliation",
    "bulletins/reconciliation?from=2018-10-01&to=2020-02-21&region=Hama",
    "monitoring/rates?from=2020-02-01&to=2020-03-01",
    "monitoring/rates?from=2020-02-17&to=2020-02-23&by=day&governorate=Idlib",
    "escalation?side=turkey",
    "escalation?period=day&from=2020-02-17&to=2020-02-23",
    "exports/incidents.csv",
    "exports/incidents.ndjson?party=turkey",
    "exports/incidents.parquet",
    "exports/counts.xlsx?group_by=act",
    "exports/chains.csv",
    "exports/chains.mmd?basis=asserted",
    "chains.graphml?party=turkey",
)
LENSES = (
    "",
    "known_at=2020-02-21",
    "as_of=2020-02-21&tz=Asia/Damascus",
    "known_at=2020-02-20T15:30:00Z&as_of=2020-02-20T23:00:00Z",
)
CHANGES = ("known_from=2020-02-19&known_to=2020-02-21", "position_from=12", "known_from=2020-02-20T15:00:00Z&limit=1")


def of_every_read(client: TestClient) -> list[str]:
    """The addresses under which the reads of this ledger are cited, at its last position and halfway."""
    position = client.get(f"{ROOT}/counts").json()["position"]
    halfway = position // 2
    paths = {_with(path, lens) for lens in LENSES for path in (*LISTS, *DERIVED, *_things(client, lens))}
    earlier = {
        _with(path, f"position={halfway}") for path in (*LISTS, *DERIVED, *_things(client, f"position={halfway}"))
    }
    changes = {_with("changes", words) for words in (*CHANGES, f"known_from=2020-02-19&position_to={halfway}")}
    return sorted({citation(client.get(f"{ROOT}/{path}")) for path in paths | earlier | changes})


def _things(client: TestClient, lens: str) -> Iterator[str]:
    for path in LISTS:
        for item in client.get(_with(f"{ROOT}/{path}", lens)).json()["items"][:2]:
            yield f"{path}/{item.get('slug', item['id'])}"
            if path == "incidents":
                yield f"incidents/{item['id']}/history"
    for incident in (STRIKE, ANSWERING_FIRE):
        if client.get(_with(f"{ROOT}/incidents/{incident}/chain", lens)).is_success:
            yield f"incidents/{incident}/chain"


def _with(path: str, words: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{words}"


def citation(answer: Response) -> str:
    """The address under which an answer is cited."""
    assert answer.is_success, answer.text
    found = re.fullmatch(r'<([^>]+)>; rel="cite-as"(?:, <[^>]+>; rel="license")*', answer.headers["Link"])
    assert found, answer.headers["Link"]
    return found[1]


def told_at(client: TestClient, addresses: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What each address answers: the digest of its bytes, and its headers."""
    return {address: _told(client.get(address)) for address in addresses}


def _told(answer: Response) -> tuple[str, ...]:
    assert answer.status_code == 200, answer.text
    headers = [answer.headers[name] for name in ("ETag", "Cache-Control", "Link", "Content-Type")]
    return (sha256(answer.content).hexdigest(), *headers)


def answer_from(database: str) -> None:
    """Read addresses, as JSON from the standard input, from this ledger; write what it answers."""
    with serving(Settings(database=database, projections=MEMORY)) as (truceline, client):
        del client.headers["Authorization"]
        assert truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        sys.stdout.write(json.dumps(told_at(client, json.load(sys.stdin))))


if __name__ == "__main__":
    answer_from(sys.argv[1])
