"""Filters on words as tests of a value, for the shelf; what they let through is what their SQL does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from domain.assessment.policy import ATTRIBUTED
from domain.assessment.tally import UNCOUNTED
from domain.incident.values import Attribution
from domain.moment import Precision
from projections.filters import MEMBERS, UNKNOWN, split

if TYPE_CHECKING:
    from projections.selection import Selection
    from projections.shelf import Test

_ELSEWHERE = {
    "agreement",
    "provision",
    "breach",
    "violator",
    "violation",
    "zone",
    "bbox",
    "q",
    "occurred_from",
    "occurred_to",
    "began_from",
    "began_to",
}
"""Filters that ask for more than a word."""


def word_tests(selection: Selection, *, of_any_standing: bool = False) -> list[Test] | None:
    """The tests that a selection comes to; None where it asks for more than words.

    What counts nowhere does not pass, unless its standing is asked for, or any will do.
    """
    wanted = selection.words()
    if _ELSEWHERE & wanted.keys():
        return None
    return [
        *(
            (column, _any_of(alternatives))
            for field, column in MEMBERS.items()
            if field in wanted
            for alternatives in wanted[field].split(";")
        ),
        *((field, _among(_words(wanted[field]))) for field in ("nature", "act") if field in wanted),
        *([("attribution", _among(_attributions(wanted["attribution"])))] if "attribution" in wanted else []),
        *([("standing", _among(_words(wanted["standing"])))] if "standing" in wanted else []),
        *([("standing", counts_at_all)] if "standing" not in wanted and not of_any_standing else []),
        *([("governorate", _governorate(wanted["governorate"]))] if "governorate" in wanted else []),
        *(test for bucket in _EXACT if bucket in wanted for test in _day_tests(bucket, wanted[bucket])),
    ]


def _words(text: str) -> frozenset[str]:
    return frozenset(split(text))


def _any_of(alternatives: str) -> Callable[[Any], bool]:
    wanted = _words(alternatives)
    return lambda value: not wanted.isdisjoint(value.split("\n"))


def _among(wanted: frozenset[str]) -> Callable[[Any], bool]:
    return lambda value: value in wanted


def counts_at_all(value: str) -> bool:
    """Whether an incident of this standing counts."""
    return value not in UNCOUNTED


def _attributions(text: str) -> frozenset[str]:
    words = _words(text)
    return words | {*ATTRIBUTED} if Attribution.ATTRIBUTED in words else words


def _governorate(wanted: str) -> Callable[[Any], bool]:
    values = {None, UNKNOWN} if wanted == UNKNOWN else {wanted}
    return lambda value: value in values


_EXACT = {
    "day": frozenset({"instant", "hour", "day"}),
    "month": frozenset({"instant", "hour", "day", "month"}),
    "year": frozenset(Precision),
}
"""How exactly a beginning must be known for its day, its month or its year to be."""

_LENGTHS = {"day": 10, "month": 7, "year": 4}


def _day_tests(bucket: str, wanted: str) -> list[Test]:
    exact, length = _EXACT[bucket], _LENGTHS[bucket]
    if wanted == UNKNOWN:
        return [("precision", lambda value: value not in exact)]
    return [("precision", lambda value: value in exact), ("day", lambda value: value[:length] == wanted)]
