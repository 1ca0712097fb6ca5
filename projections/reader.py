"""What a read model asks of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from domain.lens import Lens
    from domain.log.stored import Stored
    from domain.model import Fact
    from projections.memory import Memory


class Reader(Protocol):
    """Answers queries from one consistent state of the tables."""

    @property
    def position(self) -> int:
        """The position of the last fact that the tables show."""

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's parameters
        """The rows that a query gives."""

    @property
    def memory(self) -> Memory:
        """What is held of the tables in memory."""

    def facts_of(self, streams: Sequence[UUID], lens: Lens | None = None) -> dict[UUID, list[Fact]]:
        """The facts of streams that a lens shows, each in order."""

    def stored(self, streams: Sequence[UUID]) -> list[Stored]:
        """The facts of streams as the log holds them, in its order."""
