"""Conflicts: where the claims that count do not agree. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.assessment.attribution import accused_in, names

if TYPE_CHECKING:
    from uuid import UUID

    from domain.claim import Casualties, EquipmentLoss
    from domain.incident.said import HeldClaim
    from domain.incident.values import Frame


@dataclass(frozen=True)
class Conflict:
    """Where counted claims do not agree: what about, and which claims say what."""

    about: str
    claims: tuple[UUID, ...]
    values: tuple[str, ...]


def conflicts_among(counted: list[HeldClaim], frame: Frame | None) -> tuple[Conflict, ...]:
    """Everything that counted claims say differently, in a fixed order; one silent on the frame takes the frame's."""
    if len(counted) < 2:  # noqa: PLR2004 - nobody contradicts itself
        return ()
    accused = accused_in([held.claim for held in counted])
    said: dict[str, dict[str, list[UUID]]] = {}
    worded: dict[tuple[str, str], str] = {}
    for held in counted:
        for about, meaning, words in _sayings(held, frame, accused):
            worded.setdefault((about, meaning), words)
            said.setdefault(about, {}).setdefault(meaning, []).append(held.claim.id)
    return tuple(
        Conflict(
            about,
            tuple(dict.fromkeys(one for ids in meanings.values() for one in ids)),
            tuple(worded[about, meaning] for meaning in meanings),
        )
        for about, meanings in sorted(said.items())
        if len(meanings) > 1
    )


def _sayings(held: HeldClaim, frame: Frame | None, accused: set[str]) -> Iterable[tuple[str, str, str]]:
    """What a claim says about each matter: its meaning, by which claims are compared, and its words."""
    for about, words in _words(held, accused):
        yield about, words, words
    if frame is not None:
        claim = held.claim
        occurred, place = claim.occurred or frame.occurred, claim.place or frame.place
        targets = sorted(frame.targets if claim.targets is None else claim.targets)
        meant = f"{occurred.began_from} {occurred.began_by} {occurred.over_by}"
        yield "occurred", meant, f"{occurred.start}/{occurred.end or occurred.precision}"
        for about, words in (("place", place.name), ("act", claim.act or frame.act), ("targets", ", ".join(targets))):
            yield about, words, words


def _words(held: HeldClaim, accused: set[str]) -> Iterable[tuple[str, str]]:
    claim = held.claim
    if claim.perpetrators:
        denied = "" if names(held.claim, accused) else "not "
        yield "perpetrator", denied + " or ".join(claim.perpetrators)
    for row in claim.casualties:
        about = " ".join(part for part in (row.party, row.category, row.outcome) if part)
        yield f"casualties: {about}", _worded(row)
    for loss in claim.equipment:
        about = " ".join(part for part in (loss.party, loss.type, loss.outcome) if part)
        yield f"equipment: {about}", _worded(loss)


def _worded(row: Casualties | EquipmentLoss) -> str:
    form, value = next(
        (name, value) for name, value in row.quantity if value is not None and name not in {"wording", "best"}
    )
    if value is True:
        return form
    shown = f"{value[0]} and {value[1]}" if isinstance(value, tuple) else str(value)
    return f"{form.replace('_', ' ')} {shown}"
