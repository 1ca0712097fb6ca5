"""UCDP's own file, whole: what is recorded is what DuckDB counts in it, and a newer release changes what it changes."""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.exchange.files.opening import open_table
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report
from api.exchange.reading.ucdp import UcdpGed
from api.settings import Settings
from api.wiring import Truceline
from domain.incident.events import ClaimAdded, IncidentReported
from domain.ledger import Ledger
from projections.proving.audit import audit
from tests.exchange.ucdp_rows import write
from tests.exchange.whole_release import Imported, copied, take_in

ROWS = 14_522
CHANGED, DROPPED, ADDED = 20, 5, 7

TOTALS = """
    SELECT dyad_name, year, sum(low)::BIGINT, sum(best)::BIGINT, sum(high)::BIGINT, count(*)
    FROM read_csv(?, all_varchar = false) GROUP BY ALL
"""
"""The oracle: nothing of ours reads the file."""


@pytest.fixture
def ledger(whole: Imported) -> Iterator[Ledger]:
    ledger = Ledger.at(whole.url, create=False)
    yield ledger
    ledger.close()


def test_every_row_becomes_an_incident(whole: Imported, ledger: Ledger) -> None:
    assert (whole.report.rows, whole.report.counts["new"], whole.report.counts["refused"]) == (ROWS, ROWS, 0)
    recorded = list(ledger.facts_named(IncidentReported.TOPIC))
    assert len(recorded) == len({fact.originator_id for fact in recorded}) == ROWS


def test_the_totals_of_the_claims_per_dyad_and_year_are_those_of_the_file(whole: Imported, ledger: Ledger) -> None:
    dyads = ids_with(whole.file)
    sums: dict[tuple[str, int], list[int]] = {}
    ids = {
        fact.originator_id: fact.external_id.value
        for fact in ledger.facts_named(IncidentReported.TOPIC)
        if isinstance(fact, IncidentReported) and fact.external_id is not None
    }
    for fact in ledger.facts_named(ClaimAdded.TOPIC):
        assert isinstance(fact, ClaimAdded)
        total = fact.claim.total
        assert total is not None
        found = sums.setdefault(dyads[ids[fact.originator_id]], [0, 0, 0, 0])
        for place, number in enumerate((total.low, total.best, total.high, 1)):
            found[place] += number or 0
    straight = duckdb.execute(TOTALS, [str(whole.file)]).fetchall()
    assert len(straight) > 100
    assert {(dyad, year): numbers for dyad, year, *numbers in straight} == sums


def ids_with(file: Path) -> dict[str, tuple[str, int]]:
    found = duckdb.execute("SELECT id::VARCHAR, dyad_name, year FROM read_csv(?)", [str(file)]).fetchall()
    return {row: (dyad, year) for row, dyad, year in found}


def test_the_rows_with_odd_ranges_are_recorded_and_reported(whole: Imported, ledger: Ledger) -> None:
    odd = "SELECT id::VARCHAR FROM read_csv(?) WHERE best NOT BETWEEN low AND high OR low > high"
    ids = {row for (row,) in duckdb.execute(odd, [str(whole.file)]).fetchall()}
    with whole.file.open(encoding="utf-8", newline="") as file:
        wanted = {number for number, row in enumerate(csv.DictReader(file), 2) if row["id"] in ids}
    told: set[int | None] = set()
    report = Report("", "", "", "")
    report.listed = lambda lines: told.update(one.row for one in lines if one.column in {"low", "best", "high"})
    with open_table(whole.file) as table:
        Intake(ledger, UcdpGed(), Origin("ucdp-ged", "", "", "import"), Asked(), report).take_in(table.rows)
    assert len(wanted) > 60
    assert wanted <= told


def test_importing_it_again_records_nothing(whole: Imported, ledger: Ledger) -> None:
    before = ledger.position
    report = take_in(whole.url, whole.file, register_parties=True)
    assert ledger.position == before
    assert (report.counts["unchanged"], report.counts["new"], report.registered) == (ROWS, 0, [])


@dataclass
class Release:
    """A newer release, and which of its rows are otherwise than before."""

    file: Path
    changed: set[str]
    dropped: set[str]


@pytest.fixture
def newer(whole: Imported, tmp_path: Path) -> Release:
    chance = random.Random(4)
    with whole.file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    touched = chance.sample(range(len(rows)), CHANGED + DROPPED)
    changed, dropped = set(touched[:CHANGED]), set(touched[CHANGED:])
    new: list[dict[str, str]] = []
    for number, row in enumerate(rows):
        if number in changed:
            more = {name: str(int(row[name]) + 3) for name in ("deaths_civilians", "low", "best", "high")}
            new.append(row | more)
        elif number not in dropped:
            new.append(row)
    added = [rows[number] | {"id": str(900_000 + number)} for number in range(ADDED)]
    path = write(tmp_path / "ged_newer.csv", new + added)
    was, gone = ({rows[number]["id"] for number in some} for some in (changed, dropped))
    return Release(path, was, gone)


def test_a_newer_release_corrects_retracts_and_adds_exactly_what_it_changes(
    whole: Imported, newer: Release, tmp_path: Path
) -> None:
    url = copied(whole, tmp_path)
    ledger = Ledger.at(url, create=False)
    before = ledger.position
    listed: list[tuple[str, str]] = []
    origin = Origin("ucdp-ged", newer.file.name, digest_of_file(newer.file), "import")
    report = Report.begun(origin, "ucdp-ged", dry_run=False)
    report.listed = lambda lines: listed.extend((one.outcome, one.value) for one in lines)
    with open_table(newer.file) as table:
        Intake(ledger, UcdpGed(), origin, Asked(retract_missing=True), report).take_in(table.rows)
    counts = {name: report.counts[name] for name in ("new", "corrected", "retracted", "refused", "kept", "reinstated")}
    assert counts == {"new": ADDED, "corrected": CHANGED, "retracted": DROPPED} | dict.fromkeys(
        ("refused", "kept", "reinstated"), 0
    )
    assert {value for outcome, value in listed if outcome == "corrected"} == newer.changed
    assert {value for outcome, value in listed if outcome == "retracted"} == newer.dropped
    assert ledger.position - before == 2 * ADDED + 2 * CHANGED + DROPPED
    assert audit(ledger).findings == []
    ledger.close()
    check_reads(url, before)


def check_reads(url: str, before: int) -> None:
    """What changed is shown as just that, and what an old position counted it counts still."""
    settings = Settings(database=url, projections=":memory:")
    with Truceline.open(settings, create=False) as truceline, TestClient(create_app(truceline)) as client:
        assert truceline.follower.wait_for(truceline.ledger.position, 120)
        assert counted(client, position=str(before)) == ROWS
        assert counted(client) == ROWS + ADDED - DROPPED
        assert changes(client, before) == {"added": ADDED, "retracted": DROPPED, "corrected": CHANGED}


def counted(client: TestClient, **lens: str) -> int:
    groups = client.get("/api/v1/counts", params={"group_by": "nature", **lens}).json()["groups"]
    return sum(group["incidents"]["count"] for group in groups)


def changes(client: TestClient, before: int) -> Counter[str]:
    found: Counter[str] = Counter()
    address: str | None = f"/api/v1/changes?position_from={before}&limit=500"
    while address:
        page: dict[str, Any] = client.get(address).json()
        found.update(one["change"] for one in page["incidents"])
        address = page["next"]
    return found
