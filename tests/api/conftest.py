"""A server over a ledger of the test's own, and the record of Nayrab in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from api.access import Role
from api.app import create_app
from api.settings import Settings
from api.wiring import Truceline
from tests.api.story import tell

BOOTSTRAP = "a-key-for-tests"


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[Truceline, TestClient]]:
    with (
        Truceline.open(settings) as truceline,
        TestClient(create_app(truceline), raise_server_exceptions=False) as client,
    ):
        client.headers["Authorization"] = f"Bearer {BOOTSTRAP}"
        yield truceline, client


@pytest.fixture
def sqlite_server(sqlite_url: str) -> Iterator[tuple[Truceline, TestClient]]:
    with serving(Settings(database=sqlite_url, bootstrap_key=BOOTSTRAP)) as server:
        yield server


@pytest.fixture
def truceline(sqlite_server: tuple[Truceline, TestClient]) -> Truceline:
    return sqlite_server[0]


@pytest.fixture
def client(sqlite_server: tuple[Truceline, TestClient]) -> TestClient:
    """A client whose key is an admin's."""
    return sqlite_server[1]


@pytest.fixture
def any_client(database_url: str) -> Iterator[TestClient]:
    """The same, once on each database that can hold a log."""
    with serving(Settings(database=database_url, bootstrap_key=BOOTSTRAP)) as (_, client):
        yield client


@pytest.fixture
def nayrab(client: TestClient) -> TestClient:
    """A client of a ledger that has parties, sources, the Sochi memorandum, and the strike with its answer."""
    tell(client, until="/incidents")
    return client


@pytest.fixture(scope="module")
def settled_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Truceline, TestClient]]:
    """One server for all of them: where nothing is stored, nothing is shared."""
    path = tmp_path_factory.mktemp("refusals") / "ledger.db"
    with serving(Settings(database=f"sqlite:///{path}", bootstrap_key=BOOTSTRAP)) as (truceline, client):
        tell(client, until="/incidents")
        yield truceline, client


@pytest.fixture
def settled_ledger(settled_server: tuple[Truceline, TestClient]) -> Truceline:
    return settled_server[0]


@pytest.fixture
def settled(settled_server: tuple[Truceline, TestClient]) -> TestClient:
    """The same as `nayrab`, but shared by a file's tests: for tests that store nothing."""
    return settled_server[1]


def as_role(truceline: Truceline, client: TestClient, role: Role) -> None:
    """Let the client act with a fresh key of this role."""
    _, token = truceline.keys.add(f"a {role}", role)
    client.headers["Authorization"] = f"Bearer {token}"
