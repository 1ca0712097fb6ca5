"""When something happened: an interval in UTC, how exactly its beginning is known, and the words it came in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from pydantic import Field, ValidationInfo, model_validator

from domain.instant import (
    TICK,
    DateOrTime,
    Zone,
    end_of_day,
    end_of_moment,
    is_bare_date,
    parse_date,
    parse_instant,
    start_of_day,
    zone_named,
)
from domain.model import Value
from domain.word import Word


class Precision(Word):
    """How exactly the beginning of a happening is known."""

    INSTANT = "instant"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Moment(Value):
    """A happening in time. The words given are kept; the UTC bounds are computed once, when recorded.

    `earliest` and `latest` bound when it began, `until` when it was over (all UTC, inclusive to the microsecond).
    """

    start: DateOrTime = Field(alias="from")
    end: DateOrTime | None = Field(default=None, alias="to")
    precision: Precision | None = None
    zone: Zone | None = None
    earliest: datetime | None = Field(default=None, json_schema_extra={"readOnly": True})
    latest: datetime | None = Field(default=None, json_schema_extra={"readOnly": True})
    until: datetime | None = Field(default=None, json_schema_extra={"readOnly": True})

    @model_validator(mode="before")
    @classmethod
    def _bounds_are_ours(cls, given: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - any input
        """The bounds follow from the words: only a stored fact brings its own."""
        if isinstance(given, dict) and not (info.context or {}).get("stored"):
            ours = sorted({"earliest", "latest", "until"} & given.keys())
            if ours:
                message = f"{', '.join(ours)}: computed from from, to, precision and zone, never given"
                raise ValueError(message)
        return given

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.earliest is not None:
            return self
        bare = is_bare_date(self.start)
        precision = self.precision or (Precision.DAY if bare else Precision.INSTANT)
        if bare and precision in {Precision.INSTANT, Precision.HOUR}:
            message = f"a bare date cannot be known to the {precision}"
            raise ValueError(message)
        earliest = start_of_day(parse_date(self.start), self.zone) if bare else parse_instant(self.start, self.zone)
        until = None if self.end is None else end_of_moment(self.end, self.zone)
        if until is not None and until < earliest:
            message = f"it ends ({self.end}) before it begins ({self.start})"
            raise ValueError(message)
        try:
            latest = self._latest(precision, earliest, until)
        except OverflowError as beyond:
            message = f"{self.start} to the {precision} goes beyond the years that a calendar holds"
            raise ValueError(message) from beyond
        for name, value in (
            ("precision", precision),
            ("earliest", earliest),
            ("latest", latest),
            ("until", max(latest, until or latest)),
        ):
            object.__setattr__(self, name, value)
        return self

    def _latest(self, precision: Precision, earliest: datetime, until: datetime | None) -> datetime:  # noqa: PLR0911 - one a precision
        """The latest tick at which it can have begun."""
        day = self.local_date(earliest)
        match precision:
            case Precision.INSTANT:
                return earliest
            case Precision.HOUR:
                return earliest + timedelta(hours=1) - TICK
            case Precision.DAY:
                return end_of_day(day, self.zone)
            case _ if until is not None:
                return until
            case Precision.WEEK:
                return end_of_day(day + timedelta(days=6), self.zone)
            case Precision.MONTH:
                following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
                return end_of_day(following - timedelta(days=1), self.zone)
            case _:
                return end_of_day(day.replace(month=12, day=31), self.zone)

    def local_date(self, instant: datetime | None = None) -> date:
        """The calendar day on which it began, in its own zone."""
        if instant is None and is_bare_date(self.start):
            return parse_date(self.start)
        return (instant or self.began_from).astimezone(zone_named(self.zone) if self.zone else UTC).date()

    @property
    def day(self) -> str:
        """The calendar day on which it began, in its own zone, as ISO writes it."""
        # Nothing else that was let in is as short.
        return self.start if len(self.start) == len("2020-02-20") else self.local_date().isoformat()

    @property
    def began_from(self) -> datetime:
        """The earliest instant at which it can have begun (UTC)."""
        return _known(self.earliest)

    @property
    def began_by(self) -> datetime:
        """The latest instant at which it can have begun (UTC): from then on it had happened."""
        return _known(self.latest)

    @property
    def over_by(self) -> datetime:
        """The latest instant at which it can still have gone on (UTC)."""
        return _known(self.until)


def _known(bound: datetime | None) -> datetime:
    """A bound that validation has computed."""
    if bound is None:  # pragma: no cover - validation leaves none open
        raise AssertionError
    return bound
