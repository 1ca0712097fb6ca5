"""A rebuild on a running server: whoever reads, listens or writes meanwhile notices nothing of it."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest

from tests.cli.large import large_once, lend
from tests.cli.process import DEADLINE, Serving, serving
from tests.cli.reporting import PATH, introduce, post

__all__ = ["large_once"]

Answer = dict[str, Any]
T = TypeVar("T")

THE_END = "the last report of all"


class Audience:
    """Readers, a writer and a listener of one server, each with a connection of its own, until all is over."""

    def __init__(self, server: Serving, incident: str) -> None:
        self.server = server
        self.incident = incident
        self.written = 0
        self.over = threading.Event()
        self.heard: list[int] = []

    @contextmanager
    def client(self) -> Iterator[httpx2.Client]:
        like = self.server.client
        with httpx2.Client(base_url=like.base_url, headers=like.headers, timeout=DEADLINE, trust_env=False) as client:
            yield client

    def read(self, look: Callable[["Reader"], None]) -> int:
        """Look again and again; answers how often."""
        with self.client() as client:
            reader = Reader(self, client)
            for times in count(1):
                look(reader)
                if self.over.is_set():
                    return times
        raise AssertionError

    def write(self) -> int:
        with self.client() as client:
            for number in count(1):
                answer = post(client, f"meanwhile {number}")
                assert answer.status_code == 201, answer.text
                self.written = int(answer.headers["Truceline-Position"])
                if self.over.is_set():
                    return number
        raise AssertionError

    def listen(self, after: int) -> None:
        """Hear every fact after a position, up to the first that tells of the end."""
        with self.client() as client, client.stream("GET", f"{PATH}/events/stream", params={"after": after}) as told:
            for line in told.iter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    self.heard.append(int(value))
                elif name == "data":
                    assert json.loads(value)["position"] == self.heard[-1]
                    if THE_END in value:
                        return


class Reader:
    """Asks, and holds the server to it that no answer fails, and that none is older than the one before."""

    def __init__(self, audience: Audience, client: httpx2.Client) -> None:
        self.audience, self.client = audience, client
        self.seen = 0

    def get(self, address: str, **query: object) -> Answer:
        answer = self.client.get(address, params={name: str(value) for name, value in query.items()} or None)
        assert answer.status_code == 200, f"{address}: {answer.text}"
        told: Answer = answer.json()
        return told

    def newest(self, address: str, **query: object) -> Answer:
        """Answers never go back, and never before what was asked for."""
        told = self.get(PATH + address, **query)
        assert told["position"] == told["lens"]["position"] >= self.seen
        self.seen = told["position"]
        return told

    def newest_written(self, address: str, **query: object) -> Answer:
        written = self.audience.written
        told = self.newest(address, min_position=written, **query)
        assert told["position"] >= written
        return told


def look_at_counts(reader: Reader) -> None:
    """The numbers are those of the lists behind them, at the position that both name."""
    for ask in (reader.newest, reader.newest_written):
        told = ask("/counts")
        for group in (told["whole"], *told["groups"][:2]):
            listed = reader.get(group["incidents"]["href"])
            assert (listed["count"], listed["position"]) == (group["incidents"]["count"], told["position"])


def look_at_lists(reader: Reader) -> None:
    first = reader.newest("/incidents", target="turkey", limit=2)
    again = reader.get(f"{PATH}/incidents", target="turkey", limit=1, position=first["position"])
    assert (again["count"], again["items"]) == (first["count"], first["items"][:1])
    reader.newest_written("/incidents", target="turkey", limit=1)


def look_at_one(reader: Reader) -> None:
    """The incident is the same in its own answer and in its history."""
    one = reader.newest(f"/incidents/{reader.audience.incident}")
    past = reader.newest_written(f"/incidents/{reader.audience.incident}/history")
    assert one["id"] == past["id"] == reader.audience.incident
    assert [version["position_to"] for version in past["versions"]] == [None]


def look_at_changes(reader: Reader) -> None:
    """Between two positions, the incidents that the writer has reported in between are what changed."""
    last = reader.newest_written("/changes", position_from=reader.audience.written or 1)["position"]
    first = max(1, last - 5)
    told = reader.newest("/changes", position_from=first, position_to=last)
    assert told == reader.get(f"{PATH}/changes", position_from=first, position_to=last)


LOOKS = (look_at_counts, look_at_lists, look_at_one, look_at_changes)


def settled(work: Sequence[Future[T]]) -> list[T]:
    return [one.result(DEADLINE) for one in work]


@pytest.fixture
def served(large_once: Path, database_url: str) -> Iterator[Serving]:
    with serving(lend(large_once, database_url)) as server:
        introduce(server.client)
        yield server


def rebuild(audience: Audience) -> tuple[int, Answer]:
    with audience.client() as client:
        answer = client.post(f"{PATH}/rebuild")
        return answer.status_code, answer.json()


def test_nobody_notices_a_rebuild(served: Serving) -> None:
    first = post(served.client, "before")
    position = int(first.headers["Truceline-Position"])
    audience = Audience(served, first.json()["id"])
    with ThreadPoolExecutor(len(LOOKS) + 4) as pool:
        readers = [pool.submit(audience.read, look) for look in LOOKS]
        writer, listener = pool.submit(audience.write), pool.submit(audience.listen, position)
        try:
            rebuilds = settled([pool.submit(rebuild, audience) for _ in range(2)])
        finally:
            audience.over.set()
            settled([writer])
            post(served.client, THE_END)
        assert min(settled(readers)) > 1
        settled([listener])
    (done,) = [report for status, report in rebuilds if status == 200]
    (refused,) = [report for status, report in rebuilds if status == 409]
    assert refused["type"] == "/problems/rebuild-running"
    assert done["position"] > position
    assert done["mended"] == {}
    assert audience.heard == list(range(position + 1, audience.heard[-1] + 1))
    assert audience.heard[-1] > audience.written
    assert served.running.end() == 0
