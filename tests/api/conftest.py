"""A server over a ledger of the test's own, and the record of Nayrab in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access import Role
from api.app import create_app
from api.settings import Settings
from api.wiring import Truceline
from bench.ged import write_ged
from tests.api.story import tell, the_document

BOOTSTRAP = "a-key-for-tests"


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[Truceline, TestClient]]:
    with (
        Truceline.open(settings) as truceline,
        TestClient(create_app(truceline), raise_server_exceptions=False) as client,
    ):
        client.headers["Authorization"] = f"Bearer {BOOTSTRAP}"
        yield truceline, client


@contextmanager
def serving_nayrab(told_once: Path, url: str, *, wait: bool = True) -> Iterator[tuple[Truceline, TestClient]]:
    """Serve a copy of the ledger of Nayrab, at the address of a file that is not there yet."""
    shutil.copy(told_once, url.removeprefix("sqlite:///"))
    with serving(Settings(database=url, bootstrap_key=BOOTSTRAP)) as (truceline, client):
        assert not wait or truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        yield truceline, client


@pytest.fixture(scope="session")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with parties, sources, the Sochi memorandum, and the strike with its answer; for copies."""
    path = tmp_path_factory.mktemp("told") / "ledger.db"
    with serving(Settings(database=f"sqlite:///{path}", bootstrap_key=BOOTSTRAP)) as (_, client):
        tell(client, until="/incidents")
    return path


@pytest.fixture
def sqlite_server(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[tuple[Truceline, TestClient]]:
    """A server of the test's own; its ledger is empty unless the test asks for `nayrab`."""
    if "nayrab" in request.fixturenames:
        server = serving_nayrab(request.getfixturevalue("told_once"), sqlite_url)
    else:
        server = serving(Settings(database=sqlite_url, bootstrap_key=BOOTSTRAP))
    with server as opened:
        yield opened


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
    return client


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The OpenAPI document, for tests that read it."""
    return the_document()


@pytest.fixture
def ged(tmp_path: Path) -> bytes:
    """Twelve events of a data set, as its file is uploaded."""
    return write_ged(tmp_path / "ged.csv", 12).read_bytes()


@pytest.fixture(scope="module")
def settled_server(told_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Truceline, TestClient]]:
    """One server for all of them: where nothing is stored, nothing is shared."""
    with serving_nayrab(told_once, f"sqlite:///{tmp_path_factory.mktemp('settled') / 'ledger.db'}") as server:
        yield server


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
