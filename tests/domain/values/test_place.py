from math import cos, radians
from typing import Any

import pytest
from shapely.geometry import shape

from domain.agreement.values import Zone, ZoneReport
from domain.geometry.shapes import Corridor, MultiPolygon, Polygon, area_covers
from domain.place import Place, PlacePrecision
from tests.domain.arrange import made, words

SQUARE = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]
HOLE = [[36.4, 35.4], [36.4, 35.6], [36.6, 35.6], [36.6, 35.4], [36.4, 35.4]]
BOW_TIE = [[36.0, 35.0], [37.0, 36.0], [37.0, 35.0], [36.0, 36.0], [36.0, 35.0]]
OPEN = [*SQUARE[:-1], [36.0, 35.1]]


def a_zone(**parts: Any) -> ZoneReport:
    return made(ZoneReport, **words(slug="zone", name="Zone", schematic=True) | parts)


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def several(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def moved(ring: list[list[float]], east: float) -> list[list[float]]:
    return [[lon + east, lat] for lon, lat in ring]


def test_a_place_may_have_a_name_alone() -> None:
    place = made(Place, name=" Nayrab ")
    assert (place.name, place.lat, place.lon, place.precision) == ("Nayrab", None, None, PlacePrecision.NEAR)


@pytest.mark.parametrize(
    "parts",
    [
        {"lat": 95, "lon": 36.7},
        {"lat": -90.1, "lon": 36.7},
        {"lat": 35.9, "lon": 181},
        {"lat": "nan", "lon": 36.7},
        {"lat": 35.9, "lon": "inf"},
        {"lat": 35.9},
        {"lon": 36.7},
        {"precision": "roughly"},
        {"name": ""},
        {"name": "  "},
        {"latitude": 35.9},
    ],
)
def test_a_place_off_the_map_or_half_known_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Place"):
        made(Place, **{"name": "Nayrab"} | parts)


def test_the_refusal_of_half_a_pair_says_so() -> None:
    with pytest.raises(ValueError, match="both lat and lon, or neither"):
        made(Place, name="Nayrab", lat=35.9)


def test_the_poles_and_the_date_line_are_on_the_map() -> None:
    assert made(Place, name="Pole", lat=-90, lon=180).lat == -90


def test_a_zone_is_a_polygon_with_holes_or_several() -> None:
    with_hole, two = a_zone(geometry=polygon(SQUARE, HOLE)), a_zone(geometry=several(SQUARE, moved(SQUARE, 2)))
    assert isinstance(with_hole.geometry, Polygon)
    assert isinstance(two.geometry, MultiPolygon)
    assert shape(with_hole.geometry.model_dump()).area == pytest.approx(0.96)
    assert shape(two.geometry.model_dump()).area == pytest.approx(2)


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        (polygon(BOW_TIE), r"the shape is not valid: Self-intersection\[36\.5 35\.5\]"),
        (several(BOW_TIE), r"the shape is not valid: Self-intersection"),
        (several(SQUARE, moved(SQUARE, 0.5)), "the shape is not valid"),
        (polygon(SQUARE, moved(HOLE, 5)), "the shape is not valid: Hole lies outside shell"),
        (polygon([[36.0, 35.0]] * 4), "the shape is not valid"),
        (polygon(OPEN), "a ring ends where it begins"),
        (polygon(SQUARE, [*HOLE[:-1], [36.4, 35.41]]), "a ring ends where it begins"),
        (several(SQUARE, moved(OPEN, 2)), "a ring ends where it begins"),
        (polygon(SQUARE[:2] + SQUARE[:1]), "at least 4 items"),
        (polygon(), "at least 1 item"),
        (several(), "at least 1 item"),
        (polygon([[lat, lon + 60] for lon, lat in SQUARE]), "less than or equal to 90"),
        ({"type": "Point", "coordinates": [36, 35]}, "does not match any of the expected tags"),
    ],
)
def test_a_shape_that_is_none_is_refused_with_the_reason(geometry: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        a_zone(geometry=geometry)


def test_a_corridor_lies_along_a_line_on_both_sides() -> None:
    line = {"type": "LineString", "coordinates": [[35.9, 35.6], [36.7, 35.8]]}
    zone = a_zone(corridor={"line": line, "km_each_side": 6})
    assert isinstance(zone.corridor, Corridor)
    assert shape(zone.corridor.line.model_dump()).length > 0


@pytest.mark.parametrize("km", [0, -6, 501, "nan"])
def test_a_corridor_has_a_width_that_texts_draw(km: Any) -> None:  # noqa: ANN401 - what a caller may send
    with pytest.raises(ValueError, match="km_each_side"):
        made(Corridor, line={"type": "LineString", "coordinates": [[35.9, 35.6], [36.7, 35.8]]}, km_each_side=km)


def test_a_line_has_two_positions() -> None:
    with pytest.raises(ValueError, match="at least 2 items"):
        made(Corridor, line={"type": "LineString", "coordinates": [[35.9, 35.6]]}, km_each_side=6)


def test_a_zone_has_one_shape() -> None:
    line = {"type": "LineString", "coordinates": [[35.9, 35.6], [36.7, 35.8]]}
    for parts in ({}, {"geometry": polygon(SQUARE), "corridor": {"line": line, "km_each_side": 6}}):
        with pytest.raises(ValueError, match="a geometry or a corridor"):
            a_zone(**parts)


def test_a_stored_zone_reads_back_as_it_was() -> None:
    given = a_zone(geometry=polygon(SQUARE, HOLE))
    stored = Zone.model_validate_json(given.model_dump_json(by_alias=True))
    assert stored.geometry == given.geometry


def test_an_area_covers_what_lies_in_it_and_on_its_border() -> None:
    zone = a_zone(geometry=polygon(SQUARE, HOLE)).geometry
    assert zone is not None
    asked = [(35.2, 36.2), (35.0, 36.5), (35.5, 36.5), (34.9, 36.5), (36.5, 35.5)]
    assert [area_covers(zone, lat, lon) for lat, lon in asked] == [True, True, False, False, False]


@pytest.mark.parametrize(("km_north", "covered"), [(0, True), (5.9, True), (6.1, False), (-5.9, True), (-6.1, False)])
def test_a_corridor_covers_so_many_kilometres_on_each_side(km_north: float, covered: bool) -> None:  # noqa: FBT001 - a case
    """A degree of latitude is 111.195 km on a sphere of 6371 km; the road runs due east at 35 degrees 45 minutes."""
    line = {"type": "LineString", "coordinates": [[36.0, 35.75], [36.8, 35.75]]}
    corridor = made(Corridor, line=line, km_each_side=6)
    assert corridor.covers(35.75 + km_north / 111.195, 36.4) is covered


@pytest.mark.parametrize(("km_east", "covered"), [(5.9, True), (6.1, False)])
def test_a_kilometre_to_the_east_is_as_long_as_one_to_the_north(km_east: float, covered: bool) -> None:  # noqa: FBT001 - a case
    line = {"type": "LineString", "coordinates": [[36.0, 35.0], [36.0, 36.0]]}
    corridor = made(Corridor, line=line, km_each_side=6)
    assert corridor.covers(35.5, 36.0 + km_east / (111.195 * cos(radians(35.5)))) is covered
