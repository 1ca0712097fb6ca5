"""Numbers as people write them in a sheet: exact, bounded, rough, between two, several or unknown."""

from __future__ import annotations

import re
from typing import Any

from api.exchange.reading.cells import CellWrong

_NUMBER = r"([0-9]{1,10})"
_FORMS = {
    form: re.compile(pattern, re.IGNORECASE)
    for form, pattern in {
        "exact": rf"{_NUMBER}(?:\.0*)?",
        "at_least": rf"(?:at least|>=|≥|min\.?) ?{_NUMBER}|{_NUMBER} ?(?:\+|or more)",
        "at_most": rf"(?:at most|up to|<=|≤|max\.?) ?{_NUMBER}|{_NUMBER} or (?:less|fewer)",
        "more_than": rf"(?:more than|over|>) ?{_NUMBER}",
        "about": rf"(?:about|around|approximately|approx\.?|circa|ca?\.|~|≈) ?{_NUMBER}",
        "between": rf"(?:between )?{_NUMBER} ?(?:-|–|to|and) ?{_NUMBER}",  # noqa: RUF001 - a range's own dash
        "several": r"several|a few|some",
        "unknown": r"unknown|not known|n/?a|\?",
    }.items()
}
"""The wordings of each form, as a whole cell; whatever else a cell says is refused, never guessed."""

FORMS = "5, at least 5, 5+, at most 5, more than 5, about 5, 3-5, several or unknown"


def quantity_of(column: str, text: str, times: int = 1) -> dict[str, Any]:
    """The quantity of a cell, as the API takes it, in units of `times`; it keeps its wording where it has any.

    Raises CellWrong.
    """
    said = " ".join(text.split())
    for form, wording in _FORMS.items():
        found = wording.fullmatch(said)
        if found is None:
            continue
        numbers = [int(number) * times for number in found.groups() if number is not None]
        if form == "exact":
            return {"exact": numbers[0]}
        if form in {"several", "unknown"}:
            return {form: True, "wording": text.strip()}
        return {form: numbers if form == "between" else numbers[0], "wording": text.strip()}
    raise CellWrong(column, text, f"is not a number as it is understood: {FORMS}")


def quantity_between(low: int | None, high: int | None, best: int | None) -> dict[str, Any] | None:
    """The quantity of columns of their own for its bounds; None where all are empty."""
    said: dict[str, Any] = {} if best is None else {"best": best}
    if low is not None and high is not None:
        return said | {"between": [low, high]}
    if low is not None:
        return said | {"at_least": low}
    if high is not None:
        return said | {"at_most": high}
    return None if best is None else {"exact": best}
