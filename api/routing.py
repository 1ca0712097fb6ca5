"""Routing: what every router and every operation of the API has in common."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.body import Route
from api.callers import check_reader
from api.desk import Written
from api.problems import MEDIA_TYPE

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

a_problem: dict[int | str, dict[str, Any]] = {"default": _PROBLEM}
"""How the errors of any operation are declared."""

a_write: dict[str, Any] = {
    "status_code": 201,
    "response_model": Written,
    "responses": {201: _RECORDED, "default": _PROBLEM},
}
"""How an operation that records is declared."""

a_read: dict[str, Any] = {"dependencies": [Depends(check_reader)], "responses": {"default": _PROBLEM}}
"""How an operation that only reads is declared."""


def a_router(prefix: str, tag: str) -> APIRouter:
    """A router of the API for things of one kind."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Route)
