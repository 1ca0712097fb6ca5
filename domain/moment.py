"""When something happened: an interval in UTC, how exactly its beginning is known, and the words it came in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from domain.model import Value
from domain.word import Word

TICK = timedelta(microseconds=1)
"""The smallest step of our clocks; an end is the last tick that still belongs."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}.*")


class Precision(Word):
    """How exactly the beginning of a happening is known."""

    INSTANT = "instant"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """The IANA names; `localtime` is whatever a host says, and means something else on the next one."""
    return frozenset(available_timezones() - {"localtime", "posixrules", "Factory"})


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of this name. Raises ValueError where there is none."""
    if name not in _zones():
        message = f"{name!r} is not an IANA time zone (for example Asia/Damascus)"
        raise ValueError(message)
    return ZoneInfo(name)


def is_bare_date(text: str) -> bool:
    """Whether the text is a calendar day without a time."""
    return len(text) == len("2020-02-20") and _DATE.fullmatch(text) is not None


def parse_date(text: str) -> date:
    """The day that an ISO date names. Raises ValueError on anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        message = f"{text!r} is not a date of the form 2020-02-20"
        raise ValueError(message) from wrong


def parse_instant(text: str, zone: str | None) -> datetime:
    """The UTC instant of an RFC 3339 time; a time without offset is read in `zone`.

    Raises ValueError on a naive time without a zone, and on a local time that a clock change
    skipped or repeated: such a time names no instant, or two.
    """
    try:
        # A date in another form (20200220, 2020-W08-4) would be read as its midnight.
        moment = datetime.fromisoformat(text if _TIME.fullmatch(text) else "")
    except ValueError as wrong:
        message = f"{text!r} is not an ISO 8601 date or time (for example 2020-02-20T15:00:00Z)"
        raise ValueError(message) from wrong
    if moment.tzinfo is not None:
        return _in_range(moment)
    if zone is None:
        message = f"{text!r} has no offset and no zone: a naive time names no instant"
        raise ValueError(message)
    return _local(moment, zone)


def _local(wall: datetime, zone: str) -> datetime:
    first, second = (_in_range(wall.replace(tzinfo=zone_named(zone), fold=fold)) for fold in (0, 1))
    if first.astimezone(zone_named(zone)).replace(tzinfo=None) != wall:
        message = f"{wall.isoformat()} does not exist in {zone}: the clocks skipped it"
        raise ValueError(message)
    if first != second:
        message = f"{wall.isoformat()} happened twice in {zone}: give the offset"
        raise ValueError(message)
    return first


def _in_range(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as beyond:
        message = f"{moment.isoformat()} is outside the years that a calendar holds"
        raise ValueError(message) from beyond


def start_of_day(day: date, zone: str | None) -> datetime:
    """The first instant of a day in its zone (default UTC), in UTC. Raises ValueError on a day that a zone skipped."""
    start = _midnight(day, zone)
    if zone and start.astimezone(zone_named(zone)).date() != day:
        message = f"{day.isoformat()} does not exist in {zone}: the clocks skipped it"
        raise ValueError(message)
    return start


def _midnight(day: date, zone: str | None, fold: int = 0) -> datetime:
    return _in_range(datetime.combine(day, time(fold=fold), tzinfo=zone_named(zone) if zone else UTC))


def end_of_day(day: date, zone: str | None) -> datetime:
    """The last tick of a day in its zone (default UTC), in UTC.

    Where clocks were put back over midnight (St John's, at 0:01), the day ends with its second part.
    """
    try:
        first, second = (_midnight(day + timedelta(days=1), zone, fold) - TICK for fold in (0, 1))
    except OverflowError as beyond:
        message = f"{day.isoformat()} is outside the years that a calendar holds"
        raise ValueError(message) from beyond
    again = zone is not None and second > first and second.astimezone(zone_named(zone)).date() == day
    return second if again else first


def end_of_moment(text: str, zone: str | None) -> datetime:
    """The instant itself, or the last tick of a bare date in its zone, in UTC."""
    return end_of_day(parse_date(text), zone) if is_bare_date(text) else parse_instant(text, zone)


def released_by(text: str, now: datetime) -> datetime:
    """The moment, or the end of the day (UTC), at which something was published, or now where that is earlier.

    Raises ValueError for a later day, or what is no date or time.
    """
    moment = end_of_moment(text, None)
    if moment.date() > now.date():
        message = f"{text} has not come yet"
        raise ValueError(message)
    return min(moment, now)


def _checked_text(text: str) -> str:
    """Refuse what is no date or time at all, before zones are known."""
    if is_bare_date(text):
        parse_date(text)
    else:
        parse_instant(text, "UTC")
    return text


DateOrTime = Annotated[str, Field(max_length=40, examples=["2020-02-20"]), AfterValidator(_checked_text)]
Zone = Annotated[str, Field(max_length=64, examples=["Asia/Damascus"]), AfterValidator(lambda z: zone_named(z).key)]


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
