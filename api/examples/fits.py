"""A fit of February 2020, and taking it back."""

from __future__ import annotations

from api.examples import one

FITS = one(
    "all",
    "To everything that is recorded so far",
    {"reason": "The record of February 2020 is complete."},
) | one(
    "as known then",
    "To what had happened, and could be known, by a date",
    {
        "reason": "What could have been learnt before the answer of 3 February.",
        "as_of": "2020-02-22",
        "known_at": "2020-03-31",
        "tz": "Asia/Damascus",
    },
)

WITHDRAWALS = one("too early", "Taken back, with the reason", {"reason": "Made before the strikes were all entered."})
