"""Rebuilding while serving: the tables made anew beside the old ones, which answer until the new ones do."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from pydantic import BaseModel

from api.access import Caller, Role
from api.http.callers import check_role, known_caller
from api.http.problems import Problem
from api.http.routing import a_problem, a_router
from api.settings import MEMORY
from api.wiring import GaveUp
from projections.follow import Follower
from projections.proving.digest import differing
from projections.proving.proof import prove
from projections.proving.rebuild import SAID, remove
from projections.store import Store

if TYPE_CHECKING:
    from api.wiring import Truceline

CATCH_UP_SECONDS = 60
"""How long a rebuild waits for the old tables to come to where the new ones are."""

router = a_router("/rebuild", "operation")


class RebuildReport(BaseModel):
    """What a rebuild did: facts folded, in how many seconds, up to which position.

    `mended` gives the rows that were wrong, by table; it is null where the old projections could not be compared.
    """

    facts: int
    seconds: float
    position: int
    mended: dict[str, int] | None
    parked: int


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
        return _rebuilt(truceline)
    except GaveUp as gave_up:
        raise Problem(503, "stopping", "The server stops", "the projections stay as they were") from gave_up
    finally:
        truceline.making = None
        truceline.rebuilding.release()


def _rebuilt(truceline: Truceline) -> RebuildReport:
    began = time.perf_counter()
    path = truceline.beside()
    with ExitStack() as undone:
        undone.callback(_remove, path)
        store = Store(path)
        undone.callback(store.close)
        truceline.making = follower = Follower(truceline.ledger, store)
        facts = _all_folded(truceline, follower)
        seconds = round(time.perf_counter() - began, 3)
        mended = _proven(truceline, store, follower)
        truceline.replace(store, follower)
        undone.pop_all()
    return RebuildReport(
        facts=facts, seconds=seconds, position=store.position, mended=mended, parked=len(store.parked_at)
    )


def _all_folded(truceline: Truceline, follower: Follower) -> int:
    facts = follower.catch_up()
    if truceline.stopping.is_set():
        raise GaveUp
    return facts


def _proven(truceline: Truceline, store: Store, follower: Follower) -> dict[str, int] | None:
    """In how many rows the old tables differ from the new ones, at the same position; None where they lag behind.

    Where they do not agree, brute force decides. Raises Problem 500 where it disproves the new ones.
    """
    truceline.follower.wait_for(store.position, timeout=CATCH_UP_SECONDS)
    with truceline.store.snapshot() as old:
        follower.catch_up(until=old.position)
        mended = differing(old, store) if store.position == old.position else None
    findings = [] if mended == {} else prove(truceline.ledger, store).findings
    if findings:
        detail = f"the old projections still answer: those made anew are wrong: {'; '.join(findings[:SAID])}"
        raise Problem(500, "rebuild-unproven", "The rebuilt projections are wrong", detail)
    return mended


def _remove(path: str) -> None:
    if path != MEMORY:
        remove(Path(path))
