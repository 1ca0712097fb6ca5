"""The release of 2019 for Syria, read in place, against DuckDB's own reading of the file."""

import re
from collections import Counter
from itertools import islice
from pathlib import Path

import duckdb
import pytest

from api.exchange.draft import Draft, Row
from api.exchange.files.opening import open_table
from api.exchange.reading.ucdp import UcdpGed
from api.exchange.reading.ucdp_text import columns_of
from domain.incident.reports import IncidentReport
from tests.exchange.naming import Everybody
from tests.exchange.ucdp_rows import renewed, write


@pytest.fixture(scope="module")
def release(shared_data: Path) -> Path:
    return shared_data / "ucdp" / "ged_syria_2016_2018.csv"


def drafts_of(path: Path) -> list[tuple[dict[str, str], Draft, IncidentReport]]:
    form, names = UcdpGed(), Everybody()
    found = []
    with open_table(path) as table:
        form.check_columns(table.columns)
        for row in table.rows:
            assert isinstance(row, Row)
            for draft in form.read(row, names):
                assert isinstance(draft.report, IncidentReport)
                found.append((dict(row.cells), draft, draft.report))
    return found


@pytest.fixture(scope="module")
def drafts(release: Path) -> list[tuple[dict[str, str], Draft, IncidentReport]]:
    return drafts_of(release)


Drafts = list[tuple[dict[str, str], Draft, IncidentReport]]


def test_totals_per_dyad_and_year_are_those_of_the_file(release: Path, drafts: Drafts) -> None:
    sums: Counter[tuple[str, int, str]] = Counter()
    for _, _, report in drafts:
        total = report.claim.total
        assert total is not None
        dyad, year = columns_of(report.claim.text)["dyad_name"], int(report.occurred.day[:4])
        for name, number in total:
            sums[dyad, year, name] += number
    asked = duckdb.execute(
        "SELECT dyad_name, year, sum(low), sum(best), sum(high) FROM read_csv(?) GROUP BY ALL", [str(release)]
    ).fetchall()
    assert len(drafts) == 14_522
    assert sums == Counter(
        {
            (dyad, year, name): number
            for dyad, year, *numbers in asked
            for name, number in zip(("low", "best", "high"), numbers, strict=True)
        }
    )


def test_the_odd_rows_are_those_that_the_file_has(release: Path, drafts: Drafts) -> None:
    found = Counter(re.sub(r"\d+", "N", one.rule) for _, draft, _ in drafts for one in draft.doubts)
    (asked,) = duckdb.execute(
        "SELECT count(*) FILTER (low > high), count(*) FILTER (best NOT BETWEEN low AND high),"
        " count(*) FILTER (list_max(string_split(source_date, ';')) < date_start::VARCHAR)"
        " FROM read_csv(?, types={'source_date': 'VARCHAR'})",
        [str(release)],
    ).fetchall()
    assert asked[:2] == (37, 69)
    assert found == Counter(
        {
            "low (N) is above high (N)": asked[0],
            "best (N) is outside low to high (N to N)": asked[1],
            "published (N-N-N) before it happened (N-N-N)": asked[2],
        }
    )


def test_every_cell_of_every_row_can_be_told_again(drafts: Drafts) -> None:
    for cells, _, report in drafts:
        kept = columns_of(report.claim.text)
        total, place, occurred = report.claim.total, report.place, report.occurred
        assert total is not None
        assert report.external_id is not None
        dead: dict[tuple[str | None, str], int | None] = {
            (one.party, one.category): one.quantity.exact for one in report.claim.casualties
        }
        slugs = [Everybody().party(cells[side], Row(1, {}), side) for side in ("side_a", "side_b")]
        again = kept | {
            "id": report.external_id.value,
            "year": occurred.day[:4],
            "where_coordinates": place.name,
            "adm_1": place.adm1 or "",
            "adm_2": place.adm2 or "",
            "latitude": str(place.lat),
            "longitude": str(place.lon),
            "geom_wkt": kept.get("geom_wkt", f"POINT ({place.lon} {place.lat})"),
            "where_prec": str([*type(place.precision)].index(place.precision) + 1),
            "date_start": occurred.start,
            "date_end": occurred.end or occurred.start,
            "deaths_a": str(dead.get((slugs[0], "combatant"), 0)),
            "deaths_b": str(dead.get((slugs[1], "combatant"), 0)),
            "deaths_civilians": str(dead.get((None, "civilian"), 0)),
            "deaths_unknown": str(dead.get((None, "unstated"), 0)),
            "low": str(total.low),
            "best": str(total.best),
            "high": str(total.high),
        }
        assert {column: again.get(column, "") for column in cells} == cells


def test_the_newer_schema_of_the_same_rows_says_the_same(tmp_path: Path, drafts: Drafts) -> None:
    some = list(islice(drafts, 0, None, 29))
    new = drafts_of(write(tmp_path / "new.csv", [renewed(cells) for cells, _, _ in some]))
    assert len(new) == 501
    for (_, draft, old), (_, newer_draft, newer) in zip(some, new, strict=True):
        unsaid = {"claim": {"text"}}
        assert newer.model_dump(exclude=unsaid) == old.model_dump(exclude=unsaid)
        assert [one.rule for one in newer_draft.doubts] == [one.rule for one in draft.doubts]
