"""From acts to a fit that can be adopted: the same numbers as the excitation finds, under names."""

import numpy as np
import pytest

from domain.errors import TooFewActs
from domain.excitation.acts import Acts
from domain.excitation.candidates import Index
from domain.excitation.fit import fit
from domain.excitation.links import all_links
from domain.excitation.window import Window
from domain.inference.adopted import AdoptedFit
from domain.inference.fitted import fitted
from domain.lens import Lens

PAIRS = [("rebels", "state"), ("state", "rebels"), ("state", "strangers")]
AREAS = [(34, 36), (35, 36), (35, 37)]
LENS = Lens(position=12)


def some_acts(seed: int, count: int = 60) -> Acts:
    """Make up acts of three pairs in three areas over 40 days; nobody answers the third pair."""
    rng = np.random.default_rng(seed)
    area = rng.integers(0, len(AREAS), count)
    south, west = np.array(AREAS, dtype=float)[area].T
    day = np.sort(rng.uniform(18_293.0, 18_333.0, count))
    return Acts(
        began=day,
        ended=day + rng.choice([0.0, 1.0], count),
        lat=south + rng.uniform(0.0, 1.0, count),
        lon=west + rng.uniform(0.0, 1.0, count),
        spread=rng.uniform(0.1, 5.0, count),
        mark=rng.integers(0, 4, count).astype(float),
        pair=rng.integers(0, len(PAIRS), count),
        area=area,
        reverse=np.array([1, 0, -1]),
    )


def adopted(acts: Acts) -> AdoptedFit:
    return fitted(acts, PAIRS, AREAS, {"own_side": 2, "no_spot": 5}, LENS)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_adopted_is_what_the_excitation_finds_in_the_same_window(seed: int) -> None:
    acts = some_acts(seed)
    proposal = adopted(acts)
    areas = proposal.fit(PAIRS, AREAS).window.areas
    found = fit(acts, Window(proposal.window.first, proposal.window.last, areas))
    again = proposal.fit(PAIRS, AREAS)
    assert again.parameters == found.parameters
    assert again.background.tolist() == found.background.tolist()
    assert (again.likelihood, again.acts, again.rounds) == (found.likelihood, 60, found.rounds)
    assert {name: tuple(bounds) for name, bounds in again.intervals.items()} == found.intervals


@pytest.mark.parametrize("seed", range(8))
def test_links_from_a_stored_fit_are_those_from_the_fit_that_was_found(seed: int) -> None:
    acts = some_acts(seed)
    proposal = adopted(acts)
    read = AdoptedFit.model_validate_json(proposal.model_dump_json(by_alias=True)).fit(PAIRS, AREAS)
    found = fit(acts, read.window)
    index = Index(acts, found.parameters)
    assert all_links(index, read)[1].none.tolist() == all_links(index, found)[1].none.tolist()


def test_a_fit_names_what_it_was_made_of() -> None:
    acts = some_acts(1)
    proposal = adopted(acts)
    assert proposal.left_out == {"no_spot": 5, "own_side": 2}
    assert proposal.fitted_to.model_dump() == {
        "as_of": None,
        "known_at": None,
        "position": 12,
        "policy": "assessment-1",
    }
    seen = {(PAIRS[pair], AREAS[area]) for pair, area in zip(acts.pair, acts.area, strict=True)}
    rows = [((row.by, row.against), row.area) for row in proposal.background]
    assert rows == sorted(seen)
    assert proposal.window.first <= acts.began.min() < proposal.window.first + 1
    assert proposal.window.last - 1 < acts.until.max() <= proposal.window.last


def test_where_nothing_takes_part_there_is_no_fit_and_it_says_what_was_left_out() -> None:
    nothing = some_acts(1).take(np.zeros(0, dtype=np.int64))
    with pytest.raises(TooFewActs, match="no incident takes part") as refused:
        fitted(nothing, [], [], {"no_spot": 5, "attacker_unknown": 14_110, "own_side": 0}, LENS)
    assert refused.value.detail.endswith("left out: attacker_unknown 14,110, no_spot 5")


@pytest.mark.parametrize("pairs", [[0], [2], [0, 2], [1, 2]])
def test_where_no_act_could_answer_another_there_is_no_fit(pairs: list[int]) -> None:
    acts = some_acts(2)
    of_some = acts.take(np.flatnonzero(np.isin(acts.pair, pairs)))
    with pytest.raises(TooFewActs, match="none could answer another"):
        adopted(of_some)


def test_two_acts_against_each_other_are_enough() -> None:
    acts = some_acts(3)
    both = acts.take(np.array([np.flatnonzero(acts.pair == pair)[0] for pair in (0, 1)]))
    assert adopted(both).acts == 2
