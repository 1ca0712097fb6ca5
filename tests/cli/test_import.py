"""`truceline import` takes a file in, says what became of its rows, and leaves by whether all of them went in."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from bench.ged import ged_rows, write_ged
from domain.ledger import Ledger
from tests.cli.conftest import Commands
from tests.cli.process import serving
from tests.exchange.ucdp_rows import write


@pytest.fixture
def ged(tmp_path: Path) -> Path:
    return write_ged(tmp_path / "ged.csv", 12)


def changed(path: Path, **cells: str) -> Path:
    """The same file with other cells in its second row."""
    rows = table(path)
    rows[1] |= cells
    return write(path, rows)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_says_what_became_of_the_rows(truceline: Commands, ged: Path, database_url: str) -> None:
    done = truceline("import", "ucdp-ged", str(ged), "--register-parties", "--database", database_url, width=120)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Imported ged.csv (ucdp-ged): 12 rows.\n")
    numbers = next(line for line in done.stdout.splitlines() if line.split()[:1] == ["12"])
    assert numbers.split() == ["12", "0", "0", "0", "0", "0", "0", "0"]
    assert "  government-of-syria\n" in done.stdout
    assert truceline("doctor", "--database", database_url).exit_code == 0


def test_the_same_as_json_and_again(truceline: Commands, ged: Path, sqlite_url: str) -> None:
    asked = ("import", "ucdp-ged", str(ged), "--register-parties", "--json", "--database", sqlite_url)
    first, again = (json.loads(truceline(*asked).stdout) for _ in range(2))
    assert (first["new"], first["unchanged"], first["refused"]) == (12, 0, 0)
    assert (again["new"], again["unchanged"], again["position"]) == (0, 12, first["position"])
    assert first["registered"][0] == "government-of-syria"
    assert (again["registered"], first["correlation"]) == ([], again["correlation"])
    assert len(first["digest"]) == 64


def test_names_that_nobody_bears_are_listed_with_how_often(truceline: Commands, ged: Path, sqlite_url: str) -> None:
    done = truceline("import", "ucdp-ged", str(ged), "--database", sqlite_url, width=120)
    assert done.exit_code == 1
    assert "Names that no party bears:\n  Government of Syria (12 rows)\n" in done.stdout
    assert "row 2, side_a: 'Government of Syria' is no name or alias of a registered party" in done.stdout
    assert "  and 2 more\n" in done.stdout


def test_every_line_goes_into_a_file(truceline: Commands, ged: Path, sqlite_url: str, tmp_path: Path) -> None:
    asked = ("import", "ucdp-ged", str(ged), "--database", sqlite_url, "--report")
    truceline(*asked, str(tmp_path / "lines.ndjson"))
    lines = [json.loads(line) for line in (tmp_path / "lines.ndjson").read_text().splitlines()]
    # One line a name that nobody bears: every row has a first side, and those without civilians a second.
    assert [line["row"] for line in lines if line["column"] == "side_a"] == list(range(2, 14))
    assert {(line["outcome"], line["column"]) for line in lines} == {("refused", "side_a"), ("refused", "side_b")}
    truceline(*asked, str(tmp_path / "lines.csv"))
    assert [{**line, "row": str(line["row"])} for line in lines] == table(tmp_path / "lines.csv")


def test_what_a_spreadsheet_would_carry_out_is_marked_as_text(
    truceline: Commands, ged: Path, sqlite_url: str, tmp_path: Path
) -> None:
    changed(ged, side_b="=HYPERLINK(1)", type_of_violence="1")
    path = tmp_path / "lines.csv"
    truceline("import", "ucdp-ged", str(ged), "--register-parties", "--database", sqlite_url)
    truceline("import", "ucdp-ged", str(changed(ged, best="=1+1")), "--database", sqlite_url, "--report", str(path))
    (line,) = table(path)
    assert line["value"] == "'=1+1"


def test_a_dry_run_makes_no_ledger(truceline: Commands, ged: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    done = truceline("import", "ucdp-ged", str(ged), "--register-parties", "--dry-run", "--json", "--database", url)
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert (said["new"], said["dry_run"], len(said["registered"]) > 1) == (12, True, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ged.csv"]


def test_a_newer_release_corrects_and_retracts_on_request(truceline: Commands, ged: Path, sqlite_url: str) -> None:
    truceline("import", "ucdp-ged", str(ged), "--register-parties", "--database", sqlite_url)
    newer = write_ged(ged.with_name("newer.csv"), 11, first=1)
    changed(newer, best="77", high="80")
    asked = ("--released", "2024-05-01", "--retract-missing", "--database", sqlite_url)
    done = truceline("import", "ucdp-ged", str(newer), *asked, width=120)
    assert done.exit_code == 0
    assert "Retracted:\n  '100000' is in no row any more\n" in done.stdout
    assert "Corrected:\n  row 3: '100002' changed: claim\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gpx", "ged.csv"], "there is no format 'gpx'"),
        (["ucdp-ged", "nowhere.csv"], "nowhere.csv cannot be read: No such file or directory"),
        (["ucdp-ged", "notes.csv"], "not a UCDP GED file"),
        (["ucdp-ged", "ged.csv", "--released", "soon"], "--released: 'soon' is not"),
        (["ucdp-ged", "ged.csv", "--released", "2999-01-01"], "--released: 2999-01-01 has not come yet"),
        (["ucdp-ged", "ged.csv", "--mapping", "notes.csv"], "ucdp-ged needs no mapping"),
        (["ucdp-ged", "ged.csv", "--report", "no/report.csv"], "no: there is no such folder; make it first"),
        (["ucdp-ged", "ged.csv", "--report", "."], ". is a folder, and not a file"),
        (["ucdp-ged", "."], ". cannot be read: Is a directory"),
        (["ledger", "nowhere.ndjson"], "nowhere.ndjson cannot be read: No such file or directory"),
        (["ledger", "notes.csv"], "line 1 is no line of a ledger's copy"),
    ],
)
def test_what_cannot_be_imported_at_all_is_one_line_and_makes_nothing(
    truceline: Commands, ged: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(ged.parent)
    ged.with_name("notes.csv").write_text("day,what\n2020-02-20,rain\n")
    done = truceline("import", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"truceline: {said}")
    assert done.stderr.count("\n") == 1
    assert sorted(one.name for one in ged.parent.iterdir()) == ["ged.csv", "notes.csv"]


def test_a_file_that_breaks_off_is_taken_in_up_to_there(truceline: Commands, ged: Path, sqlite_url: str) -> None:
    with ged.open("a", encoding="utf-8") as file:
        file.write(f"{'x' * 200_000}{',' * 40}")
    done = truceline("import", "ucdp-ged", str(ged), "--register-parties", "--json", "--database", sqlite_url)
    said = json.loads(done.stdout)
    assert (done.exit_code, said["new"]) == (1, 12)
    assert "a cell is longer than" in said["broke_off"]


def test_a_server_that_has_the_ledger_open_shows_what_is_imported(
    ged: Path, truceline: Commands, sqlite_url: str
) -> None:
    with serving(sqlite_url) as server:
        done = truceline("import", "ucdp-ged", str(ged), "--register-parties", "--json", "--database", sqlite_url)
        position = json.loads(done.stdout)["position"]
        listed = server.client.get("/api/v1/incidents", params={"min_position": position}).json()
        assert (listed["count"], listed["position"]) == (12, position)


def test_ten_thousand_bad_rows_are_counted_and_a_few_are_shown(
    truceline: Commands, sqlite_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    write(path, [row | {"latitude": "far north"} for row in ged_rows(10_000)])
    done = truceline("import", "ucdp-ged", str(path), "--register-parties", "--database", sqlite_url, width=120)
    assert done.exit_code == 1
    assert "  and 9,990 more\n" in done.stdout
    assert len(done.stdout.splitlines()) < 30
    ledger = Ledger.at(sqlite_url, create=False)
    assert ledger.position == 1  # the source
    ledger.close()


def test_of_a_workbook_it_says_which_sheet_was_read_and_which_were_left(
    truceline: Commands, ged: Path, sqlite_url: str
) -> None:
    book = Workbook(write_only=True)
    for name in ("Read me", "GED", "Codes"):
        sheet = book.create_sheet(name)
        for row in csv.reader(ged.read_text(encoding="utf-8").splitlines()) if name == "GED" else [["what", "which"]]:
            sheet.append(row)
    book.save(ged.with_name("ged.xlsx"))
    command = ("import", "ucdp-ged", str(ged.with_name("ged.xlsx")), "--sheet", "GED", "--register-parties")
    done = truceline(*command, "--database", sqlite_url, width=120)
    assert done.exit_code == 0, done.stderr
    said = "Only the sheet 'GED' was read, and not 'Read me', 'Codes': name another with --sheet."
    assert done.stdout.splitlines()[:2] == ["Imported ged.xlsx (ucdp-ged): 12 rows.", said]
    report = json.loads(truceline(*command, "--json", "--database", sqlite_url).stdout)
    assert (report["sheet"], report["sheets_left"]) == ("GED", ["Read me", "Codes"])


def test_of_a_file_without_sheets_none_are_named(truceline: Commands, ged: Path, sqlite_url: str) -> None:
    done = truceline("import", "ucdp-ged", str(ged), "--register-parties", "--json", "--database", sqlite_url)
    report = json.loads(done.stdout)
    assert (report["sheet"], report["sheets_left"]) == (None, [])
