"""A server takes in large files while it answers everybody else, and holds none of them in memory."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bench.ged import write_ged
from tests.cli.process import DEADLINE, Serving, serving
from tests.cli.reporting import introduce, post

UPLOAD = "/api/v1/imports?format=ucdp-ged&register_parties=true"
MEGABYTE = 1_000_000
LARGE = 200


def most_megabytes(server: Serving) -> int:
    """The most memory that the server's own process has held."""
    status = Path(f"/proc/{server.running.process.pid}/status")
    if not status.exists():
        pytest.skip("only Linux tells how much memory a process has held (/proc): run it there")
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) // 1000


def finished(server: Serving, address: str) -> dict[str, Any]:
    deadline = time.monotonic() + 2 * DEADLINE
    while (job := state(server, address))["state"] in {"waiting", "running"}:
        assert time.monotonic() < deadline, job
        time.sleep(0.05)
    return job


def state(server: Serving, address: str) -> dict[str, Any]:
    job: dict[str, Any] = server.client.get(address).json()
    return job


def a_large_file() -> Iterator[bytes]:
    """200 MB of a table that is no data set's."""
    yield b"day,what\n"
    piece = b"2020-02-20,rain and nothing else\n" * (MEGABYTE // 33)
    for _ in range(LARGE + 1):
        yield piece


def test_a_file_of_200_megabytes_is_kept_on_disk_and_refused_with_its_reason(sqlite_url: str) -> None:
    with serving(sqlite_url) as server:
        before = most_megabytes(server)
        begun = server.client.post(UPLOAD, content=a_large_file())
        assert begun.status_code == 202
        job = finished(server, begun.headers["Location"])
        assert job["state"] == "refused"
        assert job["why"].startswith("not a UCDP GED file")
        assert most_megabytes(server) - before < LARGE // 2
        assert server.client.get("/ready").status_code == 200


def test_others_read_and_write_while_a_file_is_taken_in(sqlite_url: str, tmp_path: Path) -> None:
    rows = 8_000
    file = write_ged(tmp_path / "ged.csv", rows)
    with serving(sqlite_url) as server:
        introduce(server.client)
        begun = server.client.post(UPLOAD, content=file.read_bytes())
        address, written, longest = begun.headers["Location"], 0, 0.0
        while state(server, address)["state"] in {"waiting", "running"}:
            started = time.monotonic()
            assert post(server.client, f"meanwhile-{written}").status_code == 201
            assert server.client.get("/api/v1/incidents?limit=1").status_code == 200
            longest, written = max(longest, time.monotonic() - started), written + 1
        job = finished(server, address)
        assert (job["state"], job["report"]["new"]) == ("done", rows)
        assert written > 3
        assert longest < 10
        wait = {"min_position": job["report"]["position"], "limit": 1}
        assert server.client.get("/api/v1/incidents", params=wait).json()["count"] == rows + written
        assert server.running.end() == 0


def test_a_server_that_stops_gives_an_import_up_and_the_next_one_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    rows = 20_000
    file = write_ged(tmp_path / "ged.csv", rows)
    with serving(sqlite_url) as server:
        begun = server.client.post(UPLOAD, content=file.read_bytes())
        while not (state(server, begun.headers["Location"])["report"] or {}).get("rows"):
            time.sleep(0.01)
        assert server.running.end() == 0
    with serving(sqlite_url) as server:
        some = counted(server)
        assert 0 < some < rows
        begun = server.client.post(UPLOAD, content=file.read_bytes())
        report = finished(server, begun.headers["Location"])["report"]
        assert (report["new"], report["unchanged"]) == (rows - some, some)


def counted(server: Serving) -> int:
    body: dict[str, Any] = server.client.get("/api/v1/incidents?limit=1").json()
    return int(body["count"])


def test_what_a_killed_server_was_sent_is_removed_by_the_next(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    arrived, ended = threading.Event(), threading.Event()

    def unfinished() -> Iterator[bytes]:
        yield b"id\n" * MEGABYTE
        ended.wait(DEADLINE)
        yield b"1\n"

    def upload(server: Serving) -> None:
        with suppress(httpx2.TransportError):
            server.client.post(UPLOAD, content=unfinished())

    def uploads() -> list[int]:
        return [one.stat().st_size for one in folder.rglob("*.upload")]

    with serving(sqlite_url, TMPDIR=str(folder)) as server:
        sending = threading.Thread(target=upload, args=(server,))
        sending.start()
        deadline = time.monotonic() + DEADLINE
        while not any(uploads()):
            assert time.monotonic() < deadline, "nothing arrives"
            arrived.wait(0.02)
        assert server.running.end(signal.SIGKILL) == -signal.SIGKILL
        ended.set()
        sending.join(DEADLINE)
    assert any(uploads())
    with serving(sqlite_url, TMPDIR=str(folder)) as server:
        assert list(folder.iterdir()) == []
        assert server.client.get("/ready").status_code == 200


def test_another_start_of_the_server_knows_nothing_of_an_import_but_what_it_recorded(
    sqlite_url: str, tmp_path: Path
) -> None:
    content = write_ged(tmp_path / "ged.csv", 12).read_bytes()
    with serving(sqlite_url) as server:
        first = server.client.post(UPLOAD, content=content).headers["Location"]
        assert finished(server, first)["report"]["new"] == 12
    with serving(sqlite_url) as server:
        assert server.client.get(first).status_code == 404
        again = server.client.post(UPLOAD, content=content).headers["Location"]
        report = finished(server, again)["report"]
        assert (report["new"], report["unchanged"]) == (0, 12)
