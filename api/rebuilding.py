"""Rebuilding while serving: the tables made anew beside the old ones, which answer until the new ones do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from pydantic import BaseModel

from api.access import Caller, Role
from api.callers import check_role, known_caller
from api.problems import Problem
from api.routing import a_problem, a_router
from api.settings import MEMORY
from projections.follow import Follower
from projections.store import Store

if TYPE_CHECKING:
    from api.wiring import Truceline

router = a_router("/rebuild", "operation")


class RebuildReport(BaseModel):
    """What a rebuild did: facts folded, in how many seconds, up to which position."""

    facts: int
    seconds: float
    position: int


@router.post("", responses=a_problem)
def rebuild_projections(request: Request, caller: Annotated[Caller, Depends(known_caller)]) -> RebuildReport:
    """Make the projections anew from the log, and read from them once they are complete."""
    check_role(caller, Role.ADMIN)
    return rebuilt(request.app.state.truceline)


def rebuilt(truceline: Truceline) -> RebuildReport:
    """Make the tables anew and change over to them. Raises Problem 409 where that is being done already."""
    if not truceline.rebuilding.acquire(blocking=False):
        raise Problem(409, "rebuild-running", "A rebuild is running", "the projections are being made anew already")
    try:
        began = time.perf_counter()
        store = Store(_beside(truceline))
        follower = Follower(truceline.ledger, store)
        position = follower.catch_up()
        seconds = round(time.perf_counter() - began, 3)
        truceline.replace(store, follower)
        return RebuildReport(facts=position, seconds=seconds, position=position)
    finally:
        truceline.rebuilding.release()


def _beside(truceline: Truceline) -> str:
    """A path beside the usual one that nobody reads."""
    home = truceline.settings.projections_path
    if home == MEMORY:
        return MEMORY
    beside = f"{home}.rebuilding"
    path = Path(f"{beside}-2" if str(truceline.store.path) == beside else beside)
    for left_over in (path, path.with_name(f"{path.name}.wal")):
        left_over.unlink(missing_ok=True)
    return str(path)
