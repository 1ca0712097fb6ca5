"""Flat exports say of each incident how every breach of it stands."""

import csv
import io

from fastapi.testclient import TestClient

from tests.seeds.violations_by_hand import BY_HAND, NONE

EXPORT = "/api/v1/exports/incidents.csv"


def breaches(record: TestClient, query: str = "") -> dict[str, list[str]]:
    """The column of breaches, by external id."""
    rows = csv.DictReader(io.StringIO(record.get(f"{EXPORT}{query}").content.decode("utf-8-sig")))
    return {row["external_id"]: [word for word in row["breaches"].split(";") if word] for row in rows}


def test_the_column_of_breaches_holds_what_the_list_by_hand_says(record: TestClient) -> None:
    found = {
        name: [word.removeprefix("sochi-2018 ") for word in told if word.startswith("sochi-2018 ")]
        for name, told in breaches(record).items()
    }
    expected: dict[str, list[str]] = {name: [] for name in NONE}
    for one in BY_HAND:
        word = "uncertain" if one.doubts else "found"
        expected[one.name] = [f"{point} {word}" for point in one.points]
    expected["2018-11-08-zallaqiyat-attack"] = ["2 uncertain", "9 alleged"]
    assert found == expected


def test_it_is_cut_by_the_lens_and_the_filters_like_any_column(record: TestClient) -> None:
    """In October 2018 nobody knew of the protocol, nor had anything happened that it judges."""
    assert set(breaches(record, "?as_of=2018-11-30&agreement=sochi-2018")) == {
        one.name for one in BY_HAND if one.name < "2018-12"
    }
    told = breaches(record, "?known_at=2018-11-30")
    # UCDP named the author of Jarjanaz in January 2019.
    assert [word for word in told["2018-11-24-jarjanaz-shelling"] if word.startswith("sochi-2018")] == [
        "sochi-2018 2 uncertain",
        "sochi-2018 9 uncertain",
    ]
