"""A ledger so large that its tables take seconds to make, and processes of their own."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from bench.copying import copy_facts
from bench.ledgers import ledger_of

INCIDENTS = 2_500
ROTATIONS = range(1, 10)
_COPY = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    " SELECT substr(originator_id, :by + 1) || substr(originator_id, 1, :by), originator_version, topic, state"
    " FROM stored_events WHERE topic LIKE 'incident.%' AND rowid <= :last ORDER BY rowid"
)


def made_large(folder: Path) -> Path:
    """Make incidents, and tell each again under ids of its own, without asking the rules again."""
    path = ledger_of(INCIDENTS, folder)
    with sqlite3.connect(path) as connection:
        last = connection.execute("SELECT max(rowid) FROM stored_events").fetchone()[0]
        for by in ROTATIONS:
            connection.execute(_COPY, {"by": by, "last": last})
    connection.close()
    return path


def lend(ledger: Path, database_url: str) -> str:
    """A copy of a ledger at an address where there is none yet."""
    if database_url.startswith("sqlite:///"):
        shutil.copy(ledger, database_url.removeprefix("sqlite:///"))
    else:
        copy_facts(ledger, database_url)
    return database_url


@pytest.fixture(scope="session")
def large_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_large(tmp_path_factory.mktemp("large"))
