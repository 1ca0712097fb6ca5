"""Whether circles lie in shapes, anywhere on the globe: against an oracle, and by what must hold whatever the shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.geometry.shapes import Area, Shape, Within, covers, within
from tests.domain.globe import (
    Numbers,
    Star,
    as_words,
    closed,
    corridor,
    expected,
    meridians,
    metres_to,
    points,
    polygon,
    radii,
    rays_say_inside,
    shifted,
    stars,
    unbroken,
    wrapped,
)

AREA: TypeAdapter[Shape] = TypeAdapter(Area)
METRE = 1.0

quickly = settings(deadline=None, max_examples=25)


def judge(shape: Shape, places: tuple[Numbers, Numbers], km: float) -> list[Within]:
    return as_words(within(shape, *places, km))


@quickly
@given(star=stars(), km=radii)
def test_circles_and_polygons_are_judged_as_geodesics_and_rays_say(star: Star, km: float) -> None:
    rings = [star.ring, star.hole]
    said = judge(AREA.validate_python({"type": "Polygon", "coordinates": rings}), star.places, km)
    for lat, lon, word in zip(*star.places, said, strict=True):
        inside = metres_to(rings, lat, lon) * (1 if rays_say_inside(rings, lat, lon) else -1)
        # Within a metre of the turning point the two may differ.
        if abs(abs(inside) - km * 1000) > METRE:
            assert word is expected(inside, km)


@quickly
@given(
    lon=meridians,
    lat=st.one_of(st.sampled_from([-89.9, 89.9, 89.99, 88.0]), st.floats(-90, 90)),
    offsets=st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=5, max_size=7),
    half=st.sampled_from([1.0, 6.0, 40.0]),
    km=radii,
)
def test_circles_and_corridors_are_judged_as_geodesics_say_at_the_poles_too(
    lon: float, lat: float, offsets: list[tuple[float, float]], half: float, km: float
) -> None:
    wide = min(80.0, 0.5 / max(np.cos(np.radians(lat)), 1e-9))
    somewhere = [[wrapped(lon + wide * e), float(np.clip(lat + n / 2, -90, 90))] for e, n in offsets]
    line, places = somewhere[3:], somewhere[:3]
    said = judge(corridor(line, half), points(*((north, east) for east, north in places)), km)
    for (east, north), word in zip(places, said, strict=True):
        inside = half * 1000 - metres_to([line], north, east)
        if abs(abs(inside) - km * 1000) > METRE:
            assert word is expected(inside, km)


@quickly
@given(star=stars(), east=st.one_of(meridians, st.sampled_from([90.0, -180.0])), km=radii)
def test_it_makes_no_difference_where_the_globe_is_cut(star: Star, east: float, km: float) -> None:
    moved = star.lat, np.array([wrapped(lon + east) for lon in star.lon])
    for shape, there in (
        (polygon(star.ring, star.hole), polygon(shifted(star.ring, east), shifted(star.hole, east))),
        (corridor(star.ring, 9), corridor(shifted(star.ring, east), 9)),
    ):
        said = judge(shape, star.places, km)
        assert judge(there, moved, km) == said
        assert judge(shape, (star.lat, star.lon + 360), km) == said


@quickly
@given(star=stars(), first=radii, second=radii)
def test_what_is_certain_of_a_circle_is_certain_of_a_smaller_one_about_its_centre(
    star: Star, first: float, second: float
) -> None:
    for shape in (polygon(star.ring), polygon(star.ring, star.hole), corridor(star.ring, 6)):
        large, small = (judge(shape, star.places, km) for km in (max(first, second), min(first, second)))
        kept = [before if before is not Within.UNSURE else after for before, after in zip(large, small, strict=True)]
        assert small == kept
        assert Within.UNSURE not in judge(shape, star.places, 0)


@quickly
@given(star=stars(), share=st.floats(0, 1))
def test_every_place_on_a_border_belongs_to_its_shape(star: Star, share: float) -> None:
    for ring in (star.ring, star.hole):
        laid = unbroken(ring)
        on_edges = laid[:-1] + share * np.diff(laid, axis=0)
        places = points(*((lat, wrapped(lon)) for lon, lat in [*ring, *on_edges.tolist()]))
        assert covers(polygon(star.ring, star.hole), *places).all()
        assert set(judge(polygon(star.ring, star.hole), places, 0.01)) == {Within.UNSURE}
        assert covers(corridor(ring, 0.001), *places).all()


@quickly
@given(star=stars())
def test_what_lies_in_a_hole_does_not_belong_to_its_shape(star: Star) -> None:
    centre = points((star.centre[1], star.centre[0]))
    assert judge(polygon(star.ring), centre, 0) == [Within.INSIDE]
    assert judge(polygon(star.ring, star.hole), centre, 0) == [Within.OUTSIDE]


@quickly
@given(
    west=st.floats(0.1, 2),
    east=st.floats(0.1, 2),
    lats=st.lists(st.floats(-60, 60), min_size=4, max_size=4, unique=True).map(sorted),
    off=st.lists(st.tuples(st.floats(-3, 3), st.floats(-65, 65)), min_size=4, max_size=4),
    km=radii,
)
def test_a_zone_cut_at_the_180th_meridian_is_judged_as_the_one_that_crosses_it(
    west: float, east: float, lats: list[float], off: list[tuple[float, float]], km: float
) -> None:
    """RFC 7946, section 3.1.9, asks for the cut; the zone is a trapezium with two sides along meridians."""
    share = west / (west + east)
    south, north = lats[0] + share * (lats[1] - lats[0]), lats[3] + share * (lats[2] - lats[3])
    left = np.array([[180 - west, lats[0]], [180, south], [180, north], [180 - west, lats[3]]])
    right = np.array([[-180, south], [east - 180, lats[1]], [east - 180, lats[2]], [-180, north]])
    cut = AREA.validate_python({"type": "MultiPolygon", "coordinates": [[closed(left)], [closed(right)]]})
    whole = polygon(closed(np.array([left[0], right[1], right[2], left[3]])))
    places = points(*((lat, wrapped(180 + lon)) for lon, lat in [*off, (0, (south + north) / 2), (0.01, north - 0.01)]))
    assert judge(cut, places, km) == judge(whole, places, km)
