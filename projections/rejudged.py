"""Which versions of incidents two lenses judge differently, because they show other texts, drawings or attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from projections.clauses import clauses
from projections.judged import NOTHING, judgements, rows_of, under

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader


def rejudged(store: Reader, before: Lens, after: Lens) -> NDArray[np.int64]:
    """The numbers of the versions that are judged otherwise under one of the lenses than under the other."""
    alike = clauses(store, before).key == clauses(store, after).key
    if alike and not judgements(store, after).allowing():
        return np.zeros(0, dtype=np.int64)
    old, new = under(store, before), under(store, after)
    apart = [
        np.setxor1d(old.get(provision, NOTHING).coded(), new.get(provision, NOTHING).coded())
        for provision in old.keys() | new.keys()
    ]
    return rows_of(np.concatenate([np.zeros(0, dtype=np.int64), *apart]))
