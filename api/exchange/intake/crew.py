"""The crew: who decides the stretches of a file, this process alone or one for each processor."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from api.exchange.intake.deciding import Decider
from api.exchange.intake.stretch import packed, unpacked
from domain.ledger import Ledger
from projections.workers import begin_work, processors, workers

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from api.exchange.intake.stretch import Decided, Packed, Stretch, Terms

__all__ = ["TOGETHER", "Coming", "Crew", "Here", "Workers", "crew_for", "processors"]

TOGETHER = 4
"""Stretches that workers' decisions are stored by, in one transaction: whoever writes meanwhile waits for so many.

Ids come in no order, so each transaction writes most pages of their index anew: the fewer there are, the sooner done.
"""


class Coming(Protocol):
    """What is being decided."""

    def result(self) -> Decided:
        """Wait for it."""


class Crew(Protocol):
    """Decides stretches, up to `ahead` of them before the first is asked for, to be stored so many `together`."""

    ahead: int
    together: int

    def decide(self, stretch: Stretch, terms: Terms) -> Coming:
        """Begin to decide."""


@dataclass
class Here:
    """This process, when it is asked."""

    decider: Decider
    ahead: int = 1
    together: int = 1

    def decide(self, stretch: Stretch, terms: Terms) -> Coming:
        """Decide once asked for."""
        return _Asked(self.decider, stretch, terms)


@dataclass
class Workers:
    """Processes of their own, at once; until the first of them is ready, this one does not wait for it."""

    pool: ProcessPoolExecutor
    decider: Decider
    ahead: int = 2 * TOGETHER
    together: int = TOGETHER

    def __post_init__(self) -> None:
        self._started = [self.pool.submit(os.getpid) for _ in range(processors())]
        self._waiting: deque[_Given] = deque()

    def decide(self, stretch: Stretch, terms: Terms) -> Coming:
        """Have it decided."""
        coming = _Given(self, stretch, terms)
        self._waiting.append(coming)
        self.hand_over()
        return coming

    def hand_over(self) -> None:
        """Give the processes what waits for them, once there is one; what was begun here meanwhile is done here."""
        if any(one.done() for one in self._started):
            while self._waiting:
                coming = self._waiting.popleft()
                coming.handed = self.pool.submit(_decide, coming.stretch, coming.terms)

    def keep(self, coming: _Given) -> Decided:
        """Decide it here, for nobody else is there yet."""
        self._waiting.remove(coming)
        return self.decider.decide(coming.stretch, coming.terms)


@dataclass(frozen=True)
class _Asked:
    """What this process decides when it is asked for."""

    decider: Decider
    stretch: Stretch
    terms: Terms

    def result(self) -> Decided:
        """Decide it."""
        return self.decider.decide(self.stretch, self.terms)


@dataclass(eq=False)
class _Given:
    """What the first process that is ready decides."""

    crew: Workers
    stretch: Stretch
    terms: Terms
    handed: Future[Packed] | None = None

    def result(self) -> Decided:
        """Wait for the process that it was handed to, or decide it here."""
        self.crew.hand_over()
        return self.crew.keep(self) if self.handed is None else unpacked(self.handed.result())


@contextmanager
def crew_for(decider: Decider) -> Iterator[Crew]:
    """A process for each processor; no other can open a ledger in memory."""
    if decider.ledger.address.is_in_memory:
        yield Here(decider)
        return
    given = (decider.format, decider.origin, decider.names, decider.sources)
    with workers(processors(), _prepare, decider.ledger.address.url, *given) as pool:
        yield Workers(pool, decider)


_DECIDER: list[Decider] = []


def _prepare(url: str, *given: Any) -> None:
    """Open the ledger in a process that decides."""
    begin_work()
    _DECIDER.append(Decider(Ledger.at(url, create=False), *given))


def _decide(stretch: Stretch, terms: Terms) -> Packed:
    return packed(_DECIDER[0].decide(stretch, terms))
