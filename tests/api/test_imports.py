"""A file that is uploaded is taken in behind the scenes; whatever it is, the server goes on and says what came."""

import asyncio
import io
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message

from api.access import Role
from api.exchange.intake import jobs
from api.wiring import Truceline
from bench.ged import write_ged

PATIENCE = 60.0
UPLOAD = "/api/v1/imports?format=ucdp-ged"


@pytest.fixture
def ged(tmp_path: Path) -> bytes:
    return write_ged(tmp_path / "ged.csv", 12).read_bytes()


def imported(
    client: TestClient, content: bytes | Iterator[bytes], more: str = "&register_parties=true"
) -> dict[str, Any]:
    """Upload a file, and wait until it is taken in."""
    begun = client.post(f"{UPLOAD}{more}", content=content)
    assert begun.status_code == 202, begun.text
    deadline = time.monotonic() + PATIENCE
    while True:
        job: dict[str, Any] = client.get(begun.headers["Location"]).json()
        if job["state"] not in {"waiting", "running"}:
            return job
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_is_taken_in_and_reported(any_client: TestClient, ged: bytes) -> None:
    job = imported(any_client, ged, "&register_parties=true&file=ged.csv")
    assert (job["state"], job["share"], job["why"], job["file"]) == ("done", 1.0, None, "ged.csv")
    assert (job["report"]["new"], job["report"]["refused"]) == (12, 0)
    listed = any_client.get("/api/v1/incidents", params={"min_position": job["report"]["position"]}).json()
    assert listed["count"] == 12
    again = imported(any_client, ged)
    assert (again["report"]["new"], again["report"]["unchanged"]) == (0, 12)
    assert again["report"]["position"] == job["report"]["position"]


def test_the_facts_bear_the_key_that_sent_the_file(client: TestClient, truceline: Truceline, ged: bytes) -> None:
    key, token = truceline.keys.add("Head of desk", Role.ANALYST)
    client.headers["Authorization"] = f"Bearer {token}"
    imported(client, ged)
    items = client.get("/api/v1/events").json()["items"]
    assert {item["data"]["recorded_by"] for item in items} == {key.id}


def test_every_line_can_be_fetched(client: TestClient, ged: bytes) -> None:
    job = imported(client, ged, "")
    assert (job["state"], job["report"]["refused"]) == ("done", 12)
    fetched = client.get(f"/api/v1/imports/{job['id']}/lines")
    assert fetched.headers["Content-Type"] == "application/x-ndjson"
    # One line a name: in each row nobody bears that of either side, but where the other are civilians.
    lines = [json.loads(line) for line in fetched.text.splitlines()]
    assert [line["row"] for line in lines if line["column"] == "side_a"] == list(range(2, 14))
    assert {line["column"] for line in lines} == {"side_a", "side_b"}
    assert job["report"]["unresolved"][0] == {"name": "Government of Syria", "rows": 12}


def test_a_dry_run_stores_nothing(client: TestClient, truceline: Truceline, ged: bytes) -> None:
    job = imported(client, ged, "&register_parties=true&dry_run=true")
    assert (job["report"]["new"], truceline.ledger.position) == (12, 0)


def test_a_reporter_may_not_and_nobody_else_sees_the_report(
    client: TestClient, truceline: Truceline, ged: bytes
) -> None:
    job = imported(client, ged)
    _, token = truceline.keys.add("Field office", Role.REPORTER)
    client.headers["Authorization"] = f"Bearer {token}"
    for refused in (
        client.post(UPLOAD, content=ged),
        client.get(f"/api/v1/imports/{job['id']}"),
        client.get(f"/api/v1/imports/{job['id']}/lines"),
    ):
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/role-needed")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "format"),
        ("?format=gpx", "format"),
        ("?format=ucdp-ged&released=soon", "released"),
        ("?format=ucdp-ged&released=2999-01-01", "released"),
        ("?format=table", "mapping"),
        ("?format=table&mapping=%5B", "mapping"),
        ("?format=ucdp-ged&mapping=a%3D1", "mapping"),
        ("?format=ucdp-ged&colour=red", "colour"),
    ],
)
def test_what_is_asked_wrongly_is_refused_before_the_file_is_read(client: TestClient, query: str, field: str) -> None:
    refused = client.post(f"/api/v1/imports{query}", content=b"id\n")
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("mapping", "rule"),
    [
        ("[", "the mapping is not TOML: "),
        ("a = " + "9" * 5_000, "the mapping is not TOML: "),
        ("a = " + "[" * 5_000, "the mapping nests too deeply"),
        ("scheme = 1\n[source]\nslug = 'A'", "the mapping: source.slug is refused"),
    ],
)
def test_a_mapping_that_is_refused_is_named_as_what_was_sent(client: TestClient, mapping: str, rule: str) -> None:
    query = {"format": "table", "mapping": mapping}
    refused = client.post("/api/v1/imports", params=query, content=b"id\n")
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == ["mapping"]
    assert refused.json()["errors"][0]["rule"].startswith(rule)
    assert ".toml" not in refused.text


@pytest.mark.parametrize("file", ["a\nb.csv", "a\r\nX-Forged: 1", "a\0b", "\x1b[2J"])
def test_a_file_is_called_by_a_line_of_text(client: TestClient, truceline: Truceline, file: str) -> None:
    refused = client.post("/api/v1/imports", params={"format": "ucdp-ged", "file": file}, content=b"id\n")
    assert (refused.status_code, refused.json()["field"]) == (422, "file")
    assert truceline.ledger.position == 0


def test_files_that_still_come_in_take_the_places_of_those_that_wait(client: TestClient, ged: bytes) -> None:
    app: FastAPI = client.app  # type: ignore[assignment]
    with ExitStack() as coming:
        for _ in range(jobs.WAITING):
            coming.enter_context(app.state.imports.room())
        refused = client.post(UPLOAD, content=ged)
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/imports-waiting")
    assert imported(client, ged)["report"]["new"] == 12


def test_of_an_upload_that_breaks_off_nothing_stays(
    client: TestClient, truceline: Truceline, ged: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    app: FastAPI = client.app  # type: ignore[assignment]
    coming: list[Message] = [
        {"type": "http.request", "body": ged[:-100], "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"authorization", client.headers["Authorization"].encode())]
    scope = {"type": "http", "method": "POST", "path": "/api/v1/imports", "query_string": b"format=ucdp-ged"}
    asyncio.run(app(scope | {"headers": headers}, receive, send))
    assert sent[0]["status"] == 400
    assert list(app.state.imports.folder.iterdir()) == []
    assert (truceline.ledger.position, caplog.records) == (0, [])


def test_the_lines_are_fetched_to_the_end_of_one_while_the_next_is_written(client: TestClient, ged: bytes) -> None:
    job = imported(client, ged, "")
    folder: Path = client.app.state.imports.folder  # type: ignore[attr-defined]
    whole = client.get(f"/api/v1/imports/{job['id']}/lines").text
    with (folder / f"{job['id']}.ndjson").open("a") as file:
        file.write('{"outcome": "ref')
    fetched = client.get(f"/api/v1/imports/{job['id']}/lines")
    assert json.loads(whole.splitlines()[0])["outcome"] == "refused"
    assert fetched.text == whole
    # What grows has no length to hold to.
    assert "Content-Length" not in fetched.headers


def test_an_import_that_is_not_there_is_missing(client: TestClient) -> None:
    for address in (f"/api/v1/imports/{uuid4()}", f"/api/v1/imports/{uuid4()}/lines"):
        assert client.get(address).status_code == 404


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * 300_000_000)
    return content.getvalue()


BAD = {
    "nothing": b"",
    "no table": bytes(range(256)) * 40,
    "another table": b"day,what\n2020-02-20,rain\n",
    "Latin-1": "id;Wäre\n1;é\n".encode("latin-1"),
    "a quote that does not end": b'id,what\n1,"' + b"x" * 10_000,
    "JSON that is none": b'{"id": ',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_such_file_is_refused_with_one_reason_and_the_server_stays_up(
    client: TestClient, truceline: Truceline, content: bytes
) -> None:
    job = imported(client, content)
    assert (job["state"], job["report"]) == ("refused", None)
    assert job["why"]
    assert "\n" not in job["why"]
    assert truceline.ledger.position == 0
    assert client.get("/ready").status_code == 200


def test_a_zip_bomb_is_refused(client: TestClient) -> None:
    job = imported(client, zip_bomb())
    assert job["state"] == "refused"
    assert client.get("/ready").status_code == 200


def test_utf_16_and_semicolons_are_read(client: TestClient, ged: bytes) -> None:
    text = ged.decode()
    assert imported(client, text.encode("utf-16"))["report"]["new"] == 12
    marked = b"\xef\xbb\xbf" + ged
    assert imported(client, marked)["report"]["unchanged"] == 12


def test_an_upload_is_removed_once_it_is_taken_in(client: TestClient, ged: bytes) -> None:
    job = imported(client, ged)
    folder: Path = client.app.state.imports.folder  # type: ignore[attr-defined]
    assert [one.name for one in folder.iterdir()] == [f"{job['id']}.ndjson"]


def test_only_so_many_imports_wait_and_only_so_many_are_remembered(
    client: TestClient, ged: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "KEPT", 2)
    first, second, third = (imported(client, ged) for _ in range(3))
    states = [client.get(f"/api/v1/imports/{job['id']}").status_code for job in (first, second, third)]
    assert states == [404, 200, 200]
    monkeypatch.setattr(jobs, "WAITING", 0)
    refused = client.post(UPLOAD, content=ged)
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/imports-waiting")


def test_a_file_over_the_limit_is_refused_by_its_announced_length(client: TestClient) -> None:
    refused = client.post(UPLOAD, content=b"id\n", headers={"Content-Length": "1000000001"})
    assert (refused.status_code, refused.json()["type"]) == (413, "/problems/too-large")
