"""Reconciling what the sides of one body registered. Pure; what is unknown stays unknown, and no two sides are added.

The unit is the violation as that side registers it: a number of one side is no number of the other's, nor of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NEVER_ADDED = (
    "The sides count by rules of their own and may register the same violation, each as the other's; this ledger counts"
    " incidents that someone reported. So the numbers stand beside each other, and their sum would count nothing."
)
"""Why nothing here is the sum of what two of them counted."""


class Range(NamedTuple):
    """A number at least and at most; both are the same where everyone who gives it gives the same."""

    low: int
    high: int


@dataclass(frozen=True)
class Registered:
    """The numbers of one bulletin of one side; None is unknown, never 0."""

    total: int | None
    regions: Mapping[str, int] | None

    def number(self, region: str | None) -> int | None:
        """The number of a region, or of all (None).

        A region that is not named has none where the named ones make up the whole total; else it is unknown.
        """
        if region is None:
            return self.total
        if self.regions is None:
            return None
        return self.regions.get(region, 0 if self.makes_up_its_total else None)

    @property
    def makes_up_its_total(self) -> bool:
        """Whether its regions leave nothing of its total unaccounted."""
        return self.regions is not None and self.total == sum(self.regions.values())


class Number(NamedTuple):
    """What one side registered: None with a reason where that is unknown; a range with a reason between rivals."""

    bounds: Range | None
    reason: str | None
    implied: bool = False
    """Whether no bulletin names the region: that there were none follows from the total."""


def number_of(side: str, bulletins: Sequence[Registered], region: str | None = None) -> Number:
    """What the bulletins of one side for one period say together, whatever their order.

    They are not added up: of one period each says the same again, or otherwise.
    """
    if not bulletins:
        return Number(None, f"the side of {side} has published no bulletin for this period")
    numbers = [bulletin.number(region) for bulletin in bulletins]
    known = sorted({number for number in numbers if number is not None})
    where = "in all" if region is None else f"in {region}"
    if region is not None and any(bulletin.regions is None for bulletin in bulletins):
        return Number(None, f"the side of {side} gives no numbers by region")
    if None in numbers:
        return Number(None, f"the side of {side} does not say how many it registered {where}")
    implied = region is not None and not any(region in (bulletin.regions or ()) for bulletin in bulletins)
    rivals = f"the side of {side} gives several numbers {where}: {', '.join(map(str, known))}"
    return Number(Range(known[0], known[-1]), None if len(known) == 1 else rivals, implied)


class Gap(NamedTuple):
    """How many more one side registered than the other: None, or a range, with the reason why it is no one number."""

    bounds: Range | None
    reason: str | None


def gap(one: Number, other: Number) -> Gap:
    """The first number less the second; unknown where either is."""
    reason = "; ".join(sorted({number.reason for number in (one, other) if number.reason})) or None
    if one.bounds is None or other.bounds is None:
        return Gap(None, reason)
    return Gap(Range(one.bounds.low - other.bounds.high, one.bounds.high - other.bounds.low), reason)


class Sum(NamedTuple):
    """One side's numbers of several periods: added up over `known` of them; `unknown` more give no number."""

    bounds: Range | None
    known: int
    unknown: int


def summed(numbers: Iterable[Number]) -> Sum:
    """What one side registered over periods for which it published; None where it gave no number for any.

    The periods have to be apart from each other: days, and not a week with its days.
    """
    given = list(numbers)
    known = [number.bounds for number in given if number.bounds is not None]
    whole = Range(sum(one.low for one in known), sum(one.high for one in known)) if known else None
    return Sum(whole, len(known), len(given) - len(known))
