"""A second opinion on every read, worked out the slow way from the stored bytes.

Nothing of the read side or of its folds is used here, and no SQL. Each question is asked of the whole pile of
facts, in the words of the design.
"""

from tests.projections.oracle.counting import counts
from tests.projections.oracle.days import latest_beginning
from tests.projections.oracle.pile import Raw, clock, in_view, named, pile
from tests.projections.oracle.verdict import incidents

__all__ = ["Raw", "clock", "counts", "in_view", "incidents", "latest_beginning", "named", "pile"]
