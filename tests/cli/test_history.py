"""Every version of an incident in the terminal: known down, recorded across, with the facts that made them."""

import json
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from api.cli.history_grid import grid_of
from api.cli.history_table import print_history
from domain.lens import Lens
from projections import incidents
from projections.store import Store
from tests.cli.conftest import Commands

SARAQIB = "0e19f46a-9c2b-530c-84ea-59f6c0ab9573"


def test_a_history_is_found_by_the_beginning_of_an_id(truceline: Commands, idlib_url: str, tables: Store) -> None:
    said = json.loads(truceline("history", SARAQIB[:6].upper(), "--database", idlib_url, "--json").stdout)
    (stream,) = tables.rows("SELECT DISTINCT id FROM incident_versions WHERE id = ?::UUID", [SARAQIB])[0]
    assert said["id"] == SARAQIB
    assert said["versions"] == json.loads(json.dumps(incidents.history(tables, stream, Lens(position=tables.position))))
    assert said["position"] == tables.position


def test_each_toll_of_saraqib_stands_beside_the_position_that_told_it(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("history", SARAQIB, "--database", idlib_url, width=100).stdout
    assert "2020-02-03 06:00  4 killed, 9 wounded" in shown
    assert "claim added, claim" in shown
    assert shown.index("4+ killed, 9 wounded") < shown.index("6+ killed, 7 wounded")


def test_below_a_history_each_claim_stands_with_its_source_words_and_address(
    truceline: Commands, idlib_url: str
) -> None:
    shown = truceline("history", "eda3c4e2", "--database", idlib_url, width=120).stdout
    told = shown.partition("Who says what\n")[2]
    assert told.startswith(
        "2020-02-20 23:59  turkey-mod via trt-world\n"
        "Two soldiers killed and five wounded in an air strike in Idlib. The ministry names no place.\n"
        "https://www.trtworld.com/turkey/air-strikes-kill-two-turkish-soldiers-in-idlib-defence-ministry-33973\n"
    )
    assert "ap via times-of-israel, asserts it was russia or syria-government\n" in told
    mended = truceline("history", SARAQIB, "--database", idlib_url, width=120).stdout
    assert "superseded 2020-02-03 12:00" in mended


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_a_history_keeps_within_the_terminal(truceline: Commands, idlib_url: str, width: int) -> None:
    shown = truceline("history", SARAQIB, "--database", idlib_url, width=width).stdout
    assert [line for line in shown.splitlines() if len(line) > width or "…" in line] == []


def test_a_history_at_a_position_ends_there(truceline: Commands, idlib_url: str, tables: Store) -> None:
    query = "SELECT min(position_from) FROM incident_versions WHERE id = ?::UUID"
    first = str(tables.rows(query, [SARAQIB])[0][0])
    asked = ("history", SARAQIB, "--database", idlib_url, "--position", first)
    assert [one["position_to"] for one in json.loads(truceline(*asked, "--json").stdout)["versions"]] == [None]
    assert "4+ killed" not in truceline(*asked).stdout


@pytest.mark.parametrize(
    ("which", "options", "said"),
    [
        ("0", (), "several incidents have ids that begin with '0'"),
        ("no-such", (), "there is no incident no-such: `truceline incidents --where q=WORDS` lists ids"),
        (SARAQIB, ("--position", "3"), "is recorded after position 3"),
        (SARAQIB, ("--position", "999999"), "--position: 999999 is beyond the end of the log"),
    ],
)
def test_an_incident_that_is_not_there_is_one_line(
    truceline: Commands, idlib_url: str, which: str, options: tuple[str, ...], said: str
) -> None:
    refused = truceline("history", which, "--database", idlib_url, *options)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert said in refused.stderr


def test_a_stretch_that_a_write_leaves_alone_is_not_told_again() -> None:
    history = [
        a_version("02-01", None, 1, 2, killed=4),
        a_version("02-01", "02-03", 2, 3, killed=4),
        a_version("02-03", None, 2, None, killed=8),
        a_version("02-01", "02-02", 3, None, killed=4),
        a_version("02-02", "02-03", 3, None, killed=6),
    ]
    assert told(history) == [
        ["02-01", "4 killed", "=", "="],
        ["02-02", '"', "=", "6 killed"],
        ["02-03", '"', "8 killed", "="],
    ]


def test_what_was_recorded_late_was_not_known_in_the_column_before() -> None:
    history = [a_version("02-03", None, 1, None, killed=8), a_version("02-01", "02-03", 2, None, killed=4)]
    assert told(history) == [["02-01", "-", "4 killed"], ["02-03", "8 killed", "="]]


def test_facts_of_one_write_share_a_column_with_all_their_reasons() -> None:
    history = [a_version("02-01", None, 1, 2, killed=4), a_version("02-01", None, 2, None, killed=5)]
    history[1] |= {"recorded_at": history[0]["recorded_at"], "made_by": "incident.assessed", "reason": "seen"}
    (write,) = grid_of(history).writes
    assert (write.position, write.made_by) == (2, ("incident.claim_added", "incident.assessed"))
    assert write.reasons == ("seen",)
    assert told(history) == [["02-01", "5 killed"]]


def a_version(known_from: str, known_to: str | None, first: int, until: int | None, killed: int) -> dict[str, Any]:
    return {
        "known_from": f"2020-{known_from}T00:00:00Z",
        "known_to": None if known_to is None else f"2020-{known_to}T00:00:00Z",
        "position_from": first,
        "position_to": until,
        "recorded_at": f"2024-01-01T00:00:0{first}Z",
        "made_by": "incident.claim_added",
        "reason": None,
        "incident": {
            "assessed": {"tolls": [{"of": "all", "outcome": "killed", "low": killed, "high": killed}]},
            "standing": "alleged",
            "attribution": "unattributed",
            "perpetrators": [],
        },
    }


def told(history: list[dict[str, Any]]) -> list[list[str]]:
    """The rows as they are printed, each with its first line only."""
    printed = StringIO()
    print_history(Console(width=120, file=printed), "A history", history)
    lines = [line.split("  ") for line in printed.getvalue().splitlines() if line.startswith("2020-")]
    said = [[word.strip() for word in line if word.strip()] for line in lines]
    return [[word.removeprefix("2020-").removesuffix(" 00:00") for word in row] for row in said]
