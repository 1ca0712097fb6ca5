"""Caching: for how long an answer may be kept, by what it is known again, and under which address it is cited."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi.responses import Response

from api.http.locations import ROOT
from projections.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

REVALIDATE = "no-cache"
"""Kept only to be asked about again."""

FOR_EVER = "max-age=31536000, immutable"
"""Kept without asking again; HTTP has no longer time than a year."""

LENS_WORDS = frozenset(
    {
        *("as_of", "known_at", "position", "tz", "policy", "min_position"),
        *("known_from", "known_to", "position_from", "position_to"),
    }
)
"""What a query says of its lens, and not of what it selects."""

_FILTERS = {name: rank for rank, name in enumerate(Selection.model_fields)}


def now() -> datetime:
    """The present (UTC). It decides how long an answer may be kept, and never what the answer says of the record."""
    return datetime.now(UTC)


def address(path: str, selecting: Mapping[str, object], lens: Mapping[str, object]) -> str:
    """One address in one spelling: filters in their order, other words by name, then the lens."""
    words = sorted(selecting, key=lambda name: (_FILTERS.get(name, len(_FILTERS)), name))
    query = {name: selecting[name] for name in words if name not in lens}
    return f"{quote(path)}?{urlencode(query | dict(lens))}"


def addressed(content: Any, lens: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of an answer
    """The content with the address of its incidents in the place of the filters that list them."""
    match content:
        case {"where": where, **rest}:
            return addressed(rest, lens) | {"href": address(f"{ROOT}/incidents", where, lens)}
        case dict():
            return {name: addressed(part, lens) for name, part in content.items()}
        case list():
            return [addressed(part, lens) for part in content]
        case _:
            return content


def selected(request: Request) -> dict[str, str]:
    """What a query says beside its lens."""
    return {name: value for name, value in request.query_params.items() if name not in LENS_WORDS}


def cache_control(*, permanent: bool, public: bool) -> str:
    """For how long an answer may be kept, and by whom: what needs a key is not for caches that others share."""
    if not permanent:
        return REVALIDATE
    return f"{'public' if public else 'private'}, {FOR_EVER}"


def tag_of_bytes(body: bytes | memoryview) -> str:
    """The strong ETag of these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def tag_of_words(*words: object) -> str:
    """The ETag of an answer that is streamed: nobody has its bytes when its headers are sent.

    They follow from the ledger, the whole lens with its position, the filters and the release: so its words, with
    a mark of the log, change whenever the bytes do, and this tag is as strong as one made from the bytes.
    """
    return tag_of_bytes("\n".join(map(str, (version("truceline"), *words))).encode())


def kept(request: Request, answered: Response, headers: Mapping[str, str], tag: str | None = None) -> Response:
    """The answer with its headers and its ETag (of its bytes, unless given); 304 where the reader has it already."""
    tag = tag or tag_of_bytes(answered.body)
    held = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") in held or held == ["*"]:
        answered = Response(status_code=304)
    answered.headers.update({"ETag": tag, **headers})
    return answered
