"""Events: the raw log, as pages and as a live feed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.http.caching import REVALIDATE, kept
from api.http.faults import Fault
from api.http.locations import ROOT
from api.http.problems import invalid
from api.http.reading import as_json
from api.http.routing import a_plain_read, a_router

if TYPE_CHECKING:
    from eventsourcing.persistence import Notification

    from api.wiring import Truceline

router = a_router("/events", "events")

After = Annotated[int, Query(ge=0, le=2**62, description="The position after which to begin")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Events on one page")]
LastEventId = Annotated[str | None, Header(description="The position of the last event received; outranks `after`")]

_HEARTBEAT = ": still here\n\n"


@router.get("", **a_plain_read)
def list_events(request: Request, after: After = 0, limit: Limit = 100) -> Response:
    """Stored facts in the order of the log, as they were stored; `position` is that of the whole log."""
    truceline: Truceline = request.app.state.truceline
    stored = truceline.ledger.stored_after(after, limit)
    position = truceline.ledger.position
    last = stored[-1].id if stored else after
    following = f"{ROOT}/events?after={last}&limit={limit}" if last < position else None
    told = as_json({"items": [as_told(one) for one in stored], "next": following, "position": position})
    return kept(request, told, {"Cache-Control": REVALIDATE})


@router.get("/stream", response_class=StreamingResponse, **a_plain_read)
async def stream_events(request: Request, after: After = 0, last_event_id: LastEventId = None) -> Response:
    """The same facts as Server-Sent Events, then each new one as it is shown; resumes after `Last-Event-ID`."""
    begin = after if last_event_id is None else _position(last_event_id)
    return StreamingResponse(
        _told(request.app.state.truceline, begin),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _told(truceline: Truceline, after: int) -> AsyncIterator[str]:
    yield _HEARTBEAT
    async with aclosing(truceline.feed.facts_after(after)) as facts:
        async for fact in facts:
            yield _HEARTBEAT if fact is None else as_message(fact)


def as_message(stored: Notification) -> str:
    """One fact as a message whose id is its position."""
    data = json.dumps(as_told(stored), ensure_ascii=False, separators=(",", ":"))
    return f"id: {stored.id}\nevent: {stored.topic}\ndata: {data}\n\n"


def as_told(stored: Notification) -> dict[str, Any]:
    """One fact: its place in the log and in its stream, its name, the version of its shape, and what it says."""
    data: dict[str, Any] = json.loads(stored.state)
    return {
        "position": stored.id,
        "id": str(stored.originator_id),
        "version": stored.originator_version,
        "name": stored.topic,
        "shape": data.pop("v", 1),
        "recorded_at": data.pop("timestamp", None),
        "known_at": data.pop("known_at", None),
        "data": data,
    }


def _position(last_event_id: str) -> int:
    if not (last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 19):  # noqa: PLR2004 - 63 bits
        raise invalid([Fault(field="Last-Event-ID", rule="has to be a position of the log")])
    return int(last_event_id)
