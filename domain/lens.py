"""The lens: three clocks and a policy, through which every read looks."""

from __future__ import annotations

from datetime import datetime

from domain.assessment.policy import POLICY
from domain.model import Value


class Lens(Value):
    """Cuts a read: what had happened by `as_of`, known by `known_at`, recorded up to `position`.

    Each is None for "no limit". Times are UTC; `tz` is the zone in which bare dates were read.
    """

    as_of: datetime | None = None
    known_at: datetime | None = None
    position: int | None = None
    tz: str = "UTC"
    policy: str = POLICY
