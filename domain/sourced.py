"""Who says so, when it was published, and how well: what stands behind every claim, figure and text."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, HttpUrl, StrictBool, TypeAdapter, model_validator
from pydantic.functional_validators import AfterValidator

from domain.errors import Unacceptable
from domain.grade import Credibility, Reliability
from domain.instant import DateOrTime, end_of_day, is_bare_date, parse_date, parse_instant, start_of_day
from domain.model import Slug, Text, Value
from domain.word import Word

if TYPE_CHECKING:
    from domain.model import Entry
    from domain.registry import Registry

_URL = TypeAdapter(HttpUrl)


def _web_address(text: str) -> str:
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        message = "an address has no white space in it"
        raise ValueError(message)
    _URL.validate_python(text)
    return text


Url = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]


class Basis(Word):
    """How the time of publication is known: the source states it, or we infer it."""

    STATED = "stated"
    INFERRED = "inferred"


def publication_known_at(published_at: str, entry: Entry) -> datetime:
    """When a publication was known (UTC): an instant at once, a bare date at its end.

    Raises Unacceptable for a naive time, or a publication after the recording.
    """
    try:
        begun, known = _bounds(published_at)
    except ValueError as wrong:
        raise Unacceptable(str(wrong), field="published_at") from wrong
    if begun > entry.at:
        message = f"{published_at} is later than this recording ({entry.at.isoformat()})"
        raise Unacceptable(message, field="published_at")
    return min(known, entry.at)


@lru_cache(maxsize=10_000)
def _bounds(published_at: str) -> tuple[datetime, datetime]:
    """From when on it may have been published, and when it certainly was (UTC)."""
    if not is_bare_date(published_at):
        return (instant := parse_instant(published_at, None), instant)
    day = parse_date(published_at)
    return start_of_day(day, None), end_of_day(day, None)


class _Publication(Value):
    """The part of provenance that a writer gives and the ledger keeps word for word."""

    source: Slug
    via: Slug | None = None
    published_at: DateOrTime
    basis: Basis = Basis.STATED
    basis_reason: Text | None = None
    url: Url | None = None
    text: Text | None = None
    credibility: Credibility | None = None
    unconfirmed: StrictBool = False


_PUBLISHED = tuple(_Publication.model_fields)


class Sourced(_Publication):
    """Input: a source, the moment it published, and its words. A bare date counts from that day's end (UTC)."""

    @model_validator(mode="after")
    def _inference_says_why(self) -> Self:
        if self.basis is Basis.INFERRED and self.basis_reason is None:
            message = "an inferred time of publication says why (basis_reason)"
            raise ValueError(message)
        if self.basis is Basis.STATED and self.basis_reason is not None:
            message = "basis_reason goes with basis: inferred"
            raise ValueError(message)
        if not is_bare_date(self.published_at):
            parse_instant(self.published_at, None)
        return self

    def known_at(self, entry: Entry) -> datetime:
        """When anyone could know it (UTC). Raises Unacceptable for a publication after the recording."""
        return publication_known_at(self.published_at, entry)

    def attestation(self, registry: Registry) -> dict[str, Any]:
        """What is stored of the source: its words, and its alignment and grade as they are now.

        Raises Unknown for a source or carrier that is not registered.
        """
        source = registry.source(self.source, field="source")
        if self.via is not None:
            registry.source(self.via, field="via")
        given = self.__dict__
        words = {name: given[name] for name in _PUBLISHED}
        return words | {"aligned_with": source.aligned_with, "reliability": source.reliability}


class Attested(_Publication):
    """Stored: what a source stands behind, with its alignment and grade as they were when recorded."""

    aligned_with: Slug | None = None
    reliability: Reliability = Reliability.F
