"""A server that ends in the middle of a rebuild, or after one, however it ends, and what the next start finds."""

import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import pytest

from domain.ledger import Ledger
from projections.store import Store
from tests.cli.doomed import MARK, check_goes_on, check_whole, processes_with
from tests.cli.large import large_once, lend
from tests.cli.process import DEADLINE, Serving, serving
from tests.cli.reporting import PATH, introduce
from tests.cli.test_kill import Burst
from tests.projections.arrange import followed

__all__ = ["large_once"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db.projections"


@contextmanager
def rebuilding(server: Serving, home: Path) -> Iterator[None]:
    """Have the server rebuild, and go on as soon as it has begun."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask_for_rebuild, server)
        wait_until(lambda: any(home.parent.glob(f"{home.name}.rebuilding-1*")))
        yield
        asked.result(DEADLINE)


def ask_for_rebuild(server: Serving) -> None:
    """Whether it is answered at all depends on how the server ends, and how soon."""
    with suppress(httpx2.TransportError):
        server.client.post(f"{PATH}/rebuild")


def wait_until(holds: object) -> None:
    assert callable(holds)
    deadline, pause = time.monotonic() + DEADLINE, threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        pause.wait(0.005)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_that_ends_in_the_middle_of_a_rebuild_starts_with_the_old_tables(
    large_once: Path, sqlite_url: str, home: Path, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = lend(large_once, sqlite_url)
    followed_once(url, home)
    inode, room = home.stat().st_ino, home.with_name("room")
    room.mkdir()
    for name in ("TMPDIR", MARK):
        monkeypatch.setenv(name, str(room))
    for _ in range(2):
        with serving(url) as server, rebuilding(server, home):
            threading.Event().wait(random.uniform(0, 1.5))
            assert server.running.end(how) == (0 if how is signal.SIGTERM else -how)
        wait_until(lambda: not processes_with(f"{MARK}={room}"))
        assert [*room.iterdir()] == []
    assert home.stat().st_ino == inode
    with serving(url) as server:
        assert server.client.get(f"{PATH}/counts").json()["position"] == position_of(url)
        assert server.running.end() == 0
    assert [one.name for one in home.parent.glob("*.projections*")] == [home.name]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_tables_made_anew_are_found_at_the_next_start(
    idlib: Path, idlib_url: str, how: signal.Signals, tmp_path: Path
) -> None:
    home = tmp_path / f"{idlib.name}.projections"
    tampered = Store(home)
    ledger = Ledger.at(idlib_url)
    followed(ledger, tampered)
    with tampered.writing() as connection:
        connection.execute("UPDATE incident_versions SET standing = 'retracted'")
    tampered.close()
    with serving(idlib_url) as server:
        report = server.client.post(f"{PATH}/rebuild").json()
        assert [*report["mended"]] == ["incident_versions"]
        party = {"slug": "after-the-rebuild", "name": "After the rebuild", "kind": "state"}
        server.client.post(f"{PATH}/parties", json=party).raise_for_status()
        assert server.running.end(how) == (0 if how is signal.SIGTERM else -how)
    found, fresh = Store(home), followed(ledger)
    assert report["position"] <= found.position
    assert how is signal.SIGKILL or found.position == ledger.position
    check_whole(found)
    check_goes_on(ledger, found, fresh)
    for store in (found, fresh):
        store.close()
    ledger.close()


def test_a_server_killed_under_writes_leaves_tables_that_go_on(sqlite_url: str, home: Path) -> None:
    with serving(sqlite_url) as server:
        introduce(server.client)
        assert server.running.end() == 0
    for number in range(4):
        with serving(sqlite_url) as server:
            Burst(server, f"round-{number}").until_killed_after(random.randint(1, 30))
        ledger, store = Ledger.at(sqlite_url), Store(home)
        check_whole(store)
        fresh = followed(ledger)
        check_goes_on(ledger, store, fresh)
        for one in (store, fresh, ledger):
            one.close()


def followed_once(url: str, home: Path) -> None:
    ledger = Ledger.at(url)
    followed(ledger, Store(home)).close()
    ledger.close()


def position_of(url: str) -> int:
    ledger = Ledger.at(url)
    try:
        return ledger.position
    finally:
        ledger.close()
