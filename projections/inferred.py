"""What probably answered what, under a lens: by the fit that is in force, and within what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation import links as linking
from domain.excitation.candidates import Index
from domain.excitation.choice import FINE, chosen, ranked, thousandths
from domain.excitation.links import Shares
from projections.fits import in_force
from projections.links import answering
from projections.stage import staged

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from domain.excitation.links import RuledOut
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.stage import Staged


class Candidate(NamedTuple):
    """An act that may have been answered, and how probably it was (to three places)."""

    trigger: UUID
    probability: float


class Told(NamedTuple):
    """What an act may have answered, the likeliest first (of one in a thousand or more), and how probably nothing."""

    candidates: tuple[Candidate, ...]
    none: float


class Inferred(NamedTuple):
    """A link that is chosen, with its probability (to three places).

    `next_best` is that of the likeliest trigger of the same answer that is not chosen; 0 where there is none.
    """

    answer: UUID
    trigger: UUID
    probability: float
    next_best: float


def told(store: Reader, lens: Lens, incidents: Collection[UUID]) -> dict[UUID, Told]:
    """What these incidents may have answered: of those that take part; nothing without a fit."""
    fit = in_force(store, lens)
    if fit is None:
        return {}
    stage = staged(store, lens)
    numbers = stage.ids.places(incidents)
    index = Index(stage.acts, fit.parameters)
    shares = linking.links_of(
        numbers[numbers >= 0], index, fit.fit(stage.pairs, stage.areas), _ruled_out(store, lens, stage)
    )
    pairs, none = ranked(shares), thousandths(shares.none).tolist()
    found: dict[int, list[Candidate]] = {number: [] for number in shares.numbers.tolist()}
    for answer, trigger, many, _ in zip(*(column.tolist() for column in pairs), strict=True):
        found[answer].append(Candidate(stage.ids[trigger], many / FINE))
    return {
        stage.ids[number]: Told(tuple(candidates), nothing / FINE)
        for (number, candidates), nothing in zip(found.items(), none, strict=True)
    }


def links_of(store: Reader, lens: Lens, incidents: Collection[UUID], probability: float) -> list[Inferred]:
    """The chosen links in which any of these is the answer or the trigger."""
    wanted = {*incidents}
    return [one for one in all_links(store, lens, probability) if {one.answer, one.trigger} & wanted]


def all_links(store: Reader, lens: Lens, probability: float) -> list[Inferred]:
    """Every chosen link: each act with the fewest, likeliest triggers that together reach a probability.

    By the answer and then by the probability; those that began first come first.
    """
    fit = in_force(store, lens)
    if fit is None:
        return []
    stage = staged(store, lens)
    index = Index(stage.acts, fit.parameters)
    pairs, found = linking.all_links(index, fit.fit(stage.pairs, stage.areas), _ruled_out(store, lens, stage))
    shares = Shares(np.arange(len(stage.acts)), found.none, pairs.answer, pairs.trigger, found.answers)
    return [
        Inferred(stage.ids[answer], stage.ids[trigger], many / FINE, next_best / FINE)
        for answer, trigger, many, next_best in zip(
            *(column.tolist() for column in chosen(shares, probability)), strict=True
        )
    ]


def _ruled_out(store: Reader, lens: Lens, stage: Staged) -> RuledOut:
    """What is said rules out: what was rejected, and the reverse of what is asserted and neither rejected nor disputed.

    Of merged reports, the incident speaks that they went into.
    """
    said = answering(store, lens)
    pairs = [(one.incident, one.trigger) for one in said if one.status == "rejected"]
    pairs += [(one.trigger, one.incident) for one in said if one.status in {"asserted", "confirmed"}]
    answer, trigger = (stage.ids.places([pair[end] for pair in pairs]) for end in (0, 1))
    there = (answer >= 0) & (trigger >= 0)
    return answer[there], trigger[there]
