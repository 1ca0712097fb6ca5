"""The command that lists suspected duplicates: the same pairs as the API, as a table or as JSON, under any lens."""

import json
from pathlib import Path

import pytest

from api.pages.duplicates import duplicates_page
from bench.ged import write_ged
from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.incident.reports import IncidentReport
from domain.ledger import Ledger
from projections.store import Store
from tests.cli.conftest import Commands
from tests.cli.process import serving
from tests.projections.arrange import followed, lens

NAYRAB = "eda3c4e2-9b51-5a2b-8d58-851d4d7eb17a"


@pytest.fixture
def twice(idlib_url: str) -> tuple[str, str, int]:
    """The record of Idlib, the strike at Nayrab once more, as SOHR might have it, and the position before that."""
    ledger = Ledger.at(idlib_url)
    before = ledger.position
    report = {
        "nature": "incident",
        "occurred": {"from": "2020-02-20", "zone": "Asia/Damascus"},
        "place": {"name": "\x1b[31mNeirab", "lat": 35.8790, "lon": 36.7240},
        "act": "air_strike",
        "targets": ["turkey"],
        "claim": {
            "source": "sohr",
            "published_at": "2020-02-21",
            "casualties": [{"party": "turkey", "outcome": "killed", "quantity": {"exact": 2}}],
        },
    }
    recorded = Clerk(ledger, "test").open(Incident.report, IncidentReport.model_validate(report))
    ledger.close()
    return idlib_url, str(recorded.id), before


def test_a_pair_is_shown_with_its_score_both_incidents_and_the_reason(
    truceline: Commands, twice: tuple[str, str, int]
) -> None:
    url, again, _ = twice
    shown = truceline("duplicates", "--database", url, width=120)
    assert shown.exit_code == 0
    assert "1 pair of incidents that may be one (duplicates-1, 0.6 or more)" in shown.stdout
    assert " 0.85  2020-02-20  air strike, " in shown.stdout
    assert NAYRAB in shown.stdout
    assert again in shown.stdout
    assert "Same day, 1 km apart, both against turkey, both air strike, 2 killed in each." in shown.stdout


def test_what_a_place_is_called_gives_a_terminal_no_orders(truceline: Commands, twice: tuple[str, str, int]) -> None:
    assert "\x1b" not in truceline("duplicates", "--database", twice[0]).stdout


def test_as_json_it_is_what_the_api_answers(truceline: Commands, twice: tuple[str, str, int]) -> None:
    url, _, _ = twice
    said = json.loads(truceline("duplicates", "--min-score", "0.3", "--database", url, "--json").stdout)
    ledger, store = Ledger.at(url), Store()
    followed(ledger, store)
    page = duplicates_page(store, lens(store), min_score=0.3)
    store.close()
    ledger.close()
    assert len(page["items"]) > 1
    assert {name: said[name] for name in page} == json.loads(json.dumps(page))
    assert said["lens"]["position"] == said["position"] > 0


def test_fewer_pairs_than_there_are_say_how_many_are_left(truceline: Commands, twice: tuple[str, str, int]) -> None:
    shown = truceline("duplicates", "--min-score", "0.3", "--limit", "1", "--database", twice[0])
    assert shown.stdout.count("2020-02-20  air strike") == 2
    assert "more; --limit shows as many as are asked for" in shown.stdout


@pytest.mark.parametrize("words", [("--known-at", "2020-02-20"), ("--as-of", "2020-02-19"), ("--position", "before")])
def test_a_lens_shows_what_was_suspected_then(
    truceline: Commands, twice: tuple[str, str, int], words: tuple[str, str]
) -> None:
    url, _, before = twice
    option, value = words
    shown = truceline("duplicates", option, str(before) if value == "before" else value, "--database", url)
    assert "0 pairs of incidents" in shown.stdout
    assert "No two incidents of different sources are as alike." in shown.stdout


def test_a_list_shows_the_pairs_of_its_own_incidents(truceline: Commands, twice: tuple[str, str, int]) -> None:
    shown = truceline("duplicates", "--scheme", "truceline-idlib", "--database", twice[0])
    assert "1 pair of incidents" in shown.stdout
    refused = truceline("duplicates", "--scheme", "atlantis", "--database", twice[0])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "truceline: no incident has an id of the scheme 'atlantis'\n"


def test_a_score_beyond_its_bounds_is_refused_in_one_line(truceline: Commands, idlib_url: str) -> None:
    refused = truceline("duplicates", "--min-score", "2", "--database", idlib_url)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


def test_an_import_that_brings_incidents_ends_with_the_command_that_suspects_theirs(
    truceline: Commands, sqlite_url: str, tmp_path: Path
) -> None:
    file = ("import", "ucdp-ged", str(write_ged(tmp_path / "ged.csv", 3)), "--register-parties")
    hint = f"What other sources may tell of too: truceline duplicates --scheme ucdp-ged --database {sqlite_url}\n"
    assert hint not in truceline(*file, "--dry-run", "--database", sqlite_url).stdout
    assert truceline(*file, "--database", sqlite_url).stdout.endswith(hint)
    assert truceline("duplicates", "--scheme", "ucdp-ged", "--database", sqlite_url).exit_code == 0
    assert hint not in truceline(*file, "--database", sqlite_url).stdout


def test_as_json_an_import_names_the_address(truceline: Commands, sqlite_url: str, tmp_path: Path) -> None:
    file = ("import", "ucdp-ged", str(write_ged(tmp_path / "ged.csv", 3)), "--register-parties", "--json")
    first, again = (json.loads(truceline(*file, "--database", sqlite_url).stdout) for _ in range(2))
    assert (first["duplicates"], again["duplicates"]) == ("/api/v1/duplicates?scheme=ucdp-ged", None)
    with serving(sqlite_url) as server:
        answered = server.client.get(first["duplicates"], params={"min_position": first["position"]})
        assert (answered.status_code, answered.json()["count"]) == (200, 0)
