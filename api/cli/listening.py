"""Listening: a port taken before anything else is done, and a server that ends cleanly when it is told to."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.http.serving import Server

if TYPE_CHECKING:
    from types import FrameType

    from api.wiring import Truceline

Handler = Callable[[int, "FrameType | None"], object]

_BACKLOG = 2048


class CannotListen(OSError):
    """The port is taken, or is not ours to take; the message is one line for a person."""


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens at the address; port 0 takes any that is free. Raises CannotListen."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server(address, family=family, backlog=_BACKLOG)
        # For every connection to it. A head and a body are sent apart: held back, each body waits 40 ms for the other
        # side to say that it has the head. Python does so by itself only for sockets that it made as TCP's.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as refused:
        raise CannotListen(_reason(host, port, refused)) from refused
    with listener:
        yield listener


def address_of(listener: socket.socket, host: str) -> str:
    """The address that a reader on this machine opens."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - what a user may have asked for
    name = everywhere.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{listener.getsockname()[1]}"


def serve_until_told(truceline: Truceline, host: str, listener: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM; requests under way are finished first."""
    with interrupted_by_sigterm():
        try:
            Server(truceline, host, listener.getsockname()[1]).run(sockets=[listener])
        except KeyboardInterrupt:
            # uvicorn has shut down by now, and only passes on what ended it.
            return


@contextmanager
def interrupted_by_sigterm() -> Iterator[None]:
    """Let SIGTERM, or a terminal that is closed, end the block as Ctrl-C does, so that what was opened is closed."""
    handlers: dict[int, Handler] = {signal.SIGTERM: signal.default_int_handler}
    hang_up = getattr(signal, "SIGHUP", None)
    # Who ignores it (nohup) wants to stay; and Windows has none.
    if hang_up is not None and signal.getsignal(hang_up) is signal.SIG_DFL:
        handlers[hang_up] = _as_sigterm
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _as_sigterm(_number: int, _frame: FrameType | None) -> None:
    """Whoever handles SIGTERM by now, uvicorn or we, handles this as well."""
    signal.raise_signal(signal.SIGTERM)


def _reason(host: str, port: int, refused: OSError) -> str:
    match refused.errno:
        case errno.EADDRINUSE:
            return (
                f"port {port} on {host} is in use; end what has it (a server: Ctrl-C in its terminal), or choose "
                "another with --port, or --port 0 for any that is free"
            )
        case errno.EACCES:
            return f"port {port} on {host} needs more rights than ours; choose another with --port"
        case _:
            return f"cannot listen on {host} port {port}: {refused.strerror or refused}"
