"""Whether a provision allows an act because it answers an attack. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.compliance.holds import Holds
from domain.incident.values import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.agreement.values import Provision
    from domain.compliance.happenings import AssertedAnswer, Trigger

_HOUR = 3_600_000_000
_SETTLED = {Attribution.ADMITTED, Attribution.ATTRIBUTED}


def answer_degree(
    provision: Provision, answers: Sequence[AssertedAnswer], stretch: tuple[int, int], targets: Sequence[str]
) -> Holds:
    """How far one of the asserted answers is of the kind that the provision allows: what was over before is none.

    `stretch` is the time (ticks, UTC) that the answering act took, `targets` whom it hit.
    """
    return max((_degree(provision, one, stretch, targets) for one in answers), default=Holds.NO)


def _degree(provision: Provision, answer: AssertedAnswer, stretch: tuple[int, int], targets: Sequence[str]) -> Holds:
    trigger = answer.trigger
    if trigger is None or stretch[1] < trigger.first:
        return Holds.NO
    most = Holds.MAYBE if answer.disputed else Holds.YES
    return min(most, _in_time(provision, trigger, stretch), _against_attacker(provision, trigger, targets))


def _in_time(provision: Provision, trigger: Trigger, stretch: tuple[int, int]) -> Holds:
    if provision.answer_within_hours is None:
        return Holds.YES
    allowed = provision.answer_within_hours * _HOUR
    first, last = stretch
    if last - trigger.first <= allowed:
        return Holds.YES
    return Holds.NO if first - trigger.last > allowed else Holds.MAYBE


def _against_attacker(provision: Provision, trigger: Trigger, targets: Sequence[str]) -> Holds:
    """Open where it is not settled who attacked, or not known who was hit in return; not where others were hit too."""
    if not provision.answer_to_attacker_only:
        return Holds.YES
    author = trigger.author
    if author is None or not targets:
        return Holds.MAYBE
    # Only an analyst's word leaves an attack to nobody that claims lay to one party alone.
    attackers = author.perpetrators or (author.possible if len(author.possible) > 1 else ())
    if not attackers:
        return Holds.MAYBE
    if not set(targets).issubset(attackers):
        return Holds.NO
    return Holds.YES if author.attribution in _SETTLED else Holds.MAYBE
