"""Pages of changes: what changed between two lenses, a part at a time, with the address of the next part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.http.caching import address
from api.http.locations import ROOT
from projections.chaining.mended import chains_between
from projections.changes import LIMIT, between
from projections.differences import KINDS
from projections.looking import lens_query

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Selection

_TOLD = """\
The incidents that are shown otherwise, and the parties whose numbers differ, each with old and new.

Every incident of which the two lenses show different facts, by when it began, each with its kind of `change`, every
difference with its old and new value (null: not shown), and the facts that only one of the two shows. `count` is that
of all pages, `next` the address of the next one; `counts` are always the differences of all.

With `chains=true`, `chains` tells how that mended chains: the links that came, went or changed (by a hundredth or more
of their probability, or by who says so), each with what it was, what it is and `why`; and which chains joined or fell
apart, by their ids `before` and `after`. It takes the longer, the more may have answered what changed; without it, the
address that tells it stands there.

`change` is the first of these that fits:
"""
DESCRIPTION = "\n".join([_TOLD, *(f"- `{kind}`: {meaning}" for kind, meaning in KINDS.items())])
"""What the OpenAPI document says of changes."""


def changes_page(
    store: Reader,
    before: Lens,
    after: Lens,
    selection: Selection,
    *,
    limit: int = LIMIT,
    cursor: str | None = None,
    chains: bool = False,
) -> dict[str, Any]:
    """What changed between two lenses; `next` is an address under the same two, or None. Raises Unacceptable.

    What changed in chains is told if it is asked for; otherwise the address that tells it.
    """
    found = between(store, before, after, selection, limit=limit, cursor=cursor)
    told = {"chains": "true"} if chains else {}
    if found["next"] is not None:
        words = selection.words() | told | {"limit": str(limit), "after": str(found["next"])}
        found["next"] = address(f"{ROOT}/changes", words, both_words(before, after))
    href = address(f"{ROOT}/changes", selection.words() | {"chains": "true"}, both_words(before, after))
    return found | {"chains": chains_between(store, before, after) if chains else {"href": href}}


def both_words(before: Lens, after: Lens) -> dict[str, str]:
    """Query parameters that give these two lenses again."""
    earlier, later = lens_query(before), lens_query(after)
    sides = {
        "known_from": earlier.pop("known_at", None),
        "known_to": later.pop("known_at", None),
        "position_from": earlier.pop("position", None),
        "position_to": later.pop("position", None),
    }
    return {name: word for name, word in sides.items() if word is not None} | later
