"""Problem details (RFC 9457): one shape for every error, in words that a monitor understands."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import psycopg
from eventsourcing.persistence import MapperDeserialisationError, PersistenceError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.http.faults import Fault, faults_of, path_of
from api.http.locations import how_to_register
from domain import errors

if TYPE_CHECKING:
    from starlette.types import ExceptionHandler

MEDIA_TYPE = "application/problem+json"

_STATUSES: dict[type[errors.Refused], int] = {
    errors.Missing: 404,
    errors.Unknown: 422,
    errors.Unacceptable: 422,
    errors.Stale: 412,
}
_TITLES = {404: "There is nothing at this address", 405: "The address does not take this method"}

log = logging.getLogger(__name__)


class ProblemDetails(BaseModel):
    """What every error answers. `type` tells rules apart; `field` and `errors` name what is at fault."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    field: str | None
    errors: list[Fault]


class Problem(HTTPException):
    """An error that is not a domain rule; `kind` becomes the last part of its type."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.kind = kind
        self.title = title
        self.faults = list(faults)


def invalid(faults: Sequence[Fault]) -> Problem:
    """The problem of an input that breaks rules of form."""
    detail = "; ".join(f"{fault.field} {fault.rule}" for fault in faults[:3])
    more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""  # noqa: PLR2004 - as many as a sentence bears
    return Problem(422, "invalid-input", "The input is not as it has to be", detail + more, faults=faults)


def answer(request: Request, problem: Problem) -> JSONResponse:
    """The response that says what is wrong."""
    body = ProblemDetails(
        type=f"/problems/{problem.kind}",
        title=problem.title,
        status=problem.status_code,
        detail=problem.detail,
        instance=request.scope["path"],
        field=problem.faults[0].field if problem.faults else None,
        errors=problem.faults,
    )
    # Caches keep a 404 unasked, and the next fact may make it good.
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return JSONResponse(body.model_dump(), problem.status_code, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let the app answer every error as a problem."""
    handlers: dict[type[Exception], Any] = {
        errors.Refused: _refused,
        RequestValidationError: _unreadable,
        HTTPException: _http,
        MapperDeserialisationError: _parked,
        PersistenceError: _unreachable,
        psycopg.OperationalError: _unreachable,
        sqlite3.OperationalError: _unreachable,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        install_one: ExceptionHandler = handler
        app.add_exception_handler(kind, install_one)


async def _refused(request: Request, refused: errors.Refused) -> JSONResponse:
    faults = []
    if refused.field is not None:
        said = getattr(request.state, "said", None)
        faults.append(Fault(field=path_of(refused.field, said, refused.detail), rule=refused.detail))
    status = _STATUSES.get(type(refused), 409)
    detail = refused.detail + (how_to_register(refused.kind) if isinstance(refused, errors.Unknown) else "")
    problem = Problem(status, kind_of(type(refused)), refused.title, detail, faults=faults)
    return answer(request, problem)


async def _unreadable(request: Request, unreadable: RequestValidationError) -> JSONResponse:
    return answer(request, invalid(faults_of(unreadable.errors())))


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    if isinstance(error, Problem):
        return answer(request, error)
    status = HTTPStatus(error.status_code)
    title = _TITLES.get(status, status.phrase)
    kind = re.sub(r"\W+", "-", status.phrase.lower())
    detail = f"{request.method} {request.scope['path']}: {title[0].lower()}{title[1:]}"
    return answer(request, Problem(status, kind, title, detail, headers=error.headers))


async def _unreachable(request: Request, error: Exception) -> JSONResponse:
    log.error("the ledger's database failed: %s", error)
    detail = "the ledger's database cannot be reached, or is busy; nothing was stored; try again"
    headers = {"Retry-After": "1"}
    return answer(request, Problem(503, "ledger-unreachable", "The ledger is unreachable", detail, headers=headers))


async def _parked(request: Request, unreadable: Exception) -> JSONResponse:
    """Nobody can decide on what cannot be read; others go on."""
    log.error("a fact cannot be read: %s", unreadable)
    detail = (
        "a fact of it cannot be read by this release, so nothing is added to it; /ready names the streams that wait"
    )
    return answer(request, Problem(409, "stream-parked", "The stream is parked", detail))


async def _unexpected(request: Request, _error: Exception) -> JSONResponse:
    """The server logs what happened; the answer says nothing of our insides."""
    detail = "something went wrong here; it is on our side, and it is logged"
    return answer(request, Problem(500, "unexpected", "Something went wrong here", detail))


def kind_of(refusal: type[errors.Refused]) -> str:
    """AlreadyRetracted is `already-retracted`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()
