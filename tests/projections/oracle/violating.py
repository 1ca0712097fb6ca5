"""Whose violations incidents are, and which breaches filters ask for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.projections.oracle.breaching import SETTLED, STANDING, Key
from tests.projections.oracle.days import earliest_beginning
from tests.projections.oracle.held import NO
from tests.projections.oracle.pile import Raw, clock

if TYPE_CHECKING:
    from tests.projections.oracle.picture import Picture

BREACHES = ("agreement", "provision", "breach", "violator", "violation")
CLASSES = ("uncertain", "contested", "attributed")
"""How far a violation is a party's, from the least."""

SUREST = ("confirmed", "found", "alleged", "uncertain")


def words(text: str | None) -> list[str] | None:
    return None if text is None else [word.strip() for word in text.split(",")]


def breached_as_asked(picture: "Picture", stream: str, filters: dict[str, str]) -> bool:
    """Where several parts of a breach are asked for, it is one breach that has them all."""
    agreements, provisions, ways, violators, classes = (words(filters.get(name)) for name in BREACHES)
    if not filters.keys() & {*BREACHES}:
        return True
    wanted = {
        key: status
        for key, status in picture.breaching.statuses(stream).items()
        if (agreements is None or key[0] in agreements) and (provisions is None or key[1] in provisions)
    }
    if violators is not None or classes is not None:
        of_parties = by_party(picture, stream, wanted)
        parties = of_parties if violators is None else of_parties.keys() & set(violators)
        if not any(of_parties[party] in (classes or CLASSES) for party in parties):
            return False
    return any(status in (ways or STANDING) for status in wanted.values())


def by_party(picture: "Picture", stream: str, statuses: dict[Key, str]) -> dict[str, str]:
    """How far an incident is a violation of one of these provisions by each party, by the surest of them.

    What was retracted, or merged into another, is nobody's.
    """
    one = picture.incidents[stream]
    if one["standing"] in {"retracted", "merged"}:
        return {}
    found: dict[str, int] = {}
    for key, status in statuses.items():
        for party in one["perpetrators"]:
            rank = _rank(one["attribution"], status, bound=party in _bound(picture, key))
            if rank:
                found[party] = max(rank, found.get(party, 0))
    return {party: CLASSES[rank - 1] for party, rank in found.items()}


def _rank(attribution: str, status: str, *, bound: bool) -> int:
    """What is said to be a breach is one of whoever did it, bound by the text or not."""
    if status not in STANDING or not (bound or status in {"confirmed", "alleged"}):
        return 0
    if attribution == "contested":
        return 2
    if attribution not in SETTLED:
        return 0
    return 1 if status == "uncertain" else 3


def _bound(picture: "Picture", key: Key) -> set[str]:
    """Whom any text of the provision binds at any time."""
    return {
        party
        for text in picture.breaching.texts
        if text.key == key
        for party, held in text.binds.items()
        if any(held(turn) != NO for turn in (*picture.breaching.turns, *_ENDS))
    }


_ENDS = (clock("1900-01-01T00:00:00Z"), clock("2300-01-01T00:00:00Z"))


def violations(picture: "Picture", slug: str) -> dict[str, Any]:
    """The violations of an agreement, and of each of its provisions that anything is said of."""
    breached = {stream: picture.breaching.statuses(stream) for stream in picture.counting}
    of_agreement = {key for statuses in breached.values() for key in statuses if key[0] == slug}
    told = {article: _violations(picture, breached, [(slug, article)]) for _, article in sorted(of_agreement)}
    return {"": _violations(picture, breached, of_agreement)} | told


def _violations(picture: "Picture", breached: dict[str, dict[Key, str]], provisions: Iterable[Key]) -> Raw:
    mine = {
        stream: {key: status for key, status in statuses.items() if key in provisions}
        for stream, statuses in breached.items()
    }
    standing = {stream: one for stream, one in mine.items() if STANDING & {*one.values()}}
    surest = [next(way for way in SUREST if way in statuses.values()) for statuses in standing.values()]
    parties: dict[str, dict[str, int]] = {}
    for stream, statuses in standing.items():
        for party, word in by_party(picture, stream, statuses).items():
            parties.setdefault(party, dict.fromkeys(CLASSES, 0))[word] += 1
    began = [earliest_beginning(picture.incidents[stream]["frame"]["occurred"]) for stream in standing]
    return {
        "count": len(standing),
        "by_status": {way: surest.count(way) for way in SUREST},
        "by_party": parties,
        "first": min(began, default=None),
    }
