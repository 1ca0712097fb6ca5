import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.exchange.draft import Draft, FileRefused, Row, RowRefused
from api.exchange.files.opening import open_table
from api.exchange.reading.bulletins import Bulletins
from domain.bulletin import BulletinReport
from tests.exchange.naming import Everybody, Known, doubts, refusal

BULLETINS = Bulletins()

MADE_UP: dict[str, Any] = {
    "bulletin_date": "2020-02-21",
    "date_precision": "day",
    "period": "previous 24 h",
    "russian_side": {"total": 35, "by_governorate": {"Idlib": 16, "Latakia": 10, "Aleppo": 5, "Hama": 4}},
    "turkish_side": {"total": 6, "by_governorate": {"Idlib": 6}},
    "turkish_confirmed_by_russia": 0,
    "source": "https://example.org/bulletin",
    "note": "made up",
}


def drafts_of(path: Path) -> list[Draft]:
    with open_table(path) as table:
        BULLETINS.check_columns(table.columns)
        rows = list(table.rows)
    return [draft for row in rows if isinstance(row, Row) for draft in BULLETINS.read(row, Everybody())]


def read(folder: Path, **parts: Any) -> list[Draft]:
    path = folder / "bulletins.jsonl"
    path.write_text(json.dumps(MADE_UP | parts))
    return drafts_of(path)


def said(draft: Draft) -> dict[str, Any]:
    assert isinstance(draft.report, BulletinReport)
    told: dict[str, Any] = draft.report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return told


def flat(value: object, name: str = "") -> dict[str, Any]:
    """Name what stands inside an object by the names on the way to it, joined by dots."""
    if not isinstance(value, dict):
        return {name: "" if value is None else value}
    parts = [flat(one, f"{name}.{key}".lstrip(".")) for key, one in value.items()]
    return {key: one for part in parts for key, one in part.items()}


def test_a_row_becomes_a_bulletin_of_each_side(tmp_path: Path) -> None:
    russian, turkish = map(said, read(tmp_path))
    period = russian.pop("period")
    assert (period["from"], period["zone"]) == ("2020-02-21", "Europe/Moscow")
    assert russian == {
        "body": "russian-turkish-commission",
        "side": "russia",
        "total": 35,
        "regions": {"Idlib": 16, "Latakia": 10, "Aleppo": 5, "Hama": 4},
        "source": "commission-russian-side",
        "published_at": "2020-02-21",
        "url": "https://example.org/bulletin",
        "text": "date_precision: day\nperiod: previous 24 h",
        "note": "made up",
        "external_id": {"scheme": "bulletins", "value": "2020-02-21:russian"},
    }
    assert (turkish["side"], turkish["total"], turkish["regions"]) == ("turkey", 6, {"Idlib": 6})
    assert turkish["confirmed"] == [{"by": "russia", "count": 0}]
    assert turkish["external_id"] == {"scheme": "bulletins", "value": "2020-02-21:turkish"}


def test_what_is_null_is_unknown_and_not_none(tmp_path: Path) -> None:
    unknown = said(read(tmp_path, turkish_side={"total": None, "by_governorate": None})[1])
    assert not {"total", "regions"} & set(unknown)
    none = said(read(tmp_path, turkish_side={"total": 0, "by_governorate": {}})[1])
    assert (none["total"], none["regions"]) == (0, {})


def test_an_undated_bulletin_is_kept_outside_any_period(tmp_path: Path) -> None:
    first, second = (read(tmp_path, bulletin_date=None, date_precision="unknown") for _ in range(2))
    told = said(first[0])
    assert "period" not in told
    assert (told["published_at"], told["basis"]) == ("2026-01-01", "inferred")
    assert doubts(first[0]) == [("bulletin_date", "", "undated: kept outside any period")]
    assert first == second


def test_two_undated_bulletins_are_two(tmp_path: Path) -> None:
    one = said(read(tmp_path, bulletin_date=None)[0])["external_id"]
    other = said(read(tmp_path, bulletin_date=None, source="https://example.org/other")[0])["external_id"]
    assert one["value"].startswith("undated-")
    assert one != other


def test_an_id_of_the_file_s_own_names_the_bulletin(tmp_path: Path) -> None:
    assert said(read(tmp_path, id="B12")[0])["external_id"]["value"] == "B12:russian"


def test_a_date_that_the_file_infers_is_known_as_inferred(tmp_path: Path) -> None:
    (draft, _) = read(tmp_path, date_precision="inferred")
    assert (said(draft)["basis"], said(draft)["basis_reason"]) == ("inferred", "made up")
    assert doubts(draft) == [("bulletin_date", "2020-02-21", "the file calls the date inferred")]


def test_regions_that_do_not_add_up_are_kept_and_named(tmp_path: Path) -> None:
    right, wrong = read(tmp_path, turkish_side={"total": 7, "by_governorate": {"Idlib": 6}})
    assert doubts(right) == []
    assert said(wrong)["total"] == 7
    assert doubts(wrong) == [("turkish_side", "7", "the total (7) is not the sum of the regions (6)")]


def test_a_csv_file_with_the_same_names_joined_by_dots_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "bulletins.csv"
    cells = flat(MADE_UP)
    assert "russian_side.by_governorate.Idlib" in cells
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([cells, cells.values()])
    assert [said(draft) for draft in drafts_of(path)] == [said(draft) for draft in read(tmp_path)]


def test_in_a_csv_file_an_empty_cell_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "bulletins.csv"
    path.write_text(
        "bulletin_date;russian_side.total;russian_side.by_governorate.Idlib;turkish_side.total\n2020-02-21;3;;\n"
    )
    russian, turkish = map(said, drafts_of(path))
    assert russian["total"] == 3
    assert "regions" not in russian
    assert "total" not in turkish


@pytest.mark.parametrize(
    ("parts", "column", "rule"),
    [
        ({"bulletin_date": "21.02.2020"}, "bulletin_date", "is not a date of the form 2020-02-20"),
        ({"date_precision": "roughly"}, "date_precision", "is not one of about, day, inferred, unknown"),
        ({"russian_side": {"total": -1}}, "russian_side.total", "is less than 0"),
        ({"russian_side": {"total": 2.5}}, "russian_side.total", "is not a whole number (for example 12 or 12.0)"),
        ({"russian_side": 35}, "russian_side", "is not an object of total and by_governorate"),
        ({"russian_side": {"sum": 3}}, "russian_side", "is not an object of total and by_governorate"),
        (
            {"russian_side": {"by_governorate": [1]}},
            "russian_side",
            "by_governorate is not an object of numbers by region",
        ),
        ({"iranian_side": {"total": 1}}, "iranian_side", "the commission has a russian_side and a turkish_side"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_column(parts: dict[str, Any], column: str, rule: str) -> None:
    cells = {name: value if isinstance(value, str) else json.dumps(value) for name, value in (MADE_UP | parts).items()}
    assert (column, rule) in [(where, why) for where, _, why in refusal(BULLETINS, cells)]


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match="row 1, source: "):
        read(tmp_path, source="a newspaper")


def test_sides_are_parties_by_name() -> None:
    cells = {"bulletin_date": "2020-02-21", "russian_side": '{"total": 1}'}
    (draft,) = BULLETINS.read(Row(1, cells), Known({"Russia": "the-russians"}))
    assert said(draft)["side"] == "the-russians"


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(FileRefused, match=r"^not a file of bulletins: it has no column russian_side or turkish_side$"):
        BULLETINS.check_columns(["id", "best"])


def test_the_shared_bulletins_are_all_read_as_they_stand(shared_data: Path) -> None:
    path = shared_data / "idlib" / "commission-bulletins.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    drafts = drafts_of(path)
    assert len(drafts) == 36
    totals = {"russia": [said(one).get("total") for one in drafts if said(one)["side"] == "russia"]}
    totals["turkey"] = [said(one).get("total") for one in drafts if said(one)["side"] == "turkey"]
    assert totals["russia"] == [line["russian_side"]["total"] for line in lines]
    assert totals["turkey"] == [line["turkish_side"]["total"] for line in lines]
    assert [one.row for one in drafts if "period" not in said(one)] == [18, 18]
    assert len({said(one)["external_id"]["value"] for one in drafts}) == 36


def test_a_file_that_only_moves_its_names_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "moved.jsonl"
    path.write_text(json.dumps(dict(reversed((MADE_UP | {"weather": "rain"}).items()))))
    moved = {str(draft.report.external_id): draft.report for draft in drafts_of(path)}
    assert moved == {str(draft.report.external_id): draft.report for draft in read(tmp_path, weather="rain")}
