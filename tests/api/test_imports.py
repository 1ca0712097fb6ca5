"""A file that is uploaded is taken in behind the scenes, and what came of it is told line by line."""

import asyncio
import json
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message

from api.access import Role
from api.exchange.intake import jobs
from api.wiring import Truceline
from tests.api.uploaded import UPLOAD, imported


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
