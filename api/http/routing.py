"""Routing: what every router and every operation of the API has in common."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.http.body import Route
from api.http.callers import check_reader
from api.http.desk import Written
from api.http.problems import MEDIA_TYPE

_PROBLEM = {
    "description": "A problem: what is at fault, and the rule it breaks; nothing was stored",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
}
_RECORDED = {
    "description": "Recorded, and shown by this server from the position given",
    "headers": {
        "Location": {"description": "The address of the thing", "schema": {"type": "string"}},
        "ETag": {"description": '`"<version>.<position>"`, for If-Match', "schema": {"type": "string"}},
        "Truceline-Position": {
            "description": "Sent as `min_position`, lets any reader wait for this write",
            "schema": {"type": "integer"},
        },
    },
}

_LOOKED = {
    "ETag": {"description": "Of the bytes, or of a thing `<version>.<position>`", "schema": {"type": "string"}},
    "Cache-Control": {
        "description": "`immutable` at a permanent address, else `no-cache`",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'The permanent address of this answer, as `rel="cite-as"` (RFC 8574)',
        "schema": {"type": "string"},
    },
}

a_problem: dict[int | str, dict[str, Any]] = {"default": _PROBLEM}
"""How the errors of any operation are declared."""

a_write: dict[str, Any] = {
    "status_code": 201,
    "response_model": Written,
    "responses": {201: _RECORDED, "default": _PROBLEM},
}
"""How an operation that records is declared."""

a_plain_read: dict[str, Any] = {"dependencies": [Depends(check_reader)], "responses": {"default": _PROBLEM}}
"""How an operation is declared that reads without a lens."""

a_read: dict[str, Any] = {
    **a_plain_read,
    "responses": {
        200: {"description": "As the lens shows it", "headers": _LOOKED},
        304: {"description": "What `If-None-Match` names still holds", "headers": _LOOKED},
        "default": _PROBLEM,
    },
}
"""How an operation that reads through a lens is declared."""


def a_router(prefix: str, tag: str) -> APIRouter:
    """A router of the API for things of one kind."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Route)
