"""Imports: a file comes in, is taken into the ledger in the background, and its report is fetched."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.access import Caller, Role
from api.exchange.draft import FileRefused
from api.exchange.intake.intake import Asked
from api.exchange.intake.jobs import Job, Jobs, TooManyWaiting
from api.exchange.reading.formats import format_named
from api.http.body import MAX_UPLOAD_BYTES
from api.http.callers import check_role, known_caller
from api.http.faults import Fault
from api.http.locations import ROOT
from api.http.problems import Problem, invalid
from api.http.routing import a_problem, a_router
from api.routes.exports import Pieces
from domain.errors import Missing
from domain.instant import released_by

if TYPE_CHECKING:
    from api.exchange.draft import Format

router = a_router("/imports", "imports")

_PIECE = 1 << 20

_UPLOAD = {
    "requestBody": {
        "required": True,
        "description": f"The file as it is, up to {MAX_UPLOAD_BYTES:,} bytes",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _analyst(caller: Annotated[Caller, Depends(known_caller)]) -> Caller:
    check_role(caller, Role.ANALYST)
    return caller


Importer = Annotated[Caller, Depends(_analyst)]
Named = Annotated[str, Query(alias="format", description="ucdp-ged, acled, table or bulletins")]
File = Annotated[
    # It goes into reasons, which are kept for good, and into the server's log.
    str,
    Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$", description="What the file is called in reasons and reports"),
]
Mapping = Annotated[str | None, Query(max_length=20_000, description="Of a table: its mapping, as TOML")]
Sheet = Annotated[str | None, Query(max_length=200, description="The sheet of a workbook; without it, the first")]
Released = Annotated[str | None, Query(description="When the file was published: a day, or an instant")]
Register = Annotated[bool, Query(description="Register parties that nobody has registered, by their names")]
Retract = Annotated[bool, Query(description="Retract the incidents of the same list that the file lacks")]
DryRun = Annotated[bool, Query(description="Say what would happen, and store nothing")]


@router.post("", status_code=202, responses=a_problem, openapi_extra=_UPLOAD, response_model=dict[str, Any])
async def import_file(
    *,
    request: Request,
    caller: Importer,
    name: Named,
    file: File = "upload",
    mapping: Mapping = None,
    sheet: Sheet = None,
    released: Released = None,
    register_parties: Register = False,
    retract_missing: Retract = False,
    dry_run: DryRun = False,
) -> Response:
    """Take a file in, in the background. Nothing is recorded twice: where in doubt, send it again."""
    jobs: Jobs = request.app.state.imports
    reads = await run_in_threadpool(_format, name, mapping)
    asked = Asked(register_parties, retract_missing, dry_run)
    job = Job(reads, file, caller.id, asked, _moment(released), sheet, jobs.folder)
    try:
        with jobs.room():
            await _keep(request.stream(), job.path)
            jobs.start(job)
    except TooManyWaiting:
        detail = "other imports have to be done first; ask again in a while"
        raise Problem(429, "imports-waiting", "Too many imports wait", detail, headers={"Retry-After": "10"}) from None
    except ClientDisconnect:
        job.path.unlink(missing_ok=True)
        raise Problem(400, "broken-off", "The upload broke off", "the file did not come in whole") from None
    except BaseException:
        job.path.unlink(missing_ok=True)
        raise
    return JSONResponse(job.as_json(), 202, {"Location": f"{ROOT}/imports/{job.id}"})


@router.get("/{job}", responses=a_problem, response_model=dict[str, Any])
def show_import(request: Request, caller: Importer, job: UUID) -> Response:  # noqa: ARG001 - only analysts may see it
    """How far an import is, and its report: counts, and the first lines of each outcome."""
    return JSONResponse(_found(request, job).as_json())


@router.get("/{job}/lines", responses=a_problem, response_class=StreamingResponse)
def show_lines(request: Request, caller: Importer, job: UUID) -> Response:  # noqa: ARG001 - only analysts may see it
    """Every line of the report so far, as NDJSON."""
    lines = _found(request, job).lines
    try:
        file = lines.open("rb")
    except FileNotFoundError:
        raise Missing(f"import {job} has no report") from None
    # Without a length: it grows while it is sent, and a length that does not hold breaks the connection off.
    return Pieces(_whole_lines(file), "application/x-ndjson")


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines that are there by now, each to its end; the last may still be being written."""
    with file:
        left = os.fstat(file.fileno()).st_size
        kept = b""
        while left and (piece := file.read(min(left, _PIECE))):
            left -= len(piece)
            whole, end, rest = piece.rpartition(b"\n")
            if end:
                yield kept + whole + end
                kept = rest
            else:
                kept += rest


def _found(request: Request, job: UUID) -> Job:
    jobs: Jobs = request.app.state.imports
    found = jobs.get(job)
    if found is None:
        raise Missing(f"there is no import {job} on this server, or none any more")
    return found


async def _keep(pieces: AsyncIterator[bytes], path: Path) -> None:
    """Write what comes in to a file, a piece at a time; other requests are served meanwhile."""
    with path.open("wb") as file:
        async for piece in pieces:
            await run_in_threadpool(file.write, piece)


def _format(name: str, mapping: str | None) -> Format:
    """The format of this name. Raises Problem 422, naming the parameter."""
    try:
        return format_named(name, mapping)
    except FileRefused as refused:
        field = "mapping" if "mapping" in str(refused) else "format"
        raise invalid([Fault(field=field, rule=str(refused))]) from refused


def _moment(released: str | None) -> datetime | None:
    try:
        return None if released is None else released_by(released, datetime.now(UTC))
    except ValueError as wrong:
        raise invalid([Fault(field="released", rule=str(wrong))]) from wrong
