"""Opening a ledger that is there: nothing is made where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from api.cli.screen import progress
from api.exchange.draft import FileRefused
from domain.ledger import Ledger
from domain.log.address import NoLedger, address_of, without_password
from projections.follow import Follower
from projections.store import Store

if TYPE_CHECKING:
    from domain.log.address import Address

CONNECT_SECONDS = 5


@contextmanager
def existing_ledger(url: str) -> Iterator[Ledger]:
    """The ledger at a database URL. Raises NoLedger where there is none, and makes nothing there."""
    address = address_of(url)
    if address.is_postgres:
        if not _holds_ledger(address):
            raise NoLedger(f"{name_of(address)} is a database, but holds no ledger")
    elif address.path is None:
        raise NoLedger("a ledger in memory is known to its own process only; name a file or a PostgreSQL database")
    ledger = Ledger.at(url, create=False)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def made_ledger(url: str) -> Iterator[Ledger]:
    """The ledger at a database URL, made where there is none; where it is then refused anything, it is gone again.

    Raises NoLedger.
    """
    check_reachable(url)
    path = address_of(url).path
    is_new = path is not None and not path.exists()
    ledger, nothing_came = Ledger.at(url), False
    try:
        yield ledger
    except BaseException:
        nothing_came = ledger.position == 0
        raise
    finally:
        ledger.close()
        if path is not None and is_new and nothing_came:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


def check_folder(file: Path) -> None:
    """Raises FileRefused where a file is to be written in a folder that does not exist, or in the place of one."""
    if not file.parent.is_dir():
        raise FileRefused(f"{file.parent}: there is no such folder; make it first")
    if file.is_dir():
        raise FileRefused(f"{file} is a folder, and not a file")


@contextmanager
def replayed(ledger: Ledger) -> Iterator[Store]:
    """Tables in memory with everything that the ledger holds now."""
    store = Store()
    try:
        follow(ledger, store)
        yield store
    finally:
        store.close()


def follow(ledger: Ledger, store: Store) -> None:
    """Bring tables to where the ledger is, and show how far that is."""
    with progress("facts") as bar:
        task = bar.add_task("Replaying", total=ledger.position)
        Follower(ledger, store).catch_up(lambda position: bar.update(task, completed=position))


def check_reachable(url: str) -> None:
    """Raises NoLedger, soon, where no PostgreSQL answers at the address."""
    address = address_of(url)
    if address.is_postgres:
        _holds_ledger(address)


def name_of(address: Address) -> str:
    """The ledger's place in words that hold no password."""
    return without_password(address.url) if address.path is None else str(address.path)


def _holds_ledger(address: Address) -> bool:
    try:
        with psycopg.connect(address.url, connect_timeout=CONNECT_SECONDS) as connection:
            found = connection.execute("SELECT to_regclass('public.stored_events') IS NOT NULL").fetchone()
    except psycopg.Error as failed:
        said = (str(failed).strip() or repr(failed)).splitlines()[0]
        raise NoLedger(f"cannot reach {name_of(address)}: {said}") from failed
    return found is not None and bool(found[0])
