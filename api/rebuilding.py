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
from projections.digest import differing
from projections.follow import Follower
from projections.store import Store

if TYPE_CHECKING:
    from api.wiring import Truceline

CATCH_UP_SECONDS = 60
"""How long a rebuild waits for the old tables to come to where the new ones are."""

router = a_router("/rebuild", "operation")


class RebuildReport(BaseModel):
    """What a rebuild did: facts folded, in how many seconds, up to which position; `mended`: rows that were wrong."""

    facts: int
    seconds: float
    position: int
    mended: dict[str, int]


@router.post("", responses=a_problem)
def rebuild_projections(request: Request, caller: Annotated[Caller, Depends(known_caller)]) -> RebuildReport:
    """Make the projections anew from the log, and read from them once they are complete and proven."""
    check_role(caller, Role.ADMIN)
    return rebuilt(request.app.state.truceline)


def rebuilt(truceline: Truceline) -> RebuildReport:
    """Make the tables anew and change over to them. Raises Problem 409 where that is being done already."""
    if not truceline.rebuilding.acquire(blocking=False):
        raise Problem(409, "rebuild-running", "A rebuild is running", "the projections are being made anew already")
    try:
        began = time.perf_counter()
        store = Store(_beside(truceline))
        try:
            follower = Follower(truceline.ledger, store)
            facts = follower.catch_up()
            seconds = round(time.perf_counter() - began, 3)
            mended = _proven(truceline, store, follower)
        except BaseException:
            store.close()
            raise
        truceline.replace(store, follower)
        return RebuildReport(facts=facts, seconds=seconds, position=store.position, mended=mended)
    finally:
        truceline.rebuilding.release()


def _proven(truceline: Truceline, store: Store, follower: Follower) -> dict[str, int]:
    """In how many rows the old tables differ from the new ones, at the same position."""
    truceline.follower.wait_for(store.position, timeout=CATCH_UP_SECONDS)
    with truceline.store.snapshot() as old:
        follower.catch_up(until=old.position)
        return differing(old, store) if store.position == old.position else {}


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
