"""How far an incident reaches: whose probabilities it has a part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.candidates import Index
from projections.fits import fit_in_force
from projections.inference.acts import acts_around

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from domain.lens import Lens
    from projections.reader import Reader


def touched(store: Reader, lens: Lens, incidents: Collection[UUID]) -> set[UUID]:
    """All that would perhaps be said to answer something else if one of these were not what it is.

    That is these, what may have answered them, and what may have answered one of those unless it came before it.
    """
    fit = fit_in_force(store, lens)
    if fit is None or not incidents:
        return set()
    played = acts_around(store, lens, fit, incidents)
    acts, asked = played.stage.acts, played.places(incidents)
    near = np.union1d(asked, played.may_have_answered(asked))
    index = Index(acts.take(near), fit.parameters, spread=float(acts.spread.max(initial=0.0)))
    found = index.candidates(acts)
    either = acts.ended[near[found.trigger]] >= acts.began[found.answer]
    return {played.stage.ids[number] for number in np.union1d(near, found.answer[either]).tolist()}
