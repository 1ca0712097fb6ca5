"""Changes: what is shown otherwise at a later moment of knowledge, or a later position of the log, than before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Query, Request, Response

from api.faults import Fault
from api.incidents import Selecting
from api.problems import invalid
from api.reading import AsOf, MinPosition, Policy, Zone, look_through, wait_until_shown
from api.routing import a_read, a_router
from domain.errors import Unacceptable
from projections.changes import between

router = a_router("/changes", "changes")

KnownFrom = Annotated[str | None, Query(description="The earlier moment of knowledge: an instant, or a date")]
KnownTo = Annotated[str | None, Query(description="The later moment of knowledge; left out: all that is known")]
PositionFrom = Annotated[str | None, Query(description="The earlier position of the log, or recording time")]
PositionTo = Annotated[str | None, Query(description="The later position of the log; left out: the last")]


@router.get("", **a_read)
def list_changes(
    *,
    request: Request,
    selection: Selecting,
    known_from: KnownFrom = None,
    known_to: KnownTo = None,
    position_from: PositionFrom = None,
    position_to: PositionTo = None,
    as_of: AsOf = None,
    tz: Zone = "UTC",
    policy: Policy = None,
    min_position: MinPosition = None,
) -> Response:
    """The incidents that are shown otherwise, and the parties whose numbers differ, each with old and new."""
    if known_from is None and position_from is None:
        raise invalid([Fault(field="known_from", rule="is required, unless position_from is given")])
    wait_until_shown(request.app.state.truceline, min_position or 0)
    shared: dict[str, Any] = {"as_of": as_of, "tz": tz, "policy": policy}
    with _named_by("to"):
        after = look_through(request, known_at=known_to, position=position_to, **shared)
    with _named_by("from"):
        earlier = position_from or str(after.lens.position)
        before = look_through(request, known_at=known_from, position=earlier, **shared)
    return after.answer(between(after.store, before.lens, after.lens, selection))


@contextmanager
def _named_by(side: str) -> Iterator[None]:
    """Let a refusal name the parameter of this side: `known_from`, not `known_at`."""
    try:
        yield
    except Unacceptable as wrong:
        names = {"known_at": f"known_{side}", "position": f"position_{side}"}
        raise Unacceptable(wrong.detail, field=names.get(wrong.field or "", wrong.field)) from wrong
