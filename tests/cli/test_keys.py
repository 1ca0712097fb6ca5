"""Keys are made for a role, shown once, listed without their secret, and revoked."""

import json
from pathlib import Path

import pytest

from api.access import Caller, Keys, Role
from domain.log.address import address_of
from tests.cli.conftest import Commands


def caller(url: str, token: str) -> Caller | None:
    keys = Keys(address_of(url))
    try:
        return keys.caller(token)
    finally:
        keys.close()


@pytest.mark.parametrize("role", list(Role))
def test_a_new_key_is_the_one_line_on_standard_output_and_has_its_role(
    truceline: Commands, database_url: str, role: Role
) -> None:
    made = truceline("keys", "add", "Amal", "--role", role.value, "--database", database_url)
    assert (made.exit_code, made.stdout.count("\n")) == (0, 1)
    holder = caller(database_url, made.stdout.strip())
    assert holder is not None
    assert holder.role is role


def test_a_key_may_come_before_the_first_start_and_that_a_ledger_was_made_is_said(
    truceline: Commands, sqlite_url: str
) -> None:
    made = truceline("keys", "add", "Amal", "--role", "admin", "--database", sqlite_url)
    assert "Made a new ledger" in made.stderr
    assert truceline("doctor", "--database", sqlite_url).exit_code == 0


def test_the_list_names_every_key_and_no_secret(truceline: Commands, sqlite_url: str) -> None:
    tokens = [add(truceline, sqlite_url, name) for name in ("Amal", "Ben")]
    listed = truceline("keys", "list", "--database", sqlite_url).stdout
    for name, token in zip(("Amal", "Ben"), tokens, strict=True):
        _, key_id, secret = token.split("_", 2)
        assert name in listed
        assert key_id in listed
        assert secret not in listed


def test_the_list_as_json_is_the_same_for_other_programs(truceline: Commands, sqlite_url: str) -> None:
    add(truceline, sqlite_url, "Amal")
    listed = json.loads(truceline("keys", "list", "--database", sqlite_url, "--json").stdout)
    assert [(key["name"], key["role"], key["revoked_at"]) for key in listed] == [("Amal", "reporter", None)]


def test_a_revoked_key_opens_nothing_and_stays_listed(truceline: Commands, sqlite_url: str) -> None:
    token = add(truceline, sqlite_url, "Amal")
    key_id = token.split("_")[1]
    assert truceline("keys", "revoke", key_id, "--database", sqlite_url).exit_code == 0
    assert caller(sqlite_url, token) is None
    listed = json.loads(truceline("keys", "list", "--database", sqlite_url, "--json").stdout)
    assert [key["id"] for key in listed if key["revoked_at"]] == [key_id]


@pytest.mark.parametrize(
    "words",
    [
        ["revoke", "deadbeef"],
        ["add", "Amal", "--role", "king"],
        ["add", "Amal"],
        ["add", "--role", "reader"],
        ["lend", "Amal"],
    ],
)
def test_what_cannot_be_done_is_one_line(truceline: Commands, idlib_url: str, words: list[str]) -> None:
    refused = truceline("keys", *words, "--database", idlib_url)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("words", [["list"], ["revoke", "deadbeef"]])
def test_without_a_ledger_there_are_no_keys_and_none_is_made(
    truceline: Commands, tmp_path: Path, words: list[str]
) -> None:
    refused = truceline("keys", *words, "--database", f"sqlite:///{tmp_path / 'none.db'}")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_no_key_is_made_for_a_file_that_is_no_ledger(truceline: Commands, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Nothing but notes. " * 100)
    refused = truceline("keys", "add", "Amal", "--role", "admin", "--database", f"sqlite:///{text}")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert text.read_text() == "Nothing but notes. " * 100


def add(truceline: Commands, url: str, name: str) -> str:
    return truceline("keys", "add", name, "--role", "reporter", "--database", url).stdout.strip()
