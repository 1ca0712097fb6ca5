"""Which versions of incidents two lenses judge differently, because they show other texts, drawings or attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from projections.judging.verdict_cache import under
from projections.judging.verdicts import NOTHING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader


def rejudged(store: Reader, before: Lens, after: Lens) -> NDArray[np.int64]:
    """The numbers of the versions of whose judgement a page would tell otherwise under one of the lenses."""
    old, new = under(store, before), under(store, after)
    if old is new:
        return np.zeros(0, dtype=np.int64)
    apart = [old.get(one, NOTHING).apart(new.get(one, NOTHING)) for one in old.keys() | new.keys()]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *apart]))
