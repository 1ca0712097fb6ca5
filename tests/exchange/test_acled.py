"""Rows in the shape of an ACLED export, all made up: ACLED's own may not be passed on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.exchange.draft import FileRefused, Row
from api.exchange.files.opening import open_table
from api.exchange.reading.acled import Acled
from api.exchange.reading.kept import from_lines
from domain.act import Act
from domain.incident.reports import IncidentReport
from tests.exchange.naming import Everybody, doubts, read, refusal
from tests.exchange.ucdp_rows import write

ACLED = Acled()

MADE_UP = {
    "event_id_cnty": "SYR900001",
    "event_date": "2020-02-20",
    "year": "2020",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Syria (2000-)",
    "assoc_actor_1": "Made-up Brigade; Made-up Battalion",
    "inter1": "1",
    "actor2": "HTS: Hayat Tahrir al Sham",
    "assoc_actor_2": "",
    "inter2": "2",
    "interaction": "12",
    "civilian_targeting": "",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Idleb",
    "admin2": "Ariha",
    "admin3": "Ehsem",
    "location": "Madeup",
    "latitude": "35.7000",
    "longitude": "36.5000",
    "geo_precision": "2",
    "source": "SOHR; SHAAM",
    "source_scale": "Other-National",
    "notes": "On 20 February, made-up clashes took place.",
    "fatalities": "4",
    "tags": "",
    "timestamp": "1582650000",
}

SUB_EVENTS = """Government regains territory; Non-state actor overtakes territory; Armed clash; Chemical weapon;
Air/drone strike; Suicide bomb; Shelling/artillery/missile attack; Remote explosive/landmine/IED; Grenade;
Sexual violence; Attack; Abduction/forced disappearance; Excessive force against protesters; Protest with intervention;
Peaceful protest; Violent demonstration; Mob violence; Agreement; Arrests; Change to group/activity;
Disrupted weapons use; Headquarters or base established; Looting/property destruction;
Non-violent transfer of territory; Other"""


def row(**cells: str) -> dict[str, str]:
    return MADE_UP | cells


def told(cells: dict[str, str]) -> dict[str, Any]:
    report = read(ACLED, cells).report
    assert isinstance(report, IncidentReport)
    said: dict[str, Any] = report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return said


def test_a_row_becomes_an_incident_with_one_claim_by_the_data_set() -> None:
    said = told(MADE_UP)
    kept = from_lines(said["claim"].pop("text"))
    assert said == {
        "occurred": {
            "from": "2020-02-20",
            "precision": "day",
            "earliest": "2020-02-20T00:00:00Z",
            "latest": "2020-02-20T23:59:59.999999Z",
            "until": "2020-02-20T23:59:59.999999Z",
        },
        "place": {"name": "Madeup", "lat": 35.7, "lon": 36.5, "adm1": "Idleb", "adm2": "Ariha"},
        "act": "armed_clash",
        "targets": ["military-forces-of-syria-2000", "hts-hayat-tahrir-al-sham"],
        "claim": {
            "source": "acled",
            "published_at": "2020-02-25T17:00:00+00:00",
            "casualties": [{"outcome": "killed", "quantity": {"at_least": 4, "best": 4}}],
            "total": {"best": 4},
        },
        "external_id": {"scheme": "acled", "value": "SYR900001"},
    }
    assert kept["notes"] == "On 20 February, made-up clashes took place."
    assert {"event_date", "actor1", "assoc_actor_1", "admin3", "source", "interaction"} <= set(kept)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "acled.csv", [row(event_id_cnty=f"SYR{number}") for number in range(50)])
    with open_table(path) as table:
        ACLED.check_columns(table.columns)
        rows = [one for one in table.rows if isinstance(one, Row)]
        drafts = [draft for one in rows for draft in ACLED.read(one, Everybody())]
    assert len(drafts) == 50
    assert {draft.changed_at for draft in drafts} == {datetime(2020, 2, 25, 17, tzinfo=UTC)}


def test_every_sub_event_type_of_the_codebook_is_an_act() -> None:
    listed = [one.strip() for one in SUB_EVENTS.replace("\n", " ").split(";")]
    acts = {one: Act(told(row(sub_event_type=one, event_type="Strategic developments"))["act"]) for one in listed}
    assert len(acts) == 25
    assert acts["Air/drone strike"] is Act.AIR_STRIKE
    assert acts["Shelling/artillery/missile attack"] is Act.SHELLING
    assert acts["Abduction/forced disappearance"] is Act.ABDUCTION
    assert acts["Peaceful protest"] is Act.OTHER


def test_in_violence_against_civilians_the_second_actor_is_the_target() -> None:
    attack = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    civilians = told(row(**attack, actor2="Civilians (Syria)"))
    assert civilians["claim"]["perpetrator"] == "military-forces-of-syria-2000"
    assert "targets" not in civilians
    assert told(row(**attack))["targets"] == ["hts-hayat-tahrir-al-sham"]


def test_an_unidentified_attacker_stays_unknown() -> None:
    attack = {"event_type": "Violence against civilians", "sub_event_type": "Attack", "actor2": "Civilians (Syria)"}
    said = told(row(**attack, actor1="Unidentified Armed Group (Syria)"))
    assert "perpetrator" not in said["claim"]
    assert from_lines(said["claim"]["text"])["actor1"] == "Unidentified Armed Group (Syria)"


@pytest.mark.parametrize("kind", ["Battles", "Explosions/Remote violence", "Strategic developments", "Protests"])
def test_the_order_of_the_actors_names_no_attacker(kind: str) -> None:
    assert "perpetrator" not in told(row(event_type=kind))["claim"]


def test_from_a_distance_nobody_is_named_as_the_target_either() -> None:
    shelling = {"event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack"}
    said = told(row(**shelling))
    assert "targets" not in said
    assert from_lines(said["claim"]["text"])["actor2"] == "HTS: Hayat Tahrir al Sham"


@pytest.mark.parametrize(
    ("code", "date", "earliest", "latest"),
    [
        ("1", "2020-02-20", "2020-02-20", "2020-02-20"),
        ("2", "2020-02-20", "2020-02-20", "2020-02-26"),
        ("3", "2020-02-15", "2020-02-01", "2020-02-29"),
        ("1", "20 February 2020", "2020-02-20", "2020-02-20"),
    ],
)
def test_it_began_as_the_precision_of_its_time_allows(code: str, date: str, earliest: str, latest: str) -> None:
    occurred = told(row(time_precision=code, event_date=date))["occurred"]
    assert occurred["earliest"].startswith(earliest)
    assert occurred["latest"].startswith(latest)


@pytest.mark.parametrize(("code", "precision"), [("1", "exact"), ("2", "near"), ("3", "governorate")])
def test_every_precision_of_a_place_has_its_word(code: str, precision: str) -> None:
    assert told(row(geo_precision=code))["place"].get("precision", "near") == precision


def test_no_fatalities_are_no_casualties_and_a_total_of_none() -> None:
    claim = told(row(fatalities="0"))["claim"]
    assert "casualties" not in claim
    assert claim["total"] == {"best": 0}


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"event_id_cnty": " "}, ("event_id_cnty", " ", "String should have at least 1 character")),
        ({"event_date": "02/03/2020"}, ("event_date", "02/03/2020", "is not a date of the form 2020-02-20")),
        (
            {"event_date": "20 Febtober 2020"},
            ("event_date", "20 Febtober 2020", "is not a date of the form 2020-02-20"),
        ),
        ({"event_date": "30 February 2020"}, ("event_date", "30 February 2020", "is not a day of the calendar")),
        ({"time_precision": "4"}, ("time_precision", "4", "is not one of the codes 1, 2, 3")),
        (
            {"sub_event_type": "Duel"},
            ("sub_event_type", "Duel", "is not a sub-event type that ACLED's codebook has"),
        ),
        ({"fatalities": "some"}, ("fatalities", "some", "is not a whole number (for example 12 or 12.0)")),
        ({"timestamp": ""}, ("timestamp", "", "is empty")),
        ({"timestamp": "9" * 17}, ("timestamp", "9" * 17, "is not a time in seconds since 1970")),
        ({"latitude": "-91"}, ("latitude", "-91", "Input should be greater than or equal to -90")),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_cell(cells: dict[str, str], wrong: tuple[str, str, str]) -> None:
    assert refusal(ACLED, MADE_UP) == []
    assert wrong in refusal(ACLED, row(**cells))


def test_what_is_odd_is_taken_in_as_claimed_and_named() -> None:
    assert doubts(read(ACLED, MADE_UP)) == []
    assert doubts(read(ACLED, row(year="2019"))) == [("year", "2019", "is not the year of event_date")]
    early = doubts(read(ACLED, row(timestamp="1000000000")))
    assert early == [("timestamp", "1000000000", "the row was last changed before it happened")]


def test_a_file_without_a_needed_column_is_refused() -> None:
    with pytest.raises(FileRefused, match=r"^not an ACLED file: it has no column timestamp, event_type$"):
        ACLED.check_columns([column for column in MADE_UP if column not in {"timestamp", "event_type", "tags"}])


def test_an_export_that_only_moves_its_columns_says_the_same() -> None:
    assert told(dict(reversed(MADE_UP.items()))) == told(MADE_UP)


def test_a_thrown_grenade_is_not_told_as_gunfire() -> None:
    assert told(row(sub_event_type="Grenade"))["act"] == "other"
