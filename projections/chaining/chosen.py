"""Which chains are asked for, in the words of a query, and a page of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from domain.chains.openness import openness
from domain.errors import Unacceptable
from domain.instant import end_of_moment, is_bare_date, parse_date, start_of_day
from projections.chaining.theatre import whole
from projections.chains import chains_shown, waits
from projections.clock import micros
from projections.columns import words_of
from projections.filters import check, split
from projections.looking import COUNTED, had_happened_by, judged_at, seen
from projections.page import Page, cursor_of, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from domain.chains.chain import Chain
    from domain.lens import Lens
    from projections.chaining.theatre import Joining, Theatre
    from projections.reader import Reader

    Passes = Callable[[Chain], bool]


class AskedChains(NamedTuple):
    """Filters as a query gives them; what is None lets everything through.

    `party` is of the form of every filter by party; `first` and `last` are instants, or dates in the lens's zone, both
    included; `min_weight` is a number of PLOVER's scale.
    """

    party: str | None = None
    first: str | None = None
    last: str | None = None
    min_weight: float | None = None
    is_open: bool | None = None


EVERY = AskedChains()


def listed(
    store: Reader, lens: Lens, joining: Joining, asked: AskedChains = EVERY, *, limit: int, after: str | None = None
) -> Page:
    """Chains by when their first step began, then by its id; `count` is that of all pages.

    Raises Unacceptable, naming the filter or the cursor.
    """
    place = None if after is None else tuple(key_of(after, (int, int, str)))
    tests = [*_in_time(lens, asked), *_heavy(asked)]
    theatre = whole(store, lens, joining)
    tests += [*_of_parties(store, lens, asked, theatre), *_open(store, lens, asked)]
    found = [chain for chain in theatre.chains if all(test(chain) for test in tests)] if tests else theatre.chains
    rest = found if place is None else [chain for chain in found if _key(chain) > place]
    following = cursor_of(*_key(rest[limit - 1])) if len(rest) > limit else None
    return Page(chains_shown(store, lens, joining, theatre, rest[:limit]), len(found), following)


def _key(chain: Chain) -> tuple[int, int, str]:
    first = chain.steps[0]
    return micros(first.began_from), micros(first.began_by), str(first.id)


def _in_time(lens: Lens, asked: AskedChains) -> Sequence[Passes]:
    """A step of it may have happened in a time."""
    if asked.first is None and asked.last is None:
        return ()
    start = None if asked.first is None else _moment(asked.first, lens.tz, "from", start=True)
    end = None if asked.last is None else _moment(asked.last, lens.tz, "to", start=False)
    if start is not None and end is not None and end < start:
        raise Unacceptable(f"it ends ({asked.last}) before it begins ({asked.first})", field="to")

    def passes(chain: Chain) -> bool:
        return any(
            (end is None or step.began_from <= end) and (start is None or step.until >= start) for step in chain.steps
        )

    return (passes,)


def _moment(text: str, tz: str, field: str, *, start: bool) -> datetime:
    try:
        if start and is_bare_date(text):
            return start_of_day(parse_date(text), tz)
        return end_of_moment(text, tz)
    except ValueError as wrong:
        raise Unacceptable(str(wrong), field=field) from wrong


def _heavy(asked: AskedChains) -> Sequence[Passes]:
    weight = asked.min_weight
    return () if weight is None else (lambda chain: chain.peak <= weight,)


def _open(store: Reader, lens: Lens, asked: AskedChains) -> Sequence[Passes]:
    if asked.is_open is None:
        return ()
    at, waiting = judged_at(store, lens), waits(store, lens)
    return (lambda chain: openness(chain, at, waiting).is_open is asked.is_open,)


def _of_parties(store: Reader, lens: Lens, asked: AskedChains, theatre: Theatre) -> Sequence[Passes]:
    """A party of each part acts in it, may have acted, or is acted against."""
    if asked.party is None:
        return ()
    check(store, {"party": asked.party})
    steps = [_steps_of(store, lens, {*split(part)}, theatre) for part in asked.party.split(";")]
    return (lambda chain: all(any(step.id in some for step in chain.steps) for some in steps),)


def _steps_of(store: Reader, lens: Lens, parties: set[str], theatre: Theatre) -> set[UUID]:
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    named = words_of("concat_ws(chr(10), v.perpetrators, v.possible, v.targets)")
    incidents = store.rows(
        f"SELECT v.id FROM incident_versions v WHERE {seen_by} AND {happened} AND {COUNTED}"
        f" AND list_has_any({named}, ?::VARCHAR[])",
        [*cut, *moments, sorted(parties)],
    )
    said = {stream for stream, one in theatre.statements.items() if parties & {one["by"], *one["addressed_to"]}}
    return {stream for (stream,) in incidents} | said
