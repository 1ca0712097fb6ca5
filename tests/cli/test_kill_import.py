"""An import that is killed at any point, and done again, ends in the state of one that ran through."""

import json
import os
import random
import sqlite3
import threading
import time
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.cli import app
from api.exchange.intake import crew, intake, retracting, stretch
from bench.ged import ged_rows
from tests.cli.conftest import Commands
from tests.cli.doomed import MARK, PATIENCE, ended_within, processes_with
from tests.exchange.ucdp_rows import write

ROWS = 120
KILLS = 4
"""How often each release is killed half-way before it may run through."""


def import_in_small_steps(url: str, file: str, mark: str, *, workers: bool) -> None:
    """As the command does it, a few rows at a time."""
    os.environ[MARK] = mark
    stretch.ROWS, retracting.AT_ONCE = 5, 2
    if workers:
        intake.FEW = 1
        crew.processors = lambda: 1
    asked = ["--register-parties", "--retract-missing", "--released", "2024-01-01", "--json"]
    app(["import", "ucdp-ged", file, *asked, "--database", url], standalone_mode=False)


def ends_after(seconds: float, url: str, file: Path, mark: str, *, workers: bool) -> bool:
    """Start an import, and kill it after so long; answers whether it was done by then."""
    return ended_within(seconds, partial(import_in_small_steps, url, str(file), mark, workers=workers))


def releases(folder: Path) -> list[Path]:
    """Two of them: the later one has other tolls in every third row, lacks every tenth, and has five more."""
    rows = list(ged_rows(ROWS))
    later = [
        row | ({"high": str(int(row["high"]) + 1)} if number % 3 == 0 else {})
        for number, row in enumerate(rows)
        if number % 10
    ]
    return [
        write(folder / "first.csv", rows),
        write(folder / "later.csv", later + list(ged_rows(5, first=ROWS))),
    ]


def said(path: Path) -> list[tuple[Any, ...]]:
    """Every stored fact without when it was recorded; reference data is known when it is."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        for stream, version, name, state in connection.execute("SELECT * FROM stored_events"):
            members = json.loads(state)
            del members["timestamp"]
            if not name.startswith("incident."):
                del members["known_at"]
            found.append((stream, version, name, json.dumps(members, sort_keys=True)))
    return sorted(found)


def facts_in(path: Path) -> int:
    """How many are stored; 0 where there is no ledger yet."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as log:
        return int(log.execute("SELECT count(*) FROM stored_events").fetchone()[0])
    return 0


def put_back(path: Path, before: bytes | None) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()
    if before is not None:
        path.write_bytes(before)


def kill_half_way(url: str, path: Path, file: Path, *, workers: bool, longest: float) -> None:
    """Kill it at points of chance, until it was so often after it had begun to store and before it was done."""
    before, there = path.read_bytes() if path.exists() else None, facts_in(path)
    chance, killed, deadline = random.Random(), 0, time.monotonic() + 4 * PATIENCE
    while killed < KILLS:
        assert time.monotonic() < deadline, f"killed {killed} times only"
        if ends_after(chance.uniform(0, longest), url, file, str(path), workers=workers):
            put_back(path, before)
        elif facts_in(path) > there:
            killed += 1


@pytest.mark.parametrize("workers", [0, 1], ids=["alone", "with workers"])
def test_it_ends_in_the_state_of_one_clean_run(tmp_path: Path, truceline: Commands, workers: int) -> None:
    clean, killed = tmp_path / "clean.db", tmp_path / "killed.db"
    url = f"sqlite:///{killed}"
    for file in releases(tmp_path):
        began = time.monotonic()
        assert ends_after(PATIENCE, f"sqlite:///{clean}", file, str(clean), workers=bool(workers))
        kill_half_way(url, killed, file, workers=bool(workers), longest=time.monotonic() - began)
        assert ends_after(PATIENCE, url, file, str(killed), workers=bool(workers))
        assert said(killed) == said(clean)
    names = [name for _, _, name, _ in said(clean)]
    assert names.count("incident.incident_reported") == ROWS + 5
    assert names.count("incident.claim_superseded") > ROWS // 4
    assert names.count("incident.retracted") == ROWS // 10
    assert truceline("doctor", "--database", url).exit_code == 0
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while processes_with(f"{MARK}={killed}"):
        assert time.monotonic() < deadline, "a worker outlives its import"
        pause.wait(0.02)
