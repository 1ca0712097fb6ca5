"""The crew: who decides the stretches of a file, this process alone or one for each processor."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Protocol

from api.exchange.intake.deciding import Decider
from api.exchange.intake.stretch import packed, unpacked
from domain.ledger import Ledger

if TYPE_CHECKING:
    from api.exchange.intake.stretch import Decided, Packed, Stretch, Terms


TOGETHER = 4
"""Stretches stored in one transaction at the most. Whoever writes meanwhile waits for one of them, or for a few."""


@dataclass(frozen=True)
class Coming:
    """What is being decided: `result` waits for it, and `done` says whether it would have to."""

    result: Callable[[], Decided]
    done: Callable[[], bool] = lambda: False


class Crew(Protocol):
    """Decides stretches, up to `ahead` of them before the first is asked for."""

    ahead: int

    def decide(self, stretch: Stretch, terms: Terms) -> Coming:
        """Begin to decide."""


@dataclass
class Here:
    """This process, when it is asked."""

    decider: Decider
    ahead: int = 1

    def decide(self, stretch: Stretch, terms: Terms) -> Coming:
        """Decide once asked for."""
        return Coming(lambda: self.decider.decide(stretch, terms))


@dataclass
class Workers:
    """Processes of their own, at once; until the first of them is ready, this one does not wait for it."""

    pool: ProcessPoolExecutor
    meanwhile: Here
    ahead: int

    def __post_init__(self) -> None:
        self._started = [self.pool.submit(os.getpid) for _ in range(processors())]

    def decide(self, stretch: Stretch, terms: Terms) -> Coming:
        """Have it decided."""
        if not any(one.done() for one in self._started):
            return self.meanwhile.decide(stretch, terms)
        given = self.pool.submit(_decide, stretch, terms)
        return Coming(lambda: unpacked(given.result()), given.done)


@contextmanager
def crew_for(decider: Decider) -> Iterator[Crew]:
    """A process for each processor; no other can open a ledger in memory."""
    if decider.ledger.address.is_in_memory:
        yield Here(decider)
        return
    # A process of this one's kind would inherit locks that its other threads hold.
    others = get_context("spawn")
    given = (decider.format, decider.origin, decider.names, decider.sources)
    pool = ProcessPoolExecutor(processors(), others, _prepare, (decider.ledger.address.url, *given))
    try:
        yield Workers(pool, Here(decider), processors() + TOGETHER)
    finally:
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_DECIDER: list[Decider] = []


def _prepare(url: str, *given: Any) -> None:
    """Open the ledger in a process that decides, and end with the one that wants it decided."""
    # Ctrl-C reaches every process of a terminal; the one that asked for the import says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    # What is decided makes no cycles, and looking for them takes a fifth of the time.
    gc.disable()
    _DECIDER.append(Decider(Ledger.at(url, create=False), *given))


def _end_with_parent() -> None:
    """However it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _decide(stretch: Stretch, terms: Terms) -> Packed:
    return packed(_DECIDER[0].decide(stretch, terms))
