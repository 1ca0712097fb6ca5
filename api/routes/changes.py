"""Changes: what is shown otherwise at a later moment of knowledge, or a later position of the log, than before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Query, Request, Response

from api.http.faults import Fault
from api.http.problems import Problem, invalid
from api.http.reading import (
    AsOf,
    Look,
    MinPosition,
    Policy,
    Zone,
    look_through,
    seen_through,
    wait_until_shown,
)
from api.http.routing import a_read, a_router
from api.pages.changes import DESCRIPTION, both_words, changes_page
from api.routes.incidents import After, Limit, Selecting
from domain.errors import Unacceptable
from projections.changes import LIMIT
from projections.looking import Open, fixed

router = a_router("/changes", "changes")

KnownFrom = Annotated[
    str | None, Query(description="The earlier moment of knowledge: an instant, or a date; left out: as `known_to`")
]
KnownTo = Annotated[str | None, Query(description="The later moment of knowledge; left out: all that is known")]
PositionFrom = Annotated[str | None, Query(description="The earlier position of the log, or recording time")]
Chains = Annotated[bool, Query(description="Whether to tell what changed in escalation chains as well, and why")]
PositionTo = Annotated[str | None, Query(description="The later position of the log; left out: the last")]


@router.get("", description=DESCRIPTION, **a_read)
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
    chains: Chains = False,
    limit: Limit = LIMIT,
    after: After = None,
) -> Response:
    """The incidents that are shown otherwise, and the parties whose numbers differ, each with old and new."""
    if known_from is None and position_from is None:
        raise invalid([Fault(field="known_from", rule="is required, unless position_from is given")])
    wait_until_shown(request.app.state.truceline, min_position or 0)
    shared: dict[str, Any] = {"as_of": as_of, "tz": tz, "policy": policy}
    if position_from is not None:
        # Where the tables do not show it yet, "the last" position is the last once they do.
        with _named_by("from"):
            seen_through(request.app.state.truceline, position=position_from, tz=tz)
    with _named_by("to"):
        later = look_through(request, known_at=known_to, position=position_to, **shared)
    with _named_by("from"):
        known = known_to if known_from is None else known_from
        start = str(later.lens.position) if position_from is None else position_from
        earlier = look_through(request, known_at=known, position=start, **shared)
    look = _both(earlier, later, by_position=position_from is not None)
    lenses = (earlier.lens, later.lens)
    return look.answer(changes_page(look.store, *lenses, selection, limit=limit, cursor=after, chains=chains))


def _both(before: Look, after: Look, *, by_position: bool) -> Look:
    """The later look, with what is open of either, and the words that fix both.

    Between two positions no moment of knowledge has to be given: the facts up to each of them are settled.
    """
    unsaid = by_position and after.lens.known_at is None
    missing = after.still.missing - {"known_at"} if unsaid else after.still.missing
    start = fixed(before.store, before.lens, Open(ahead=before.still.ahead))
    end = fixed(after.store, after.lens, Open(missing, after.still.ahead))
    still = Open(missing, before.still.ahead | after.still.ahead)
    return replace(after, still=still, cited=both_words(start, end))


@contextmanager
def _named_by(side: str) -> Iterator[None]:
    """Let a refusal name the parameter of this side: `known_from`, not `known_at`."""
    names = {"known_at": f"known_{side}", "position": f"position_{side}"}
    try:
        yield
    except Unacceptable as wrong:
        raise Unacceptable(wrong.detail, field=names.get(wrong.field or "", wrong.field)) from wrong
    except Problem as late:
        late.faults = [Fault(field=names.get(one.field, one.field), rule=one.rule) for one in late.faults]
        raise
