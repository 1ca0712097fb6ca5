"""Faults: which part of an input breaks which rule, as a path and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

BODY = "body"

_RULES = {
    "missing": "is required",
    "extra_forbidden": "is not a field here; unknown fields are refused, never ignored",
    "greater_than_equal": "has to be at least {ge}",
    "greater_than": "has to be more than {gt}",
    "less_than_equal": "has to be at most {le}",
    "less_than": "has to be less than {lt}",
    "enum": "has to be one of {expected}",
    "literal_error": "has to be {expected}",
    "string_too_long": "has to be at most {max_length} characters long",
    "string_too_short": "has to be at least {min_length} characters long",
    "string_pattern_mismatch": "has to match {pattern}",
    "too_short": "has to have at least {min_length}, not {actual_length}",
    "too_long": "has to have at most {max_length}, not {actual_length}",
    "union_tag_invalid": "has to have as its {discriminator} one of {expected_tags}",
    "union_tag_not_found": "has to have {discriminator}",
    "string_type": "has to be text",
    "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number",
    "int_from_float": "has to be a whole number",
    "float_type": "has to be a number",
    "float_parsing": "has to be a number",
    "bool_type": "has to be true or false",
    "finite_number": "has to be a finite number",
    "uuid_parsing": "has to be an id such as 5f0c1b9e-6d0a-5b8e-9a35-0f7d1f3a2c11",
    "uuid_type": "has to be an id such as 5f0c1b9e-6d0a-5b8e-9a35-0f7d1f3a2c11",
    "date_from_datetime_parsing": "has to be a date such as 2020-02-20",
    "timezone_aware": "has to have an offset, such as 2020-02-20T15:00:00Z",
    "model_attributes_type": "has to be an object",
    "model_type": "has to be an object",
    "tuple_type": "has to be a list",
}
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
_ARTICLE = "^[0-9A-Za-z][0-9A-Za-z.()-]{0,19}$"
_ARTICLE_RULE = "has to be a number as texts have them, such as 5 or 2.1: letters, digits, dots, brackets and hyphens"
_SLUG_RULE = "has to be a short name such as turkey-mod: lower-case letters, digits and hyphens"
_PATTERNS = {_SLUG: _SLUG_RULE, _ARTICLE: _ARTICLE_RULE}

_NOT_WRITTEN = {"[key]", "Polygon", "MultiPolygon"}
"""Parts of pydantic's paths that no body has: what tells a key from its value, and one shape from the other."""


class Fault(BaseModel):
    """One part of the input, and the rule that it breaks."""

    field: str
    rule: str


def faults_of(found: Sequence[Any]) -> list[Fault]:
    """What pydantic found, in our words. A rule over several fields is put down to the one that it speaks of."""
    return [_fault(error) for error in found if not _follows(error, found)]


def _follows(error: Mapping[str, Any], found: Sequence[Any]) -> bool:
    """Whether a list is too short only because parts of it that are at fault were not counted."""
    where = error["loc"]
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(where) and other["loc"][: len(where)] == where for other in found
    )


def _fault(error: Mapping[str, Any]) -> Fault:
    field = _field(error)
    return Fault(field=field, rule=_rule(error).removeprefix(f"{field.rpartition('.')[2]}: "))


def _field(error: Mapping[str, Any]) -> str:
    where, *path = error["loc"]
    if error["type"] == "value_error" and isinstance(error.get("input"), dict):
        path += _spoken_of(_message(error), error["input"])
    named = [str(part) for part in path if part not in _NOT_WRITTEN]
    return ".".join(named) if named else str(where)


def _spoken_of(message: str, said: Mapping[str, Any]) -> list[str]:
    """The field whose name or quoted value begins the sentence."""
    quoted = re.match(r"'([^']*)'", message)
    if quoted:
        return [name for name, value in said.items() if value == quoted[1]][:1]
    first = re.split(r"\W", message, maxsplit=1)[0]
    return [first] if first in said else []


def _rule(error: Mapping[str, Any]) -> str:
    context = error.get("ctx") or {}
    if error["type"] == "string_pattern_mismatch" and context.get("pattern") in _PATTERNS:
        return _PATTERNS[context["pattern"]]
    rule = _RULES.get(error["type"])
    return _message(error) if rule is None else rule.format(**context)


def _message(error: Mapping[str, Any]) -> str:
    message: str = error["msg"]
    return message.removeprefix("Value error, ").removeprefix("Input ").removeprefix("Value ")


def path_of(field: str, said: object, detail: str) -> str:
    """Where in the body the field is that a refusal names: the one whose value the refusal speaks of comes first."""
    found = sorted(_named(field, said, ()), key=lambda one: (not _mentions(detail, one[1]), len(one[0])))
    return ".".join(found[0][0]) if found else field


def _named(field: str, said: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    parts: Iterator[tuple[object, object]]
    if isinstance(said, dict):
        parts = iter(said.items())
    elif isinstance(said, list):
        parts = iter(enumerate(said))
    else:
        return
    for name, value in parts:
        here = (*path, str(name))
        if name == field:
            yield here, value
        yield from _named(field, value, here)


def _mentions(detail: str, value: object) -> bool:
    words = set(re.findall(r"[\w.:-]+", detail))
    return value in words if isinstance(value, str) else any(isinstance(v, str) and v in words for v in _leaves(value))


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)
    else:
        yield value
