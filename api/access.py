"""Access: who may do what. Keys are kept beside the log, never in it; of their secrets only hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from api.keyring import keyring_at

if TYPE_CHECKING:
    from domain.log.address import Address

BOOTSTRAP = "bootstrap"
"""The id under which the key of TRUCELINE_BOOTSTRAP_KEY records."""

_PREFIX = "tl"


class Role(StrEnum):
    """What a key is for; each role may do what the ones before it may."""

    READER = "reader"
    REPORTER = "reporter"
    ANALYST = "analyst"
    ADMIN = "admin"

    def may_act_as(self, needed: Role) -> bool:
        """Whether this role is at least the needed one."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class NoSuchKey(Exception):
    """There is no key of this id; the message is one line for a person."""


@dataclass(frozen=True)
class Caller:
    """Whoever holds a key: its id, which the log keeps, and its role."""

    id: str
    role: Role


@dataclass(frozen=True)
class Key:
    """A key as listed: all but its secret. Times are UTC, RFC 3339."""

    id: str
    name: str
    role: Role
    created_at: str
    revoked_at: str | None


class Keys:
    """The keys of one ledger, in its own database: table `access_keys`."""

    def __init__(self, address: Address, bootstrap_key: str | None = None) -> None:
        self._ring = keyring_at(address)
        self._bootstrap = None if bootstrap_key is None else _digest(bootstrap_key)

    def add(self, name: str, role: Role) -> tuple[Key, str]:
        """Make a key; answers it with its token, which is shown this once."""
        key = Key(secrets.token_hex(4), name, role, _now(), None)
        secret = secrets.token_urlsafe(32)
        self._ring.run(
            "INSERT INTO access_keys (id, name, role, digest, created_at) VALUES (%s, %s, %s, %s, %s)",
            (key.id, key.name, key.role.value, _digest(secret), key.created_at),
        )
        return key, f"{_PREFIX}_{key.id}_{secret}"

    def list(self) -> list[Key]:
        """Every key there ever was, the oldest first."""
        rows = self._ring.run("SELECT id, name, role, created_at, revoked_at FROM access_keys ORDER BY created_at, id")
        return [Key(found, name, Role(role), made, ended) for found, name, role, made, ended in rows]

    def revoke(self, key_id: str) -> None:
        """Make a key useless from now on. Raises NoSuchKey; revoking twice changes nothing."""
        if not self._ring.run("SELECT 1 FROM access_keys WHERE id = %s", (key_id,)):
            raise NoSuchKey(f"there is no key {key_id}")
        self._ring.run("UPDATE access_keys SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", (_now(), key_id))

    def caller(self, token: str) -> Caller | None:
        """Who holds this token; None for an unknown or revoked one. Takes as long for an unknown id as for a known."""
        if self._bootstrap is not None and hmac.compare_digest(_digest(token), self._bootstrap):
            return Caller(BOOTSTRAP, Role.ADMIN)
        key_id, secret = _parts(token)
        rows = self._ring.run("SELECT role, digest FROM access_keys WHERE id = %s AND revoked_at IS NULL", (key_id,))
        role, digest = rows[0] if rows else (Role.READER, _digest(""))
        same = hmac.compare_digest(_digest(secret), digest)
        return Caller(key_id, Role(role)) if same and rows else None

    def close(self) -> None:
        """Let the database go."""
        self._ring.close()


def _parts(token: str) -> tuple[str, str]:
    """The id and the secret of a token; of anything else, parts that fit no key."""
    prefix, _, rest = token.partition("_")
    key_id, _, secret = rest.partition("_")
    return (key_id, secret) if prefix == _PREFIX and key_id.isalnum() and key_id.isascii() else ("", token)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
