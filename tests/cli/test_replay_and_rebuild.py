"""Replay answers any lens from the log alone; rebuild puts equal tables in the place of the old ones."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.incident.reports import IncidentReport
from domain.ledger import Ledger
from projections import chains, counts
from projections.looking import lens_json, resolve
from projections.selection import Selection
from projections.store import Store
from tests.cli.conftest import Commands
from tests.cli.process import run, serving
from tests.cli.reporting import an_incident, introduce, post


@pytest.mark.parametrize(
    "lens",
    [
        {},
        {"as_of": "2020-02-10"},
        {"known_at": "2020-02-03T12:00Z"},
        {"position": "300"},
        {"as_of": "2020-02-20", "known_at": "2020-02-21", "position": "700", "tz": "Europe/Istanbul"},
    ],
)
def test_a_replay_answers_what_the_projections_answer(
    truceline: Commands, idlib_url: str, tables: Store, lens: dict[str, Any]
) -> None:
    options = [word for name, value in lens.items() for word in (f"--{name.replace('_', '-')}", value)]
    said = json.loads(truceline("replay", "--database", idlib_url, *options, "--json").stdout)
    through = resolve(tables, **lens)
    assert said["lens"] == lens_json(through)
    assert said["groups"] == counts.grouped(tables, through, Selection(), ["party"])
    assert said["chains"] == chains.page(tables, through)


def test_a_replay_joins_what_is_asked_for_and_says_what_it_rests_on(truceline: Commands, idlib_url: str) -> None:
    assert truceline("fit", "--database", idlib_url).exit_code == 0

    def links(*options: str) -> tuple[float | None, dict[str, list[tuple[str, str]]]]:
        said = json.loads(truceline("replay", "--database", idlib_url, *options, "--json").stdout)
        found: dict[str, list[tuple[str, str]]] = {}
        for link in (link for chain in said["chains"] for link in chain["links"]):
            found.setdefault(link["basis"], []).append((link["trigger"], link["answer"]))
        return said["probability"], {basis: sorted(pairs) for basis, pairs in found.items()}

    usual, surer, asserted = links(), links("--probability", "0.9"), links("--basis", "asserted")
    assert (usual[0], surer[0], asserted[0]) == (0.5, 0.9, None)
    assert usual[1]["asserted"] == surer[1]["asserted"] == asserted[1]["asserted"]
    assert usual[1]["inferred"] != surer[1]["inferred"]
    assert asserted[1].keys() == {"asserted"}
    assert "Nothing is inferred: only what is asserted" in truceline(
        "replay", "--database", idlib_url, "--basis", "asserted"
    ).stdout.replace("\n", " ")


@pytest.mark.parametrize(("option", "value"), [("--probability", "0.9"), ("--basis", "asserted")])
def test_what_changed_is_not_told_of_other_chains_than_the_usual(
    truceline: Commands, idlib_url: str, option: str, value: str
) -> None:
    refused = truceline("replay", "--database", idlib_url, "--diff", "2020-02-03", option, value)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"truceline: {option}: what changed is told of chains as they are usually joined")


@pytest.mark.parametrize("width", [80, 120])
def test_chains_stay_within_the_terminal(truceline: Commands, idlib_url: str, width: int) -> None:
    assert truceline("fit", "--database", idlib_url).exit_code == 0
    shown = truceline("replay", "--database", idlib_url, width=width).stdout.splitlines()
    assert any("probably answers the above" in line for line in shown)
    assert [line for line in shown if len(line) > width or "…" in line] == []


def test_the_tables_say_through_which_lens_they_look(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("replay", "--database", idlib_url, "--as-of", "2020-02-10", "--position", "700").stdout
    assert "Counts per party as of 2020-02-10, at position 700\n" in shown


def test_an_empty_past_is_said_and_not_drawn(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("replay", "--database", idlib_url, "--as-of", "1999-12-31").stdout
    assert "Nothing is counted under this lens." in shown
    assert "Legend" not in shown
    assert "0 chains" in shown


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--as-of", "yesterday"),
        ("--known-at", "2020-02-30"),
        ("--position", "999999"),
        ("--tz", "Mars/Olympus"),
        ("--policy", "assessment-0"),
        ("--probability", "0"),
        ("--probability", "2"),
        ("--probability", "NaN"),
        ("--basis", "guessed"),
    ],
)
def test_a_lens_that_cannot_be_is_one_line_that_names_the_option(
    truceline: Commands, idlib_url: str, option: str, value: str
) -> None:
    refused = truceline("replay", "--database", idlib_url, option, value)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"truceline: {option}: ")


def test_a_replay_works_beside_a_running_server(database_url: str) -> None:
    with serving(database_url) as server:
        introduce(server.client)
        post(server.client, "seen by both")
        replayed = run("replay", "--database", database_url, "--json")
    assert [group["violations"]["attributed"] for group in json.loads(replayed.stdout)["groups"]] == [1]


def test_words_that_would_give_a_terminal_orders_are_disarmed(truceline: Commands, idlib_url: str) -> None:
    report_a_place(idlib_url, "\x1b]0;taken over\x07Nayrab\x9b2J")
    shown = truceline("replay", "--database", idlib_url).stdout
    assert "taken over" in shown
    assert [sign for sign in ("\x1b", "\x07", "\x9b") if sign in shown] == []


def test_a_rebuild_mends_tables_that_were_tampered_with(truceline: Commands, idlib_url: str, tmp_path: Path) -> None:
    path = tmp_path / "projections.duckdb"
    beside = ("--database", idlib_url, "--projections", str(path))
    truceline("rebuild", *beside)
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM incident_versions")
    assert truceline("doctor", *beside).exit_code == 1
    assert truceline("rebuild", *beside).exit_code == 0
    assert truceline("doctor", *beside).exit_code == 0


def test_a_rebuild_says_how_fast_it_was(truceline: Commands, idlib_url: str, tables: Store) -> None:
    said = json.loads(truceline("rebuild", "--database", idlib_url, "--json").stdout)
    assert said["facts"] == said["position"] == tables.position
    assert said["facts_per_second"] > 0
    assert "facts per second" in truceline("rebuild", "--database", idlib_url).stdout


def test_projections_in_memory_are_not_rebuilt(truceline: Commands, idlib_url: str) -> None:
    refused = truceline("rebuild", "--database", idlib_url, "--projections", ":memory:")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


def test_projections_that_a_server_owns_are_left_to_it(sqlite_url: str) -> None:
    with serving(sqlite_url) as server:
        introduce(server.client)
        refused = run("rebuild", "--database", sqlite_url)
        assert server.client.get("/ready").json()["position"] == 3
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


def report_a_place(url: str, name: str) -> None:
    """Record two incidents at a place of this name, one in answer to the other, so that a chain shows them."""
    ledger = Ledger.at(url)
    clerk = Clerk(ledger, "test")
    report = an_incident("first") | {"place": {"name": name}}
    first = clerk.open(Incident.report, IncidentReport.model_validate(report))
    answer = {"incident": str(first.id), "asserted_by": "turkey-mod"}
    clerk.open(Incident.report, IncidentReport.model_validate(report | {"answers": [answer]}))
    ledger.close()
