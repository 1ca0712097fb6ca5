"""A fit that was stored gives the very same numbers again, for acts that are numbered anew."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.excitation.parameters import Parameters
from domain.inference.adopted import AdoptedFit, Stretch
from domain.inference.adoption import FitAdopted
from domain.inference.ground import square_km
from domain.log.mapper import decoded, encoded
from domain.log.stored import Stored
from tests.domain.arrange import facts_of
from tests.domain.fitting.arrange import FITTED, a_fit, an_adoption

finite = st.floats(allow_nan=False, allow_infinity=False)
SYRIA, TURKEY = ("syria-government", "turkey"), ("turkey", "syria-government")


def stored_and_read(fit: AdoptedFit) -> AdoptedFit:
    adoption = an_adoption(**fit.model_dump(mode="json", by_alias=True))
    [adopted] = facts_of(adoption)
    fact = decoded(Stored(1, *encoded(adopted)))
    assert isinstance(fact, FitAdopted)
    return fact.fit


@given(st.lists(finite, min_size=5, max_size=5), finite, finite)
def test_every_number_comes_back_from_the_log_to_the_last_digit(
    numbers: list[float], likelihood: float, per_day: float
) -> None:
    names = ("answers", "weight", "delay_days", "reach_km")
    background = [{"by": "turkey", "against": "syria-government", "area": [35, 36], "per_day": per_day}]
    told = {"parameters": dict(zip(names, numbers, strict=False)), "likelihood": likelihood, "background": background}
    again = stored_and_read(a_fit(**told))
    found = again.parameters
    read = [found.answers, found.weight, found.delay, found.reach, again.likelihood, again.background[0].per_day]
    assert [number.hex() for number in read] == [number.hex() for number in (*numbers[:4], likelihood, per_day)]


def test_a_fit_is_read_as_the_excitation_takes_it() -> None:
    fit = a_fit().fit([TURKEY, SYRIA], [(35, 36)])
    assert fit.parameters == Parameters(
        answers=0.1 + 0.2, weight=-1 / 3, delay=1.435626210186217, reach=12.165506637889463
    )
    assert fit.intervals["delay"] == (0.54, 3.8)
    assert (fit.acts, fit.rounds, fit.version) == (3, 7, "excitation-1")
    # The first of February 2020 is 18,293 days after 1970 began.
    assert (fit.window.first, fit.window.last) == (18_293.0, 18_313.0)


def test_a_background_is_found_by_its_names_and_one_that_was_never_seen_is_quiet() -> None:
    """Half an act in twenty days, whatever the numbers that pairs and areas are given."""
    pairs, areas = [("iran", "turkey"), TURKEY, SYRIA], [(-1, -180), (35, 36), (36, 35)]
    quiet = 0.025
    assert a_fit().fit(pairs, areas).background.tolist() == [
        [quiet, quiet, quiet],
        [1e-7, quiet, quiet],
        [quiet, 0.075, quiet],
    ]


@given(st.permutations([("iran", "turkey"), TURKEY, SYRIA]), st.permutations([(-1, -180), (35, 36), (36, 35)]))
def test_the_order_in_which_sides_and_areas_are_numbered_changes_no_background(
    pairs: list[tuple[str, str]], areas: list[tuple[int, int]]
) -> None:
    told = a_fit().fit(pairs, areas)
    known = {(SYRIA, (35, 36)): 0.075, (TURKEY, (-1, -180)): 1e-7}
    for row, pair in enumerate(pairs):
        for column, area in enumerate(areas):
            assert told.background[row, column] == known.get((pair, area), 0.5 / 20)


def test_without_acts_there_is_no_background_and_no_failure() -> None:
    assert a_fit().fit([], []).background.shape == (0, 0)


def test_all_areas_together_are_the_sphere() -> None:
    every = [(lat, lon) for lat in range(-90, 90) for lon in range(-180, 180)]
    assert square_km(every).sum() == pytest.approx(4.0 * math.pi * 6371.0088**2, rel=1e-9)


@pytest.mark.parametrize(("area", "km"), [((0, 0), 12_363.7), ((59, -180), 6_275.0), ((-60, 20), 6_275.0)], ids=str)
def test_an_area_is_as_large_as_its_latitude_makes_it(area: tuple[int, int], km: float) -> None:
    """At the equator 111.2 km squared; at 59.5 degrees the cosine of that, 0.5075."""
    assert square_km([area])[0] == pytest.approx(km, rel=1e-3)


def test_the_very_pole_is_an_area_too() -> None:
    assert square_km([(90, 0)])[0] > 0


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (0.0, 0.0, ("1970-01-01", "1970-01-02")),
        (0.0, 1.0, ("1970-01-01", "1970-01-02")),
        (18_293.9, 18_294.1, ("2020-02-01", "2020-02-03")),
        (-0.1, 0.1, ("1969-12-31", "1970-01-02")),
        (2_932_896.0, 2_932_896.9, ("9999-12-30", "9999-12-31")),
    ],
)
def test_a_window_is_of_whole_days_and_stays_within_the_calendar(
    first: float, last: float, days: tuple[str, str]
) -> None:
    stretch = Stretch.around(first, last)
    assert (stretch.start.isoformat(), stretch.end.isoformat()) == tuple(f"{day}T00:00:00+00:00" for day in days)
    assert stretch.last - stretch.first >= 1.0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["likelihood", "parameters", "intervals", "background"])
def test_what_is_no_number_is_in_no_fit(name: str, value: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        a_fit(**{name: spoilt(FITTED[name], value)})


def spoilt(part: Any, value: float) -> Any:  # noqa: ANN401 - any part of a fit
    """Put a value in the place of the last number."""
    if isinstance(part, dict):
        return part | {list(part)[-1]: spoilt(list(part.values())[-1], value)}
    return [*part[:-1], spoilt(part[-1], value)] if isinstance(part, list) else value


def test_an_adopted_fit_is_shown_with_all_but_its_background() -> None:
    told = a_fit().described()
    assert told.keys() == FITTED.keys() - {"background"} | {"at_bound"}
    assert told["window"] == {"from": "2020-02-01T00:00:00Z", "to": "2020-02-21T00:00:00Z"}
    assert told["fitted_to"] == {
        "as_of": "2020-03-01T00:00:00Z",
        "known_at": None,
        "position": 40,
        "policy": "assessment-1",
    }
    assert np.isfinite(told["likelihood"])
