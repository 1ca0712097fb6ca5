import sqlite3
from pathlib import Path

import pytest

from domain.ledger import Ledger
from domain.log.address import Address, NoLedger, address_of, check_is_ledger
from tests.domain.log.arrange import run_sql


def told(url: str, *, create: bool) -> str:
    """Try to open a ledger there, and hear in one line why there is none."""
    with pytest.raises(NoLedger) as refused:
        Ledger.at(url, create=create)
    said = str(refused.value)
    assert len(said.splitlines()) == 1
    return said


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert told(f"sqlite:///{tmp_path}/none.db", create=False) == f"there is no ledger at {tmp_path}/none.db"
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, create: bool) -> None:  # noqa: FBT001 - a case
    notes = tmp_path / "notes.txt"
    notes.write_text("not a database " * 1000)
    assert told(f"sqlite:///{notes}", create=create).endswith("file is not a database")
    assert notes.read_text() == "not a database " * 1000


def test_a_database_without_a_ledger_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE something_else (name TEXT)")
    connection.close()
    assert told(f"sqlite:///{path}", create=False) == f"{path} is a database, but holds no ledger"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "unable to open database file" in told(f"sqlite:///{tmp_path}/no/such/ledger.db", create=True)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://monitor:s3cret@127.0.0.1:1/ledger?connect_timeout=1",
        "postgresql://monitor@127.0.0.1:1/ledger?connect_timeout=1&password=s3cret",
    ],
)
def test_a_postgresql_that_does_not_answer_is_named_without_the_password(url: str) -> None:
    said = told(url, create=True)
    assert "monitor@127.0.0.1:1/ledger" in said
    assert "s3cret" not in said


@pytest.mark.parametrize(
    "url",
    [
        "postgress://monitor:s3cret@host/ledger",
        "postgresql://monitor:s3cret%zz@host/ledger",
        "postgresql://monitor:s3cret@[::1/ledger",
        "postgresql://monitor:s3cret@host/ledger?no_such_option=1",
        "mysql://monitor:s3cret@host/ledger",
        "ledger.db",
        "",
    ],
)
def test_what_is_no_address_is_said_to_be_none_without_the_password(url: str) -> None:
    said = told(url, create=True)
    assert "address" in said
    assert "s3cret" not in said


def test_an_address_of_postgresql_is_taken_apart() -> None:
    address = address_of(
        "postgresql://monitor:s%40cret@one,two:5433/ledger?sslmode=require&target_session_attrs=read-write"
    )
    said = address.environment
    assert address.is_postgres
    assert (said["POSTGRES_HOST"], said["POSTGRES_PORT"]) == ("one,two", ",5433")
    assert (said["POSTGRES_USER"], said["POSTGRES_PASSWORD"], said["POSTGRES_DBNAME"]) == (
        "monitor",
        "s@cret",
        "ledger",
    )
    assert address.options == {"sslmode": "require", "target_session_attrs": "read-write"}


def test_an_address_may_leave_out_all_but_the_host() -> None:
    said = address_of("postgres://host").environment
    assert (said["POSTGRES_PORT"], said["POSTGRES_USER"], said["POSTGRES_DBNAME"]) == ("5432", "postgres", "postgres")


def test_what_an_address_says_beyond_host_and_name_holds_for_every_connection(postgres_url: str) -> None:
    ledger = Ledger.at(postgres_url + "?application_name=truceline-test&options=-c%20search_path%3Dpublic")
    connected = run_sql(
        postgres_url, "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
    )
    assert ("truceline-test",) in connected
    ledger.close()


def test_a_variable_of_the_process_does_not_say_where_the_ledger_is(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LEDGER_POSTGRES_DBNAME", "POSTGRES_SCHEMA", "POSTGRES_DBNAME"):
        monkeypatch.setenv(name, "elsewhere")
    Ledger.at(postgres_url).close()
    assert run_sql(postgres_url, "SELECT to_regclass('public.stored_events') IS NOT NULL") == [(True,)]


def test_a_database_functions_switch_stays_off() -> None:
    """With them on, a live reader loses facts."""
    assert address_of("postgresql://host/ledger").environment["POSTGRES_ENABLE_DB_FUNCTIONS"] == "n"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_ledger_in_memory_is_one_of_its_own(url: str) -> None:
    one, other = address_of(url), address_of(url)
    assert one.path is None
    assert one.environment["SQLITE_DBNAME"] != other.environment["SQLITE_DBNAME"]
    assert not one.is_postgres
    check_is_ledger(one)


class Busy(Ledger):
    """A ledger whose file another process is just making, until the third try."""

    tries = 0

    def __init__(self, address: Address) -> None:
        Busy.tries += 1
        if Busy.tries < 3:
            raise sqlite3.OperationalError("database is locked")
        super().__init__(address)


def test_a_file_that_is_just_being_made_is_waited_for(sqlite_url: str) -> None:
    Busy.at(sqlite_url).close()
    assert Busy.tries == 3


def test_a_path_may_hold_what_an_address_would_escape(tmp_path: Path) -> None:
    Ledger.at(f"sqlite:///{tmp_path}/my%20ledger%3F.db").close()
    assert (tmp_path / "my ledger?.db").is_file()
    Ledger.at(f"sqlite:///{tmp_path}/my%20ledger%3F.db", create=False).close()
