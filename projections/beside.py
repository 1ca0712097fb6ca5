"""What a read model keeps beside the tables of a store: it goes when they are made anew, and with the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

from projections.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.lens import Lens
    from projections.reader import Reader, Remembers

K = TypeVar("K")
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


class Lately(Generic[K, V]):
    """What was made of the tables of each store lately, by key: up to `most` of it.

    A key has to say all that it was made of: how many rows a table had, or a lens with whatever else was asked. Which
    streams are parked it need not say: tables in which one is taken up are remembered anew.
    """

    def __init__(self, most: int) -> None:
        self._recent = Beside[Recent[K, V]](lambda: Recent(most))

    def of(self, store: Reader, key: K, make: Callable[[], V]) -> V:
        """What belongs to a key; made where it is not there any more."""
        recent = self._recent.of(store)
        found = recent.get(key)
        if found is None:
            found = make()
            recent.keep(key, found)
        return found

    def under(self, store: Reader, lens: Lens, key: K, make: Callable[[], V]) -> V:
        """The same of a key with this lens in it, which is kept only where nothing that is yet to come changes it."""
        if lens.position is None or lens.position > store.position:
            return make()
        return self.of(store, key, make)

    def held(self, store: Reader, key: K) -> V | None:
        """What belongs to a key, if it is still there."""
        return self._recent.of(store).get(key)
