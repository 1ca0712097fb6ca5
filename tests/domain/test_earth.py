"""Distances from points to lines, against published lengths of degrees and against geodesics by brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.geometry.ellipsoid import Lines, km_to_lines
from tests.domain.globe import Way, meridians, metres_to, points, wrapped


def km(way: Way, lat: float, lon: float) -> float:
    return float(km_to_lines([np.array(way, dtype=float)], *points((lat, lon)))[0])


@pytest.mark.parametrize(
    ("lat", "a_degree_north", "a_degree_east"),
    [
        (0, 110.574, 111.320),
        (15, 110.649, 107.550),
        (30, 110.852, 96.486),
        (45, 111.132, 78.847),
        (60, 111.412, 55.800),
        (75, 111.618, 28.902),
    ],
)
def test_a_degree_is_as_long_as_tables_of_wgs_84_say(lat: float, a_degree_north: float, a_degree_east: float) -> None:
    """Wikipedia, "Latitude" and "Longitude", tables of the lengths of a degree on WGS 84."""
    place = [[20.0, lat - 0.5], [20.0, lat - 0.5]]
    assert km(place, lat + 0.5, 20.0) == pytest.approx(a_degree_north, abs=0.001)
    # A hundredth, since further along a parallel is not the shortest way.
    assert km([[20.0, lat], [20.0, lat]], lat, 20.01) * 100 == pytest.approx(a_degree_east, abs=0.001)


def test_a_point_on_a_line_is_at_no_distance_from_it() -> None:
    line = [[36.0, 35.0], [37.0, 36.0], [37.0, 36.5]]
    assert [km(line, *place) for place in ((35.0, 36.0), (35.37, 36.37), (36.2, 37.0))] == pytest.approx(
        [0] * 3, abs=1e-7
    )


def test_an_edge_is_straight_in_longitude_and_latitude_and_no_geodesic() -> None:
    """Along the 60th parallel; the shortest way between its ends passes 436 km further north."""
    assert km([[-40.0, 60.0], [40.0, 60.0]], 60.0, 0.0) == pytest.approx(0, abs=1e-7)


def test_a_line_takes_the_short_way_over_the_180th_meridian() -> None:
    line = [[179.0, 0.0], [-179.0, 0.0]]
    assert [km(line, 0.0, lon) for lon in (180.0, -180.0, 179.5, -179.5)] == pytest.approx([0] * 4, abs=1e-7)
    assert km(line, 0.0, 178.0) == pytest.approx(111.320, abs=0.001)
    assert km(line, 0.0, 0.0) > 19_000


def test_the_pole_is_one_place_whatever_its_longitude() -> None:
    assert km([[10.0, 90.0], [10.0, 89.0]], 90.0, -123.0) == pytest.approx(0, abs=1e-7)
    assert km([[-180.0, 89.0], [-60.0, 89.0]], 90.0, 77.0) == pytest.approx(111.694, abs=0.001)


def test_round_a_pole_a_line_bends_as_its_parallel_does() -> None:
    """A hundredth of a degree from it, where all of the parallel is 7 km long and an edge could be one piece."""
    line = [[-80.0, 89.99], [80.0, 89.99]]
    for lon in (-70.0, -31.0, 0.0, 44.0, 79.0):
        assert km(line, 89.985, lon) == pytest.approx(111.694 * 0.005, abs=1e-4)
        assert km(line, 89.99, lon) == pytest.approx(0, abs=1e-6)


def test_of_several_lines_the_nearest_counts() -> None:
    lines = [np.array([[36.0, lat], [37.0, lat]]) for lat in (34.0, 35.0, 40.0)]
    assert km_to_lines(lines, *points((35.5, 36.5)))[0] == pytest.approx(110.941 / 2, abs=0.01)


def test_where_there_is_no_line_it_is_infinitely_far() -> None:
    assert km_to_lines([], *points((35.0, 36.0), (0.0, 0.0))).tolist() == [np.inf, np.inf]


def test_no_points_have_no_distances() -> None:
    assert km_to_lines([np.array([[36.0, 35.0], [37.0, 35.0]])], *points()).tolist() == []


def test_a_place_that_is_no_number_has_no_distance() -> None:
    found = km_to_lines([np.array([[36.0, 35.0], [37.0, 35.0]])], *points((np.nan, 36.0), (35.0, np.nan), (35.0, 36.0)))
    assert np.isnan(found).tolist() == [True, True, False]


def test_what_is_further_than_asked_answers_more_and_what_is_nearer_answers_the_same() -> None:
    line = Lines([np.array([[36.0, 35.0], [37.0, 35.0], [39.0, 37.0]])])
    places = points(*((lat, lon) for lat in np.linspace(30, 42, 25) for lon in np.linspace(30, 45, 25)))
    all_of_it, near = line.km_to(*places), line.km_to(*places, at_most=100)
    assert 20 < (all_of_it <= 100).sum() < 600
    assert near[all_of_it <= 100].tolist() == all_of_it[all_of_it <= 100].tolist()
    assert (near[all_of_it > 100] > 100).all()


def test_a_line_that_goes_round_the_earth_a_thousand_times_is_cut_into_no_more_pieces_than_fit() -> None:
    lon = np.array([wrapped(120.0 * step) for step in range(3_000)])
    line = Lines([np.column_stack([lon, np.linspace(-60, 60, 3_000)])])
    assert line.pieces < 500_000
    places = points(*((lat, 2.5 * lat) for lat in np.linspace(-59, 59, 300)))
    together = line.km_to(*places)
    assert together.max() < 20
    alone = [line.km_to(*points(pair))[0] for pair in list(zip(*places, strict=True))[::50]]
    assert together[::50].tolist() == pytest.approx(alone, abs=1e-6)


EDGES = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=2, max_size=4)


@settings(deadline=None, max_examples=30)
@given(
    lon=meridians,
    lat=st.one_of(st.sampled_from([-89.9, 89.9, 0.0, -90.0, 89.999]), st.floats(-90, 90)),
    size=st.sampled_from([0.01, 0.3, 2.0]),
    line=EDGES,
    places=st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=3, max_size=3),
)
def test_distances_are_those_of_geodesics_everywhere_to_a_metre(
    lon: float, lat: float, size: float, line: list[tuple[float, float]], places: list[tuple[float, float]]
) -> None:
    """Within 500 km; so near a pole the longitudes of a line spread over all of the earth."""
    wide = min(90.0, size / max(np.cos(np.radians(lat)), 1e-9))
    way = [[wrapped(lon + wide * east), float(np.clip(lat + size * north, -90, 90))] for east, north in line]
    for east, north in places:
        place = float(np.clip(lat + size * north, -90, 90)), wrapped(lon + wide * east)
        metres = metres_to([way], *place)
        assert km(way, *place) * 1000 == pytest.approx(metres, abs=1 if metres < 500_000 else metres / 1000)
