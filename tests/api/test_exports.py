"""Exports over HTTP: the same lens rules as every read, and streamed."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect
from starlette.types import Message

from api.examples.incidents import STRIKE
from api.exchange.exports.flat_chains import COLUMNS
from api.exchange.exports.heading import Heading
from api.exchange.exports.parquet_file import parquet_of
from api.routes.exports import Pieces
from tests.api.exported import EXPORTS, lines_of, rows_of
from tests.api.permanent import citation
from tests.api.story import ROOT, a_new_incident

FULL = "known_at=2021-01-01&policy=assessment-1&position=21"


@pytest.mark.parametrize("path", EXPORTS)
def test_an_export_at_a_permanent_address_is_the_same_bytes_for_ever(nayrab: TestClient, path: str) -> None:
    address = citation(nayrab.get(f"{ROOT}{path}"))
    first = nayrab.get(address)
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "made up"})
    again = nayrab.get(address)

    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.content
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])


@pytest.mark.parametrize("path", EXPORTS)
def test_an_export_that_a_reader_has_is_not_sent_again(settled: TestClient, path: str) -> None:
    tag = settled.get(f"{ROOT}{path}").headers["ETag"]
    again = settled.get(f"{ROOT}{path}", headers={"If-None-Match": tag})
    head = settled.head(f"{ROOT}{path}")
    assert (again.status_code, again.content, again.headers["Cache-Control"]) == (304, b"", "no-cache")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)


def test_who_leaves_half_way_leaves_no_files_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    there: list[int] = []

    def folders() -> list[Path]:
        return list(tmp_path.iterdir())

    async def leave(message: Message) -> None:
        if message["type"] == "http.response.body":
            there.append(len(folders()))
            raise OSError

    async def wait() -> Message:
        raise AssertionError("nothing more is asked of the reader")

    leaving = Pieces(parquet_of(COLUMNS, [], Heading("chains", {"position": 0}, {})), "application/vnd.apache.parquet")
    with pytest.raises(ClientDisconnect):
        asyncio.run(leaving({"type": "http", "asgi": {"spec_version": "2.4"}}, wait, leave))
    assert there == [1]
    assert folders() == []


def test_a_line_is_what_the_page_of_the_incident_answers(settled: TestClient) -> None:
    told = lines_of(settled, f"incidents.ndjson?{FULL}")
    assert len(told) == settled.get(f"{ROOT}/incidents?{FULL}").json()["count"] == 2
    for one in told:
        assert one.pop("credits") == []
        assert one == settled.get(f"{ROOT}/incidents/{one['id']}?{FULL}").json()


def test_filters_and_lens_are_those_of_the_list(settled: TestClient) -> None:
    words = "act=air_strike&as_of=2020-02-21"
    listed = settled.get(f"{ROOT}/incidents?{words}").json()
    rows = rows_of(settled, f"incidents.csv?{words}")
    assert [row["id"] for row in rows] == [one["id"] for one in listed["items"]] == [str(STRIKE)]


def test_the_lens_of_a_row_gives_the_same_incident_again(settled: TestClient) -> None:
    (row,) = rows_of(settled, "incidents.csv?act=air_strike")
    again = settled.get(f"{ROOT}/incidents/{row['id']}?{row['lens']}").json()
    assert again["lens"]["permanent"]
    assert (again["act"], again["place"]["name"]) == (row["act"], row["place"])


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/exports/weather.csv", "what"),
        ("/exports/incidents.xlsx", "ending"),
        ("/exports/counts.geojson", "ending"),
        ("/exports/incidents.csv?party=nobody", "party"),
        ("/exports/incidents.parquet?act=bombing", "act"),
        ("/exports/counts.csv?group_by=weather", "group_by"),
        ("/exports/chains.csv?act=shelling", "act"),
        ("/exports/events.ndjson?as_of=2020-02-20", "as_of"),
        ("/exports/events.ndjson?known_at=2020-02-20", "known_at"),
        ("/exports/incidents.csv?as=somebody", "as"),
        ("/exports/incidents.csv?group_by=act", "group_by"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_before_anything_is_sent(
    settled: TestClient, path: str, field: str
) -> None:
    refused = settled.get(ROOT + path)
    assert (refused.status_code, refused.json()["field"]) == (422, field)


def test_a_place_whose_name_is_a_formula_is_disarmed_and_its_coordinates_stay_numbers(nayrab: TestClient) -> None:
    place = {"name": "=HYPERLINK(1)", "lat": -4.5, "lon": -70.25}
    nayrab.post(f"{ROOT}/incidents", json=a_new_incident() | {"place": place, "act": "overflight"})
    (row,) = rows_of(nayrab, "incidents.csv?act=overflight")
    assert (row["place"], row["lat"], row["lon"]) == ("'=HYPERLINK(1)", "-4.5", "-70.25")


def test_a_retracted_incident_goes_out_only_where_it_is_asked_for(nayrab: TestClient) -> None:
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "made up"})
    counted = rows_of(nayrab, "incidents.csv")
    assert [row["act"] for row in counted] == ["shelling"]
    (row,) = rows_of(nayrab, "incidents.csv?standing=retracted")
    assert (row["id"], row["standing"]) == (str(STRIKE), "retracted")
