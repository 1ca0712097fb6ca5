"""The words of a picture: when, what, by whom and with which toll; who says that it was an answer, or how likely."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from api.numbers import listed, shown_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Step = Mapping[str, Any]
    """A step of a chain, as the API answers it."""

_ROUGH = ("week", "month", "year")


def when(moment: Mapping[str, Any]) -> str:
    """When it began, in the words in which it was given: a day, a stretch, or `week of` its first day."""
    if moment["to"]:
        return f"{moment['from']} to {moment['to']}"
    return f"{moment['precision']} of {moment['from']}" if moment["precision"] in _ROUGH else str(moment["from"])


def what(step: Step) -> str:
    """What was done or said, and where."""
    place = f" at {step['place']}" if step["place"] else ""
    return str(step["what"]).replace("_", " ") + place


def who(step: Step) -> str:
    """By whom, and against whom."""
    against = f"against {listed(step['against'])}" if step["against"] else ""
    return " ".join(filter(None, [_by(step), against]))


def _by(step: Step) -> str:
    if step["possibly_by"] and not step["by"]:
        return f"possibly by {listed(step['possibly_by'], 'or')}"
    if not step["by"]:
        return "by persons unknown" if step["kind"] == "incident" else ""
    if step["attribution"] == "contested":
        return f"by {listed(step['by'], 'or')} (contested)"
    return f"by {listed(step['by'])}"


def deadline(step: Step) -> str:
    """Until when what is demanded is to be done; nothing where there is no deadline."""
    return f"deadline {when(step['deadline'])}" if step["deadline"] else ""


def tolls(step: Step) -> Iterator[str]:
    """The toll, a line for each party."""
    for party, rows in groupby(step["tolls"], key=lambda row: row["party"] or "unnamed"):
        yield f"{party}: {', '.join(map(_toll, rows))}"


def _toll(row: Mapping[str, Any]) -> str:
    whom = "" if row["category"] == "unstated" else f"{row['category']} "
    return f"{shown_range(row)} {whom}{row['outcome']}"


def said(says: Sequence[tuple[str, str]]) -> str:
    """Who says so, and how a word stands that is more than asserted: `says afp and sohr (disputed)`."""
    names = [name if status == "asserted" else f"{name} ({status})" for name, status in says]
    return f"says {listed(names)}" if names else ""
