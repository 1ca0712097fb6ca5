"""Words of a fixed vocabulary."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING


class Word(StrEnum):
    """One of a few words, each of which is also its text: sorted, stored and hashed as that."""

    if not TYPE_CHECKING:  # pragma: no branch - only what checks types goes the other way
        # Whatever is written as JSON asks each word for its value; the library's way to it is five calls long.
        value = property(attrgetter("_value_"))

    # An enumeration hashes by calling code for its name; folding a long log, that is a tenth of the time.
    __hash__ = str.__hash__
