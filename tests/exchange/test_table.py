"""What a row of a table comes to, and how words, names and days in its cells are read."""

from datetime import UTC, datetime

import pytest

from domain.incident.reports import IncidentReport
from tests.exchange.mapped import CELLS, mapped, told
from tests.exchange.naming import doubts, read, refusal


def test_a_row_becomes_what_the_mapping_says() -> None:
    said = told(mapped())
    assert {name: said["occurred"][name] for name in ("from", "zone", "precision")} == {
        "from": "2020-02-20",
        "zone": "Asia/Damascus",
        "precision": "day",
    }
    said.pop("occurred")
    assert said == {
        "nature": "violation",
        "place": {"name": "Madeup", "lat": 35.8718, "lon": 36.7173},
        "act": "air_strike",
        "targets": ["turkey", "opposition"],
        "claim": {
            "source": "a-mission",
            "published_at": "2020-02-21",
            "text": "Seen from the post.\nTeam: 2",
            "unconfirmed": True,
            "perpetrator": "government-of-syria",
            "casualties": [
                {
                    "category": "civilian",
                    "outcome": "killed",
                    "quantity": {"between": [3, 5], "wording": "3-5"},
                },
                {"party": "turkey", "category": "combatant", "outcome": "wounded", "quantity": {"at_least": 2}},
            ],
            "equipment": [{"type": "tank", "quantity": {"exact": 1}}],
        },
        "external_id": {"scheme": "patrols", "value": "P-1"},
    }
    assert read(mapped(), CELLS).changed_at == datetime(2020, 2, 22, 8, tzinfo=UTC)
    assert [source.slug for source in mapped().sources()] == ["a-mission"]
    assert mapped().scheme == "patrols"


def test_an_empty_cell_says_nothing() -> None:
    empty = dict.fromkeys(("Against", "By", "Notes", "Doubtful", "Civilians killed", "Wounded at least"), "")
    said = told(mapped(), **empty, Team="", Changed="")
    assert "targets" not in said
    assert set(said["claim"]) == {"source", "published_at", "equipment"}
    assert read(mapped(), CELLS | {"Changed": ""}).changed_at is None


def test_a_value_can_be_mapped_to_nothing() -> None:
    assert "perpetrator" not in told(mapped(), By="?")["claim"]


def test_a_word_that_is_not_mapped_refuses_the_row_unless_there_is_another_for_all_others() -> None:
    assert refusal(mapped(), CELLS | {"What": "Duel"}) == [
        ("What", "Duel", "is not among incident.act.values of the mapping")
    ]
    lenient = mapped(('"Shelling" = "shelling" }', '"Shelling" = "shelling" }, otherwise = "other"'))
    assert told(lenient, What="Duel")["act"] == "other"


def test_each_of_several_names_in_a_cell_is_translated() -> None:
    values = 'targets = { column = "Against", split = "/", values = { TR = "Turkey", SNA = "Opposition", "?" = "" } }'
    table = mapped(('targets = { column = "Against", split = "/" }', values))
    assert told(table, Against="TR / SNA/?")["targets"] == ["turkey", "opposition"]
    assert "targets" not in told(table, Against="?")
    assert refusal(table, CELLS | {"Against": "TR/US"}) == [
        ("Against", "US", "is not among incident.targets.values of the mapping")
    ]


def test_a_time_of_day_is_read_in_the_zone_that_is_named() -> None:
    timed = mapped(("%d.%m.%Y", "%d.%m.%Y %H:%M"))
    assert told(timed, Date="20.02.2020 14:30")["occurred"]["earliest"] == "2020-02-20T12:30:00Z"


ZONED = ('from = { column = "Date", date = "%d.%m.%Y" }', 'from = { column = "Date", zone = "Europe/Paris" }')


def test_a_time_read_in_a_zone_keeps_what_its_clock_showed() -> None:
    said = told(mapped(ZONED), Date="2020-07-01 13:45:10")["occurred"]
    assert (said["from"], said["earliest"]) == ("2020-07-01T13:45:10+02:00", "2020-07-01T11:45:10Z")
    assert told(mapped(ZONED), Date="2020-07-01T13:45:10Z")["occurred"]["from"] == "2020-07-01T13:45:10Z"


def test_a_bare_day_is_one_of_the_zone_that_its_column_is_read_in() -> None:
    old = ('from = { column = "Date", date = "%d.%m.%Y" }\nzone = { constant = "Asia/Damascus" }', ZONED[1])
    said = told(mapped(old), Date="2020-07-01")["occurred"]
    assert (said["zone"], said["earliest"], said["latest"]) == (
        "Europe/Paris",
        "2020-06-30T22:00:00Z",
        "2020-07-01T21:59:59.999999Z",
    )
    assert told(mapped(ZONED), Date="2020-07-01")["occurred"]["zone"] == "Asia/Damascus"


@pytest.mark.parametrize(
    ("time", "why"),
    [
        ("2020-03-29 02:30", "2020-03-29T02:30:00 does not exist in Europe/Paris: the clocks skipped it"),
        ("2020-10-25 02:30", "2020-10-25T02:30:00 happened twice in Europe/Paris: give the offset"),
    ],
)
def test_a_time_that_a_change_of_clocks_skipped_or_repeated_is_refused_for_that(time: str, why: str) -> None:
    assert refusal(mapped(ZONED), CELLS | {"Date": time}) == [("Date", time, why)]


@pytest.mark.parametrize(
    ("form", "whole", "short"),
    [
        ("%Y%m%d", "20200111", "2020111"),
        ("%d%m%Y", "11012020", "1112020"),
        ("%Y-%m-%d %H%M", "2020-01-11 0111", "2020-01-11 111"),
        ("%Y%m%dT%H%M%z", "20200111T0111+0200", "2020111T0111+0200"),
    ],
)
def test_parts_of_a_date_that_run_together_are_read_only_where_all_figures_are_there(
    form: str, whole: str, short: str
) -> None:
    table = mapped(("%d.%m.%Y", form))
    assert told(table, Date=whole)["occurred"]["from"].startswith("2020-01-11")
    ((column, value, rule),) = refusal(table, CELLS | {"Date": short})
    assert (column, value) == ("Date", short)
    assert rule.endswith("could be several dates")


def test_an_odd_range_is_taken_in_as_claimed_and_named() -> None:
    draft = read(mapped(), CELLS | {"Least": "5", "Best": "9", "Most": "3"})
    assert doubts(draft) == [
        ("Least", "5", "low (5) is above high (3)"),
        ("Best", "9", "best (9) is outside low to high (5 to 3)"),
    ]
    assert isinstance(draft.report, IncidentReport)
    assert draft.report.claim.total is not None
    assert draft.report.claim.total.model_dump() == {"low": 5, "best": 9, "high": 3}
