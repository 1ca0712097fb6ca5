"""Pages: part of a list in its fixed order, with the count of the whole and the place where the next begins."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from domain.errors import Unacceptable
from projections.clock import ALWAYS, FOREVER


@dataclass(frozen=True)
class Page:
    """Items, how many there are in all, and the cursor of the next page (None on the last)."""

    items: list[dict[str, Any]]
    count: int
    after: str | None


def cursor_of(*key: object) -> str:
    """The place after an item, as one opaque word."""
    return base64.urlsafe_b64encode(json.dumps(key, default=str).encode()).decode().rstrip("=")


def key_of(cursor: str, kinds: tuple[type, ...]) -> list[Any]:
    """The key that a cursor holds. Raises Unacceptable where it holds none."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if not isinstance(key, list) or [type(part) for part in key] != list(kinds) or not all(map(_in_range, key)):
        raise Unacceptable("this is not a place in this list; follow the `next` link of a page", field="after")
    return key


def _in_range(part: object) -> bool:
    return not isinstance(part, int) or ALWAYS < part < FOREVER
