"""Quantities as policy `assessment-1` assesses them: over all counted claims, one number of each kind. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from domain.claim import Casualties, EquipmentLoss
    from domain.incident.said import HeldClaim
    from domain.incident.values import Override


class AssessedQuantity(NamedTuple):
    """One number over all counted claims: its bounds, its best figure, and the claims behind it."""

    party: str | None
    kind: str
    outcome: str
    low: int
    high: int | None
    best: int | None
    claims: tuple[UUID, ...]

    @property
    def open(self) -> bool:
        """Whether it may be more than any number says."""
        return self.high is None


def casualties(counted: list[HeldClaim], sides: set[str]) -> tuple[AssessedQuantity, ...]:
    """People, by party, category and outcome."""
    rows = ((row.key, row, held) for held in counted for row in held.claim.casualties)
    return _quantities(rows, sides)


def equipment(counted: list[HeldClaim], sides: set[str]) -> tuple[AssessedQuantity, ...]:
    """Equipment, by party, type and outcome."""
    rows = [(row.key, row, held) for held in counted for row in held.claim.equipment]
    return _quantities(rows, sides) if rows else ()


def _quantities(
    rows: Iterable[tuple[tuple[str, str, str], Casualties | EquipmentLoss, HeldClaim]], sides: set[str]
) -> tuple[AssessedQuantity, ...]:
    """Rows of the same party, kind and outcome, over all counted claims, as one number each."""
    groups: dict[tuple[str, str, str], list[tuple[Casualties | EquipmentLoss, HeldClaim]]] = {}
    for key, row, held in rows:
        groups.setdefault(key, []).append((row, held))
    return tuple(_quantity(key, groups[key], sides) for key in sorted(groups))


def _quantity(
    key: tuple[str, str, str], rows: list[tuple[Casualties | EquipmentLoss, HeldClaim]], sides: set[str]
) -> AssessedQuantity:
    bounds = [row.quantity.bounds for row, _ in rows]
    lows = [bound.low for bound in bounds if bound.low is not None]
    highs = [bound.high for bound in bounds if bound.high is not None]
    return AssessedQuantity(
        party=key[0] or None,
        kind=key[1],
        outcome=key[2],
        low=min(lows, default=0),
        high=max(highs) if len(highs) == len(bounds) else None,
        best=_best(rows, sides, sufferer=key[0]),
        claims=tuple(held.claim.id for _, held in rows),
    )


def _best(rows: list[tuple[Casualties | EquipmentLoss, HeldClaim]], sides: set[str], *, sufferer: str) -> int | None:
    """The figure of the most reliable source of neither side; failing that, of the side that suffered."""
    figures = [(row.quantity.bounds.best, held) for row, held in rows if row.quantity.bounds.best is not None]
    neither = [one for one in figures if one[1].claim.aligned_with not in sides | {sufferer}]
    suffered = [one for one in figures if sufferer and one[1].claim.aligned_with == sufferer]
    candidates = neither or suffered
    if not candidates:
        return None
    most = min(held.claim.reliability for _, held in candidates)
    return max(
        (one for one in candidates if one[1].claim.reliability == most),
        key=lambda one: (one[1].known_at, one[1].version),
    )[0]


def overridden(rows: tuple[AssessedQuantity, ...], override: Override | None) -> tuple[AssessedQuantity, ...]:
    """An analyst's numbers in the place of the policy's for the same party, category and outcome."""
    if override is None or override.casualties is None:
        return rows
    held = {(row.party or "", row.kind, row.outcome): row for row in rows}
    for judged in override.casualties:
        behind = held[judged.key].claims if judged.key in held else ()
        held[judged.key] = AssessedQuantity(
            judged.party, judged.category, judged.outcome, judged.low, judged.high, judged.best, behind
        )
    return tuple(held[key] for key in sorted(held))
