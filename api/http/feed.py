"""The live feed: the raw log as it grows, for any number of listeners, at the cost of one waiting thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from eventsourcing.persistence import Notification

    from domain.ledger import Ledger
    from projections.follow import Follower
    from projections.store import Store

BATCH = 500
"""Facts read from the log at a time."""

HEARTBEAT_SECONDS = 15.0
"""How long a quiet connection is left without a sign of life."""

WATCH_SECONDS = 0.5
"""How long the one waiting thread waits before it looks whether anyone is still listening."""


class Feed:
    """Tells listeners of new facts once this process's projections show them."""

    def __init__(self, ledger: Ledger, follower: Callable[[], Follower]) -> None:
        self.ledger = ledger
        self.follower = follower
        self.listeners: set[asyncio.Event] = set()
        self._watch: asyncio.Task[None] | None = None
        self._closed = False

    async def facts_after(self, position: int) -> AsyncGenerator[Notification | None, None]:
        """Every fact after a position, as stored, for as long as the server runs; None is a sign of life."""
        news = asyncio.Event()
        self.listeners.add(news)
        self._keep_watch()
        try:
            while not self._closed:
                news.clear()
                found = await run_in_threadpool(self.ledger.stored_after, position, BATCH)
                for fact in found:
                    yield fact
                    position = fact.id
                if not found and not await _told_within(news, HEARTBEAT_SECONDS):
                    yield None
        finally:
            self.listeners.discard(news)

    def close(self) -> None:
        """End every listener's feed. To be called in the server's loop, before it waits for its connections."""
        self._closed = True
        self._tell()

    async def ended(self) -> None:
        """Wait until nothing of the feed runs any more."""
        if self._watch is not None:
            await self._watch

    def _keep_watch(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._watch_for_news())

    async def _watch_for_news(self) -> None:
        told = -1
        while self.listeners and not self._closed:
            follower = self.follower()
            shown = await run_in_threadpool(_position_of, follower.store)
            if shown != told:
                self._tell()
                told = shown
            await run_in_threadpool(follower.wait_for, shown + 1, WATCH_SECONDS)

    def _tell(self) -> None:
        for news in self.listeners:
            news.set()


def _position_of(store: Store) -> int:
    return store.position


async def _told_within(news: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return False
    return True
