"""`truceline export` writes what the API gives at the same lens, and leaves no half of a file."""

import csv
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.settings import MEMORY, Settings
from domain.ledger import Ledger
from tests.api.conftest import serving
from tests.api.permanent import citation
from tests.api.story import ROOT
from tests.cli.conftest import Commands

EVERY = [
    *(f"incidents.{ending}" for ending in ("csv", "geojson", "ndjson", "parquet")),
    *(f"counts.{ending}" for ending in ("csv", "ndjson", "parquet", "xlsx")),
    *(f"chains.{ending}" for ending in ("csv", "ndjson", "parquet", "graphml", "mmd")),
    "events.ndjson",
]


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_what_the_api_gives_at_its_permanent_address(
    truceline: Commands, idlib_url: str, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    done = truceline("export", name.partition(".")[0], str(path), "--database", idlib_url)
    named = "Name UCDP Georeferenced Event Dataset (CC-BY-4.0): UCDP Georeferenced Event Dataset: Sundberg and Melander"
    # No chain has a claim of the one source with a licence in it.
    assert (done.exit_code, done.stderr) == (0, "" if "chains" in name else f"{named} 2013, Hogbladh 2019\n")
    assert path.read_bytes() == cited(idlib_url, f"/exports/{name}")


def test_lens_and_filters_are_those_of_the_api(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    path = tmp_path / "some.ndjson"
    lens = ("--as-of", "2020-02-20", "--known-at", "2020-02-21", "--position", "700", "--tz", "Asia/Damascus")
    filters = ("--where", "party=turkey", "--where", "act=air_strike,shelling")
    assert truceline("export", "incidents", str(path), "--database", idlib_url, *lens, *filters).exit_code == 0
    words = "as_of=2020-02-20&known_at=2020-02-21&position=700&tz=Asia/Damascus&party=turkey&act=air_strike,shelling"
    assert path.read_bytes() == cited(idlib_url, f"/exports/incidents.ndjson?{words}")
    assert {json.loads(line)["lens"]["permanent"] for line in path.read_text().splitlines()} == {True}


def test_chains_are_joined_as_asked(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    assert truceline("fit", "--database", idlib_url).exit_code == 0

    def links(*options: str) -> list[dict[str, str]]:
        path = tmp_path / "chains.csv"
        assert truceline("export", "chains", str(path), "--database", idlib_url, *options).exit_code == 0
        with path.open(newline="") as file:
            return list(csv.DictReader(file))

    usual, surer, asserted = links(), links("--probability", "0.9"), links("--basis", "asserted")
    inferred = [link for link in usual if link["basis"] == "inferred"]
    assert {link["basis"] for link in asserted} == {"asserted"}
    assert inferred
    assert all(0 < float(link["probability"]) <= 1 and link["asserted_by"] == "" for link in inferred)
    assert all(link["sentence"] for link in usual)
    pairs = [
        [(link["trigger"], link["answer"]) for link in some if link["basis"] == "asserted"] for some in (usual, surer)
    ]
    assert pairs[0] == pairs[1] == [(link["trigger"], link["answer"]) for link in asserted]
    assert {link["trigger"] for link in inferred} != {link["trigger"] for link in surer if link["basis"] == "inferred"}


def test_counts_are_grouped_as_asked(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    path = tmp_path / "months.csv"
    truceline("export", "counts", str(path), "--database", idlib_url, "--group-by", "act,month")
    assert path.read_text().startswith("act,month,violations_attributed,violations_contested,violations_unattributed")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("weather", "w.csv"), "'weather' is none of incidents, counts, chains, events"),
        (("incidents", "i.xlsx"), "incidents come as csv, geojson, ndjson, parquet, not as 'xlsx'"),
        (("incidents", "i"), "incidents come as csv, geojson, ndjson, parquet, not as ''"),
        (("incidents", "i.csv", "--where", "weather=fine"), "--where: 'weather' is none of party, "),
        (("incidents", "i.csv", "--where", "party=nobody"), "no party 'nobody' is registered"),
        (("incidents", "i.csv", "--group-by", "act"), "incidents are not grouped"),
        (("incidents", "i.csv", "--as", "acled"), "incidents as csv have no layout 'acled'"),
        (("chains", "c.csv", "--where", "act=shelling"), "chains go out whole, without filters"),
        (("chains", "c.mmd", "--probability", "nan"), "--probability: nan is not over 0 and up to 1"),
        (("incidents", "i.csv", "--basis", "asserted"), "incidents are not joined by links"),
        (("events", "e.ndjson", "--known-at", "2020-02-20"), "--known-at: the log of facts is cut by its position"),
        (("incidents", "i.csv", "--as-of", "yesterday"), "--as-of: 'yesterday' is not"),
    ],
)
def test_what_cannot_be_taken_out_is_one_line_and_no_file(
    truceline: Commands, idlib_url: str, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    what, file, *options = arguments
    folder = tmp_path / "out"
    folder.mkdir()
    refused = truceline("export", what, str(folder / file), "--database", idlib_url, *options)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"truceline: {reason}")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_and_the_file_that_was_there_stays(
    truceline: Commands, idlib_url: str, tmp_path: Path
) -> None:
    nowhere = truceline("export", "counts", str(tmp_path / "no" / "counts.csv"), "--database", idlib_url)
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert nowhere.stderr == f"truceline: {tmp_path / 'no'}: there is no such folder; make it first\n"
    folder = truceline("export", "counts", str(tmp_path), "--database", idlib_url)
    assert folder.stderr == f"truceline: {tmp_path} is a folder, and not a file\n"
    kept = tmp_path / "chains.csv"
    kept.write_text("mine")
    truceline("export", "chains", str(kept), "--database", idlib_url, "--as-of", "never")
    assert kept.read_text() == "mine"


def test_a_copy_of_the_log_comes_back_as_the_same_ledger(
    truceline: Commands, idlib_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    copy, again = tmp_path / "first.ndjson", tmp_path / "second.ndjson"
    assert truceline("export", "events", str(copy), "--database", idlib_url).exit_code == 0
    restored = truceline("import", "ledger", str(copy), "--database", sqlite_url, "--json")
    assert json.loads(restored.stdout)["facts"] == len(copy.read_text().splitlines()) - 1
    truceline("export", "events", str(again), "--database", sqlite_url)
    assert again.read_bytes() == copy.read_bytes()


def test_a_copy_is_tried_without_a_ledger(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.ndjson"
    truceline("export", "events", str(copy), "--database", idlib_url)
    ledger = Ledger.at(idlib_url)
    facts = f"{ledger.position:,} facts would be restored"
    ledger.close()
    tried = truceline("import", "ledger", str(copy), "--database", f"sqlite:///{tmp_path / 'none.db'}", "--dry-run")
    assert tried.stdout.endswith(f": {facts}\n")
    assert not (tmp_path / "none.db").exists()


def test_a_copy_does_not_go_into_a_ledger_that_holds_anything(
    truceline: Commands, idlib_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.ndjson"
    truceline("export", "events", str(copy), "--database", idlib_url)
    refused = truceline("import", "ledger", str(copy), "--database", idlib_url)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "facts already: a copy goes into an empty one" in refused.stderr


def test_a_copy_is_taken_in_as_it_is(truceline: Commands, sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.ndjson"
    refused = truceline("import", "ledger", str(copy), "--database", sqlite_url, "--register-parties")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert refused.stderr.startswith("truceline: --register-parties is not for the copy of a ledger")


def test_whom_to_name_is_said_beside(truceline: Commands, sqlite_url: str, tmp_path: Path) -> None:
    with serving(Settings(database=sqlite_url, projections=MEMORY, bootstrap_key="a-key-for-tests")) as (_, client):
        source = {
            "slug": "set",
            "name": "A set",
            "kind": "dataset",
            "licence": "CC-BY-4.0",
            "attribution": "Its makers",
        }
        assert client.post(f"{ROOT}/sources", json=source).status_code == 201
    done = truceline("export", "events", str(tmp_path / "e.ndjson"), "--database", sqlite_url)
    assert done.stderr == "Name A set (CC-BY-4.0): Its makers\n"


def cited(url: str, path: str) -> bytes:
    with serving(Settings(database=url, projections=MEMORY)) as (truceline, client):
        del client.headers["Authorization"]
        assert truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        return at_its_permanent_address(client, path)


def at_its_permanent_address(client: TestClient, path: str) -> bytes:
    answer = client.get(citation(client.get(f"{ROOT}{path}")))
    assert "immutable" in answer.headers["Cache-Control"]
    return bytes(answer.content)
