"""A ledger with Idlib in it, and the commands as a user types them."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from domain.ledger import Ledger
from projections.follow import Follower
from projections.store import Store
from seeds.loader import load


class Commands(Protocol):
    """Carries out a command in this process."""

    def __call__(self, *arguments: str, width: int = 80, **variables: str) -> Result: ...


@pytest.fixture
def truceline(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Type a command; settings of the developer's own are out of the way."""
    for name in ("DATABASE", "PROJECTIONS", "BOOTSTRAP_KEY", "PUBLIC_READ"):
        monkeypatch.delenv(f"TRUCELINE_{name}", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def typed(*arguments: str, width: int = 80, **variables: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env={"COLUMNS": str(width), **variables})

    return typed


@pytest.fixture(scope="session")
def seeded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "idlib.db"
    ledger = Ledger.at(f"sqlite:///{path}")
    load(ledger)
    ledger.close()
    return path


@pytest.fixture
def idlib(seeded_once: Path, tmp_path: Path) -> Path:
    """A ledger of the test's own, with the Idlib seeds in it."""
    return Path(shutil.copy(seeded_once, tmp_path / "idlib.db"))


@pytest.fixture
def idlib_url(idlib: Path) -> str:
    return f"sqlite:///{idlib}"


@pytest.fixture
def tables(idlib_url: str) -> Iterator[Store]:
    """What the projections of that ledger answer, asked without the command line."""
    ledger, store = Ledger.at(idlib_url), Store()
    Follower(ledger, store).catch_up()
    yield store
    store.close()
    ledger.close()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        yield somebody.getsockname()[1]
