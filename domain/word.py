"""Words of a fixed vocabulary."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """One of a few words, each of which is also its text: sorted, stored and hashed as that."""

    # An enumeration hashes by calling code for its name; folding a long log, that is a tenth of the time.
    __hash__ = str.__hash__
