"""Reading facts back: their shape is checked, the rules that they passed when they were written are not.

So a rule that is tightened, a time zone that is renamed, or a limit that is lowered breaks no stored history.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreConfig, SchemaValidator, core_schema

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

    from domain.model import Fact

_RULES = {"function-after", "function-before", "function-wrap"}
"""Code of ours around a shape."""

_LIMITS = {"pattern", "min_length", "max_length", "strip_whitespace"}
"""Of words and lists. Those of numbers are kept: beyond them, sums are no longer exact."""

_LIMITED = {"str", "tuple", "list"}

_TIME = core_schema.no_info_plain_validator_function(datetime.fromisoformat)
"""Reads a time as it is stored. All of these share one UTC, so that two are compared and subtracted as numbers; the
library's own have a zone each, which is then asked for its offset every time."""


def trusting(fact: type[Fact]) -> SchemaValidator:
    """Reads stored JSON into this type of fact."""
    # Most words of a fact are its own: remembering each, in case it comes again, takes longer than making it anew.
    # Without prebuilt parts: those are the checking ones.
    return SchemaValidator(_bare(fact.__pydantic_core_schema__), CoreConfig(cache_strings="keys"), _use_prebuilt=False)


def _bare(schema: CoreSchema) -> CoreSchema:
    """A schema with neither rules nor limits, whole as to types."""
    bare: CoreSchema = _without_rules(schema)
    return bare


def _without_rules(part: Any) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(part, (list, tuple)):
        return type(part)(map(_without_rules, part))
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    if not isinstance(kind, str):  # a mapping of fields, one of which may be called "type"
        return {name: _without_rules(value) for name, value in part.items()}
    if kind == "datetime":
        return _TIME
    if kind in _RULES:
        inner = _without_rules(part["schema"])
        # Others may refer to the whole by name.
        return inner | {"ref": part["ref"]} if "ref" in part else inner
    dropped = {"serialization", "metadata"} | (_LIMITS if kind in _LIMITED else set())
    return {name: _without_rules(value) for name, value in part.items() if name not in dropped}
