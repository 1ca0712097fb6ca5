"""truceline reconcile: the same answer as the API's, and tables that never show what is unknown as none."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import MEMORY, Settings
from api.wiring import Truceline
from tests.cli.conftest import Commands

DAY = ("--day", "2020-02-21")
FILE = "idlib/commission-bulletins.jsonl"


def rows(shown: str) -> dict[str, list[str]]:
    """Give the cells of the rows of a table, by what stands first in each."""
    lines = [line.split() for line in shown.splitlines() if line.strip()]
    return {cells[0]: cells[1:] for cells in lines if len(cells) == 6}


def test_json_is_what_the_api_answers(truceline: Commands, idlib_url: str) -> None:
    said = json.loads(truceline("reconcile", *DAY, "--as-of", "2020-03-01", "--json", "--database", idlib_url).stdout)
    with (
        Truceline.open(Settings(database=idlib_url, projections=MEMORY)) as server,
        TestClient(create_app(server)) as client,
    ):
        words = {"day": "2020-02-21", "as_of": "2020-03-01", "min_position": said["position"]}
        answer = client.get("/api/v1/bulletins/reconciliation", params=words).json()
    answer["lens"].pop("permanent")
    assert said == answer


def test_a_day_is_a_table_of_both_sides_their_difference_and_our_own(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("reconcile", *DAY, "--database", idlib_url).stdout
    assert "russian-turkish-commission, 2020-02-21\n" in shown
    cells = rows(shown)
    assert cells["Idlib"] == ["16", "6", "10", "0", "5"]
    assert cells["Latakia"] == ["10", "0*", "10", "?", "?"]
    assert "their sum would count nothing" in " ".join(shown.split())


def test_what_a_side_does_not_say_is_a_question_and_not_none(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("reconcile", "--day", "2020-11-24", "--database", idlib_url).stdout
    assert rows(shown)["Idlib"] == ["18", "?", "?", "0", "0"]
    assert "the side of turkey gives no numbers by region\n" in shown
    assert shown.count("gives no numbers by region") == 1


def test_several_days_end_with_the_sums_and_their_denominators(truceline: Commands, idlib_url: str) -> None:
    several = ("--from", "2020-11-01", "--to", "2021-01-31")
    shown = truceline("reconcile", *several, "--database", idlib_url, width=200).stdout
    summed = [line.split() for line in shown.partition("each side over the days")[2].splitlines()]
    assert ["russia", "65", "3", "0"] in summed
    assert ["turkey", "12", "2", "1"] in summed
    assert "2 bulletins in no table: undated" in shown


def test_days_without_bulletins_are_said(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("reconcile", "--day", "2016-01-01", "--database", idlib_url).stdout
    assert shown.startswith("No bulletin for these days is shown under this lens.\n")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--day", "2020-2-1"), ("--from", "soon"), ("--to", "x"), ("--body", "x"), ("--region", "x"), ("--as-of", "x")],
)
def test_what_cannot_be_asked_is_one_line_that_names_the_option(
    truceline: Commands, idlib_url: str, option: str, value: str
) -> None:
    refused = truceline("reconcile", "--database", idlib_url, option, value)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"truceline: {option}: ")


def imported(truceline: Commands, path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Take a file of bulletins into a ledger of its own; answers each side of each day, as reconciled."""
    database = ("--database", f"sqlite:///{path.with_name('imported.db')}")
    done = truceline("import", "bulletins", str(path), "--register-parties", "--json", *database)
    assert (done.exit_code, json.loads(done.stdout)["new"]) == (0, 36)
    days = json.loads(truceline("reconcile", "--json", *database).stdout)["days"]
    return {(day["from"], side["side"]): side for day in days for side in day["sides"]}


def test_every_regional_sum_of_the_imported_file_adds_up(
    truceline: Commands, shared_data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bulletins.jsonl"
    path.write_bytes((shared_data / FILE).read_bytes())
    sides = imported(truceline, path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    given = {
        (line["bulletin_date"], party): (line[column]["total"], line[column]["by_governorate"])
        for line in lines
        if "bulletin_date" in line
        for party, column in (("russia", "russian_side"), ("turkey", "turkish_side"))
    }
    assert len(given) == 34
    assert {key: (side["total"], side["regions"]) for key, side in sides.items()} == given
    unknown = {key for key, (total, regions) in given.items() if total is None or regions is None}
    assert {key: side["unaccounted"] for key, side in sides.items()} == {
        key: None if key in unknown else 0 for key in given
    }


def test_sums_that_do_not_add_up_are_taken_in_as_they_stand_and_named(
    truceline: Commands, shared_data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bulletins.jsonl"
    text = (shared_data / FILE).read_text("utf-8")
    path.write_text(text.replace('"total": 35,', '"total": 36,').replace('"total": 23,', '"total": 20,', 1))
    sides = imported(truceline, path)
    assert {key: side["unaccounted"] for key, side in sides.items() if side["unaccounted"]} == {
        ("2019-01-20", "turkey"): -3,
        ("2019-12-04", "turkey"): 1,
        ("2020-02-21", "russia"): 1,
    }
