"""Judgements: what an analyst's act carries, and when it counts as known."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BeforeValidator, model_validator

from domain.errors import Unacceptable
from domain.model import Entry, Text, Value, utc


class Cause(StrEnum):
    """Why a record is changed: our own mistake in entering it, or a new finding about the world."""

    ENTRY_ERROR = "entry_error"
    FINDING = "finding"


def _written(given: Any) -> Any:  # noqa: ANN401 - any input
    """A moment is written out; a bare number could count from anywhere."""
    if isinstance(given, int | float) or (isinstance(given, str) and "-" not in given):
        message = "a time is written out, for example 2020-02-20T15:00:00Z"
        raise ValueError(message)
    return given


class Judgement(Value):
    """Input: an analyst's act. Known when recorded, unless an earlier moment is stated with a reason."""

    reason: Text | None = None
    known_at: Annotated[AwareDatetime, BeforeValidator(_written)] | None = None

    @model_validator(mode="after")
    def _earlier_says_why(self) -> Self:
        if self.known_at is not None and self.reason is None:
            message = "an earlier known_at says why (reason)"
            raise ValueError(message)
        return self

    def judged_at(self, entry: Entry) -> datetime:
        """When recorded, or the earlier moment stated (UTC). Raises Unacceptable for a later one."""
        if self.known_at is None:
            return entry.at
        try:
            known_at = utc(self.known_at)
        except ValueError as wrong:
            raise Unacceptable(str(wrong), field="known_at") from wrong
        if known_at > entry.at:
            message = "known_at is later than this recording"
            raise Unacceptable(message, field="known_at")
        return known_at


class Reasoned(Judgement):
    """Input: an analyst's act that has to say why."""

    reason: Text


class Mend(Reasoned):
    """Input: an act that changes our record; `cause` says whose mistake it was."""

    cause: Cause = Cause.FINDING

    def mended_at(self, entry: Entry, mended: datetime) -> datetime:
        """An error of ours is mended as of when the mended thing was known; a finding is a judgement (UTC)."""
        return mended if self.cause is Cause.ENTRY_ERROR and self.known_at is None else self.judged_at(entry)
