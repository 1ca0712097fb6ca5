"""Things that somebody else's list may name: one stream for an external id, and a digest to know a report again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from domain.model import derived_id

if TYPE_CHECKING:
    from domain.incident.values import ExternalId
    from domain.model import Value


def stream_of(kind: str, external_id: ExternalId | None) -> UUID:
    """The stream of a thing: always the same for an external id, else a new one."""
    return uuid4() if external_id is None else derived_id(kind, external_id.scheme, external_id.value)


def digest_of(report: Value) -> str:
    """Says whether two reports are the same, whatever the order of their fields (SHA-256, hex)."""
    said = json.dumps(report.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
