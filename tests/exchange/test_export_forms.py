"""What goes out opens in what notebooks, maps and newsrooms use, typed, and holds what the ledger says."""

import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import geopandas  # type: ignore[import-untyped]
import openpyxl
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pytest
from fastapi.testclient import TestClient

from api.exchange.exports.flat_chains import COLUMNS as OF_LINKS
from api.exchange.exports.flat_incidents import FLAT, NESTED
from api.exchange.spreadsheets import disarmed, rearmed
from api.settings import Settings
from seeds.loader import load
from tests.api.conftest import serving
from tests.api.story import ROOT
from tests.docs.pages import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "guide" / "exporting.md").read_text()
FORMULAS = [
    "=1+1",
    "+32 2 123",
    "-Ain",
    "@SUM(A1)",
    "\tTab",
    "\rReturn",
    "'=quoted",
    "''-twice",
    " =1",
    "\n+1",
    "\uff1d1+1",
]
PLAIN = ["'Ayn Issa", "Nayrab", "a=b", "", "'", "٢٠٢٠", " Nayrab"]


@pytest.fixture(scope="module")
def idlib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("idlib") / "ledger.db"
    with serving(Settings(database=f"sqlite:///{path}")) as (truceline, client):
        load(truceline.ledger)
        truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        del client.headers["Authorization"]
        yield client


def taken(client: TestClient, name: str, folder: Path) -> Path:
    answer = client.get(f"{ROOT}/exports/{name}")
    assert answer.status_code == 200, answer.text
    path = folder / name.partition("?")[0].replace("/", "-")
    path.write_bytes(answer.content)
    return path


def test_pandas_types_the_dates_and_the_integers_of_the_csv(idlib: TestClient, tmp_path: Path) -> None:
    path = taken(idlib, "incidents.csv", tmp_path)
    times = [column.name for column in FLAT if column.kind == "time"]
    frame = pd.read_csv(path, parse_dates=[*times, "day"], dtype_backend="numpy_nullable")
    assert len(frame) == idlib.get(f"{ROOT}/incidents").json()["count"] > 40
    assert {str(frame[name].dtype.tz) for name in times} == {"UTC"}
    assert str(frame["day"].dtype).startswith("datetime64")
    assert {str(frame[f"killed_{bound}"].dtype) for bound in ("low", "high")} == {"Int64"}
    assert str(frame["lat"].dtype) == "Float64"
    assert str(frame["killed_open"].dtype) == "boolean"


def test_what_the_csv_leaves_empty_is_what_nobody_claims(idlib: TestClient, tmp_path: Path) -> None:
    with taken(idlib, "incidents.csv", tmp_path).open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    untold = 0
    for line in idlib.get(f"{ROOT}/exports/incidents.ndjson").text.splitlines():
        one = json.loads(line)
        claimed = {row["outcome"] for claim in one["claims"] if claim["counts"] for row in claim["casualties"]}
        row = rows[one["id"]]
        assert (row["killed_low"] != "") is ("killed" in claimed)
        assert row["claims"] == str(len(one["claims"]))
        assert row["sources"] == ";".join(sorted({claim["source"] for claim in one["claims"]}))
        untold += "killed" not in claimed
    assert 0 < untold < len(rows)


def test_rows_end_as_the_standard_says(idlib: TestClient, tmp_path: Path) -> None:
    content = taken(idlib, "incidents.csv", tmp_path).read_bytes()
    assert content.count(b"\r\n") > 40
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_calculate_is_disarmed_and_comes_back(text: str) -> None:
    assert disarmed(text) == f"'{text}"
    assert rearmed(disarmed(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert disarmed(text) == text == rearmed(text)


def test_duckdb_and_polars_read_real_types_from_parquet(idlib: TestClient, tmp_path: Path) -> None:
    path = taken(idlib, "incidents.parquet", tmp_path)
    frame = pl.read_parquet(path)
    assert frame.schema["occurred_from"] == pl.Datetime("us", "UTC")
    assert frame.schema["day"] == pl.Date
    assert frame.schema["killed_low"] == pl.Int64
    assert frame.schema["killed_open"] == pl.Boolean
    assert frame.schema["targets"] == pl.List(pl.String)
    with duckdb.connect() as connection:
        types = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall())
        (strikes,) = connection.execute(
            f"SELECT count(*) FROM '{path}' WHERE list_contains(targets, 'turkey')"
        ).fetchall()
    assert types["occurred_from"] == "TIMESTAMP WITH TIME ZONE"
    assert types["sources"] == "VARCHAR[]"
    assert types["casualties"].startswith("STRUCT(party VARCHAR")
    assert strikes[0] == idlib.get(f"{ROOT}/incidents?target=turkey").json()["count"] > 0
    assert frame["id"].to_list() == [feature["id"] for feature in features(idlib)]


def test_parquet_says_through_which_lens_it_looks(idlib: TestClient, tmp_path: Path) -> None:
    path = taken(idlib, "incidents.parquet?as_of=2020-02-10", tmp_path)
    told = json.loads(pl.read_parquet_metadata(path)["truceline"])
    assert told["lens"]["as_of"] == "2020-02-10T23:59:59.999999Z"
    assert told["position"] == idlib.get(f"{ROOT}/counts").json()["position"]


def test_geopandas_reads_every_incident_from_the_map(idlib: TestClient, tmp_path: Path) -> None:
    frame = geopandas.read_file(taken(idlib, "incidents.geojson", tmp_path))
    listed = features(idlib)
    nowhere = [one["id"] for one in listed if one["properties"]["place"]["lat"] is None]
    assert len(frame) == len(listed) == idlib.get(f"{ROOT}/incidents").json()["count"]
    assert 0 < frame.geometry.isna().sum() == len(nowhere) < len(listed)
    assert frame.crs.to_epsg() == 4326
    strike = frame[frame["id"] == "eda3c4e2-9b51-5a2b-8d58-851d4d7eb17a"]
    assert (round(strike.geometry.x.item(), 2), round(strike.geometry.y.item(), 2)) == (36.72, 35.87)


def test_openpyxl_reads_the_counts_as_numbers(idlib: TestClient, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(taken(idlib, "counts.xlsx?group_by=party,year", tmp_path))
    assert book.sheetnames == ["counts", "lens", "credits"]
    heading, *rows = book["counts"].iter_rows(values_only=True)
    groups = idlib.get(f"{ROOT}/counts?group_by=party,year").json()["groups"]
    assert len(rows) == len(groups)
    for row, group in zip(rows, groups, strict=True):
        told = dict(zip(heading, row, strict=True))
        assert (told["party"], told["year"]) == (group["party"], group["year"])
        assert told["violations_attributed"] == group["violations"]["attributed"]
        killed = group["suffered"].get("killed", {"low": None, "high": None, "open": None})
        assert [told[f"suffered_killed_{bound}"] for bound in killed] == list(killed.values())
        assert idlib.get(str(told["address"])).json()["count"] == told["incidents"] == group["incidents"]["count"]
    assert ("policy", "assessment-1") in list(book["lens"].iter_rows(values_only=True))


def test_a_workbook_does_not_say_when_it_was_made(idlib: TestClient, tmp_path: Path) -> None:
    with zipfile.ZipFile(taken(idlib, "counts.xlsx", tmp_path)) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z</dcterms:modified>" in book.read("docProps/core.xml")


def test_links_of_chains_come_as_rows(idlib: TestClient, tmp_path: Path) -> None:
    frame = pl.read_parquet(taken(idlib, "chains.parquet", tmp_path))
    chains = idlib.get(f"{ROOT}/chains").json()["items"]
    links = [(link["trigger"], link["answer"]) for chain in chains for link in chain["links"]]
    assert list(zip(frame["trigger"], frame["answer"], strict=True)) == links
    assert frame.schema["seconds_least"] == pl.Int64
    lines = idlib.get(f"{ROOT}/exports/chains.ndjson").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [chain["id"] for chain in chains]


def test_counts_without_parties_have_the_casualties_of_the_whole(idlib: TestClient, tmp_path: Path) -> None:
    frame = pl.read_csv(taken(idlib, "counts.csv?group_by=act", tmp_path))
    groups = {one["act"]: one for one in idlib.get(f"{ROOT}/counts?group_by=act").json()["groups"]}
    assert dict(zip(frame["act"], frame["violations_unattributed"], strict=True)) == {
        act: one["violations"]["unattributed"] for act, one in groups.items()
    }
    strikes = frame.row(by_predicate=pl.col("act") == "air_strike", named=True)
    assert strikes["casualties_killed_low"] == groups["air_strike"]["casualties"]["killed"]["low"] > 0


@pytest.mark.parametrize("name", dict.fromkeys(column.name for column in (*NESTED, *OF_LINKS)))
def test_every_column_is_explained(name: str) -> None:
    bare = name.removeprefix("trigger").removeprefix("answer")
    assert f"`{name}`" in GUIDE or f"`…{bare}`" in GUIDE


def features(client: TestClient) -> list[dict[str, dict[str, dict[str, float | None]]]]:
    found: list[dict[str, dict[str, dict[str, float | None]]]] = client.get(f"{ROOT}/incidents.geojson").json()[
        "features"
    ]
    return found
