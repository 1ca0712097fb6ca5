"""The desk: where one write comes in, and its answer goes out. Idempotency comes before everything else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from api.access import Caller, Role
from api.http.callers import check_role, known_caller
from api.http.faults import Fault
from api.http.locations import location_of
from api.http.problems import invalid
from domain.clerk import AlreadyRecorded, Clerk
from domain.errors import Missing
from domain.model import Aggregate
from domain.receipt import Recorded

if TYPE_CHECKING:
    from api.wiring import Truceline

A = TypeVar("A", bound=Aggregate)

WRITE_WAIT_SECONDS = 10
"""How long an answer waits until this process's projections show the write; it is acknowledged in any case."""

MAX_KEY = 200
_ETAG = re.compile(r'(?:W/)?"(\d{1,18})\.\d{1,18}"')

IdempotencyKey = Annotated[
    str | None, Header(description="1 to 200 printable characters; a retry with the same key answers its first result")
]
IfMatch = Annotated[str | None, Header(description="The ETag last seen, or `*`; another version is refused with 412")]
RequestId = Annotated[str | None, Header(alias="X-Request-ID", description="A UUID kept as the facts' correlation id")]


class Written(Recorded):
    """What a write answers: the thing, its version, its place in the log, and the ids that the write gave out."""

    location: str = Field(examples=["/api/v1/parties/turkey"])


class Desk(Clerk):
    """Records for one request, and answers it."""

    truceline: Truceline
    caller: Caller
    slug: str | None = None

    def fetch(self, kind: type[A], stream: UUID, *, check_version: bool = True) -> A:
        """A thing to write to; one that is addressed by its slug is missed by its slug."""
        try:
            return super().fetch(kind, stream, check_version=check_version)
        except Missing as missing:
            if self.slug is None:
                raise
            raise Missing(f"there is no {kind.KIND} {self.slug}") from missing

    def check_role(self, role: Role) -> None:
        """Raises Problem 403 where what is asked needs a higher role than the operation does."""
        check_role(self.caller, role)

    def opened(self, make: Callable[..., Aggregate], report: Any) -> JSONResponse:  # noqa: ANN401 - any report
        """Open a thing from its report."""
        return answered(self.truceline, self.open(make, report))

    def changed(
        self, kind: type[Any], stream: UUID, command: Callable[..., Any], *arguments: Any, name: str = ""
    ) -> JSONResponse:
        """Carry out a command on a thing; its result, where it is an id, is answered under `name`."""
        return answered(self.truceline, self.change(kind, stream, command, *arguments, name=name))

    def both_changed(
        self, kind: type[Any], stream: UUID, other: Callable[[Any], UUID], command: Callable[[Any, Any], None]
    ) -> JSONResponse:
        """Carry out a command on two things of one kind."""
        return answered(self.truceline, self.change_both(kind, stream, other, command))


def answered(truceline: Truceline, recorded: Recorded, *, again: bool = False) -> JSONResponse:
    """The answer to a write, given once this process's projections show it."""
    truceline.follower.wait_for(recorded.position, WRITE_WAIT_SECONDS)
    location = location_of(truceline.ledger, recorded)
    written = Written(**dict(recorded), location=location)
    headers = {
        "Location": location,
        "ETag": f'"{recorded.version}.{recorded.position}"',
        "Truceline-Position": str(recorded.position),
    }
    if again:
        headers["Idempotency-Replayed"] = "true"
    return JSONResponse(written.model_dump(mode="json"), 201, headers)


def answered_before(request: Request, already: AlreadyRecorded) -> JSONResponse:
    """The first result, for a write that came before."""
    return answered(request.app.state.truceline, already.recorded, again=True)


async def said_in(request: Request) -> Any:  # noqa: ANN401 - any JSON
    """The body, as JSON; None where there is none."""
    return await request.json() if await request.body() else None


def _desk_for(role: Role) -> Callable[..., Desk]:
    def desk(
        *,
        request: Request,
        caller: Annotated[Caller, Depends(known_caller)],
        said: Annotated[object, Depends(said_in)],
        idempotency_key: IdempotencyKey = None,
        if_match: IfMatch = None,
        x_request_id: RequestId = None,
    ) -> Desk:
        check_role(caller, role)
        taken = Desk(
            request.app.state.truceline.ledger,
            caller.id,
            key=_checked_key(idempotency_key),
            fingerprint=fingerprint(request.method, request.scope["path"], said),
            if_match=_version(if_match),
            correlation=_correlation(x_request_id),
        )
        taken.truceline = request.app.state.truceline
        taken.caller = caller
        taken.slug = request.path_params.get("slug")
        taken.check_receipt()
        return taken

    return desk


def fingerprint(method: str, path: str, said: object) -> str:
    """Tells whether two requests are the same, whatever the order of their fields (SHA-256, hex)."""
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{method} {path}\n{canonical}".encode()).hexdigest()


def _checked_key(key: str | None) -> str | None:
    if key is not None and not (1 <= len(key) <= MAX_KEY and key.isprintable()):
        raise invalid([Fault(field="Idempotency-Key", rule=f"has to be 1 to {MAX_KEY} printable characters")])
    return key


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    match = _ETAG.fullmatch(if_match.strip())
    if match is None:
        raise invalid([Fault(field="If-Match", rule='has to be an ETag as we gave it, such as "3.128", or *')])
    return int(match[1])


def _correlation(request_id: str | None) -> UUID | None:
    try:
        return UUID(request_id) if request_id else None
    except ValueError:
        return None


Reporter = Annotated[Desk, Depends(_desk_for(Role.REPORTER))]
"""A desk for whoever may report."""

Analyst = Annotated[Desk, Depends(_desk_for(Role.ANALYST))]
"""A desk for whoever may judge."""
