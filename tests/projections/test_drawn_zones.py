"""Zones as they are drawn under a lens, and which places lie in them."""

import pytest

from domain.agreement.agreement import Agreement
from domain.agreement.values import ZoneReport
from domain.errors import Unacceptable
from domain.geometry.shapes import Corridor, MultiPolygon, Polygon
from projections.zones import drawn, rows_in_zone
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, a_book, followed, lens

SQUARE = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]
AREA = {"type": "Polygon", "coordinates": [SQUARE]}
ROAD = {"line": {"type": "LineString", "coordinates": [[36.2, 35.8], [36.8, 35.8]]}, "km_each_side": 6}
OVER_180 = {"type": "Polygon", "coordinates": [[[178.0, -20.0], [-178.0, -20.0], [180.0, -15.0], [178.0, -20.0]]]}


@pytest.fixture
def book() -> Book:
    return a_book()


def draw(book: Book, slug: str, agreement: str = "sochi-2018", published: str = "2018-09-17", **shape: object) -> None:
    said = words("reuters", published=published, slug=slug, name=slug, schematic=True, **shape)
    book.change(Agreement.stream(agreement), Agreement.draw, made(ZoneReport, **said), kind=Agreement)


def at(book: Book, *places: tuple[float | None, float | None], precision: str = "near") -> None:
    for lat, lon in places:
        book.report(place={"name": "Somewhere", "lat": lat, "lon": lon, "precision": precision})


def test_every_zone_of_every_agreement_is_drawn_with_the_shape_that_it_was_given(book: Book) -> None:
    book.agreement("astana-2017")
    draw(book, "area", geometry=AREA)
    draw(book, "road", corridor=ROAD)
    draw(book, "area", "astana-2017", geometry={"type": "MultiPolygon", "coordinates": [[SQUARE]]})
    store = followed(book.ledger)
    assert drawn(store, lens(store)) == {
        ("astana-2017", "area"): made(MultiPolygon, type="MultiPolygon", coordinates=[[SQUARE]]),
        ("sochi-2018", "area"): made(Polygon, **AREA),
        ("sochi-2018", "road"): made(Corridor, **ROAD),
    }


def test_the_drawing_that_was_known_last_holds_whichever_was_recorded_last(book: Book) -> None:
    draw(book, "zone", published="2020-03-01", corridor=ROAD)
    before = book.ledger.position
    draw(book, "zone", published="2019-01-01", geometry=AREA)
    store = followed(book.ledger)
    as_drawn = made(Corridor, **ROAD), made(Polygon, **AREA)
    assert [*drawn(store, lens(store)).values()] == [as_drawn[0]]
    assert [*drawn(store, lens(store, known_at="2019-06-01")).values()] == [as_drawn[1]]
    assert drawn(store, lens(store, known_at="2018-12-31")) == {}
    assert drawn(store, lens(store, known_at="2019-06-01", position=str(before))) == {}


def test_of_two_drawings_known_at_one_moment_the_one_recorded_last_holds(book: Book) -> None:
    draw(book, "zone", corridor=ROAD)
    before = book.ledger.position
    draw(book, "zone", geometry=AREA)
    store = followed(book.ledger)
    assert [*drawn(store, lens(store)).values()] == [made(Polygon, **AREA)]
    assert [*drawn(store, lens(store, position=str(before))).values()] == [made(Corridor, **ROAD)]


def test_a_zone_is_where_any_agreement_draws_it_last(book: Book) -> None:
    book.agreement("astana-2017")
    draw(book, "zone", geometry=OVER_180)
    draw(book, "zone", published="2018-09-18", geometry=AREA)
    draw(book, "zone", "astana-2017", corridor=ROAD | {"km_each_side": 30})
    at(book, (35.5, 36.5), (35.8, 37.1), (36.0, 37.0), (-17.0, 180.0), (33.5, 36.3), (None, None))
    store = followed(book.ledger)
    assert places(book, "zone") == {(35.5, 36.5), (35.8, 37.1), (36.0, 37.0)}
    assert sorted(key for key, _ in drawn(store, lens(store)).items()) == [
        ("astana-2017", "zone"),
        ("sochi-2018", "zone"),
    ]


def test_a_zone_over_the_180th_meridian_has_places_on_either_side(book: Book) -> None:
    draw(book, "fiji", geometry=OVER_180)
    at(
        book,
        (-19.0, 179.0),
        (-19.0, -179.0),
        (-19.0, 180.0),
        (-19.0, -180.0),
        (-15.0, -180.0),
        (-19.0, 177.0),
        (-19.0, 0.0),
    )
    assert places(book, "fiji") == {(-19.0, 179.0), (-19.0, -179.0), (-19.0, 180.0), (-19.0, -180.0), (-15.0, -180.0)}


def test_a_place_known_only_to_its_district_counts_by_its_point(book: Book) -> None:
    draw(book, "area", geometry=AREA)
    at(book, (35.99, 36.5), precision="district")
    at(book, (36.01, 36.5), precision="governorate")
    assert places(book, "area") == {(35.99, 36.5)}


def test_in_a_ledger_without_places_no_place_lies_in_a_zone(book: Book) -> None:
    draw(book, "area", geometry=AREA)
    assert places(book, "area") == set()


def test_a_zone_that_nobody_draws_is_refused_by_its_name(book: Book) -> None:
    draw(book, "area", published="2020-03-01", geometry=AREA)
    store = followed(book.ledger)
    for zone, looking in (("nowhere", lens(store)), ("area", lens(store, known_at="2020-01-01"))):
        with pytest.raises(Unacceptable, match=f"no agreement draws a zone '{zone}'") as refused:
            rows_in_zone(store, looking, zone)
        assert refused.value.field == "zone"


def places(book: Book, zone: str) -> set[tuple[float, float]]:
    store = followed(book.ledger)
    rows = rows_in_zone(store, lens(store), zone).tolist()
    return set(store.rows("SELECT lat, lon FROM incident_versions WHERE row IN (SELECT unnest(?::BIGINT[]))", [rows]))


def test_drawings_are_read_once_for_as_long_as_nobody_draws_anew(book: Book) -> None:
    """A count by agreement, provision and zone asks for them once a group: 200 s for forty zones, read each time."""
    draw(book, "road", corridor=ROAD)
    store, before = followed(book.ledger), str(book.ledger.position)
    first = drawn(store, lens(store, position=before))
    assert first == {("sochi-2018", "road"): made(Corridor, **ROAD)}
    assert drawn(store, lens(store, as_of="2020-01-01", position=before)) is first

    draw(book, "area", geometry=AREA)
    followed(book.ledger, store)
    assert set(drawn(store, lens(store))) == {("sochi-2018", "area"), ("sochi-2018", "road")}
    assert drawn(store, lens(store, position=before)) is first
