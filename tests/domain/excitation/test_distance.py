"""Which places have a spot near them: all that do are found, and none that lies far off, anywhere on the globe."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.excitation.distance import any_near, on_globe

places = st.lists(
    st.tuples(st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False)), min_size=1, max_size=12
)


@given(places, places, st.floats(0.1, 12_000))
def test_every_place_with_a_spot_near_is_found_and_none_that_is_four_times_as_far(
    some: list[tuple[float, float]], spots: list[tuple[float, float]], apart: float
) -> None:
    one, other = (on_globe(*np.array(each).T) for each in (some, spots))
    nearest = np.sqrt(((one[:, :, None] - other[:, None, :]) ** 2).sum(axis=0)).min(axis=1)
    found = any_near(one, other, apart)
    assert found[nearest < apart * (1 - 1e-9)].all()
    assert not found[nearest > 4 * max(apart, 1.0)].any()


def test_neighbours_across_the_date_line_and_over_a_pole_are_near() -> None:
    lat, lon = np.array([10.0, 89.99, 10.0]), np.array([179.99, 20.0, -170.0])
    spots = on_globe(np.array([10.0, 89.99]), np.array([-179.99, -160.0]))
    assert any_near(on_globe(lat, lon), spots, 5.0).tolist() == [True, True, False]


def test_what_has_no_coordinates_is_near_nothing() -> None:
    nowhere = on_globe(np.array([np.nan, 0.0]), np.array([np.nan, 0.0]))
    assert any_near(nowhere, on_globe(np.zeros(1), np.zeros(1)), 5.0).tolist() == [False, True]
