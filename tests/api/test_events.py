"""The raw log, in pages and as a live feed."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from socket import socket
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.http.serving import Server
from api.settings import Settings
from api.wiring import Truceline
from tests.api.conftest import BOOTSTRAP
from tests.api.story import ROOT

Event = dict[str, Any]


def test_the_log_is_read_in_pages_each_fact_once_and_in_order(nayrab: TestClient, truceline: Truceline) -> None:
    events: list[Event] = []
    following = f"{ROOT}/events?limit=4"
    while following:
        page = nayrab.get(following).json()
        events += page["items"]
        following = page["next"]

    assert [event["position"] for event in events] == list(range(1, truceline.ledger.position + 1))
    assert set(events[0]) == {"position", "id", "version", "name", "shape", "recorded_at", "known_at", "data"}
    claim = next(event for event in events if event["name"] == "incident.claim_added")
    assert (claim["shape"], claim["known_at"], claim["version"]) == (2, "2020-02-20T15:00:00Z", 2)
    assert claim["data"]["claim"]["perpetrators"] == ["syria-government"]


def test_pages_begin_after_a_position(nayrab: TestClient, truceline: Truceline) -> None:
    last = truceline.ledger.position

    assert [event["position"] for event in nayrab.get(f"{ROOT}/events?after={last - 1}").json()["items"]] == [last]
    assert nayrab.get(f"{ROOT}/events?after={last}").json()["items"] == []
    assert nayrab.get(f"{ROOT}/events?after=-1").status_code == 422


def test_a_resumption_from_no_position_is_refused(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/events/stream", headers={"Last-Event-ID": "yesterday"})

    assert (answer.status_code, answer.json()["field"]) == (422, "Last-Event-ID")


class Announced(Server):
    """A server that says when it serves."""

    def __init__(self, truceline: Truceline) -> None:
        super().__init__(truceline, "127.0.0.1", 0)
        self.serves = threading.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.serves.set()


class Running:
    """A server in a thread of its own, on a free port."""

    def __init__(self, truceline: Truceline) -> None:
        self.truceline = truceline
        self.server = Announced(truceline)
        self.thread = threading.Thread(target=self.server.run)

    @property
    def url(self) -> str:
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}{ROOT}"

    async def start(self) -> None:
        self.thread.start()
        assert await asyncio.to_thread(self.server.serves.wait, 10)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()


@pytest.fixture
def opened(database_url: str) -> Iterator[Truceline]:
    with Truceline.open(Settings(database=database_url, bootstrap_key=BOOTSTRAP)) as truceline:
        yield truceline


@asynccontextmanager
async def running(truceline: Truceline) -> AsyncIterator[tuple[Running, httpx2.AsyncClient]]:
    server = Running(truceline)
    await server.start()
    try:
        headers = {"Authorization": f"Bearer {BOOTSTRAP}"}
        async with httpx2.AsyncClient(base_url=server.url, headers=headers, timeout=10) as client:
            yield server, client
    finally:
        await asyncio.to_thread(server.stop)


async def test_a_listener_hears_what_is_there_and_then_each_new_fact(opened: Truceline) -> None:
    async with running(opened) as (_, client):
        await register(client, "turkey")
        async with listening(client) as events:
            first = await anext(events)
            await register(client, "russia")
            second = await anext(events)

    assert [(one["position"], one["data"]["slug"]) for one in (first, second)] == [(1, "turkey"), (2, "russia")]


async def test_a_listener_resumes_after_the_last_fact_that_it_heard(opened: Truceline) -> None:
    async with running(opened) as (_, client):
        for slug in ("turkey", "russia", "iran"):
            await register(client, slug)
        async with listening(client) as events:
            heard = await anext(events)
        async with listening(client, {"Last-Event-ID": str(heard["position"])}) as events:
            rest = [await anext(events), await anext(events)]

    assert [one["data"]["slug"] for one in rest] == ["russia", "iran"]


async def test_what_a_listener_hears_can_be_read_at_once(opened: Truceline) -> None:
    async with running(opened) as (_, client), listening(client) as events:
        for slug in ("turkey", "russia", "iran"):
            writing = asyncio.create_task(register(client, slug))
            heard = await anext(events)
            shown = await client.get(f"/parties/{slug}?min_position={heard['position']}")
            assert shown.status_code == 200
            await writing


async def test_a_listener_s_feed_ends_when_the_server_stops(opened: Truceline) -> None:
    async with running(opened) as (server, client):
        await register(client, "turkey")
        async with listening(client) as events:
            await anext(events)
            stopping = asyncio.create_task(asyncio.to_thread(server.stop))
            rest = [event async for event in events]
            await stopping

    assert rest == []


async def test_a_listener_that_goes_leaves_nothing_behind(opened: Truceline) -> None:
    async with running(opened) as (_, client):
        await register(client, "turkey")
        threads = threading.active_count()
        for _ in range(60):
            async with listening(client) as events:
                await anext(events)
        async with asyncio.timeout(5):
            while opened.feed.listeners:
                await client.get("/parties")

        assert threading.active_count() <= threads + 5


async def test_a_quiet_feed_gives_signs_of_life(opened: Truceline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.feed.HEARTBEAT_SECONDS", 0.01)
    async with running(opened) as (_, client), client.stream("GET", "/events/stream") as answer:
        lines = answer.aiter_lines()
        heard = [await anext(lines) for _ in range(6)]

    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert heard == [": still here", ""] * 3


async def register(client: httpx2.AsyncClient, slug: str) -> None:
    answer = await client.post("/parties", json={"slug": slug, "name": slug.title(), "kind": "state"})
    assert answer.status_code == 201


@asynccontextmanager
async def listening(
    client: httpx2.AsyncClient, headers: dict[str, str] | None = None
) -> AsyncIterator[AsyncIterator[Event]]:
    async with client.stream("GET", "/events/stream", headers=headers) as answer:
        yield told(answer)


async def told(answer: httpx2.Response) -> AsyncIterator[Event]:
    position = None
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "id":
            position = int(value)
        elif name == "data":
            event: Event = json.loads(value)
            assert event["position"] == position
            yield event
