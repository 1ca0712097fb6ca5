"""The doctor proves a ledger sound, names what is not, and touches nothing."""

import json
import re
import shutil
import sqlite3
from pathlib import Path

import duckdb
import psycopg
import pytest

from domain.clerk import Clerk
from domain.ledger import Ledger
from domain.party import Party, PartyReport
from tests.cli.conftest import Commands
from tests.cli.process import run, serving
from tests.cli.reporting import introduce


@pytest.fixture
def projections(truceline: Commands, idlib: Path, idlib_url: str) -> Path:
    """The file of the ledger's projections."""
    path = idlib.with_name("projections.duckdb")
    assert truceline("rebuild", "--database", idlib_url, "--projections", str(path)).exit_code == 0
    return path


def test_a_sound_ledger_is_sound(truceline: Commands, idlib_url: str) -> None:
    result = truceline("doctor", "--database", idlib_url)
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 2)
    assert ": sound; " in result.stdout


def test_it_says_how_much_was_tried_by_brute_force(truceline: Commands, idlib_url: str) -> None:
    whole = truceline("doctor", "--database", idlib_url).stdout
    assert re.search(
        r"^Tried by brute force: all \d+ streams at [\d,]+ cuts, and the counts under 25 lenses\.$", whole, re.MULTILINE
    )
    some = json.loads(truceline("doctor", "--database", idlib_url, "--sample", "7", "--json").stdout)["proof"]
    assert (some["streams"], some["whole"]) == (7, False)
    assert f"all {some['of_streams']} streams" in whole
    assert "7 of " in truceline("doctor", "--database", idlib_url, "--sample", "7").stdout


def test_a_sound_ledger_in_postgresql_is_sound(postgres_url: str) -> None:
    with serving(postgres_url) as server:
        introduce(server.client)
        assert run("doctor", "--database", postgres_url).returncode == 0


def test_projections_that_equal_a_replay_are_sound(truceline: Commands, idlib_url: str, projections: Path) -> None:
    result = truceline("doctor", "--database", idlib_url, "--projections", str(projections))
    assert result.exit_code == 0
    assert "projections compared" in result.stdout


@pytest.mark.parametrize(
    ("tampering", "table"),
    [
        ("UPDATE incident_versions SET act = 'sniper_fire' WHERE act = 'shelling'", "incident_versions"),
        ("DELETE FROM statement_versions", "statement_versions"),
        ("INSERT INTO source_versions SELECT * FROM source_versions LIMIT 1", "source_versions"),
        ("UPDATE facts SET recorded_at = recorded_at + 1 WHERE position = 7", "facts"),
    ],
)
def test_a_table_that_was_tampered_with_is_named(
    truceline: Commands, idlib_url: str, projections: Path, tampering: str, table: str
) -> None:
    with duckdb.connect(str(projections)) as connection:
        connection.execute(tampering)
    result = truceline("doctor", "--database", idlib_url, "--projections", str(projections))
    assert result.exit_code == 1
    assert f"table {table} differs" in result.stdout


def test_json_lists_the_same_findings(truceline: Commands, idlib_url: str, projections: Path) -> None:
    with duckdb.connect(str(projections)) as connection:
        connection.execute("DELETE FROM party_versions")
    result = truceline("doctor", "--database", idlib_url, "--projections", str(projections), "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["sound"]) == (1, False)
    assert said["findings"]
    assert all("party_versions" in finding for finding in said["findings"])


def test_projections_that_are_only_behind_are_sound_and_stay_behind(
    truceline: Commands, idlib_url: str, projections: Path
) -> None:
    record_one_more(idlib_url)
    before = projections.read_bytes()
    result = truceline("doctor", "--database", idlib_url, "--projections", str(projections))
    assert result.exit_code == 0, result.stdout
    assert "behind" in result.stdout
    assert projections.read_bytes() == before


def test_projections_that_are_behind_and_tampered_with_are_named(
    truceline: Commands, idlib_url: str, projections: Path
) -> None:
    with duckdb.connect(str(projections)) as connection:
        connection.execute("DELETE FROM bulletin_versions")
    record_one_more(idlib_url)
    result = truceline("doctor", "--database", idlib_url, "--projections", str(projections))
    assert result.exit_code == 1
    assert "table bulletin_versions differs" in result.stdout


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE progress SET position = position - 1",
        "UPDATE progress SET position = position + 1",
        "UPDATE progress SET ledger = 'another'",
    ],
)
def test_a_position_that_is_not_that_of_the_tables_is_found(
    truceline: Commands, idlib_url: str, projections: Path, tampering: str
) -> None:
    with duckdb.connect(str(projections)) as connection:
        connection.execute(tampering)
    result = truceline("doctor", "--database", idlib_url, "--projections", str(projections))
    assert result.exit_code == 1
    assert "where the log holds another fact, or none" in result.stdout


def test_a_projections_file_that_is_none_is_found(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    text = tmp_path / "projections.duckdb"
    text.write_text("no tables here " * 100)
    result = truceline("doctor", "--database", idlib_url, "--projections", str(text))
    assert result.exit_code == 1
    assert str(text) in result.stdout


def test_a_fact_whose_bytes_were_changed_behind_the_triggers_is_found(
    truceline: Commands, idlib: Path, idlib_url: str
) -> None:
    garble(idlib, position=12)
    result = truceline("doctor", "--database", idlib_url)
    assert result.exit_code == 1
    assert "position 12 cannot be read" in result.stdout


def test_it_works_beside_a_running_server(sqlite_url: str) -> None:
    with serving(sqlite_url) as server:
        introduce(server.client)
        doctor = run("doctor", "--database", sqlite_url)
    assert doctor.returncode == 0
    assert "in use by a server" in doctor.stdout


def test_a_text_file_is_no_ledger_and_stays_as_it_is(truceline: Commands, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Nothing but notes. " * 100)
    result = truceline("doctor", "--database", f"sqlite:///{text}")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "is not a ledger" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["", "no-such.db", "no/such/folder.db"])
def test_where_there_is_no_ledger_none_is_made(truceline: Commands, tmp_path: Path, name: str) -> None:
    result = truceline("doctor", "--database", f"sqlite:///{tmp_path / name}")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_in_a_postgresql_without_a_ledger_none_is_made(truceline: Commands, postgres_url: str) -> None:
    result = truceline("doctor", "--database", postgres_url)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_nothing_is_made_beside_a_ledger_and_nothing_in_it_changes(
    truceline: Commands, idlib: Path, idlib_url: str
) -> None:
    before = {path.name: path.read_bytes() for path in idlib.parent.iterdir()}
    truceline("doctor", "--database", idlib_url)
    assert {path.name: path.read_bytes() for path in idlib.parent.iterdir()} == before


def test_a_copy_of_a_ledger_that_nobody_may_write_to_can_be_examined(idlib: Path, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    shutil.copy(idlib, folder / "idlib.db")
    assert run("doctor", "--database", f"sqlite:///{folder / 'idlib.db'}").returncode == 0


def record_one_more(url: str) -> None:
    ledger = Ledger.at(url)
    report = PartyReport.model_validate({"slug": "latecomer", "name": "Latecomer", "kind": "armed_group"})
    Clerk(ledger, "test").open(lambda entry, said, _: Party.register(entry, said), report)
    ledger.close()


def garble(path: Path, position: int) -> None:
    """Change what is stored as only somebody with the file in hands can."""
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER stored_events_no_update")
        connection.execute("UPDATE stored_events SET state = '{' WHERE rowid = ?", (position,))
    connection.close()
