"""Auditing: proof that the log is whole and the tables say what it says; every finding is one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from domain.log.mapper import decoded
from projections.follow import Follower
from projections.proving.digest import differing
from projections.proving.proof import STREAMS, Proof, prove
from projections.proving.sample import stored_up_to
from projections.store import Store

if TYPE_CHECKING:
    from domain.ledger import Ledger
    from domain.log.stored import Stored

LARGE = 100_000
"""From so many facts on, the log is replayed into a file, and not into memory."""

_MEMORY = "400MB"
"""What each of the two databases may hold of large tables at a time."""


@dataclass(frozen=True)
class Audit:
    """What is wrong, as of which position; an empty list where nothing is. And how much brute force has tried."""

    findings: list[str]
    position: int
    proof: Proof


def audit(ledger: Ledger, store: Store | None = None, size: int = STREAMS) -> Audit:
    """Prove a ledger as it stands, and `store` where one is given; up to `size` streams are tried by brute force."""
    still = frozen_at_its_end(ledger)
    findings = _audit_log(still)
    if store is None:
        with _replayed(still, to_read=True) as fresh:
            findings += _waiting(fresh)
            proof = prove(still, fresh, size)
    else:
        _spare_memory(store)
        with _replayed(still, to_read=False) as fresh:
            findings += _waiting(fresh) + _audit_tables(store, fresh)
        proof = prove(still, store, size)
    return Audit(findings + proof.findings, still.position, proof)


def _waiting(fresh: Store) -> list[str]:
    """What no fold of this release digests."""
    return [f"stream {one['id']} is parked at position {one['position']}: {one['error']}" for one in fresh.parked()]


class _Standing:
    """A ledger in which nothing comes after the position at which it stood."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.position = ledger.position

    def undecoded_after(self, position: int, limit: int) -> list[Stored]:
        """Up to `limit` facts from the first one after a position."""
        return [one for one in self._ledger.undecoded_after(position, limit) if one.position <= self.position]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - anything else of a ledger
        return getattr(self._ledger, name)


def frozen_at_its_end(ledger: Ledger) -> Ledger:
    """The ledger as it stands now, whatever is recorded meanwhile."""
    return cast("Ledger", _Standing(ledger))


@contextmanager
def _replayed(ledger: Ledger, *, to_read: bool) -> Iterator[Store]:
    """Tables made from the log alone, to compare with or to prove; they are gone afterwards."""
    with TemporaryDirectory(prefix="truceline-audit-") as folder:
        store = Store(Path(folder) / "replay" if ledger.position >= LARGE else ":memory:", built=not to_read)
        try:
            _spare_memory(store)
            Follower(ledger, store).catch_up()
            yield store
        finally:
            store.close()


def _spare_memory(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")


def _audit_log(ledger: Ledger) -> list[str]:
    """Positions are contiguous, versions too, and every fact decodes under its catalogued name and version."""
    findings: list[str] = []
    versions: dict[bytes, int] = {}
    position = 0
    for one in stored_up_to(ledger, ledger.position):
        if one.position != position + 1:
            missing = f"positions {position + 1} to {one.position - 1} are missing"
            findings.append(f"position {one.position} follows {position}: {missing}")
        position = one.position
        stream = bytes.fromhex(one.stream)
        expected = versions.get(stream, 0) + 1
        if one.version != expected:
            findings.append(f"stream {one.stream_id} has version {one.version} where {expected} is due")
        versions[stream] = one.version
        try:
            decoded(one)
        except Exception as unreadable:  # noqa: BLE001 - whatever stored bytes raise is a finding
            findings.append(f"position {one.position} cannot be read: {unreadable}")
    count = ledger.log.count(position)
    if count != position:
        findings.append(f"the log holds {count} facts up to position {position}")
    if not ledger.log.guarded():
        findings.append("nothing keeps the log from being changed: its triggers are missing or off")
    return findings


def _audit_tables(store: Store, fresh: Store) -> list[str]:
    """Every table equals a replay of the log, row by row, and what waits in the one waits in the other."""
    if store.position != fresh.position:
        return [f"the projections stand at position {store.position}, the log at {fresh.position}"]
    waiting = fresh.parked()
    findings = [
        f"table {name} differs from a replay of the log in {rows} rows"
        for name, rows in differing(store, fresh).items()
    ]
    return findings + [
        f"stream {one['id']} is parked at position {one['position']} in the projections only: replay what is parked"
        for one in store.parked()
        if one not in waiting
    ]
