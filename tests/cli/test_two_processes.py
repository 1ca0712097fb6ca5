"""Two servers on one PostgreSQL ledger: what one records, the other shows."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.cli.process import Serving, run, serving
from tests.cli.reporting import PATH, incidents, introduce, post

WITHIN_SECONDS = 1.0


@pytest.fixture
def servers(postgres_url: str) -> Iterator[tuple[Serving, Serving]]:
    with serving(postgres_url) as first, serving(postgres_url) as second:
        introduce(first.client)
        yield first, second


def test_the_second_sees_a_write_of_the_first_within_a_second(servers: tuple[Serving, Serving]) -> None:
    first, second = servers
    written = post(first.client, "seen within a second").json()
    answered = time.monotonic()
    pause = threading.Event()
    while second.client.get(f"{PATH}/incidents/{written['id']}").status_code != 200:
        assert time.monotonic() - answered < WITHIN_SECONDS
        pause.wait(0.01)


def test_the_second_sees_it_at_once_where_it_is_asked_for_its_position(servers: tuple[Serving, Serving]) -> None:
    first, second = servers
    for number in range(20):
        written = post(first.client, f"seen at once {number}")
        position = written.headers["Truceline-Position"]
        answer = second.client.get(f"{PATH}/incidents/{written.json()['id']}", params={"min_position": position})
        assert answer.status_code == 200


def test_a_retry_at_the_second_answers_what_the_first_recorded(servers: tuple[Serving, Serving]) -> None:
    written, again = (post(server.client, "told to both") for server in servers)
    assert again.json()["id"] == written.json()["id"]
    position = again.headers["Truceline-Position"]
    assert [len(incidents(server.client, min_position=position)) for server in servers] == [1, 1]


def test_a_key_that_is_made_beside_them_opens_both_and_a_revoked_one_neither(
    servers: tuple[Serving, Serving], postgres_url: str
) -> None:
    made = run("keys", "add", "desk", "--role", "reporter", "--database", postgres_url)
    token = made.stdout.strip()
    for server in servers:
        server.client.headers["Authorization"] = f"Bearer {token}"
        assert post(server.client, "by the desk").status_code == 201
    revoked = run("keys", "revoke", token.split("_")[1], "--database", postgres_url)
    assert revoked.returncode == 0
    assert [post(server.client, "too late").status_code for server in servers] == [401, 401]
