"""Examples of what writers send: true records of Idlib, each accepted as it stands once the ones before it are in."""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import Example

Examples = dict[str, Example]


def one(name: str, summary: str, value: dict[str, Any]) -> Examples:
    """One example under a name; several are joined by `|`."""
    return {name: {"summary": summary, "value": value}}
