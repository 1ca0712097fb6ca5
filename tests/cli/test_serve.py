"""A server starts where it is told to, ends when it is told to, and says in one line why it cannot."""

import signal
import socket
from pathlib import Path

import pytest

from api.cli.listening import listening
from tests.cli.conftest import Commands
from tests.cli.process import run, serving
from tests.cli.reporting import incidents, introduce, post

UNREACHABLE = "postgresql://monitor:hush@127.0.0.1:{port}/truceline"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to_and_keeps_what_was_recorded(sqlite_url: str, how: signal.Signals) -> None:
    with serving(sqlite_url) as server:
        introduce(server.client)
        post(server.client, "before the end")
        assert (server.running.end(how), server.running.complaints()) == (0, "")
    with serving(sqlite_url) as server:
        assert len(incidents(server.client)) == 1


def test_a_listener_of_the_live_feed_does_not_keep_it_from_ending(sqlite_url: str) -> None:
    with serving(sqlite_url) as server:
        introduce(server.client)
        with server.client.stream("GET", "/api/v1/events/stream") as feed:
            next(feed.iter_lines())
            assert server.running.end() == 0


def test_a_port_in_use_is_one_line_and_makes_no_ledger(sqlite_url: str, taken_port: int) -> None:
    refused = run("serve", "--database", sqlite_url, "--port", str(taken_port))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert f"port {taken_port} on 127.0.0.1 is in use" in refused.stderr
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_a_port_of_another_server_is_in_use_too(sqlite_url: str, tmp_path: Path) -> None:
    with serving(sqlite_url) as server:
        port = str(server.client.base_url.port)
        refused = run("serve", "--database", f"sqlite:///{tmp_path / 'other.db'}", "--port", port)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_projections_of_another_server_are_in_use(sqlite_url: str) -> None:
    with serving(sqlite_url):
        refused = run("serve", "--database", sqlite_url, "--port", "0")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "in use" in refused.stderr


def test_an_unreachable_postgresql_is_one_line_without_the_password() -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        url = UNREACHABLE.format(port=nobody_listens.getsockname()[1])
        refused = run("serve", "--database", url, "--port", "0")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "cannot reach" in refused.stderr
    assert "hush" not in refused.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--database", "mysql://somewhere"],
        ["--database", "sqlite:////nowhere/at/all/ledger.db"],
        ["--port", "seventy"],
        ["--port", "70000"],
        ["--host", "no.such.host.invalid"],
        ["--tls"],
    ],
)
def test_what_it_cannot_do_is_one_line(truceline: Commands, sqlite_url: str, options: list[str]) -> None:
    refused = truceline("serve", *options, TRUCELINE_DATABASE=sqlite_url)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith("truceline: ")


def test_a_text_file_is_no_ledger(truceline: Commands, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Nothing but notes. " * 100)
    refused = truceline("serve", "--database", f"sqlite:///{text}", "--port", "0")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert text.read_text() == "Nothing but notes. " * 100


def test_the_environment_says_where_and_an_option_says_it_louder(truceline: Commands, idlib_url: str) -> None:
    nowhere = "sqlite:////nowhere/at/all.db"
    assert truceline("keys", "list", TRUCELINE_DATABASE=idlib_url).exit_code == 0
    assert truceline("keys", "list", "--database", idlib_url, TRUCELINE_DATABASE=nowhere).exit_code == 0
    assert truceline("keys", "list", TRUCELINE_DATABASE=nowhere).exit_code == 2


def test_a_switch_that_is_neither_true_nor_false_is_one_line(truceline: Commands, sqlite_url: str) -> None:
    refused = truceline("serve", "--database", sqlite_url, TRUCELINE_PUBLIC_READ="perhaps")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "TRUCELINE_PUBLIC_READ" in refused.stderr


def test_what_is_sent_to_a_client_is_not_held_back_until_it_says_that_it_has_what_came_before() -> None:
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
