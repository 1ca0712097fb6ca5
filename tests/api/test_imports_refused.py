"""No file that can be taken in, or sent in words that nobody knows: refused in one problem, and the server goes on."""

import io
import zipfile

import pytest
from fastapi.testclient import TestClient

from api.wiring import Truceline
from tests.api.uploaded import UPLOAD, imported


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "format"),
        ("?format=gpx", "format"),
        ("?format=ucdp-ged&released=soon", "released"),
        ("?format=ucdp-ged&released=2999-01-01", "released"),
        ("?format=table", "mapping"),
        ("?format=table&mapping=%5B", "mapping"),
        ("?format=ucdp-ged&mapping=a%3D1", "mapping"),
        ("?format=ucdp-ged&colour=red", "colour"),
    ],
)
def test_what_is_asked_wrongly_is_refused_before_the_file_is_read(client: TestClient, query: str, field: str) -> None:
    refused = client.post(f"/api/v1/imports{query}", content=b"id\n")
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("mapping", "rule"),
    [
        ("[", "the mapping is not TOML: "),
        ("a = " + "9" * 5_000, "the mapping is not TOML: "),
        ("a = " + "[" * 5_000, "the mapping nests too deeply"),
        ("scheme = 1\n[source]\nslug = 'A'", "the mapping: source.slug is refused"),
    ],
)
def test_a_mapping_that_is_refused_is_named_as_what_was_sent(client: TestClient, mapping: str, rule: str) -> None:
    query = {"format": "table", "mapping": mapping}
    refused = client.post("/api/v1/imports", params=query, content=b"id\n")
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == ["mapping"]
    assert refused.json()["errors"][0]["rule"].startswith(rule)
    assert ".toml" not in refused.text


@pytest.mark.parametrize("file", ["a\nb.csv", "a\r\nX-Forged: 1", "a\0b", "\x1b[2J"])
def test_a_file_is_called_by_a_line_of_text(client: TestClient, truceline: Truceline, file: str) -> None:
    refused = client.post("/api/v1/imports", params={"format": "ucdp-ged", "file": file}, content=b"id\n")
    assert (refused.status_code, refused.json()["field"]) == (422, "file")
    assert truceline.ledger.position == 0


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * 300_000_000)
    return content.getvalue()


BAD = {
    "nothing": b"",
    "no table": bytes(range(256)) * 40,
    "another table": b"day,what\n2020-02-20,rain\n",
    "Latin-1": "id;Wäre\n1;é\n".encode("latin-1"),
    "a quote that does not end": b'id,what\n1,"' + b"x" * 10_000,
    "JSON that is none": b'{"id": ',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_such_file_is_refused_with_one_reason_and_the_server_stays_up(
    client: TestClient, truceline: Truceline, content: bytes
) -> None:
    job = imported(client, content)
    assert (job["state"], job["report"]) == ("refused", None)
    assert job["why"]
    assert "\n" not in job["why"]
    assert truceline.ledger.position == 0
    assert client.get("/ready").status_code == 200


def test_a_zip_bomb_is_refused(client: TestClient) -> None:
    job = imported(client, zip_bomb())
    assert job["state"] == "refused"
    assert client.get("/ready").status_code == 200


def test_a_file_over_the_limit_is_refused_by_its_announced_length(client: TestClient) -> None:
    refused = client.post(UPLOAD, content=b"id\n", headers={"Content-Length": "1000000001"})
    assert (refused.status_code, refused.json()["type"]) == (413, "/problems/too-large")
