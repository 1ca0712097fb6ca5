"""Which shapes are let in: over the 180th meridian and along the poles, and what is refused, with the reason."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.geometry.shapes import Area, Polygon, covers
from tests.domain.globe import Way, box, points, polygon, several, shifted

AREA: TypeAdapter[Any] = TypeAdapter(Area)
FIJI = box(177, -20, -178 + 360, -15)
BOW_TIE = [[179.0, 0.0], [-179.0, 2.0], [-179.0, 0.0], [179.0, 2.0], [179.0, 0.0]]
ARCTIC = [[-180.0, 66.0], [-60.0, 70.0], [60.0, 68.0], [180.0, 66.0], [180.0, 90.0], [-180.0, 90.0], [-180.0, 66.0]]
ROUND_THE_POLE = [[0.0, 80.0], [120.0, 80.0], [-120.0, 80.0], [0.0, 80.0]]
AROUND_THE_EARTH = [
    [lon, lat]
    for lat, lons in ((-5.0, (-180.0, -60.0, 60.0, 180.0)), (5.0, (180.0, 60.0, -60.0, -180.0)))
    for lon in lons
]


TWO_STEPS_ROUND_THE_EARTH = [[-180.0, 0.0], [180.0, 0.0], [180.0, 5.0], [-180.0, 5.0], [-180.0, 0.0]]


def area_of(*rings: Way) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def areas_of(*polygons: list[Way]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": list(polygons)}


@pytest.mark.parametrize(
    "given",
    [
        area_of(FIJI),
        area_of(FIJI, box(179, -18, 181, -17)[::-1]),
        # The hole lies wholly on the other side.
        area_of(FIJI, box(-179.5, -18, -179, -17)[::-1]),
        area_of(box(-180, -20, -178, -15)),
        area_of(box(178, -20, 180, -15)),
        areas_of([box(177, -20, 180, -15)], [box(-180, -20, -178, -15)]),
        areas_of([FIJI], [box(-170, -20, -165, -15)]),
        area_of(ARCTIC),
        area_of([*AROUND_THE_EARTH, AROUND_THE_EARTH[0]]),
        area_of([[0.0, 80.0], [90.0, 80.0], [45.0, 90.0], [0.0, 80.0]]),
    ],
)
def test_a_shape_may_lie_over_the_180th_meridian_and_along_a_pole(given: dict[str, Any]) -> None:
    assert AREA.validate_python(given).model_dump(mode="json")["coordinates"] == given["coordinates"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (area_of(ROUND_THE_POLE), r"Ring goes round a pole\[0 80\]; lead it along a meridian and along latitude 90"),
        (area_of([[lon, -lat] for lon, lat in ROUND_THE_POLE]), r"Ring goes round a pole\[0 -80\]"),
        (area_of(ARCTIC, shifted(ROUND_THE_POLE, 7)), r"Ring goes round a pole\[7 80\]"),
        (areas_of([FIJI], [ROUND_THE_POLE]), r"Ring goes round a pole\[0 80\]"),
        (area_of(BOW_TIE), r"Self-intersection\[180 1\]"),
        (area_of(shifted(BOW_TIE, 0.5)), r"Self-intersection\[-179\.5 1\]"),
        (area_of(FIJI, box(-177, -18, -176, -17)), r"Hole lies outside shell\[-17\d(\.\d+)? -\d+\]"),
        (area_of(TWO_STEPS_ROUND_THE_EARTH), r"Too few points in geometry component\[-180 0\]"),
        (areas_of([FIJI], [box(-179, -18, -170, -17)]), r"Self-overlap round the earth\[-17\d\.\d+ -17\.5\]"),
        (areas_of([box(170, -20, 190, -15)], [box(175, -20, 195, -15)]), r"Self-intersection\[175 -\d+\]"),
    ],
)
def test_what_crosses_itself_or_goes_round_a_pole_is_refused_with_the_place(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=f"the shape is not valid: {why}"):
        AREA.validate_python(given)


def test_what_was_stored_under_other_rules_is_read_all_the_same() -> None:
    for given in (area_of(BOW_TIE), area_of(ROUND_THE_POLE), areas_of([FIJI], [box(-179, -18, -170, -17)])):
        read = AREA.validate_python(given, context={"stored": True})
        assert read.model_dump(mode="json")["coordinates"] == given["coordinates"]


def test_a_stored_shape_that_is_no_area_is_judged_as_far_as_it_is_one() -> None:
    left_and_right = points((1.0, 179.2), (1.0, -179.2), (0.2, 180.0), (1.9, 180.0), (1.0, 100.0))
    assert covers(polygon(BOW_TIE), *left_and_right).tolist() == [True, True, False, False, False]
    flat = polygon([[0.0, 5.0], [1.0, 5.0], [2.0, 5.0], [0.0, 5.0]])
    assert covers(flat, *points((5.0, 1.0), (0.0, 0.0))).tolist() == [False, False]
    assert covers(several([ROUND_THE_POLE]), *points((0.0, 0.0), (-80.0, 10.0))).tolist() == [False, False]


def test_a_ring_is_a_value_of_its_own() -> None:
    """Shapes are kept ready by what they are, so equal ones are one and others are not."""
    assert polygon(FIJI) == polygon(FIJI)
    assert hash(polygon(FIJI)) == hash(polygon(FIJI))
    assert isinstance(polygon(FIJI), Polygon)
