"""Auditing: proof that the log is whole and the tables say what it says; every finding is one plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.catalogue import TABLES
from projections.follow import Follower
from projections.store import Store

if TYPE_CHECKING:
    from domain.ledger import Ledger

_PAGE = 2000


def audit(ledger: Ledger, store: Store | None = None) -> list[str]:
    """What is wrong with the ledger, and with `store` where one is given; an empty list where nothing is."""
    findings = _audit_log(ledger)
    fresh = Store()
    try:
        Follower(ledger, fresh).catch_up()
        findings += [
            f"stream {one['id']} is parked at position {one['position']}: {one['error']}" for one in fresh.parked()
        ]
        if store is not None:
            findings += _audit_tables(store, fresh)
    finally:
        fresh.close()
    return findings


def _audit_log(ledger: Ledger) -> list[str]:
    """Positions are contiguous, versions too, and every fact decodes under its catalogued name."""
    findings: list[str] = []
    versions: dict[object, int] = {}
    position = 0
    while stored := ledger.stored_after(position, _PAGE):
        for one in stored:
            if one.id != position + 1:
                findings.append(
                    f"position {one.id} follows {position}: positions {position + 1} to {one.id - 1} are missing"
                )
            position = one.id
            expected = versions.get(one.originator_id, 0) + 1
            if one.originator_version != expected:
                findings.append(
                    f"stream {one.originator_id} has version {one.originator_version} where {expected} is due"
                )
            versions[one.originator_id] = one.originator_version
            try:
                ledger.decode(one)
            except Exception as unreadable:  # noqa: BLE001 - whatever stored bytes raise is a finding
                findings.append(f"position {one.id} cannot be read: {unreadable}")
    count = ledger.log.count(position)
    if count != position:
        findings.append(f"the log holds {count} facts up to position {position}")
    if not ledger.log.guarded():
        findings.append("nothing keeps the log from being changed: its triggers are missing or off")
    return findings


def _audit_tables(store: Store, fresh: Store) -> list[str]:
    """Every table equals an independent replay of the log, row by row."""
    if store.position != fresh.position:
        return [f"the projections stand at position {store.position}, the log at {fresh.position}"]
    findings = []
    for name in ["facts", *(table.name for table in TABLES)]:
        columns = "*" if name == "facts" else "* EXCLUDE (row)"
        left, right = (_rows(one, f"SELECT {columns} FROM {name} ORDER BY ALL") for one in (store, fresh))
        if left != right:
            differing = sum(a != b for a, b in zip(left, right, strict=False)) + abs(len(left) - len(right))
            findings.append(f"table {name} differs from a replay of the log in {differing} rows")
    return findings


def _rows(store: Store, query: str) -> list[str]:
    return [str(row) for row in store.rows(query)]
