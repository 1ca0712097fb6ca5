"""Pages of suspected duplicates: pairs with their score, the addresses of both, and the act that makes them one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.http.caching import address
from api.http.locations import ROOT
from domain.duplicates.likeness import LISTED_FROM, MOST, SCORING
from projections import duplicates
from projections.looking import lens_query
from projections.pairing import EVERYTHING, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.lens import Lens
    from projections.reader import Reader

LIMIT = 50
"""Pairs on one page, unless more are asked for."""

DESCRIPTION = f"""\
Pairs of incidents that may be one happening, the most likely first, then by the ids of both.

Only pairs across sources are candidates: two that one source tells of, or that one list numbers, are two. Nor is
anything that is retracted or merged. `score` is from 0 to 1, `reason` says in words what speaks for it and against it,
and `parts` what each part gives of its points ({", ".join(f"{part} {most}" for part, most in MOST.items())}). Filters
let through pairs of which one incident passes at least; `count` is that of all pages.

Nothing is merged by itself. An analyst who finds the two to be one sends `merge.body`, with a reason, to `merge.href`;
from that position on the pair is not listed. `scoring` names the policy, and fixes it in an address that is permanent.
"""


def duplicates_page(
    store: Reader,
    lens: Lens,
    wanted: Wanted = EVERYTHING,
    *,
    min_score: float = LISTED_FROM,
    limit: int = LIMIT,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Pairs with a score of at least `min_score`; `next` is an address under the same lens, or None.

    Of each pair at least one incident is wanted. Raises Unacceptable, naming the filter or the cursor.
    """
    page = duplicates.page(store, lens, wanted, min_score, limit=limit, after=cursor)
    following = None
    if page.after is not None:
        words = _words(wanted) | {"min_score": str(min_score), "limit": str(limit), "after": page.after}
        following = address(f"{ROOT}/duplicates", words, scored_words(lens_query(lens)))
    items = [_told(item, lens) for item in page.items]
    return {"scoring": SCORING, "items": items, "count": page.count, "next": following}


def scored_words(lens: Mapping[str, str]) -> dict[str, str]:
    """Query parameters that give this lens again, and this scoring."""
    return {**lens, "scoring": SCORING}


def _words(wanted: Wanted) -> dict[str, str]:
    others = {"incident": wanted.incident, "scheme": wanted.scheme}
    return wanted.selection.words() | {name: str(value) for name, value in others.items() if value is not None}


def _told(item: Mapping[str, Any], lens: Lens) -> dict[str, Any]:
    words = lens_query(lens)
    both = [one | {"href": address(f"{ROOT}/incidents/{one['id']}", {}, words)} for one in item["incidents"]]
    # Into the one that more is claimed of, so that less is carried; of two alike, into the earlier.
    into, other = (one["id"] for one in sorted(both, key=lambda one: -int(one["claim_count"])))
    merge = {"method": "POST", "href": f"{ROOT}/incidents/{other}/merge", "body": {"into": into, "reason": None}}
    return {**item, "incidents": both, "merge": merge}
