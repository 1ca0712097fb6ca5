"""A row of UCDP GED becomes an incident with one claim: nothing is lost, and nothing is guessed."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from api.exchange.draft import Row
from api.exchange.files.opening import open_table
from api.exchange.reading.ucdp_text import columns_of
from domain.incident.reports import IncidentReport
from tests.exchange.naming import Known
from tests.exchange.ucdp_rows import MADE_UP, OLD, UCDP, renewed, row, told


def test_a_row_becomes_an_incident_with_one_claim_by_the_data_set() -> None:
    said = told(MADE_UP)
    said["claim"].pop("text")
    assert said == {
        "occurred": {
            "from": "2019-05-01",
            "to": "2019-05-03",
            "precision": "week",
            "earliest": "2019-05-01T00:00:00Z",
            "latest": "2019-05-03T23:59:59.999999Z",
            "until": "2019-05-03T23:59:59.999999Z",
        },
        "place": {
            "name": "Madeup town",
            "lat": 35.7,
            "lon": 36.5,
            "adm1": "Idlib Governorate",
            "adm2": "Ariha district",
        },
        "act": "armed_clash",
        "targets": ["government-of-syria", "syrian-insurgents"],
        "claim": {
            "source": "ucdp",
            "published_at": "2019-05-04",
            "casualties": [
                {
                    "party": "government-of-syria",
                    "category": "combatant",
                    "outcome": "killed",
                    "quantity": {"exact": 1},
                },
                {"party": "syrian-insurgents", "category": "combatant", "outcome": "killed", "quantity": {"exact": 2}},
                {"category": "civilian", "outcome": "killed", "quantity": {"exact": 3}},
            ],
            "total": {"low": 4, "best": 6, "high": 9},
        },
        "external_id": {"scheme": "ucdp-ged", "value": "900001"},
    }


def test_a_newer_release_of_the_same_row_says_the_same_and_keeps_what_it_adds() -> None:
    old, new = told(MADE_UP), told(renewed(MADE_UP))
    before, after = columns_of(old["claim"].pop("text")), columns_of(new["claim"].pop("text"))
    assert new == old
    assert after == before | {"relid": "SYR-900001", "code_status": "Clear", "where_description": "Madeup town"}


def test_a_release_that_only_moves_its_columns_says_the_same() -> None:
    between_states = row(gwnob="666", gwnoa="652", deaths_a="1")
    assert told(dict(reversed(between_states.items()))) == told(between_states)


@pytest.mark.parametrize(("lat", "lon"), [("35.0", "36.0"), ("35", "36"), ("35.00", "36.000")])
def test_a_point_is_told_alike_however_its_coordinates_are_written(lat: str, lon: str) -> None:
    said = told(row(latitude=lat, longitude=lon, geom_wkt="POINT (36 35)"))
    assert said == told(row(latitude="35.0", longitude="36.0", geom_wkt="POINT (36 35)"))
    assert columns_of(said["claim"]["text"])["geom_wkt"] == "POINT (36 35)"
    assert "geom_wkt" not in columns_of(
        told(row(latitude=lat, longitude=lon, geom_wkt="POINT (36.0 35.0)"))["claim"]["text"]
    )


def test_a_workbook_with_numbers_and_dates_of_its_own_says_the_same(tmp_path: Path) -> None:
    numbers = {column: float(cell) for column, cell in MADE_UP.items() if cell.replace(".", "").isdigit()}
    days = {column: datetime.fromisoformat(MADE_UP[column]) for column in ("date_start", "date_end")}
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(OLD)
    sheet.append([(MADE_UP | numbers | days)[column] for column in OLD])
    book.save(tmp_path / "ged.xlsx")
    with open_table(tmp_path / "ged.xlsx") as table:
        (row,) = table.rows
    assert isinstance(row, Row)
    assert told(dict(row.cells)) == told(MADE_UP)


def test_in_one_sided_violence_side_a_attacked_and_civilians_are_no_party() -> None:
    said = told(row(type_of_violence="3", side_b="Civilians", deaths_a="0", deaths_b="0", best="3", low="3"))
    assert said["act"] == "attack_on_civilians"
    assert said["claim"]["perpetrator"] == "government-of-syria"
    assert "targets" not in said
    assert said["claim"]["casualties"] == [
        {"category": "civilian", "outcome": "killed", "quantity": {"exact": 3}},
    ]


def test_in_a_fight_nobody_is_named_as_the_attacker() -> None:
    for violence in ("1", "2"):
        claim = told(row(type_of_violence=violence))["claim"]
        assert not {"perpetrator", "possible_perpetrators"} & set(claim)


def test_two_sides_that_are_one_party_here_lose_people_of_one_party() -> None:
    draft = UCDP.read(Row(2, MADE_UP), Known(dict.fromkeys(("Government of Syria", "Syrian insurgents"), "both")))[0]
    assert isinstance(draft.report, IncidentReport)
    claim = draft.report.claim
    assert [(one.party, one.quantity.exact) for one in claim.casualties] == [("both", 3), (None, 3)]
    assert draft.report.targets == ("both",)
    assert {name: columns_of(claim.text)[name] for name in ("deaths_a", "deaths_b")} == {
        "deaths_a": "1",
        "deaths_b": "2",
    }


@pytest.mark.parametrize(
    ("code", "precision"),
    [*enumerate(["exact", "near", "district", "governorate", "fuzzy", "country", "water_or_air"], 1)],
)
def test_every_precision_of_a_place_has_its_word(code: int, precision: str) -> None:
    assert told(row(where_prec=str(code)))["place"].get("precision", "near") == precision


@pytest.mark.parametrize(
    ("code", "start", "end", "precision", "latest"),
    [
        ("1", "2019-05-01", "2019-05-01", "day", "2019-05-01"),
        ("1", "2019-05-01", "2019-05-03", "day", "2019-05-01"),
        ("2", "2019-05-01", "2019-05-06", "week", "2019-05-06"),
        ("3", "2019-05-01", "2019-05-07", "week", "2019-05-07"),
        ("4", "2019-05-01", "2019-05-31", "month", "2019-05-31"),
        ("5", "2019-05-01", "2019-12-31", "year", "2019-12-31"),
        ("5", "2019-05-01", "2019-05-01", "year", "2019-12-31"),
    ],
)
def test_it_began_no_later_than_the_precision_and_the_dates_allow(
    code: str, start: str, end: str, precision: str, latest: str
) -> None:
    occurred = told(row(date_prec=code, date_start=start, date_end=end))["occurred"]
    assert occurred["precision"] == precision
    assert occurred["latest"].startswith(latest)
    assert occurred.get("to", start) == end


def test_what_the_ledger_has_no_field_for_is_kept_in_the_words_of_the_claim() -> None:
    elsewhere = {
        *("id", "year", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
        *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
        *("low", "best", "high"),
    }
    kept = columns_of(told(MADE_UP)["claim"]["text"])
    assert kept == {column: MADE_UP[column] for column in OLD if MADE_UP[column] and column not in elsewhere}


def test_odd_letters_of_a_headline_come_back_as_they_were() -> None:
    odd = "two\nlines, a back\\slash \\n and: a colon\r; „quotes“  "
    kept = columns_of(told(row(source_headline=odd, source_article="", number_of_sources="7"))["claim"]["text"])
    assert kept["source_headline"] == odd
    assert kept["number_of_sources"] == "7"


def test_a_column_that_no_release_has_is_kept_too() -> None:
    assert columns_of(told(row(checked_by="B. Analyst"))["claim"]["text"])["checked_by"] == "B. Analyst"


def test_an_article_that_does_not_follow_from_its_parts_is_kept() -> None:
    article = '"SOHR ,2019-05-03,Shells"'
    assert columns_of(told(row(source_article=article))["claim"]["text"])["source_article"] == article


def test_a_geometry_that_does_not_follow_from_the_coordinates_is_kept() -> None:
    assert columns_of(told(row(geom_wkt="POINT (38 35)"))["claim"]["text"])["geom_wkt"] == "POINT (38 35)"
