"""Which agreements a chain crosses: in what phase each was at its first step and at its last, and what came between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.agreement.life import STARTS, STOPS, Force, force_at, in_time
from domain.agreement.values import Change
from projections.agreements import AGREEMENTS
from projections.beside import Lately
from projections.clock import micros
from projections.document import documents
from projections.holding import rows_at
from projections.looking import cut_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.chains.chain import Chain, Step
    from domain.lens import Lens
    from projections.reader import Reader

NOT_YET = "not_yet_in_force"
_OVER = {"ended", "superseded", NOT_YET}


Life = tuple[str, list[Change]]
"""The slug of an agreement, and its changes."""

_LIVES = Lately[tuple[object, ...], list[Life]](8)


class Agreements:
    """The lives of all agreements that a lens shows."""

    def __init__(self, store: Reader, lens: Lens) -> None:
        self._begun = cut_of(lens).began
        key = (rows_at(store, AGREEMENTS, lens), lens.as_of, lens.known_at)
        self._lives = _LIVES.of(store, key, lambda: [*_lives(store, lens)])

    def crossed_by(self, chain: Chain) -> list[dict[str, Any]]:
        """Those that were in force, suspended or in doubt at its first step or its last, or changed in between."""
        first, last = chain.steps[0], max(chain.steps, key=lambda step: (step.began_by, step.order))
        found = []
        for slug, life in self._lives:
            changes = [
                change
                for change in in_time(life)
                if change.change in STARTS | STOPS
                and first.began_from <= change.at.began_by
                and change.at.began_from <= last.began_by
                and micros(change.at.began_by) <= self._begun
            ]
            at_begin, at_end = phase(life, first), phase(life, last)
            if changes or not {at_begin, at_end} <= _OVER:
                told = [_told(change) for change in changes]
                found.append({"agreement": slug, "at_begin": at_begin, "at_end": at_end, "changes": told})
        return found


def _lives(store: Reader, lens: Lens) -> Iterator[Life]:
    for one in documents(store, AGREEMENTS, lens, order="v.began_by"):
        yield one["slug"], [Change.model_validate(change, context={"stored": True}) for change in one["changes"]]


def phase(life: Sequence[Change], step: Step) -> str:
    """In what phase an agreement was when a step began: `uncertain` also where it changed in that time."""
    forces = {force_at(life, moment) for moment in (step.began_from, step.began_by)}
    if forces != {Force.NOT_IN_FORCE}:
        return str(forces.pop() if len(forces) == 1 else Force.UNCERTAIN)
    stops = [one for one in in_time(life) if one.change in STOPS and one.at.began_from <= step.began_from]
    return str(stops[-1].change) if stops else NOT_YET


def _told(change: Change) -> dict[str, Any]:
    return {
        "change": change.change,
        "at": change.at.model_dump(mode="json", by_alias=True),
        "source": change.source,
    }
