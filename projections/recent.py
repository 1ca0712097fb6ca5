"""What was shown lately, kept for whoever asks for the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Up to `most` values; what nobody has asked for the longest goes first. For any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """The value, if it is still there."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def keep(self, key: K, value: V) -> None:
        """Keep a value, for a while."""
        with self._lock:
            self._held[key] = value
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def values(self) -> list[V]:
        """Everything that is still there, what was asked for last at the end."""
        with self._lock:
            return [*self._held.values()]
