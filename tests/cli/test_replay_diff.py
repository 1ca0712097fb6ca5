"""What changed between two lenses, as a monitor asks for it in the terminal."""

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.http.locations import ROOT
from api.settings import Settings
from api.wiring import Truceline
from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.judgement import Mend
from domain.ledger import Ledger
from projections import changes
from projections.looking import resolve
from projections.selection import Selection
from projections.store import Store
from tests.cli.conftest import Commands

QUESTIONS: dict[str, tuple[list[str], str]] = {
    "two moments of knowledge": (
        ["--known-at", "2020-02-22", "--diff", "2020-02-20"],
        "known_from=2020-02-20&known_to=2020-02-22",
    ),
    "two positions": (["--diff-position", "600"], "position_from=600"),
    "two positions, as known at one moment": (
        ["--diff-position", "420", "--position", "700", "--known-at", "2020-02-10"],
        "position_from=420&position_to=700&known_to=2020-02-10",
    ),
    "both, as of a day": (
        ["--diff", "2020-02-05", "--diff-position", "500", "--as-of", "2020-02-20", "--limit", "2"],
        "known_from=2020-02-05&position_from=500&as_of=2020-02-20&limit=2",
    ),
}


@pytest.mark.parametrize(("options", "query"), QUESTIONS.values(), ids=QUESTIONS)
def test_the_json_is_what_the_api_answers(truceline: Commands, idlib_url: str, options: list[str], query: str) -> None:
    said = json.loads(truceline("replay", "--database", idlib_url, *options, "--json").stdout)
    with (
        Truceline.open(Settings(database=idlib_url, projections=":memory:")) as opened,
        TestClient(create_app(opened)) as client,
    ):
        answered = client.get(f"{ROOT}/changes?{query}&chains=true&min_position={said['position']}").json()
    assert said["incidents"] != []
    assert said == answered | {"lens": without_permanence(answered["lens"])}


def without_permanence(lens: dict[str, Any]) -> dict[str, Any]:
    """The lens without the word on how long an answer may be kept, which is told of answers over HTTP."""
    return {name: part for name, part in lens.items() if name != "permanent"}


def test_a_diff_names_both_moments_and_every_changed_incident(
    truceline: Commands, idlib_url: str, tables: Store
) -> None:
    shown = truceline(
        "replay", "--database", idlib_url, "--known-at", "2020-02-22", "--diff", "2020-02-20", width=100
    ).stdout
    before, after = (resolve(tables, known_at=day) for day in ("2020-02-20", "2020-02-22"))
    told = changes.between(tables, before, after, Selection())
    assert "What changed between 2020-02-20 23:59 UTC and 2020-02-22 23:59 UTC\n" in shown
    assert re.findall(r"^[0-9a-f]{8}\b", shown, re.MULTILINE) == [one["id"][:8] for one in told["incidents"]]
    assert re.findall(r"^2020-\d\d-\d\d: (\S+)", shown, re.MULTILINE) == [one["change"] for one in told["incidents"]]


def test_a_diff_of_positions_says_why_an_analyst_did_it(truceline: Commands, idlib_url: str, tables: Store) -> None:
    (incident,) = tables.rows("SELECT id FROM incident_versions ORDER BY row LIMIT 1")[0]
    ledger = Ledger.at(idlib_url)
    position = ledger.position
    Clerk(ledger, "test").change(Incident, incident, Incident.retract, Mend(reason="never happened"))
    ledger.close()
    shown = truceline("replay", "--database", idlib_url, "--diff-position", str(position)).stdout
    assert f"What changed between position {position} and position {position + 1}" in shown
    assert ": retracted" in shown
    assert "(never happened)" in shown


def test_what_is_left_out_is_counted(truceline: Commands, idlib_url: str) -> None:
    asked = ("replay", "--database", idlib_url, "--diff", "2020-01-01")
    count = json.loads(truceline(*asked, "--json").stdout)["count"]
    shown = truceline(*asked, "--limit", "2").stdout
    assert len(re.findall(r"^[0-9a-f]{8}\b", shown, re.MULTILINE)) == 2
    assert f"{count - 2} more incidents changed; the counts are those of all." in shown


def test_no_change_is_said_and_not_drawn(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("replay", "--database", idlib_url, "--known-at", "2020-02-10", "--diff", "2020-02-10").stdout
    assert "Nothing that the lists or counts show." in shown


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_diff_keeps_within_the_terminal(truceline: Commands, idlib_url: str, width: int) -> None:
    shown = truceline("replay", "--database", idlib_url, "--diff", "2020-01-01", width=width).stdout
    assert [line for line in shown.splitlines() if len(line) > width or "…" in line] == []


@pytest.mark.parametrize(
    ("option", "value"),
    [("--diff", "yesterday"), ("--diff", "2020-02-30"), ("--diff-position", "999999"), ("--diff-position", "lately")],
)
def test_an_earlier_lens_that_cannot_be_is_one_line_that_names_the_option(
    truceline: Commands, idlib_url: str, option: str, value: str
) -> None:
    refused = truceline("replay", "--database", idlib_url, option, value)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"truceline: {option}: ")
