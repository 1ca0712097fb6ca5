"""The commission's bulletins, as the seeds tell them, against the file itself."""

import json
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

ADDRESS = "/api/v1/bulletins/reconciliation"
FILE = "idlib/commission-bulletins.jsonl"


def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE).read_text("utf-8").splitlines()]


def told(days: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[int | None, dict[str, int] | None, int | None]]:
    """Give the total, the regions and what they leave unaccounted of each side and day."""
    return {
        (day["from"], side["side"]): (side["total"], side["regions"], side["unaccounted"])
        for day in days
        for side in day["sides"]
    }


def of_the_file(folder: Path) -> dict[tuple[str, str], tuple[int | None, dict[str, int] | None, int | None]]:
    """Work the same out from the file: nothing of ours reads it."""
    found: dict[tuple[str, str], tuple[int | None, dict[str, int] | None, int | None]] = {}
    for row in rows(folder):
        if "bulletin_date" not in row:
            continue
        for side, column in (("russia", "russian_side"), ("turkey", "turkish_side")):
            total, regions = row[column]["total"], row[column]["by_governorate"]
            left = None if total is None or regions is None else total - sum(regions.values())
            found[row["bulletin_date"], side] = (total, regions, left)
    return found


def test_both_ledgers_of_every_day_are_those_of_the_file(record: TestClient, shared_data: Path) -> None:
    answer = record.get(ADDRESS).json()
    expected = of_the_file(shared_data)
    assert len(expected) == 34
    assert told(answer["days"]) == expected
    assert answer["undated"] == 2


def test_every_regional_sum_is_checked_and_none_that_is_stated_fails(record: TestClient) -> None:
    days = record.get(ADDRESS).json()["days"]
    left = {key: unaccounted for key, (_, _, unaccounted) in told(days).items()}
    assert sorted(key for key, number in left.items() if number is None) == [
        ("2020-11-24", "turkey"),
        ("2021-01-17", "turkey"),
        ("2021-01-21", "turkey"),
    ]
    assert {number for number in left.values() if number is not None} == {0}


def test_the_difference_of_every_day_is_that_of_the_file(record: TestClient, shared_data: Path) -> None:
    days = record.get(ADDRESS).json()["days"]
    for day, row in zip(days, (one for one in rows(shared_data) if "bulletin_date" in one), strict=True):
        (difference,) = day["differences"]
        russian, turkish = row["russian_side"]["total"], row["turkish_side"]["total"]
        assert difference["total"] == (None if turkish is None else russian - turkish), day["from"]


def test_the_sums_of_the_sides_go_over_days_of_their_own(record: TestClient, shared_data: Path) -> None:
    dated = [row for row in rows(shared_data) if "bulletin_date" in row]
    turkish = [row["turkish_side"]["total"] for row in dated if row["turkish_side"]["total"] is not None]
    (sums,) = record.get(ADDRESS).json()["sums"]
    assert [(one["side"], one["total"], one["days"], one["days_without_number"]) for one in sums["sides"]] == [
        ("russia", sum(row["russian_side"]["total"] for row in dated), 17, 0),
        ("turkey", sum(turkish), len(turkish), 1),
    ]


def test_the_day_of_nayrab_shows_both_sides_and_our_own_five(record: TestClient) -> None:
    (day,) = record.get(f"{ADDRESS}?day=2020-02-21").json()["days"]
    assert [(one["side"], one["total"]) for one in day["sides"]] == [("russia", 35), ("turkey", 6)]
    assert day["differences"][0]["total"] == 29
    own = {one["window"]["which"]: one for one in day["own"]}
    assert own["period"]["incidents"]["count"] == 0
    assert own["before"]["incidents"]["count"] == 5
    violations = own["before"]["violations"]
    assert (violations["attributed"], violations["contested"], violations["unattributed"]) == (2, 1, 0)
    listed = record.get(own["before"]["regions"]["Idlib"]["incidents"]["href"]).json()["items"]
    assert {one["occurred"]["from"] for one in listed} == {"2020-02-20"}
    assert {one["place"]["adm1"] for one in listed} == {"Idlib"}
    assert len(listed) == 5
