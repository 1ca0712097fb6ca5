"""Whether a promise is kept, by what its sources judged and by the breaches on record. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from domain.agreement.values import Obligation, ObligationFinding

if TYPE_CHECKING:
    from datetime import datetime


class Keeping(StrEnum):
    """How a provision was kept; without evidence that is not assessed, and never taken for kept."""

    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    DISPUTED = "disputed"
    NOT_ASSESSED = "not_assessed"


_WORDS = {
    ObligationFinding.MET: Keeping.KEPT,
    ObligationFinding.PARTLY: Keeping.PARTLY,
    ObligationFinding.UNMET: Keeping.BROKEN,
    ObligationFinding.DISPUTED: Keeping.DISPUTED,
}
_WORST_FIRST = (Keeping.BROKEN, Keeping.DISPUTED, Keeping.PARTLY)


class Turn(NamedTuple):
    """From a moment (UTC) on, what its sources judged comes to another word."""

    at: datetime
    status: Keeping


def in_order(obligations: Iterable[Obligation]) -> list[Obligation]:
    """Judgements of promises by when they hold for; of one moment, those of every party first, then as they came."""
    return sorted(obligations, key=lambda one: (one.at.began_by, one.at.began_from, one.party is not None))


def by_judgements(obligations: Iterable[Obligation]) -> Keeping:
    """What the latest word of each source on each party comes to; one on no party is one on every party.

    Where sources differ about one party it is disputed; where parties differ from each other, it is partly kept.
    """
    by_source: dict[str, dict[str | None, Keeping]] = {}
    for one in in_order(obligations):
        of_all = by_source.setdefault(one.source, {})
        if one.party is None:
            of_all.clear()
        of_all[one.party] = _WORDS[one.finding]
    parties = {party for of_source in by_source.values() for party in of_source}
    words = {_on(party, by_source.values()) for party in parties}
    if not words:
        return Keeping.NOT_ASSESSED
    if Keeping.DISPUTED in words:
        return Keeping.DISPUTED
    return words.pop() if len(words) == 1 else Keeping.PARTLY


def _on(party: str | None, by_source: Iterable[Mapping[str | None, Keeping]]) -> Keeping:
    """The word that the sources have on one party (None: on those that none of them names)."""
    said = {said.get(party, said.get(None, Keeping.NOT_ASSESSED)) for said in by_source} - {Keeping.NOT_ASSESSED}
    return said.pop() if len(said) == 1 else Keeping.DISPUTED


def over_time(obligations: Iterable[Obligation]) -> list[Turn]:
    """Each moment from which the sources' judgements come to another word than before."""
    ordered = in_order(obligations)
    turns: list[Turn] = []
    for moment in sorted({one.at.began_by for one in ordered}):
        word = by_judgements(one for one in ordered if one.at.began_by <= moment)
        if not turns or turns[-1].status is not word:
            turns.append(Turn(moment, word))
    return turns


def by_breaches(certain: int, open_ones: int) -> Keeping:
    """What breaches come to: certain ones break it, others put it in dispute, and none proves nothing."""
    if certain:
        return Keeping.BROKEN
    return Keeping.DISPUTED if open_ones else Keeping.NOT_ASSESSED


def altogether(words: Sequence[Keeping]) -> Keeping:
    """What judgements and breaches come to together: the worse, and disputed where one says that it was kept."""
    told = {word for word in words if word is not Keeping.NOT_ASSESSED}
    if not told:
        return Keeping.NOT_ASSESSED
    if len(told) == 1:
        return told.pop()
    return Keeping.DISPUTED if Keeping.KEPT in told else next(word for word in _WORST_FIRST if word in told)
