"""What a read model asks of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from domain.lens import Lens
    from domain.tally import Sums


class Reader(Protocol):
    """Answers queries from one consistent state of the tables."""

    @property
    def position(self) -> int:
        """The position of the last fact that the tables show."""

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's parameters
        """The rows that a query gives."""

    def sums(self, lens: Lens) -> Sums | None:
        """Every number of every party under the lens, where an index has them ready."""
