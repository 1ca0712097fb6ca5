"""Incidents in the terminal: found by the filters of the API, with the ids by which their histories are asked for."""

import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import MEMORY, Settings
from api.wiring import Truceline
from tests.cli.conftest import Commands

NAYRAB = "eda3c4e2"


def test_a_list_gives_the_id_by_which_the_history_is_asked_for(truceline: Commands, idlib_url: str) -> None:
    asked = ("incidents", "--where", "q=nayrab", "--where", "act=air_strike", "--database", idlib_url)
    shown = truceline(*asked).stdout
    assert "2 incidents with act=air_strike q=nayrab" in shown
    (line,) = (line for line in shown.splitlines() if line.startswith(NAYRAB))
    assert line.split()[:5] == [NAYRAB, "2020-02-20", "air", "strike,", "Nayrab"]
    assert truceline("history", line.split()[0], "--database", idlib_url).exit_code == 0


def test_the_lens_cuts_and_the_limit_says_how_many_are_left(truceline: Commands, idlib_url: str) -> None:
    asked = ("incidents", "--where", "q=nayrab", "--database", idlib_url)
    assert NAYRAB not in truceline(*asked, "--as-of", "2020-02-19").stdout
    assert truceline(*asked, "--limit", "1").stdout.endswith("and 4 more; --limit shows as many as are asked for\n")
    assert "There are none under this lens." in truceline(*asked, "--as-of", "2017-01-01").stdout


def test_json_is_the_page_that_the_api_answers(truceline: Commands, idlib_url: str) -> None:
    asked = ("incidents", "--where", "q=nayrab", "--limit", "2", "--database", idlib_url, "--json")
    told = json.loads(truceline(*asked).stdout)
    with (
        Truceline.open(Settings(database=idlib_url, projections=MEMORY)) as server,
        TestClient(create_app(server)) as client,
    ):
        words = {"q": "nayrab", "limit": "2", "position": str(told["position"])}
        answer = client.get("/api/v1/incidents", params=words).json()
        rest = client.get(told["next"]).json()["items"]
    assert {name: told[name] for name in ("items", "count", "next")} == {
        name: answer[name] for name in ("items", "count", "next")
    }
    assert (told["count"], len(told["items"]), len(rest)) == (5, 2, 2)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_list_keeps_within_the_terminal(truceline: Commands, idlib_url: str, width: int) -> None:
    shown = truceline("incidents", "--database", idlib_url, width=width).stdout
    assert [line for line in shown.splitlines() if len(line) > width or "…" in line] == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("weather=fine", "--where: 'weather' is none of party, perpetrator,"),
        ("nayrab", "--where: 'nayrab' is not NAME=VALUE; the names are party, perpetrator,"),
        ("governorate=Idlip", "no governorate 'Idlip' is in this ledger; 'Idlib' is"),
    ],
)
def test_a_filter_that_is_none_is_one_line(truceline: Commands, idlib_url: str, where: str, said: str) -> None:
    refused = truceline("incidents", "--where", where, "--database", idlib_url)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"truceline: {said}")
