"""Rates in the terminal: the same numbers as the projections answer, and words that tell silence from calm."""

import json
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages.rates import rates_page
from api.settings import MEMORY, Settings
from api.wiring import Truceline
from domain.clerk import Clerk
from domain.ledger import Ledger
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from projections.looking import resolve
from projections.rates import AskedRates
from projections.store import Store
from tests.cli.conftest import Commands

FEBRUARY = ("--from", "2020-02-10", "--to", "2020-03-08", "--tz", "Asia/Damascus")
SAID: dict[str, Any] = {"source": "united-nations", "published_at": "2020-03-09", "text": "Made up for a test."}


@pytest.fixture
def watched_url(idlib_url: str) -> str:
    """Let a monitor have watched the weeks from 17 February on, save for one day, and a place without a governorate."""
    ledger = Ledger.at(idlib_url)
    period = {"from": "2020-02-17", "to": "2020-03-08", "zone": "Asia/Damascus"}
    for place in ({"name": "the front"}, {"name": "Idlib", "adm1": "Idlib"}):
        told = {"monitor": "united-nations", "period": period, "place": place}
        _deny(ledger, Clerk(ledger, "test").open(Monitoring.declare, CoverageReport.model_validate(SAID | told)).id)
    ledger.close()
    return idlib_url


def _deny(ledger: Ledger, watch: UUID) -> None:
    told = {"at": {"from": "2020-02-20", "zone": "Asia/Damascus"}, "place": {"name": "Saraqib", "adm1": "Idlib"}}
    report, clerk = AccessDenialReport.model_validate(SAID | told), Clerk(ledger, "test")
    clerk.change(Monitoring, watch, Monitoring.deny_access, report, clerk, name="denial")


def test_the_table_has_a_line_for_each_week_and_one_for_all(truceline: Commands, watched_url: str) -> None:
    shown = truceline("rates", *FEBRUARY, "--governorate", "Idlib", "--database", watched_url).stdout.splitlines()
    lines = [line.split() for line in shown]
    assert [line[1:3] for line in lines if line[:1] == ["2020-02-17"]] == [["7", "6"]]
    assert [line[-1] for line in lines if line[:1] == ["2020-03-02"]] == ["calm"]
    assert [line[:3] for line in lines if line[:2] == ["in", "all"]] == [["in", "all", "28"]]
    assert "Left out, for naming no governorate: 1 watch." in shown


def test_a_week_that_nobody_watched_is_silent(truceline: Commands, idlib_url: str, tables: Store) -> None:
    asked = ("rates", *FEBRUARY, "--database", idlib_url)
    assert "2020-03-02     7        -     -      -      -    -  silent" in truceline(*asked).stdout
    told = json.loads(truceline(*asked, "--json").stdout)
    expected = rates_page(
        tables, resolve(tables, tz="Asia/Damascus"), AskedRates(first="2020-02-10", last="2020-03-08")
    )
    assert {name: told[name] for name in expected} == json.loads(json.dumps(expected))
    assert told["position"] == tables.position


def test_json_is_what_the_api_answers_addresses_included(truceline: Commands, watched_url: str) -> None:
    """It had filters where the API has the address of what they list."""
    told = json.loads(truceline("rates", *FEBRUARY, "--json", "--database", watched_url).stdout)
    with (
        Truceline.open(Settings(database=watched_url, projections=MEMORY)) as server,
        TestClient(create_app(server)) as client,
    ):
        words = {"from": "2020-02-10", "to": "2020-03-08", "tz": "Asia/Damascus", "position": str(told["position"])}
        answer = client.get("/api/v1/monitoring/rates", params=words).json()
        listed = [client.get(one["incidents"]["href"]).json()["count"] for one in (*told["items"], told["whole"])]
    kept = [name for name in answer if name not in {"lens", "position"}]
    assert {name: told[name] for name in kept} == {name: answer[name] for name in kept}
    assert listed == [one["incidents"]["count"] for one in (*told["items"], told["whole"])]
    assert sum(listed) > 0


@pytest.mark.parametrize("width", [64, 80, 120])
def test_the_table_keeps_within_the_terminal(truceline: Commands, watched_url: str, width: int) -> None:
    shown = truceline("rates", *FEBRUARY, "--database", watched_url, width=width).stdout
    assert [line for line in shown.splitlines() if len(line.rstrip()) > width or "…" in line] == []


def test_nothing_had_begun_before_there_was_anything(truceline: Commands, idlib_url: str) -> None:
    shown = truceline("rates", *FEBRUARY, "--as-of", "2020-02-01", "--database", idlib_url).stdout
    assert "None of these days had begun under this lens." in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "soon", "--to", "2020-02-01"), "truceline: --from: 'soon' is not a date of the form 2020-02-20"),
        (("--from", "2020-02-02", "--to", "2020-02-01"), "truceline: --to: 2020-02-01 is before 2020-02-02"),
        ((*FEBRUARY, "--monitor", "nobody"), "truceline: no source 'nobody' is registered"),
        (
            (*FEBRUARY, "--governorate", "Idlip"),
            "truceline: no governorate 'Idlip' is in this ledger; 'Idlib' is",
        ),
    ],
)
def test_what_means_nothing_is_one_line_and_exit_2(
    truceline: Commands, idlib_url: str, options: tuple[str, ...], said: str
) -> None:
    refused = truceline("rates", *options, "--database", idlib_url)
    assert (refused.exit_code, refused.stderr.strip()) == (2, said)
