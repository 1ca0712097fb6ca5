"""Bodies: at most 1 MB, of strict JSON, save a file to be imported; and no query parameter that nobody asked for."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.datastructures import Headers

from api.http.faults import BODY, Fault
from api.http.head_requests import bare
from api.http.locations import ROOT
from api.http.problems import Problem, answer, invalid

if TYPE_CHECKING:
    from fastapi import Response
    from fastapi.dependencies.models import Dependant
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 1_000_000
MAX_UPLOAD_BYTES = 1_000_000_000
"""Of a file to be imported; it is kept on disk as it comes in."""

MAX_DEPTH = 32
"""How deep a body may nest; a multipolygon in a zone needs six levels."""


class BodyLimit:
    """Refuses a body over 1 MB, a file to be imported over 1 GB.

    By its announced length at once, else while it comes in, before it is read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its body while it is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MAX_UPLOAD_BYTES if scope["path"] == f"{ROOT}/imports" else MAX_BYTES
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > most:
            await answer(Request(scope), _too_large(most))(scope, receive, send)
            return
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise _too_large(most)
            return message

        await self.app(scope, receive_some, send)


def _too_large(most: int) -> Problem:
    return Problem(
        413,
        "too-large",
        "The body is too large",
        f"a body has at most {most:,} bytes",
        faults=[Fault(field=BODY, rule=f"has to be at most {most:,} bytes")],
        headers={"Connection": "close"},
    )


class StrictRequest(Request):
    """A request whose JSON says one thing only; what it said is kept for whoever has to name a part of it."""

    async def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The body. Raises Problem, with the rule, for what is not JSON or no text."""
        if not hasattr(self.state, "said"):
            self.state.said = strict_json(await self.body())
        return self.state.said


class Route(APIRoute):
    """A route that refuses what it does not know: other media types, and query parameters it has no use for."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the checks before it."""
        handle = super().get_route_handler()
        known = set(_query_names(self.dependant))

        async def check_and_handle(request: Request) -> Response:
            _check_query(request, known)
            strict = StrictRequest(request.scope, request.receive)
            if self.body_field is not None:
                await _check_media_type(strict)
            return bare(strict, await handle(strict))

        return check_and_handle


def _query_names(dependant: Dependant) -> Iterator[str]:
    """What an endpoint and everything that it depends on takes from the query."""
    yield from (field.alias for field in dependant.query_params)
    for deeper in dependant.dependencies:
        yield from _query_names(deeper)


def _check_query(request: Request, known: set[str]) -> None:
    given = [name for name, _ in request.query_params.multi_items()]
    faults = [
        Fault(field=name, rule=f"is not a parameter here; known are {', '.join(sorted(known)) or 'none'}")
        for name in dict.fromkeys(given)
        if name not in known
    ]
    faults += [Fault(field=name, rule="is given twice") for name in sorted(known) if given.count(name) > 1]
    if faults:
        raise invalid(faults)


async def _check_media_type(request: Request) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != "application/json" and not given.endswith("+json") and await request.body():
        detail = f"a body is application/json, not {given or 'of no type'}"
        faults = [Fault(field="Content-Type", rule="has to be application/json")]
        raise Problem(415, "unsupported-media-type", "The body is of another type", detail, faults=faults)


def strict_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """What the bytes say. Raises Problem for anything that RFC 8259 or a reader of text would stumble over."""
    try:
        said = json.loads(body.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_each_once)
    except UnicodeDecodeError:
        raise _no_json("is not UTF-8 text") from None
    except json.JSONDecodeError as broken:
        raise _no_json(f"is not JSON: {broken.msg} (line {broken.lineno}, column {broken.colno})") from None
    except RecursionError:
        raise _no_json(f"nests deeper than {MAX_DEPTH} levels") from None
    except ValueError as broken:
        said_why = "a number has more digits than any count" if "int_max_str_digits" in str(broken) else str(broken)
        raise _no_json(f"is not JSON: {said_why}") from None
    _check_parts(said)
    return said


def _each_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member that comes twice says two things; RFC 8259 leaves open which one holds, and we do not guess."""
    said = dict(members)
    if len(said) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise _no_json(f"gives {twice!r} twice")
    return said


def _check_parts(said: object) -> None:
    """Refuse what JSON lets through and text or numbers do not."""
    waiting: list[tuple[str, int, object]] = [(BODY, 0, said)]
    while waiting:
        path, depth, part = waiting.pop()
        if depth > MAX_DEPTH:
            raise _no_json(f"nests deeper than {MAX_DEPTH} levels")
        if isinstance(part, str):
            _check_text(path, part)
        elif isinstance(part, float) and not math.isfinite(part):
            raise invalid([Fault(field=path, rule="has to be a finite number")])
        elif isinstance(part, dict):
            for name, value in part.items():
                _check_text(_below(path, "?"), name)
                waiting.append((_below(path, name), depth + 1, value))
        elif isinstance(part, list):
            waiting += [(_below(path, str(number)), depth + 1, value) for number, value in enumerate(part)]


def _below(path: str, name: str) -> str:
    return name if path == BODY else f"{path}.{name}"


def _check_text(path: str, text: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise invalid([Fault(field=path, rule="has half of a character (a lone surrogate), which is no text")])
    if "\0" in text:
        raise invalid([Fault(field=path, rule="has a NUL character, which is no text")])


def _no_number(constant: str) -> NoReturn:
    message = f"{constant} is no number"
    raise ValueError(message)


def _no_json(rule: str) -> Problem:
    faults = [Fault(field=BODY, rule=rule)]
    return Problem(422, "invalid-json", "The body is not JSON", f"the body {rule}", faults=faults)
