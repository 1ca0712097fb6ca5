"""HEAD: what GET answers, without its body (RFC 9110). The framework answers only the methods that are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import Response

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadRequests:
    """Lets every address that takes GET take HEAD."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET, and keep back the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        state = {**scope.get("state", {}), "is_head": True}
        await self.app({**scope, "method": "GET", "state": state}, receive, send_bare)


def bare(request: Request, answered: Response) -> Response:
    """The answer as it is, or to a HEAD its headers alone: so a stream that nobody reads does not begin."""
    if not getattr(request.state, "is_head", False):
        return answered
    headers = Response(status_code=answered.status_code)
    headers.raw_headers = answered.raw_headers
    return headers
