"""Things that somebody else's list may name: one stream for an external id, and a digest to know a report again."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field

from domain.model import Slug, Value, derived_id

_SECOND_FORM = "2:"
"""Sets newer digests apart from those of the first form, which have no sign."""


class ExternalId(Value):
    """A thing's name in somebody else's list; within a scheme it names one thing."""

    scheme: Slug
    value: Annotated[str, Field(min_length=1, max_length=200)]


def stream_of(kind: str, external_id: ExternalId | None) -> UUID:
    """The stream of a thing: always the same for an external id, else a new one."""
    return uuid4() if external_id is None else derived_id(kind, external_id.scheme, external_id.value)


def digest_of(report: Value) -> str:
    """Says whether two reports are the same, whatever the order in which their fields were given (SHA-256, hex).

    Fields of ours have an order of their own; what holds words of others as its keys has `sorted_digest_of`.
    """
    said = report.__pydantic_serializer__.to_json(report, exclude_defaults=True)
    return _SECOND_FORM + hashlib.sha256(said).hexdigest()


def sorted_digest_of(report: Value) -> str:
    """The same, whatever the order of the keys in any mapping. This is the first form of all digests."""
    said = json.dumps(report.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def is_digest_of(digest: str, report: Value) -> bool:
    """Whether a digest, of either form, is that of a report."""
    return digest == (digest_of if digest.startswith(_SECOND_FORM) else sorted_digest_of)(report)
