"""Judgements made of many incidents at once, held against those that their own pages come to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from domain.lens import Lens
from projections.bodies import bodies
from projections.judging.breach_pages import add_breaches
from projections.judging.clauses import clauses
from projections.judging.verdict_cache import under
from projections.judging.verdicts import CODES
from projections.links import drop_unseen_answers
from projections.looking import seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from projections.store import Store

_AT_ONCE = 500


def misjudged(store: Store, streams: Sequence[str]) -> list[str]:
    """Which of these incidents (32 hexadecimal digits) are listed as breaches otherwise than their pages say, and how.

    As they are known at the tables' own position; plain sentences, none where all is well.
    """
    lens = Lens(position=store.position)
    if not clauses(store, lens).listed:
        return []
    cut, values = seen(lens)
    shown = dict(store.rows(f"SELECT v.id, v.row FROM incident_versions v WHERE {cut}", values))
    rows = {stream: shown[stream] for stream in map(UUID, streams) if stream in shown}
    listed = _listed(store, lens, [*rows.values()])
    wrong = []
    for stream, told in _told(store, lens, [*rows]).items():
        for key in sorted(told.keys() | listed[rows[stream]].keys()):
            here, there = (found.get(key, "no breach") for found in (listed[rows[stream]], told))
            if here != there:
                wrong.append(f"incident {stream} is listed as {here} of {' '.join(key)}, and its page says {there}")
    return wrong


def _listed(store: Store, lens: Lens, rows: Sequence[int]) -> dict[int, dict[tuple[str, str], str]]:
    """How the breaches of each of these versions stand, as lists and counts have them."""
    found: dict[int, dict[tuple[str, str], str]] = {row: {} for row in rows}
    for key, judged in under(store, lens).items():
        for place in np.flatnonzero(np.isin(judged.rows, rows)):
            found[int(judged.rows[place])][key] = str(CODES[judged.status[place]])
    return found


def _told(store: Store, lens: Lens, streams: Sequence[UUID]) -> dict[UUID, dict[tuple[str, str], str]]:
    """How they stand on the page of each of these incidents."""
    found = {}
    for first in range(0, len(streams), _AT_ONCE):
        some = streams[first : first + _AT_ONCE]
        pages = bodies(store, lens, some)
        drop_unseen_answers(store, lens, pages)
        add_breaches(store, lens, pages)
        for stream, page in zip(some, pages, strict=True):
            found[stream] = {(one["agreement"], one["provision"]): str(one["status"]) for one in page["breaches"]}
    return found
