"""Whoever makes tables may be killed at any point: they are whole up to a position, and followed on from there."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.ledgers import ledger_of
from domain.ledger import Ledger
from projections.store import Store
from tests.cli.doomed import Doom, Work, check_goes_on, check_whole, follow_in_batches, load_in_parts, rebuild
from tests.projections.arrange import followed

INCIDENTS = 150
TIMES = int(os.environ.get("KILL_TIMES", "1"))
"""More kills, for a night: KILL_TIMES=50."""

SEED = random.SystemRandom().randrange(10**6)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger_of(INCIDENTS, tmp_path_factory.mktemp("doomed"))


@pytest.fixture
def ledger(made_up: Path, tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.at(f"sqlite:///{shutil.copy(made_up, tmp_path / 'ledger.db')}", create=False)
    yield ledger
    ledger.close()


@pytest.fixture
def fresh(ledger: Ledger) -> Iterator[Store]:
    """Tables that nobody interrupted."""
    store = followed(ledger)
    yield store
    store.close()


@pytest.mark.parametrize(("work", "kills"), [(follow_in_batches, 14), (load_in_parts, 5)])
def test_killed_at_any_point_the_tables_are_whole_and_go_on(
    ledger: Ledger, fresh: Store, tmp_path: Path, work: Work, kills: int
) -> None:
    doom = Doom(work, ledger.address.url, tmp_path / "tables", random.Random(SEED))
    for number in range(kills * TIMES):
        doom.kill_once()
        doom.check_nothing_is_left()
        check_copy(doom.home, tmp_path / f"copy-{number}", ledger, fresh)


def check_copy(home: Path, room: Path, ledger: Ledger, fresh: Store) -> None:
    """Look at what a kill has left, and leave it for the next."""
    room.mkdir()
    for one in home.parent.glob(f"{home.name}*"):
        shutil.copy(one, room)
    store = Store(room / home.name)
    try:
        check_whole(store)
        check_goes_on(ledger, store, fresh)
    finally:
        store.close()
        shutil.rmtree(room)


def test_a_rebuild_killed_at_any_point_leaves_the_old_tables_or_the_new(
    ledger: Ledger, fresh: Store, tmp_path: Path
) -> None:
    home = tmp_path / "tables"
    followed(ledger, Store(home)).close()
    doom = Doom(rebuild, ledger.address.url, home, random.Random(SEED))
    for _ in range(9 * TIMES):
        while doom.ends_after(doom.chance.uniform(0, doom.longest)):
            pass
        doom.check_nothing_is_left()
        store = Store(home)
        assert store.position == ledger.position
        check_whole(store)
        check_goes_on(ledger, store, fresh)
        store.close()
    assert doom.ends_after(60)
    assert [one.name for one in tmp_path.glob("tables*")] == ["tables"]
