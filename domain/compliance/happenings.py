"""Happenings as they are judged: many at once, each value of a column kept once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from domain.compliance.holds import tick
from domain.moment import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.act import Act
    from domain.incident.values import Attribution
    from domain.place import PlacePrecision

T = TypeVar("T")

COARSE = frozenset({Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR})
"""Known to no more than the calendar day."""

FIRST_MINUTE = 60_000_000
"""Ticks. A text that begins with a day is written to begin at 00:01: what is known to the day is not of minute 0."""


class Author(NamedTuple):
    """Who did it, as far as that is settled; `possible` are the parties that the claims leave open."""

    attribution: Attribution
    perpetrators: tuple[str, ...]
    possible: tuple[str, ...]


class Spot(NamedTuple):
    """Where it happened (degrees, WGS 84), and how exactly that is known."""

    lat: float | None
    lon: float | None
    precision: PlacePrecision


class Trigger(NamedTuple):
    """What an incident is said to answer: when that happened, and who did it. None: unseen, or no attack at all."""

    id: UUID
    first: int
    last: int
    author: Author | None


class AssertedAnswer(NamedTuple):
    """An asserted answer that stands: whether somebody disputes it, and what it answers."""

    disputed: bool
    trigger: Trigger | None


class Coded(NamedTuple, Generic[T]):
    """A column: its different values, and for each happening the place of its value among them."""

    values: Sequence[T]
    codes: NDArray[np.int64]

    @classmethod
    def of(cls, column: Iterable[T]) -> Coded[T]:
        """The column of these values, in order."""
        places: dict[T, int] = {}
        codes = [places.setdefault(value, len(places)) for value in column]
        return cls([*places], np.array(codes, dtype=np.int64))


@dataclass(frozen=True)
class Happenings:
    """What is known of incidents, column by column; `first` and `last` (ticks, UTC) bound the time that each took.

    `answers` and `targets` are given, by their place, for those that are said to answer something.
    """

    acts: Coded[Act]
    authors: Coded[Author]
    spots: Coded[Spot]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    answers: Mapping[int, Sequence[AssertedAnswer]] = field(default_factory=dict)
    targets: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.first)


def stretch(began_from: datetime, over_by: datetime, precision: Precision) -> tuple[int, int]:
    """The first and the last tick (UTC) at which it can have gone on."""
    first, last = tick(began_from), tick(over_by)
    return (min(first + FIRST_MINUTE, last) if precision in COARSE else first), last


def stretches(
    began_from: NDArray[np.int64], over_by: NDArray[np.int64], coarse: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same of many, in ticks; `coarse` says which are known to no more than the day."""
    return np.where(coarse, np.minimum(began_from + FIRST_MINUTE, over_by), began_from), over_by
