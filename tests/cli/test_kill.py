"""A server that is killed in the middle of a burst keeps every incident that it acknowledged, once."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx2

from tests.cli.conftest import Commands
from tests.cli.process import DEADLINE, Serving, run, serving
from tests.cli.reporting import incidents, introduce, post

ROUNDS = 3
WRITERS = 4
MOST = 40
"""How many acknowledgements a round waits for at the most before it kills."""


class Burst:
    """Posts from several threads until the server is gone; remembers what was tried and what was acknowledged."""

    def __init__(self, server: Serving, name: str) -> None:
        self.server = server
        self.name = name
        self.tried: set[str] = set()
        self.acknowledged: dict[str, str] = {}
        self._numbers: Iterator[int] = count()
        self._changed = threading.Condition()

    def until_killed_after(self, acknowledgements: int) -> None:
        """Kill the server as soon as it has acknowledged so many, while the others are under way."""
        with ThreadPoolExecutor(WRITERS) as pool:
            writers = [pool.submit(self._write) for _ in range(WRITERS)]
            with self._changed:
                enough = self._changed.wait_for(lambda: len(self.acknowledged) >= acknowledgements, DEADLINE)
            self.server.running.process.kill()
            for writer in writers:
                writer.result(DEADLINE)
        assert enough
        self.server.running.process.wait(DEADLINE)

    def _write(self) -> None:
        with httpx2.Client(
            base_url=self.server.client.base_url,
            headers=self.server.client.headers,
            timeout=DEADLINE,
            trust_env=False,
        ) as client:
            while True:
                with self._changed:
                    word = f"{self.name}-{next(self._numbers)}"
                    self.tried.add(word)
                try:
                    answer = post(client, word)
                except httpx2.TransportError:
                    return
                assert answer.status_code == 201, answer.text
                with self._changed:
                    self.acknowledged[word] = answer.json()["id"]
                    self._changed.notify_all()


def test_every_acknowledged_incident_survives_a_kill_exactly_once(truceline: Commands, database_url: str) -> None:
    with serving(database_url) as server:
        introduce(server.client)
        assert server.running.end() == 0
    tried: set[str] = set()
    acknowledged: dict[str, str] = {}
    for number in range(ROUNDS):
        with serving(database_url) as server:
            burst = Burst(server, f"round-{number}")
            burst.until_killed_after(random.randint(1, MOST))
        tried |= burst.tried
        acknowledged |= burst.acknowledged
        examined = truceline("doctor", "--database", database_url)
        assert examined.exit_code == 0, examined.stdout
    check_once(database_url, tried, acknowledged)
    examined_alone = run("doctor", "--database", database_url)
    assert (examined_alone.returncode, examined_alone.stderr) == (0, ""), examined_alone.stdout


def check_once(database_url: str, tried: set[str], acknowledged: dict[str, str]) -> None:
    """What was acknowledged is there; asked again, everything that was tried is there once, under the same id."""
    with serving(database_url) as server:
        kept = {one["id"] for one in incidents(server.client)}
        assert set(acknowledged.values()) <= kept
        assert len(acknowledged) == len(set(acknowledged.values()))
        again = {word: post(server.client, word).json()["id"] for word in sorted(tried)}
        assert acknowledged.items() <= again.items()
        assert Counter(one["id"] for one in incidents(server.client)) == Counter(again.values())
        assert len(set(again.values())) == len(tried)
        assert server.running.end() == 0
