"""Serving: a uvicorn that lets the live feed end before it waits for its connections."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import uvicorn

from api.app import create_app

if TYPE_CHECKING:
    from socket import socket

    from api.wiring import Truceline

GRACE_SECONDS = 10
"""How long requests under way may take to finish once the server is told to stop."""


class Server(uvicorn.Server):
    """Serves one opened ledger."""

    def __init__(self, truceline: Truceline, host: str, port: int, *, log_level: str = "warning") -> None:
        config = uvicorn.Config(
            create_app(truceline),
            host=host,
            port=port,
            log_level=log_level,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )
        super().__init__(config)
        self.truceline = truceline

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start; what is there by now stays, and is not searched for cycles during a request."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop; a rebuild, or a listener of the live feed, would otherwise be waited for until the grace is over."""
        self.truceline.give_up()
        self.truceline.feed.close()
        await super().shutdown(sockets)
        # What stays frozen is not taken apart at the end of the process, and DuckDB then complains of leaks.
        gc.unfreeze()
