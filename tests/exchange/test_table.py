import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.exchange.draft import FileRefused, Row
from api.exchange.reading.kept import from_lines
from api.exchange.reading.mapping import mapping_of, read_mapping
from api.exchange.reading.table import MappedTable
from domain.incident.reports import IncidentReport
from tests.exchange.naming import Known, doubts, read, refusal

MAPPING = """
scheme = "patrols"
keep = ["Team"]
changed_at = { column = "Changed", zone = "Asia/Damascus" }

[source]
slug = "a-mission"
name = "A mission"
kind = "monitor"

[incident]
external_id = "Ref"
nature = { constant = "violation" }
act = { column = "What", values = { "Air raid" = "air_strike", "Shelling" = "shelling" } }
targets = { column = "Against", split = "/" }

[incident.occurred]
from = { column = "Date", date = "%d.%m.%Y" }
zone = { constant = "Asia/Damascus" }

[incident.place]
name = "Village"
lat = "Lat"
lon = "Lon"

[incident.claim]
published_at = "Reported"
perpetrator = { column = "By", values = { "regime" = "Government of Syria", "?" = "" } }
text = "Notes"
unconfirmed = "Doubtful"
total = { low = "Least", best = "Best", high = "Most" }

[[incident.claim.casualties]]
category = { constant = "civilian" }
outcome = { constant = "killed" }
quantity = "Civilians killed"

[[incident.claim.casualties]]
party = { constant = "turkey" }
category = { constant = "combatant" }
outcome = { constant = "wounded" }
quantity = { low = "Wounded at least", high = "Wounded at most" }

[[incident.claim.equipment]]
type = "Lost"
quantity = { constant = "1" }
"""

CELLS = {
    "Ref": "P-1",
    "What": "Air raid",
    "Against": "Turkey/Opposition",
    "Date": "20.02.2020",
    "Village": "Madeup",
    "Lat": "35.8718",
    "Lon": "36.7173",
    "Reported": "2020-02-21",
    "By": "regime",
    "Notes": "Seen from the post.",
    "Doubtful": "true",
    "Least": "",
    "Best": "",
    "Most": "",
    "Civilians killed": "3-5",
    "Wounded at least": "2",
    "Wounded at most": "",
    "Lost": "tank",
    "Team": "2",
    "Changed": "2020-02-22T10:00",
}


def mapped(*changes: tuple[str, str]) -> MappedTable:
    """The mapping with some of its words replaced."""
    text = MAPPING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return MappedTable(mapping_of(tomllib.loads(text)))


def told(table: MappedTable, **cells: str) -> dict[str, Any]:
    report = read(table, CELLS | cells).report
    assert isinstance(report, IncidentReport)
    said: dict[str, Any] = report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return said


def refused(*changes: tuple[str, str]) -> str:
    with pytest.raises(FileRefused) as wrong:
        mapped(*changes)
    assert "\n" not in str(wrong.value)
    return str(wrong.value).removeprefix("the mapping: ")


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


DEAD = 'quantity = "Civilians killed"'


def killed(dead: str, cell: str) -> Any:  # noqa: ANN401 - JSON
    return told(mapped((DEAD, f"quantity = {dead}")), **{"Civilians killed": cell})["claim"]["casualties"][0][
        "quantity"
    ]


def test_a_word_for_a_number_keeps_its_wording_and_numbers_beside_it_stand_for_themselves() -> None:
    dead = '{ column = "Civilians killed", values = { dozens = "at least 24", "-" = "unknown" } }'
    assert killed(dead, "dozens") == {"at_least": 24, "wording": "dozens"}
    assert killed(dead, "-") == {"unknown": True, "wording": "-"}
    assert killed(dead, "3") == {"exact": 3}
    assert killed(f'{dead[:-1]}, otherwise = "several" }}', "3") == {"exact": 3}
    assert killed(f'{dead[:-1]}, otherwise = "several" }}', "scores") == {"several": True, "wording": "scores"}
    assert killed(dead, "about 30") == {"about": 30, "wording": "about 30"}
    table = mapped((DEAD, f"quantity = {dead}"))
    ((column, _, rule),) = refusal(table, CELLS | {"Civilians killed": "scores"})
    assert column == "Civilians killed"
    assert rule.startswith("is not a number as it is understood")


@pytest.mark.parametrize("cell", ["1.000", "12.000", "1.000.000", "about 1.000", "1.000-2.000"])
def test_thousands_that_could_be_decimals_are_refused_until_the_mapping_says_which(cell: str) -> None:
    for column in ("Civilians killed", "Wounded at least", "Best"):
        ((where, value, rule),) = refusal(mapped(), CELLS | {column: cell})
        assert (where, value) == (column, cell)
        assert rule.startswith("could be thousands, or decimals")


@pytest.mark.parametrize(
    ("mark", "cell", "said"),
    [
        (".", "1.000", {"exact": 1000}),
        (".", "12", {"exact": 12}),
        (",", "1,234,567", {"exact": 1234567}),
        (",", "12.000", {"exact": 12}),
        (" ", "1\u202f000", {"exact": 1000}),
        ("'", "1'000", {"exact": 1000}),
        (".", "about 1.500", {"about": 1500, "wording": "about 1.500"}),
        (".", "1.000-2.000", {"between": [1000, 2000], "wording": "1.000-2.000"}),
    ],
)
def test_thousands_are_read_by_the_mark_that_the_mapping_names(mark: str, cell: str, said: object) -> None:
    assert killed(f'{{ column = "Civilians killed", thousands = "{mark}" }}', cell) == said


@pytest.mark.parametrize("cell", ["1.00", "10.0", "1.0000", "1,000", "1.000,5", "1 000", "1.00-2.000"])
def test_figures_that_are_not_in_groups_of_three_are_refused(cell: str) -> None:
    table = mapped((DEAD, 'quantity = { column = "Civilians killed", thousands = "." }'))
    assert [column for column, _, _ in refusal(table, CELLS | {"Civilians killed": cell})] == ["Civilians killed"]


def test_degrees_with_a_decimal_comma_are_read_where_the_mapping_says_so() -> None:
    table = mapped(('lat = "Lat"', 'lat = { column = "Lat", decimal = "," }'))
    assert told(table, Lat="35,8718")["place"]["lat"] == 35.8718
    assert told(table, Lat="35.8718")["place"]["lat"] == 35.8718
    assert [column for column, _, _ in refusal(table, CELLS | {"Lat": "35,871,8"})] == ["Lat"]


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


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"Ref": ""}, "Ref", "is empty"),
        ({"Village": " "}, "Village", "is empty"),
        ({"Reported": ""}, "Reported", "is empty"),
        ({"Date": "02/20/2020"}, "Date", "is not a date of the form %d.%m.%Y, which the mapping names"),
        ({"Reported": "21.02.2020"}, "Reported", "is not a date of the form 2020-02-20 or 2020-02-20T15:00:00Z"),
        ({"Lat": "35,87"}, "Lat", "is not decimal degrees (for example 36.7173, with a point)"),
        ({"Lat": "95"}, "Lat", "Input should be less than or equal to 90"),
        ({"Lat": ""}, "Village", "a place has both lat and lon, or neither"),
        ({"Doubtful": "maybe"}, "Doubtful", "is not true or false"),
        ({"Least": "few"}, "Least", "is not a whole number (for example 12 or 12.0)"),
        ({"Changed": "yesterday"}, "Changed", "is not a date of the form 2020-02-20 or 2020-02-20T15:00:00Z"),
        (
            {"Reported": "2020-02-21T10:00"},
            "Reported",
            "'2020-02-21T10:00' has no offset and no zone: a naive time names no instant",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_column(cells: dict[str, str], column: str, rule: str) -> None:
    assert refusal(mapped(), CELLS) == []
    assert (column, rule) in [(where, why) for where, _, why in refusal(mapped(), CELLS | cells)]


def test_a_cell_that_two_fields_are_made_of_is_refused_once() -> None:
    twice = mapped(('low = "Wounded at least"', 'low = "Least"'))
    assert [column for column, _, _ in refusal(twice, CELLS | {"Least": "few"})] == ["Least"]


def test_bounds_the_wrong_way_round_are_named_by_their_column() -> None:
    found = refusal(mapped(), CELLS | {"Wounded at most": "1"})
    assert [(column, value) for column, value, _ in found] == [("Wounded at least", "2")]


def test_everything_wrong_with_a_row_is_named_at_once_and_once() -> None:
    wrong = refusal(mapped(), CELLS | {"What": "Duel", "Date": "today", "Civilians killed": "dozens"})
    assert [column for column, _, _ in wrong] == ["What", "Date", "Civilians killed"]


def test_a_constant_party_that_nobody_knows_is_named_by_its_key() -> None:
    known = Known({"Turkey": "turkey", "Opposition": "opposition", "Government of Syria": "syria-government"})
    with pytest.raises(Exception, match=r"^row 2, incident.claim.casualties\[1\].party: is no name of a party$"):
        mapped().read(Row(2, CELLS), known)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('scheme = "patrols"', 'schema = "patrols"'), "schema is not one of scheme, source, incident, keep, changed"),
        (('scheme = "patrols"', 'scheme = "My list"'), "scheme is not a short name of lower-case words joined by hy"),
        (('kind = "monitor"', 'kind = "spy"'), "source.kind is refused: Input should be 'ministry', 'presidency'"),
        (('slug = "a-mission"\n', ""), "source.slug is refused: Field required"),
        (('keep = ["Team"]', 'keep = "Team"'), "keep is not a list of columns"),
        (('external_id = "Ref"\n', ""), "incident.external_id is missing"),
        (('external_id = "Ref"', 'external_id = { constant = "1" }'), "incident.external_id is a column: by its own"),
        (('name = "Village"\n', ""), "incident.place.name is missing"),
        (('published_at = "Reported"\n', ""), "incident.claim.published_at is missing"),
        (("nature = {", "nation = {"), "incident.nation is no field of an incident; they are external_id, nature,"),
        (('"violation"', '"offence"'), "incident.nature.constant ('offence') is not one of incident, violation, reta"),
        (('= "shelling"', '= "shellfire"'), "incident.act.values.'Shelling' ('shellfire') is not one of air_strike,"),
        (('Asia/Damascus" }\n\n[incident.place]', 'Damascus" }\n\n[incident.place]'), "incident.occurred.zone.const"),
        (('zone = "Asia/Damascus" }\n\n[source]', 'zone = "Damascus" }\n\n[source]'), "changed_at.zone is refused: "),
        (("%d.%m.%Y", "%d.%m.%y"), "incident.occurred.from.date is ambiguous or incomplete: %y is not one of "),
        (("%d.%m.%Y", "%m.%Y"), "incident.occurred.from.date is ambiguous or incomplete: it names a year (%Y), a mon"),
        (("%d.%m.%Y", "%d.%m.%Y %H"), "incident.occurred.from.date is ambiguous or incomplete: a time of day names"),
        (('lat = "Lat"', "lat = 35.8"), "incident.place.lat is the name of a column, or a table such as"),
        (('lat = "Lat"', 'lat = { column = "Lat", unit = "m" }'), "incident.place.lat.unit is not one of column, con"),
        (('lat = "Lat"', 'lat = { column = "Lat", constant = "1" }'), "incident.place.lat is one of a column, a const"),
        (('lat = "Lat"', 'lat = { constant = "95" }'), "incident.place.lat.constant is refused: Input should be less"),
        (('lat = "Lat"', 'lat = { constant = "N" }'), "incident.place.lat.constant ('N') is not decimal degrees"),
        (('lat = "Lat"', 'lat = { column = "Lat", otherwise = "0" }'), "incident.place.lat.otherwise goes with values"),
        (('lat = "Lat"', 'lat = { column = "Lat", decimal = ";" }'), "incident.place.lat.decimal is not one of '.', "),
        (
            (DEAD, 'quantity = { column = "Team", thousands = "-" }'),
            "incident.claim.casualties[0].quantity.thousands is not one of '.', ",
        ),
        (('constant = "killed"', 'constant = "dead"'), "incident.claim.casualties[0].outcome.constant ('dead') is not"),
        (('outcome = { constant = "killed" }\n', ""), "incident.claim.casualties[0].outcome is missing"),
        (
            ("[[incident.claim.equipment]]", "[incident.claim.equipment]"),
            "incident.claim.equipment is a list of tables",
        ),
        (('quantity = { constant = "1" }', 'number = "1"'), "incident.claim.equipment[0].number is not one of party,"),
    ],
)
def test_a_mapping_is_checked_before_any_row_and_its_key_is_named(change: tuple[str, str], said: str) -> None:
    assert refused(change).startswith(said)


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("Village", "the mapping: incident.place.name is the column 'Village', which the file does not have"),
        ("Wounded at most", "the mapping: incident.claim.casualties[1].quantity is the column 'Wounded at most'"),
        ("Team", "the mapping: keep names the column 'Team', which the file does not have"),
        ("Changed", "the mapping: changed_at is the column 'Changed', which the file does not have"),
    ],
)
def test_a_column_that_the_file_lacks_is_named_with_its_key(gone: str, said: str) -> None:
    mapped().check_columns(CELLS)
    with pytest.raises(FileRefused) as wrong:
        mapped().check_columns([column for column in CELLS if column != gone])
    assert str(wrong.value).startswith(said)
    assert "it has Ref, What, Against, Date, " in str(wrong.value)


def test_what_is_kept_comes_back_from_the_text() -> None:
    assert from_lines(told(mapped(), Notes="")["claim"]["text"]) == {"Team": "2"}


@pytest.mark.parametrize("content", [b"scheme = ", b"\xff\xfe", b"a = 1\na = 2"])
def test_a_mapping_that_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mapping.toml"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=r"^the mapping mapping.toml is not TOML: "):
        read_mapping(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = " + b"[" * 15_000, "nests too deeply"),
        (b"a = " + b"{b = " * 5_000, "nests too deeply"),
        (b"a = " + b"9" * 5_000, "is not TOML: Exceeds the limit"),
    ],
    ids=["lists", "tables", "digits"],
)
def test_a_mapping_that_no_reader_bears_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=f"^the mapping mapping.toml {said}"):
        read_mapping(path)


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"^the mapping nowhere.toml cannot be read: No such file or directory$"):
        read_mapping(tmp_path / "nowhere.toml")
