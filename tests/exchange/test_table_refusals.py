"""Rows and mappings that cannot be understood are refused by their column, or their key."""

from pathlib import Path

import pytest

from api.exchange.draft import FileRefused, Row
from api.exchange.reading.kept import from_lines
from api.exchange.reading.mapping import read_mapping
from tests.exchange.mapped import CELLS, DEAD, mapped, refused, told
from tests.exchange.naming import Known, refusal


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
