"""Operation: whether the server lives, whether it may be sent readers, and what it measures. At the root."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from api.http.problems import Problem
from api.http.routing import a_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.wiring import Truceline

NAMED = 20
"""How many parked streams are named to whoever asks whether the server is ready."""

router = APIRouter(tags=["operation"])


class RequestCounter:
    """Counts answers by method and status."""

    def __init__(self, app: ASGIApp, counts: Counter[tuple[str, int]]) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def count_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.counts[scope["method"], message["status"]] += 1
            await send(message)

        await self.app(scope, receive, count_and_send)


@router.get("/health")
async def show_health() -> Response:
    """Whether the server lives; answered even where every thread waits for a database."""
    return JSONResponse({"status": "alive"})


@router.get("/ready", responses=a_problem)
def show_readiness(request: Request) -> Response:
    """Whether this server's projections follow the log; 503 while they do not, or have yet to catch up.

    A parked stream holds back itself alone, so the server is ready with it; the first of them are named.
    """
    truceline: Truceline = request.app.state.truceline
    shown, recorded = truceline.store.position, truceline.ledger.position
    if truceline.follower.failure is not None:
        raise _not_ready(f"the projections stand at position {shown} of {recorded}: their follower meets an error")
    if not truceline.follower.wait_for(truceline.ready_from, timeout=0):
        raise _not_ready(f"the projections stand at position {shown} of {recorded}, and are catching up")
    parked = truceline.store.parked()
    named = [one | {"error": one["error"].partition("\n")[0]} for one in parked[:NAMED]]
    said = {"status": "ready", "position": shown, "log": recorded, "parked": len(parked), "parked_streams": named}
    return JSONResponse(said)


def _not_ready(detail: str) -> Problem:
    return Problem(503, "not-ready", "The server is not ready", detail, headers={"Retry-After": "1"})


@router.get("/metrics", response_class=PlainTextResponse)
def show_metrics(request: Request) -> Response:
    """Positions, parked streams and requests, in Prometheus' text form."""
    truceline: Truceline = request.app.state.truceline
    counted: Counter[tuple[str, int]] = request.app.state.counts
    lines = [
        *_gauge("truceline_log_position", "Position of the last fact in the log.", truceline.ledger.position),
        *_gauge("truceline_projections_position", "Position that the projections show.", truceline.store.position),
        *_gauge("truceline_parked_streams", "Streams that a fold could not digest.", len(truceline.store.parked())),
        *_gauge("truceline_following", "1 while the follower works.", int(truceline.follower.failure is None)),
        *_gauge("truceline_listeners", "Listeners of the live feed.", len(truceline.feed.listeners)),
        "# HELP truceline_requests_total Answers by method and status.",
        "# TYPE truceline_requests_total counter",
    ]
    for (method, status), count in sorted(counted.items()):
        lines.append(f'truceline_requests_total{{method="{method}",status="{status}"}} {count}')
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")


def _gauge(name: str, text: str, value: int) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} gauge", f"{name} {value}"]
