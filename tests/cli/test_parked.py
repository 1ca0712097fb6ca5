"""Offline, parked streams are named by the doctor and taken up by a rebuild of them alone."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from domain.ledger import Ledger
from projections.fold import History
from tests.cli.conftest import Commands
from tests.projections.test_parked_replay import learn

NAME = "party.called"


@pytest.fixture
def beside(truceline: Commands, idlib: Path, idlib_url: str) -> tuple[str, ...]:
    """Options for a ledger and its projections, in which one party waits."""
    ledger = Ledger.at(idlib_url)
    party = next(one for one in ledger.undecoded_after(0, 1000) if one.name == "party.registered")
    stamp = json.loads(party.state)
    said = {name: stamp[name] for name in ("timestamp", "known_at", "recorded_by", "correlation_id")}
    state = json.dumps({"v": 1, "name": "Another"} | said).encode()
    ledger.log.insert_events([StoredEvent(UUID(party.stream), 2, NAME, state)])
    ledger.close()
    options = ("--database", idlib_url, "--projections", str(idlib.with_name("projections.duckdb")))
    assert truceline("rebuild", *options).exit_code == 0
    return options


def test_what_still_waits_is_named_with_the_reason_and_the_exit_code_tells(
    truceline: Commands, beside: tuple[str, ...]
) -> None:
    replayed = truceline("rebuild", "--parked", *beside)
    assert replayed.exit_code == 1
    assert f"no fact is called '{NAME}'" in replayed.stdout
    assert "0 streams taken up, 1 still wait." in replayed.stdout
    said = json.loads(truceline("rebuild", "--parked", *beside, "--json").stdout)
    assert (said["taken_up"], len(said["waiting"])) == ([], 1)
    assert "is parked at position" in truceline("doctor", *beside).stdout


def test_after_a_fix_what_waited_is_taken_up_and_the_ledger_is_sound(
    truceline: Commands, beside: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(monkeypatch, NAME, "party.renamed")
    found = truceline("doctor", *beside)
    assert found.exit_code == 1
    assert "in the projections only: replay what is parked" in found.stdout
    replayed = truceline("rebuild", "--parked", *beside)
    assert (replayed.exit_code, "1 streams taken up, 0 still wait." in replayed.stdout) == (0, True)
    assert truceline("doctor", *beside).exit_code == 0


def test_where_there_are_no_projections_nothing_waits(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    path = tmp_path / "none.duckdb"
    refused = truceline("rebuild", "--parked", "--database", idlib_url, "--projections", str(path))
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert not path.exists()


def test_a_rebuild_that_brute_force_disproves_is_one_line_and_leaves_the_old_tables(
    truceline: Commands, beside: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Path(beside[-1]).read_bytes()
    monkeypatch.setattr(History, "_close", lambda *_: None)
    refused = truceline("rebuild", *beside)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "what was made anew is wrong: " in refused.stderr
    assert Path(beside[-1]).read_bytes() == before
