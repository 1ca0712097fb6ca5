"""Joining: which links make chains. No circle, and an order of times that is possible for all steps together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.chains.chain import Chain, LeftOut, Link, Step, chains

ASSERTED, INFERRED = "asserted", "inferred"
"""The two bases of a link."""

CIRCLE = "it would close a circle: what it is to answer is itself, step by step, an answer to it"
TOO_EARLY = "it was over before what it is to answer can have begun"
NO_ORDER = "no order of times would be possible with the other links of the chain: an answer would precede its trigger"


def assembled(steps: Sequence[Step], links: Iterable[Link]) -> list[Chain]:
    """The chains that links make, in the order of their first steps; each with the links of its steps that do not join.

    What is asserted is taken first, in the order of what it answers, then what is inferred, the likeliest first. A link
    that is rejected, or of a step that is not there, is passed over. What is said of a pair twice is said twice; what
    is inferred of a pair of which something is asserted stands beside that, and is no link of its own.
    """
    known = {step.id.int for step in steps}
    standing = [
        link for link in links if link.status != "rejected" and link.answer.int in known and link.trigger.int in known
    ]
    kept, left_out = _joined(steps, _beside(standing))
    made = chains(steps, kept)
    if not left_out:
        return made
    of: dict[UUID, list[LeftOut]] = {}
    for one in left_out:
        for end in one.link.pair:
            of.setdefault(end, []).append(one)
    return [replace(chain, left_out=_told(chain, of)) for chain in made]


def _told(chain: Chain, of: dict[UUID, list[LeftOut]]) -> tuple[LeftOut, ...]:
    return tuple(dict.fromkeys(one for step in chain.steps for one in of.get(step.id, ())))


def _beside(links: Sequence[Link]) -> Sequence[Link]:
    """The same links, with what is inferred of an asserted one beside it."""
    asserted = [link for link in links if link.basis != INFERRED]
    if not asserted:
        return links
    inferred = {link.pair: link for link in links if link.basis == INFERRED}
    told = {link.pair for link in asserted}
    both = [
        replace(link, probability=beside.probability, next_best=beside.next_best)
        if (beside := inferred.get(link.pair)) is not None
        else link
        for link in asserted
    ]
    return [*both, *(link for pair, link in inferred.items() if pair not in told)]


def _joined(steps: Iterable[Step], links: Iterable[Link]) -> tuple[list[Link], list[LeftOut]]:
    ordered = sorted(steps, key=lambda step: step.order)
    number = {step.id.int: place for place, step in enumerate(ordered)}
    taking = sorted(
        (
            (link.basis == INFERRED, _unlikely(link), number[link.trigger.int], number[link.answer.int], link)
            for link in links
        ),
        key=lambda one: (*one[:4], one[4].order),
    )
    times = _Times.of(ordered)
    kept: list[Link] = []
    left_out: list[LeftOut] = []
    for _, _, trigger, answer, link in taking:
        reason = times.join(trigger, answer)
        if reason is None:
            kept.append(link)
        else:
            left_out.append(LeftOut(link, reason))
    return kept, left_out


def _unlikely(link: Link) -> float:
    """Asserted ones are not in the order of what is inferred beside them."""
    return -(link.probability or 0.0) if link.basis == INFERRED else 0.0


@dataclass
class _Times:
    """By the steps' numbers: when each began at the earliest, and was over at the latest; and what answers it.

    `earliest` is when each can have been, given all that it answers.
    """

    began: Sequence[datetime]
    latest: Sequence[datetime]
    earliest: list[datetime]
    answers: dict[int, list[int]]

    @classmethod
    def of(cls, steps: Sequence[Step]) -> _Times:
        """Nothing answers anything yet."""
        began = [step.began_from for step in steps]
        return cls(began, [step.until for step in steps], [*began], {})

    def join(self, trigger: int, answer: int) -> str | None:
        """Let the one answer the other; where that is impossible nothing changes, and the reason comes back.

        Of several reasons it is the nearest: the times of the two, then a circle, then the times of all.
        """
        if answer in self.answers.get(trigger, ()):
            return None
        if self.began[trigger] > self.latest[answer]:
            return TOO_EARLY
        if self._follows(trigger, answer):
            return CIRCLE
        later = self._later(trigger, answer)
        if later is None:
            return NO_ORDER
        for number, moment in later.items():
            self.earliest[number] = moment
        self.answers.setdefault(trigger, []).append(answer)
        return None

    def _follows(self, trigger: int, answer: int) -> bool:
        """Whether the trigger is itself, step by step, an answer to what is to answer it."""
        found, ahead = {answer}, [answer]
        while ahead:
            number = ahead.pop()
            if number == trigger:
                return True
            # Moments never fall along links: what can only come later leads nowhere near the trigger.
            near = (one for one in self.answers.get(number, ()) if self.earliest[one] <= self.earliest[trigger])
            for one in near:
                if one not in found:
                    found.add(one)
                    ahead.append(one)
        return False

    def _later(self, trigger: int, answer: int) -> dict[int, datetime] | None:
        """What can only have been later now, and from when on; None where it would have been over by then."""
        moment = self.earliest[trigger]
        later: dict[int, datetime] = {}
        ahead = [answer]
        while ahead:
            number = ahead.pop()
            if number in later or self.earliest[number] >= moment:
                continue
            if moment > self.latest[number]:
                return None
            later[number] = moment
            ahead += self.answers.get(number, ())
        return later
