"""Fits in the terminal: shown before they are adopted, recorded with a reason, and carried by every copy."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import MEMORY, Settings
from api.wiring import Truceline
from domain.ledger import Ledger
from tests.cli.conftest import Commands
from tests.cli.process import run


def position_of(url: str) -> int:
    ledger = Ledger.at(url)
    position = ledger.position
    ledger.close()
    return position


def told(truceline: Commands, url: str, *options: str) -> dict[str, Any]:
    done = truceline("fit", "--json", "--database", url, *options)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_dry_run_shows_what_would_be_adopted_and_stores_nothing(truceline: Commands, idlib_url: str) -> None:
    before = position_of(idlib_url)
    tried = told(truceline, idlib_url, "--dry-run", "--as-of", "2020-02-29")
    assert position_of(idlib_url) == before
    done = told(truceline, idlib_url, "--as-of", "2020-02-29", "--reason", "February is entered.")
    assert position_of(idlib_url) == before + 1
    same = ("version", "parameters", "intervals", "window", "likelihood", "acts", "left_out", "background", "fitted_to")
    assert {name: tried[name] for name in same} == {name: done[name] for name in same}
    assert (done["reason"], done["in_force"], done["adopted"]["position"]) == ("February is entered.", True, before + 1)
    assert "id" not in tried


def test_the_table_shows_each_number_between_its_bounds(truceline: Commands, idlib_url: str) -> None:
    found = told(truceline, idlib_url, "--dry-run")
    shown = truceline("fit", "--dry-run", "--database", idlib_url, width=200).stdout
    for name, heading, places in (("delay_days", "delay (days)", 1), ("reach_km", "reach (km)", 1)):
        [line] = [line for line in shown.splitlines() if line.startswith(heading)]
        numbers = [found["parameters"][name], *found["intervals"][name]]
        assert line.removeprefix(heading).split() == [f"{number:.{places}f}" for number in numbers]
    assert f"from {found['acts']} acts" in shown
    for reason, count in found["left_out"].items():
        assert f"{reason.replace('_', ' ')} {count}" in shown
    assert "Not adopted" in shown


def test_what_is_adopted_is_what_the_api_answers(truceline: Commands, idlib_url: str) -> None:
    done = told(truceline, idlib_url, "--reason", "why")
    settings = Settings(database=idlib_url, projections=MEMORY)
    with Truceline.open(settings) as opened, TestClient(create_app(opened)) as client:
        [listed] = client.get("/api/v1/fits", params={"min_position": done["position"]}).json()["items"]
        answered = client.get(f"/api/v1/fits/{done['id']}").json()
    assert {name: part for name, part in answered.items() if name != "lens"} == {
        name: part for name, part in done.items() if name != "lens"
    }
    assert listed == {name: part for name, part in done.items() if name not in {"background", "lens", "position"}}


def test_the_doctor_and_a_copy_of_the_ledger_carry_it(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    done = told(truceline, idlib_url)
    copy, other = tmp_path / "copy.ndjson", f"sqlite:///{tmp_path / 'other.db'}"
    for command in (
        ("doctor", "--database", idlib_url),
        ("export", "events", str(copy), "--database", idlib_url),
        ("import", "ledger", str(copy), "--database", other),
        ("doctor", "--database", other),
    ):
        result = truceline(*command)
        assert result.exit_code == 0, result.output
    assert position_of(other) == done["adopted"]["position"]
    again = told(truceline, other, "--dry-run", "--position", str(done["fitted_to"]["position"]))
    assert again["parameters"] == done["parameters"], "the same acts give the same numbers"


def test_two_processes_adopt_one_after_the_other_and_the_last_is_in_force(truceline: Commands, idlib_url: str) -> None:
    first = json.loads(run("fit", "--json", "--reason", "the first", "--database", idlib_url).stdout)
    second = told(truceline, idlib_url, "--reason", "the second")
    assert (first["in_force"], second["in_force"]) == (True, True)
    assert second["adopted"]["position"] == first["adopted"]["position"] + 1
    assert second["parameters"] == first["parameters"], "what was adopted is no act"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--known-at", "2999-01-01"), "--known-at: 2999-01-01T23:59:59.999999Z is beyond the present"),
        (("--as-of", "2999-01-01"), "--as-of: 2999-01-01T23:59:59.999999Z is beyond the present"),
        (("--position", "999999"), "--position: 999999 is beyond the end of the log"),
        (("--as-of", "2012-01-01"), "no incident takes part"),
        (("--reason", " "), "--reason"),
        (("--policy", "guess-1"), "--policy"),
    ],
)
def test_what_cannot_be_fitted_is_one_line_and_nothing_is_stored(
    truceline: Commands, idlib_url: str, options: tuple[str, ...], said: str
) -> None:
    before = position_of(idlib_url)
    done = truceline("fit", *options, "--database", idlib_url)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert position_of(idlib_url) == before


def test_where_there_is_no_ledger_none_is_made(truceline: Commands, tmp_path: Path) -> None:
    path = tmp_path / "nowhere.db"
    assert truceline("fit", "--database", f"sqlite:///{path}").exit_code == 2
    assert not path.exists()
