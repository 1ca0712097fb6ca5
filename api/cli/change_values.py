"""How the values of a change read: each part of an incident in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.numbers import NONE, shown_range

if TYPE_CHECKING:
    from collections.abc import Mapping


def shown_values(old: object, new: object) -> tuple[str, str]:
    """Both values in short; where that hides how they differ, the best figures tell it."""
    shown, other = _value(old), _value(new)
    match old, new:
        case {"low": _, "best": best}, {"low": _, "best": other_best} if shown == other:
            return _with_best(shown, best), _with_best(other, other_best)
        case _:
            return shown, other


def _with_best(shown: str, best: object) -> str:
    return f"{shown}, best {NONE if best is None else best}"


def _value(value: Any) -> str:  # noqa: ANN401 - any part of an incident
    match value:
        case None | []:
            return NONE
        case {"low": _, "high": _}:
            return shown_range(value)
        case list():
            return ", ".join(_value(part) for part in value)
        case dict():
            return _named(value)
        case _:
            return str(value).replace("_", " ")


def _named(value: Mapping[str, Any]) -> str:
    """A place by its name, a time by its beginning, a breach or an answer by who or what it is about."""
    match value:
        case {"agreement": agreement, "provision": provision}:
            return f"{agreement} {provision}{_status(value)}"
        case {"asserted_by": source}:
            return f"{source}{_status(value)}"
        case _:
            return str(value.get("name") or value["from"])


def _status(value: Mapping[str, Any]) -> str:
    """How a breach or an answer stands, where it is more than said."""
    status = value.get("status")
    return "" if status in {None, "alleged", "asserted"} else f" ({status})"
