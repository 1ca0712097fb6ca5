"""What probably answered what, under a lens: by the fit that is in force, and within what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.choice import FINE, chosen, ranked, thousandths
from projections.beside import Lately
from projections.fits import in_force
from projections.inference.acts import acts_around, acts_before, all_acts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.inference.acts import Played
    from projections.reader import Reader


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


_LATELY = Lately[tuple[object, ...], list[Inferred]](4)


def told(store: Reader, lens: Lens, incidents: Collection[UUID]) -> dict[UUID, Told]:
    """What these incidents may have answered: of those that take part; nothing without a fit."""
    fit = in_force(store, lens)
    if fit is None:
        return {}
    played = acts_before(store, lens, fit, incidents)
    return dict(_told(played, played.places(incidents)))


def _told(played: Played, numbers: NDArray[np.int64]) -> Iterator[tuple[UUID, Told]]:
    ids = played.stage.ids
    for shares in played.shares(np.unique(numbers)):
        found: dict[int, list[Candidate]] = {number: [] for number in shares.numbers.tolist()}
        for answer, trigger, many, _ in zip(*(column.tolist() for column in ranked(shares)), strict=True):
            found[answer].append(Candidate(ids[trigger], many / FINE))
        for (number, candidates), none in zip(found.items(), thousandths(shares.none).tolist(), strict=True):
            yield ids[number], Told(tuple(candidates), none / FINE)


def links_of(store: Reader, lens: Lens, incidents: Collection[UUID], probability: float) -> list[Inferred]:
    """The chosen links in which any of these is the answer or the trigger, in the order of all."""
    fit = in_force(store, lens)
    if fit is None:
        return []
    played = acts_around(store, lens, fit, incidents)
    asked = played.places(incidents)
    wanted = {*incidents}
    near = _chosen(played, np.union1d(asked, played.may_have_answered(asked)), probability)
    return [one for one in near if one.answer in wanted or one.trigger in wanted]


def all_links(store: Reader, lens: Lens, probability: float) -> list[Inferred]:
    """Every chosen link: each act with the fewest, likeliest triggers that together reach a probability.

    By the answer and then by the probability; those that began first come first. A hundred thousand incidents
    take seconds, so they are kept for a while.
    """
    key = (lens.as_of, lens.known_at, lens.position, probability)
    return [*_LATELY.under(store, lens, key, lambda: [*_all_links(store, lens, probability)])]


def _all_links(store: Reader, lens: Lens, probability: float) -> Iterator[Inferred]:
    fit = in_force(store, lens)
    if fit is not None:
        played = all_acts(store, lens, fit)
        yield from _chosen(played, np.arange(len(played.stage.acts)), probability)


def _chosen(played: Played, numbers: NDArray[np.int64], probability: float) -> Iterator[Inferred]:
    ids = played.stage.ids
    for shares in played.shares(numbers):
        columns = (column.tolist() for column in chosen(shares, probability))
        for answer, trigger, many, next_best in zip(*columns, strict=True):
            yield Inferred(ids[answer], ids[trigger], many / FINE, next_best / FINE)
