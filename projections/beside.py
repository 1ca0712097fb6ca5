"""What a read model keeps beside the tables of a store: it goes when they are made anew, and with the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from projections.reader import Reader, Remembers

V = TypeVar("V")


class Beside(Generic[V]):
    """One value for each store, made when it is first asked for. A snapshot shares that of its store."""

    def __init__(self, make: Callable[[], V]) -> None:
        self._make = make
        self._held: WeakKeyDictionary[Remembers, V] = WeakKeyDictionary()

    def of(self, store: Reader) -> V:
        """The value that belongs to what the store holds in memory."""
        memory = store.memory
        held = self._held.get(memory)
        # Of two threads that make one at the same time, both go on with the same.
        return self._held.setdefault(memory, self._make()) if held is None else held
