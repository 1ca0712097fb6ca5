"""What a read model asks of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.assessment.tally import Sums
    from domain.lens import Lens
    from domain.log.stored import Stored
    from domain.model import Fact
    from projections.held import Held
    from projections.progress import Progress
    from projections.recent import Recent
    from projections.shelf import Apart, Found, Test


class Remembers(Protocol):
    """What is held of the tables in memory: it answers what it can, and None where it does not show a position."""

    @property
    def shown(self) -> Recent[tuple[UUID, str, str], dict[str, Any]]:
        """Incidents as lists showed them lately, by id, facts folded, and policy."""

    def sums(self, lens: Lens) -> Sums | None:
        """Every number of every party under the lens."""

    def first(self, lens: Lens, tests: Sequence[Test], *, limit: int, after: bytes | None = None) -> Found | None:
        """How many incidents pass under the lens, and the first of them, or the first after a key."""

    def tallies(self, lens: Lens, tests: Sequence[Test]) -> list[tuple[str, int]] | None:
        """The tallies of the incidents that pass, with how many have each."""

    def ids(self, lens: Lens, tests: Sequence[Test]) -> list[UUID] | None:
        """The incidents that pass under the lens, in no order."""

    def stretch(self, lens: Lens, tests: Sequence[Test], begun: tuple[int, int]) -> Held | None:
        """The versions that pass under the lens and began between two moments, in the order of lists."""

    def among(self, lens: Lens, tests: Sequence[Test], ids: Collection[UUID]) -> Held | None:
        """The versions of these incidents that pass under the lens, in the order of lists."""

    def linked(self, lens: Lens) -> NDArray[Any] | None:
        """The numbers of the versions under the lens that are linked, in order."""

    def apart(self, one: Lens, other: Lens, tests: Sequence[Test]) -> list[Apart] | None:
        """The versions that pass, and that one of two lenses shows."""


class Reader(Protocol):
    """Answers queries from one consistent state of the tables."""

    @property
    def position(self) -> int:
        """The position of the last fact that the tables show."""

    @property
    def progress(self) -> Progress:
        """How far the tables go, and of which ledger."""

    @property
    def last_rows(self) -> dict[str, int]:
        """The number of the last row of each table: it grows with whatever comes to be there."""

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's parameters
        """The rows that a query gives."""

    def arrays(self, query: str, values: Any = None) -> dict[str, NDArray[Any]]:  # noqa: ANN401 - DuckDB's parameters
        """The columns of numbers that a query gives, by their names."""

    @property
    def parked_at(self) -> dict[str, int]:
        """The parked streams (32 hexadecimal digits) with the position from which each waits."""

    @property
    def memory(self) -> Remembers:
        """What is held of the tables in memory."""

    def facts_of(self, streams: Sequence[UUID], lens: Lens | None = None) -> dict[UUID, list[Fact]]:
        """The facts of streams that a lens shows, each in order."""

    def stored(self, streams: Sequence[UUID]) -> list[Stored]:
        """The facts of streams as the log holds them, in its order."""
