"""Suspected duplicates: pairs of incidents of different sources that may be one, with a score. Only a merge decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.http.reading import Look, Looking
from api.http.routing import a_read, a_router
from api.pages.duplicates import DESCRIPTION, LIMIT, duplicates_page, scored_words
from api.routes.incidents import After, Selecting
from domain.duplicates.likeness import LISTED_FROM, SCORING, SCORINGS
from domain.errors import Unacceptable
from projections import incidents
from projections.pairing import Wanted

router = a_router("/duplicates", "duplicates")

Incident = Annotated[UUID | None, Query(description="Only pairs with this incident")]
Scheme = Annotated[str | None, Query(description="Only pairs with an incident of this list: its ids' scheme")]
MinScore = Annotated[float, Query(ge=0, le=1, description="The least score of the pairs that are listed")]
Scoring = Annotated[str | None, Query(description="The policy of the score", examples=[SCORING])]
Limit = Annotated[int, Query(ge=1, le=500, description="Pairs on one page")]


@router.get("", description=DESCRIPTION, **a_read)
def list_duplicates(
    *,
    look: Looking,
    selection: Selecting,
    incident: Incident = None,
    scheme: Scheme = None,
    min_score: MinScore = LISTED_FROM,
    scoring: Scoring = None,
    limit: Limit = LIMIT,
    after: After = None,
) -> Response:
    """Pairs of incidents that may be one happening, the most likely first."""
    if scoring is not None and scoring not in SCORINGS:
        raise Unacceptable(f"{scoring!r} is not a scoring of this release: {', '.join(SCORINGS)}", field="scoring")
    look = _scored(look, scoring)
    if incident is not None:
        shown = incidents.one(look.store, look.lens, incident)
        look.check_visible(shown, "incident", incident, incident)
    wanted = Wanted(selection, incident, scheme)
    page = duplicates_page(look.store, look.lens, wanted, min_score=min_score, limit=limit, cursor=after)
    return look.answer(page)


def _scored(look: Look, scoring: str | None) -> Look:
    """The look with the policy of the score among the words that fix it: without it, nothing is permanent."""
    missing = look.still.missing | (frozenset({"scoring"}) if scoring is None else frozenset())
    return replace(look, still=replace(look.still, missing=missing), cited=scored_words(look.cited))
