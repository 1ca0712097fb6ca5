"""Escalation in the terminal: the numbers of the API, a table for each pair of sides, and alerts in words."""

import json

import pytest
from fastapi.testclient import TestClient

from api.adopting import adopt
from api.app import create_app
from api.settings import MEMORY, Settings
from api.wiring import Truceline
from domain.ledger import Ledger
from projections.store import Store
from tests.cli.conftest import Commands

FEBRUARY = ("--from", "2020-02-03", "--to", "2020-02-16", "--side", "turkey")


@pytest.fixture
def fitted_url(idlib_url: str, tables: Store) -> str:
    ledger = Ledger.at(idlib_url)
    adopt(ledger, tables, by="test", reason="for a test")
    ledger.close()
    return idlib_url


def test_each_pair_of_sides_has_a_table_and_what_is_higher_than_usual_is_said(
    truceline: Commands, fitted_url: str
) -> None:
    shown = truceline("escalation", *FEBRUARY, "--database", fitted_url).stdout
    lines = [line.rstrip() for line in shown.splitlines()]
    titles = [line for line in lines if line.startswith("Answers for each act, by week: ")]
    assert [title.rpartition(": ")[2] for title in titles] == [
        "syria-government against turkey",
        "turkey against syria-government",
    ]
    (higher,) = [line for line in lines if line.endswith("higher !")]
    assert higher.startswith("2020-02-10")
    assert "syria-government against turkey: In the week of 10 February 2020," in " ".join(lines)
    assert " ".join(lines).count("This describes what was recorded, and forecasts nothing.") == 1
    assert [line for line in lines if line.startswith("Incidents that take no part: attacker unknown ")]


def test_json_is_what_the_api_answers(truceline: Commands, fitted_url: str) -> None:
    told = json.loads(truceline("escalation", *FEBRUARY, "--period", "day", "--json", "--database", fitted_url).stdout)
    with (
        Truceline.open(Settings(database=fitted_url, projections=MEMORY)) as server,
        TestClient(create_app(server)) as client,
    ):
        words = {"from": "2020-02-03", "to": "2020-02-16", "side": "turkey", "period": "day"}
        answer = client.get("/api/v1/escalation", params=words | {"position": str(told["position"])}).json()
    kept = [name for name in answer if name != "lens"]
    assert {name: told[name] for name in kept} == {name: answer[name] for name in kept}
    assert len(told["pairs"][0]["items"]) == 14


def test_without_a_fit_it_says_so_and_prints_no_number(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("escalation", "--database", idlib_url).stdout
    assert shown.split("\n")[:2] == ["Answers for each act, by week", "Nothing is inferred: no fit is adopted."]
    assert "Legend" not in shown


def test_periods_without_acts_are_said_to_have_none(truceline: Commands, fitted_url: str) -> None:
    shown = truceline("escalation", "--from", "2001-01-01", "--to", "2001-02-01", "--database", fitted_url).stdout
    assert "No act of one side against another is in these periods." in shown


@pytest.mark.parametrize("width", [64, 80, 120])
def test_the_tables_keep_within_the_terminal(truceline: Commands, fitted_url: str, width: int) -> None:
    shown = truceline("escalation", "--database", fitted_url, width=width).stdout
    assert [line for line in shown.splitlines() if len(line.rstrip()) > width or "…" in line] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "soon"), "truceline: --from: 'soon' is not a date of the form 2020-02-20"),
        (("--from", "2020-02-02", "--to", "2020-02-01"), "truceline: --to: 2020-02-01 is before 2020-02-02"),
        (("--side", "nobody"), "truceline: no party 'nobody' is registered"),
    ],
)
def test_what_means_nothing_is_one_line_and_exit_2(
    truceline: Commands, idlib_url: str, options: tuple[str, ...], said: str
) -> None:
    refused = truceline("escalation", *options, "--database", idlib_url)
    assert (refused.exit_code, refused.stderr.strip()) == (2, said)
