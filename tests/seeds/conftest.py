"""A server over the record of Idlib, loaded through the commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from api.wiring import Truceline
from seeds.loader import load
from tests.api.conftest import BOOTSTRAP, serving


@pytest.fixture(scope="session")
def idlib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Truceline, TestClient]]:
    path: Path = tmp_path_factory.mktemp("idlib") / "ledger.db"
    with serving(Settings(database=f"sqlite:///{path}", bootstrap_key=BOOTSTRAP)) as (truceline, client):
        load(truceline.ledger, "seeds")
        truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        yield truceline, client


@pytest.fixture
def record(idlib: tuple[Truceline, TestClient]) -> TestClient:
    """A client that only reads."""
    return idlib[1]
