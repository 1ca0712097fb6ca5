"""The crew: who decides the stretches of a file, this process alone or one for each processor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from api.exchange.intake.deciding import Decider
from api.exchange.intake.stretch import packed, unpacked
from domain.ledger import Ledger
from projections.workers import begin_work, processors, workers

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from api.exchange.intake.stretch import Decided, Packed, Stretch, Terms

__all__ = ["TOGETHER", "Coming", "Crew", "Here", "Workers", "crew_for", "processors"]

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
    given = (decider.format, decider.origin, decider.names, decider.sources)
    with workers(processors(), _prepare, decider.ledger.address.url, *given) as pool:
        yield Workers(pool, Here(decider), processors() + TOGETHER)


_DECIDER: list[Decider] = []


def _prepare(url: str, *given: Any) -> None:
    """Open the ledger in a process that decides."""
    begin_work()
    _DECIDER.append(Decider(Ledger.at(url, create=False), *given))


def _decide(stretch: Stretch, terms: Terms) -> Packed:
    return packed(_DECIDER[0].decide(stretch, terms))
