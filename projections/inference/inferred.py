"""What probably answered what, under a lens: by the fit that is in force, and within what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.choice import FINE, chosen, ranked, thousandths
from projections.beside import Lately
from projections.fits import fit_in_force
from projections.inference.acts import acts_around, acts_before, all_acts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.excitation.choice import Chosen
    from domain.excitation.links import Shares
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


class Near(NamedTuple):
    """Of incidents that were looked at: the chosen links they are in, in the order of all, and what they may answer.

    Those that were looked at, and take part, are those of which something is told.
    """

    links: list[Inferred]
    told: dict[UUID, Told]


_LATELY = Lately[tuple[object, ...], list[Inferred]](4)


def told(store: Reader, lens: Lens, incidents: Collection[UUID]) -> dict[UUID, Told]:
    """What these incidents may have answered: of those that take part; nothing without a fit."""
    fit = fit_in_force(store, lens)
    if fit is None:
        return {}
    played = acts_before(store, lens, fit, incidents)
    asked = np.unique(played.places(incidents))
    return dict(one for shares in played.shares(asked) for one in _told(played, shares, asked))


def _told(played: Played, shares: Shares, asked: NDArray[np.int64]) -> Iterator[tuple[UUID, Told]]:
    """What those of these acts may have answered that are among those that are shared out."""
    ids = played.stage.ids
    found: dict[int, list[Candidate]] = {number: [] for number in np.intersect1d(shares.numbers, asked).tolist()}
    for answer, trigger, many, _ in zip(*(column.tolist() for column in ranked(shares)), strict=True):
        if answer in found:
            found[answer].append(Candidate(ids[trigger], many / FINE))
    none = dict(zip(shares.numbers.tolist(), thousandths(shares.none).tolist(), strict=True))
    for number, candidates in found.items():
        yield ids[number], Told(tuple(candidates), none[number] / FINE)


def near(store: Reader, lens: Lens, incidents: Collection[UUID], probability: float, *, sight: int = 0) -> Near:
    """The chosen links in which any of these is the answer or the trigger, and what each of them may have answered.

    And the same of what is so many answers in sight of them: it costs little more, and the next links are there.
    """
    fit = fit_in_force(store, lens)
    if fit is None:
        return Near([], {})
    played = acts_around(store, lens, fit, incidents, sight=sight)
    asked = np.unique(played.places(incidents))
    wanted = played.in_sight(asked, sight)
    found = Near([], {})
    for shares in played.shares(np.union1d(wanted, played.may_have_answered(wanted))):
        found.links.extend(_named(played, chosen(shares, probability).with_any(wanted)))
        found.told.update(_told(played, shares, wanted))
    return found


def all_links(store: Reader, lens: Lens, probability: float) -> list[Inferred]:
    """Every chosen link: each act with the fewest, likeliest triggers that together reach a probability.

    By the answer and then by the probability; those that began first come first. A hundred thousand incidents
    take seconds, so they are kept for a while.
    """
    key = (lens.as_of, lens.known_at, lens.position, probability)
    return [*_LATELY.under(store, lens, key, lambda: [*_all_links(store, lens, probability)])]


def _all_links(store: Reader, lens: Lens, probability: float) -> Iterator[Inferred]:
    fit = fit_in_force(store, lens)
    if fit is not None:
        played = all_acts(store, lens, fit)
        for shares in played.shares(np.arange(len(played.stage.acts))):
            yield from _named(played, chosen(shares, probability))


def _named(played: Played, links: Chosen) -> Iterator[Inferred]:
    ids = played.stage.ids
    for answer, trigger, many, next_best in zip(*(column.tolist() for column in links), strict=True):
        yield Inferred(ids[answer], ids[trigger], many / FINE, next_best / FINE)
