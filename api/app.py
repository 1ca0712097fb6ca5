"""The application: every router under one roof, started and stopped with its follower."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api.exchange.intake.jobs import Jobs
from api.http import problems
from api.http.body import BodyLimit
from api.http.desk import answered_before
from api.http.faults import Fault
from api.http.head_requests import HeadRequests
from api.http.locations import ROOT
from api.http.problems import ProblemDetails
from api.routes import (
    agreements,
    bulletins,
    chains,
    changes,
    counts,
    drawings,
    duplicates,
    escalation,
    events,
    exports,
    figures,
    fits,
    front,
    imports,
    incident_answers,
    incidents,
    judgements,
    monitoring,
    operation,
    parked,
    parties,
    rebuilding,
    sources,
    statements,
)
from domain.clerk import AlreadyRecorded

if TYPE_CHECKING:
    from api.wiring import Truceline

DESCRIPTION = """
An event-sourced ledger of a ceasefire: who signed what, who broke it, who answered, who said so, and when anyone knew.

Every read looks through a lens of three clocks: `as_of` (what had happened by then), `known_at` (what could be known
by then) and `position` (what this ledger said then). Every answer says through which lens it looked, and its `Link`
with `rel="cite-as"` is the address that gives the same values for ever. An address with `known_at`, `position` and
`policy`, none of them beyond the present, is one itself: its answer says `"permanent": true`, and may be kept without
asking again. Every address that takes GET takes HEAD. Every error is a problem (RFC 9457) that names field and rule.
"""

TAGS = [
    {"name": "incidents", "description": "What happened, with every claim about it"},
    {"name": "counts", "description": "Numbers under a lens, with the incidents behind them"},
    {"name": "changes", "description": "What changed between two moments of knowledge, or two positions of the log"},
    {"name": "duplicates", "description": "Incidents of different sources that may be one"},
    {"name": "chains", "description": "Who is said to have answered what"},
    {"name": "escalation", "description": "How often acts were answered, and where more often than usual"},
    {"name": "fits", "description": "What was learnt of answers from the acts themselves, and is inferred from"},
    {"name": "agreements", "description": "Texts and truces, and whether they held"},
    {"name": "statements", "description": "Demands, ultimatums, warnings and talks"},
    {"name": "figures", "description": "Published numbers about the situation"},
    {"name": "bulletins", "description": "Others' own counts, never mixed with ours"},
    {"name": "monitoring", "description": "Where monitors looked, and were kept out"},
    {"name": "parties", "description": "Who fights, signs and guarantees"},
    {"name": "sources", "description": "Who claims, and how reliable they have proved"},
    {"name": "exports", "description": "Files for a notebook, a map or a newsroom"},
    {"name": "events", "description": "The raw log"},
    {"name": "imports", "description": "Files of others, taken in as a whole"},
    {"name": "operation", "description": "Health, readiness, metrics and rebuilding"},
]

VERSIONED = (
    exports,
    incidents,
    incident_answers,
    judgements,
    counts,
    changes,
    duplicates,
    drawings,
    chains,
    escalation,
    fits,
    agreements,
    statements,
    figures,
    bulletins,
    monitoring,
    parties,
    sources,
    events,
    imports,
    rebuilding,
    parked,
)


class App(FastAPI):
    """FastAPI, whose document knows what a problem is."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            schemas = super().openapi()["components"]["schemas"]
            template = "#/components/schemas/{model}"
            schemas["ProblemDetails"] = ProblemDetails.model_json_schema(ref_template=template)
            schemas["ProblemDetails"].pop("$defs", None)
            schemas["Fault"] = Fault.model_json_schema()
        return super().openapi()


@asynccontextmanager
async def _following(app: FastAPI) -> AsyncIterator[None]:
    truceline: Truceline = app.state.truceline
    await run_in_threadpool(truceline.start)
    try:
        yield
    finally:
        await run_in_threadpool(app.state.imports.stop)
        truceline.feed.close()
        await truceline.feed.ended()
        await run_in_threadpool(truceline.stop)


def create_app(truceline: Truceline) -> FastAPI:
    """The API over an opened ledger. Whoever opened it closes it."""
    app = App(
        title="Truceline",
        version=version("truceline"),
        summary="An event-sourced ledger of a ceasefire",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        openapi_url=f"{ROOT}/openapi.json",
        # The usual page of documentation fetches its scripts from elsewhere; the front door fetches nothing.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_following,
    )
    app.state.truceline = truceline
    app.state.imports = Jobs(lambda: truceline.ledger)
    app.state.counts = Counter()
    problems.install(app)
    app.add_exception_handler(AlreadyRecorded, answered_before)  # type: ignore[arg-type]
    app.add_middleware(BodyLimit)
    app.add_middleware(HeadRequests)
    app.add_middleware(operation.RequestCounter, counts=app.state.counts)
    for module in VERSIONED:
        app.include_router(module.router, prefix=ROOT)
    app.include_router(operation.router)
    app.include_router(front.router)
    return app
