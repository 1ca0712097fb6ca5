"""Incidents go out in UCDP's columns: what came from there as it came, anything else as far as it is known."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import Commands
from tests.exchange.ucdp_rows import OLD, renewed, row, write

FIRST = [
    row(),
    row(
        id="900002",
        type_of_violence="3",
        side_b="Civilians",
        deaths_a="0",
        deaths_b="0",
        deaths_civilians="2",
        deaths_unknown="1",
        low="5",
        best="3",
        high="1",
        source_article="One, two; three",
        gwnob="652",
    ),
    row(id="900003", date_start="2019-05-07", date_end="2019-05-07", date_prec="1", year="2019", active_year="0"),
    row(id="900004", side_a="Syrian insurgents", side_b="Syrian insurgents", deaths_a="4", deaths_b="5"),
    row(id="900005", date_start="2019-06-01", date_end="2019-06-30", date_prec="4", adm_2="", where_prec="4"),
]


@pytest.fixture
def imported(truceline: Commands, sqlite_url: str, tmp_path: Path) -> str:
    take_in(truceline, write(tmp_path / "first.csv", FIRST), sqlite_url)
    return sqlite_url


def test_rows_come_out_as_they_went_in(truceline: Commands, imported: str, tmp_path: Path) -> None:
    assert taken_out(truceline, imported, tmp_path) == {one["id"]: one for one in FIRST}


def test_rows_of_a_newer_release_come_out_in_the_older_columns(
    truceline: Commands, sqlite_url: str, tmp_path: Path
) -> None:
    take_in(truceline, write(tmp_path / "new.csv", map(renewed, FIRST)), sqlite_url)
    told = taken_out(truceline, sqlite_url, tmp_path)
    assert [told[one["id"]] | {"gwnob": ""} for one in FIRST] == [one | {"gwnob": ""} for one in FIRST]


def test_the_latest_release_speaks(truceline: Commands, imported: str, tmp_path: Path) -> None:
    mended = [row(deaths_unknown="5", best="11", high="20", source_headline="Counted again"), *FIRST[1:]]
    mended[0]["source_article"] = '"SOHR,2019-05-03,Counted again"'
    take_in(truceline, write(tmp_path / "second.csv", mended), imported)
    assert taken_out(truceline, imported, tmp_path)["900001"] == mended[0]


def test_what_went_out_comes_in_again_as_nothing_new(truceline: Commands, imported: str, tmp_path: Path) -> None:
    taken_out(truceline, imported, tmp_path)
    again = truceline("import", "ucdp-ged", str(tmp_path / "out.csv"), "--database", imported, "--json")
    assert again.exit_code == 0, again.stderr
    assert json.loads(again.stdout)["unchanged"] == len(FIRST)


def test_incidents_from_elsewhere_are_told_as_far_as_they_are_known(
    truceline: Commands, idlib_url: str, tmp_path: Path
) -> None:
    told = taken_out(truceline, idlib_url, tmp_path)
    strike = told["eda3c4e2-9b51-5a2b-8d58-851d4d7eb17a"]
    assert (strike["date_start"], strike["date_end"], strike["date_prec"], strike["side_b"]) == (
        *("2020-02-20", "2020-02-20"),
        *("1", "Turkey"),
    )
    assert (strike["low"], strike["best"], strike["high"]) == ("2", "2", "2")
    unknowable = ("type_of_violence", "dyad_new_id", "dyad_name", "deaths_a", "event_clarity", "region")
    assert {one[name] for one in told.values() for name in unknowable} == {""}


def test_the_whole_release_comes_out_as_it_went_in(
    truceline: Commands, shared_data: Path, sqlite_url: str, tmp_path: Path
) -> None:
    file = shared_data / "ucdp" / "ged_syria_2016_2018.csv"
    take_in(truceline, file, sqlite_url)
    told = taken_out(truceline, sqlite_url, tmp_path)
    with file.open(newline="", encoding="utf-8") as release:
        rows = list(csv.DictReader(release))
    assert len(told) == len(rows) == 14_522
    differing = Counter(name for one in rows for name in one if told[one["id"]][name] != one[name])
    assert differing == Counter()


def take_in(truceline: Commands, file: Path, url: str) -> None:
    done = truceline("import", "ucdp-ged", str(file), "--register-parties", "--database", url)
    assert done.exit_code == 0, done.stderr


def taken_out(truceline: Commands, url: str, folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "out.csv"
    done = truceline("export", "incidents", str(path), "--as", "ucdp-ged", "--database", url)
    assert done.exit_code == 0, done.stderr
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = {one["id"]: one for one in reader}
    assert reader.fieldnames == OLD
    return rows
