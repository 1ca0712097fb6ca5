"""Whether circles lie in shapes: worked cases on borders, in holes, over the 180th meridian and at the poles."""

import time

import numpy as np
import pytest

from domain.geometry.shapes import Shape, Within, area_covers, covers, within
from tests.domain.globe import as_words, box, corridor, points, polygon, several

INSIDE, UNSURE, OUTSIDE = Within.INSIDE, Within.UNSURE, Within.OUTSIDE
TO_A_GOVERNORATE = 75.0

SQUARE = box(36, 35, 37, 36)
HOLE = box(36.4, 35.4, 36.6, 35.6)[::-1]
OVER_180 = box(178, -2, 182, 2)
CUT_AT_180 = several([box(178, -2, 180, 2)], [box(-180, -2, -178, 2)])
ARCTIC = [[-180.0, 80.0], [-60.0, 80.0], [60.0, 80.0], [180.0, 80.0], [180.0, 90.0], [-180.0, 90.0], [-180.0, 80.0]]


def judged(shape: Shape, lat: float, lon: float, km: float = 0) -> Within:
    return as_words(within(shape, *points((lat, lon)), km))[0]


@pytest.mark.parametrize(
    ("km", "said"), [(0, INSIDE), (55.4, INSIDE), (55.5, UNSURE), (TO_A_GOVERNORATE, UNSURE), (20_000, UNSURE)]
)
def test_a_circle_lies_inside_until_it_reaches_the_border(km: float, said: Within) -> None:
    """From 35 to 36 degrees north are 110.94 km."""
    assert judged(polygon(box(35, 35, 38, 36)), 35.5, 36.5, km) is said


@pytest.mark.parametrize(("km", "said"), [(0, OUTSIDE), (110.9, OUTSIDE), (111.0, UNSURE), (300, UNSURE)])
def test_a_circle_lies_outside_until_it_reaches_the_border(km: float, said: Within) -> None:
    """From 34 to 35 degrees north are 110.93 km."""
    assert judged(polygon(SQUARE), 34, 36.5, km) is said


def test_a_place_known_to_the_governorate_is_nowhere_for_certain_in_a_small_zone_and_outside_of_one_far_away() -> None:
    lat, lon = points((35.5, 36.2), (35.5, 36.5), (33.5, 36.3), (-35.5, -143.5))
    assert as_words(within(polygon(SQUARE), lat, lon, TO_A_GOVERNORATE)) == [UNSURE, UNSURE, OUTSIDE, OUTSIDE]
    road = corridor([[36.1, 35.8], [36.8, 35.9]], 6)
    assert as_words(within(road, lat, lon, TO_A_GOVERNORATE)) == [UNSURE, UNSURE, OUTSIDE, OUTSIDE]


def test_a_place_known_to_the_governorate_may_lie_in_a_country_for_certain() -> None:
    assert judged(polygon(box(35, 32, 42, 38)), 35, 38, TO_A_GOVERNORATE) is INSIDE


@pytest.mark.parametrize("lon_lat", [*SQUARE, [36.25, 35.0], [37.0, 35.123456789], *HOLE, [36.4, 35.55]])
def test_a_border_belongs_to_its_shape_and_a_circle_about_it_is_half_outside(lon_lat: list[float]) -> None:
    zone = polygon(SQUARE, HOLE)
    assert [judged(zone, lon_lat[1], lon_lat[0], km) for km in (0, 0.01, 10)] == [INSIDE, UNSURE, UNSURE]


def test_a_millimetre_is_too_little_to_tell_from_the_border_and_a_metre_is_not() -> None:
    metre = 1 / 110_940
    assert judged(polygon(SQUARE), 35 - metre / 2_000, 36.5) is INSIDE
    assert judged(polygon(SQUARE), 35 - metre, 36.5) is OUTSIDE


def test_a_hole_is_outside_and_its_border_is_a_border() -> None:
    zone = polygon(SQUARE, HOLE)
    assert [judged(zone, 35.5, 36.5, km) for km in (0, 8.9, 9.2)] == [OUTSIDE, OUTSIDE, UNSURE]
    assert [judged(zone, 35.5, 36.3, km) for km in (0, 8.9, 9.2)] == [INSIDE, INSIDE, UNSURE]


@pytest.mark.parametrize("zone", [polygon(OVER_180), CUT_AT_180])
def test_a_zone_over_the_180th_meridian_is_one_zone_without_a_border_there(zone: Shape) -> None:
    lat, lon = points(
        (0, 180), (0, -180), (0, 179.9), (0, -179.9), (1.9, 180), (0, 178.5), (0, -178.5), (0, 0), (0, 177)
    )
    assert covers(zone, lat, lon).tolist() == [True] * 7 + [False] * 2
    assert as_words(within(zone, lat, lon, 100)) == [INSIDE] * 4 + [UNSURE] * 3 + [OUTSIDE] * 2


def test_where_only_one_side_reaches_the_180th_meridian_it_is_a_border() -> None:
    zone = several([box(178, -2, 180, 2)], [box(-180, 0, -178, 4)])
    lat, lon = points((1, 180), (-1, 180), (-1, -180), (3, 180), (-1, -179.9), (1, -179.9))
    assert covers(zone, lat, lon).tolist() == [True, True, True, True, False, True]
    assert as_words(within(zone, lat, lon, 50)) == [INSIDE, UNSURE, UNSURE, UNSURE, UNSURE, INSIDE]


def test_a_point_is_the_same_a_turn_further_on() -> None:
    for lon in (36.5, 396.5, -323.5, 1116.5):
        assert judged(polygon(SQUARE), 35.5, lon, 10) is INSIDE
    for lon in (180.5, -179.5, 540.5, 1260.5):
        assert judged(polygon(OVER_180), 0.5, lon, 10) is INSIDE


def test_a_zone_round_a_pole_has_no_border_there() -> None:
    """It is drawn up to 180 and along the pole; from 80 to 90 degrees north are 1,116.8 km (111.66 a degree)."""
    zone = polygon(ARCTIC)
    lat, lon = points((90, 0), (90, 123), (89.9, 180), (85, -180), (79, 20))
    assert covers(zone, lat, lon).tolist() == [True] * 4 + [False]
    assert [judged(zone, 90, 50, km) for km in (1_100, 1_130)] == [INSIDE, UNSURE]
    assert [judged(zone, 85, 180, km) for km in (550, 565)] == [INSIDE, UNSURE]


def test_a_zone_that_only_touches_a_pole_has_it_on_its_border() -> None:
    slice_of_it = polygon([[0.0, 80.0], [30.0, 80.0], [60.0, 80.0], [60.0, 90.0], [0.0, 90.0], [0.0, 80.0]])
    assert [judged(slice_of_it, 90, lon) for lon in (30, 0, 200, -90)] == [INSIDE] * 4
    assert judged(slice_of_it, 90, 30, 5) is UNSURE
    assert judged(slice_of_it, 89.99, 30, 5) is UNSURE
    assert judged(slice_of_it, 89.9, -150, 5) is OUTSIDE


def test_the_whole_earth_has_no_border_at_all() -> None:
    earth = box(-180, -90, 180, 90)
    earth[1:2] = [[-60.0, -90.0], [60.0, -90.0]]
    assert [judged(polygon(earth), lat, lon, 5_000) for lat, lon in ((0, 0), (90, 10), (0, 180), (-90, 77))] == [
        INSIDE
    ] * 4


@pytest.mark.parametrize(("km_off", "said"), [(0, INSIDE), (2.9, INSIDE), (3.1, UNSURE), (8.9, UNSURE), (9.1, OUTSIDE)])
def test_a_corridor_judges_circles_by_the_distance_from_its_line(km_off: float, said: Within) -> None:
    """Due east at 35 degrees 45 minutes, where a degree of latitude is 110.95 km; the circles are of 3 km."""
    road = corridor([[36.0, 35.75], [36.8, 35.75]], 6)
    for side in (1, -1):
        assert judged(road, 35.75 + side * km_off / 110.95, 36.4, 3) is said


def test_a_corridor_ends_in_half_a_circle() -> None:
    road = corridor([[0.0, 0.0], [1.0, 0.0]], 10)
    assert [judged(road, 0, 1 + km / 111.320) for km in (9.99, 10.01)] == [INSIDE, OUTSIDE]
    assert [judged(road, km / 110.574, 1 + km / 111.320) for km in (7, 7.1)] == [INSIDE, OUTSIDE]


def test_a_corridor_may_cross_the_180th_meridian_and_pass_a_pole() -> None:
    over_180 = corridor([[179.5, 10.0], [-179.5, 10.0]], 20)
    assert [judged(over_180, 10.1, lon) for lon in (180, -180, 179.6, -179.6, 0)] == [INSIDE] * 4 + [OUTSIDE]
    past_the_pole = corridor([[0.0, 89.9], [90.0, 89.9]], 12)
    # The parallel is 11.17 km from the pole, and its ends are 90 degrees apart.
    lat, lon = points((90, 0), (90, 17), (89.995, -135), (89.985, -135), (89.8, 45), (89.79, 45))
    assert as_words(within(past_the_pole, lat, lon, 0)) == [*(INSIDE, INSIDE, INSIDE, OUTSIDE), *(INSIDE, OUTSIDE)]


def test_what_is_no_number_may_be_anywhere() -> None:
    nowhere = points((np.nan, 36.5), (35.5, np.nan), (np.nan, np.nan), (35.5, 36.5))
    for shape in (polygon(SQUARE), corridor([[36.4, 35.5], [36.8, 35.5]], 20)):
        assert as_words(within(shape, *nowhere, 1)) == [UNSURE, UNSURE, UNSURE, INSIDE]
        assert covers(shape, *nowhere).tolist() == [False, False, False, True]


def test_a_circle_without_end_may_lie_anywhere() -> None:
    assert judged(polygon(SQUARE), 35.5, 36.5, np.inf) is UNSURE
    assert judged(polygon(SQUARE), -35.5, 36.5, np.inf) is UNSURE


def test_one_point_and_many_get_the_same_answers() -> None:
    zone = polygon(SQUARE, HOLE)
    lat, lon = points(*((lat, lon) for lat in np.linspace(34, 37, 31) for lon in np.linspace(35, 38, 31)))
    many = covers(zone, lat, lon)
    assert 90 < many.sum() < 130
    assert [area_covers(zone, *pair) for pair in zip(lat.tolist(), lon.tolist(), strict=True)] == many.tolist()


def test_no_points_get_no_answers() -> None:
    found = within(polygon(SQUARE), *points(), 3)
    assert found.tolist() == []
    assert found.dtype == np.int8


def test_thousands_of_fields_and_one_jagged_border_are_ready_in_a_moment() -> None:
    """To unite what touches nothing anyway took 13 s and 2 s of a reader's time."""
    fields = several(*([[[x, 0.0], [x + 0.005, 0.0], [x + 0.005, 0.005], [x, 0.0]]] for x in np.arange(6_000) * 0.01))
    angles = np.linspace(0, 2 * np.pi, 9_999)
    reach = np.where(np.arange(9_999) % 2, 1, 0.2)
    jagged = np.column_stack([37 + reach * np.cos(angles), 36 + reach * np.sin(angles)]).tolist()
    began = time.process_time()
    assert [judged(fields, 0.001, lon) for lon in (0.004, 0.007, 59.994)] == [INSIDE, OUTSIDE, INSIDE]
    assert time.process_time() - began < 3
    star = polygon([*jagged[:-1], jagged[0]])
    began = time.process_time()
    assert [judged(star, 36, lon) for lon in (37, 37.5, 39)] == [INSIDE, OUTSIDE, OUTSIDE]
    assert time.process_time() - began < 1.5
