"""Moments as the tables keep them: whole microseconds since 1970 in UTC, so that sums and comparisons are exact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

ALWAYS = -(2**62)
"""Before every moment and position."""

FOREVER = 2**62
"""After every moment and position: the end of what still holds."""


def micros(moment: datetime) -> int:
    """Microseconds since 1970 (UTC)."""
    # Whole numbers, without a division: facts that are read back have UTC itself for a zone, so nobody is asked for it.
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment_of(microseconds: int) -> datetime:
    """The UTC instant of a number of microseconds since 1970."""
    return EPOCH + microseconds * MICROSECOND


def shown(microseconds: int) -> str | None:
    """RFC 3339 in UTC; None for a bound that lies outside every clock."""
    if not ALWAYS < microseconds < FOREVER:
        return None
    return moment_of(microseconds).isoformat().replace("+00:00", "Z")
