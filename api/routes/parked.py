"""Parked streams: folded anew once a fold can digest them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel

from api.access import Caller, Role
from api.http.callers import check_role, known_caller
from api.http.problems import Problem
from api.http.routing import a_problem, a_router
from projections.parking import replay_parked

if TYPE_CHECKING:
    from api.wiring import Truceline

router = a_router("/parked", "operation")


class ParkedStream(BaseModel):
    """A stream that waits from a position on, because of the error."""

    id: UUID
    position: int
    error: str


class ParkedReport(BaseModel):
    """Which streams were taken up again, and which still wait."""

    taken_up: list[UUID]
    waiting: list[ParkedStream]


@router.post("/replay", responses=a_problem)
def replay_parked_streams(request: Request, caller: Annotated[Caller, Depends(known_caller)]) -> ParkedReport:
    """Fold the parked streams anew from the log; those that can be folded now are shown whole."""
    check_role(caller, Role.ADMIN)
    truceline: Truceline = request.app.state.truceline
    # A rebuild makes tables in which nothing waits that can be folded.
    if not truceline.rebuilding.acquire(blocking=False):
        raise Problem(409, "rebuild-running", "A rebuild is running", "the projections are being made anew already")
    try:
        replayed = replay_parked(truceline.follower)
    finally:
        truceline.rebuilding.release()
    return ParkedReport(
        taken_up=[UUID(stream) for stream in replayed.taken_up],
        waiting=[ParkedStream.model_validate(one) for one in replayed.waiting],
    )
