"""Each filter lets through exactly what it names, and a refusal names the filter at fault."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from domain.agreement.agreement import Agreement
from domain.agreement.values import ZoneReport
from domain.errors import Unacceptable
from domain.incident.incident import Incident
from domain.incident.reports import BreachReport
from domain.judgement import Judgement, Mend
from projections.counts import GROUP_BY, grouped
from projections.multi_groups import SEVERAL
from projections.selection import Selection, condition
from projections.store import Store
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import Book, a_book, followed, lens
from tests.projections.of_tables import features
from tests.projections.test_counts_against_oracle import listed

ROAD = {"line": {"type": "LineString", "coordinates": [[36.0, 35.8], [37.0, 35.8]]}, "km_each_side": 20}
NORTH = {"type": "Polygon", "coordinates": [[[36, 36], [37, 36], [37, 37], [36, 37], [36, 36]]]}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Lend tables with five incidents, named by their places."""
    book = a_book()
    nayrab = book.report()
    breach = made(BreachReport, agreement="sochi-2018", provision="1", finding="confirmed")
    book.change(nayrab, Incident.judge_breach, breach)
    book.change(nayrab, Incident.verify, Judgement())
    somewhere(book, "Saraqib", 36.5, 36.5, act="shelling", occurred={"from": "2020-02-03"}, adm1="Idlib")
    somewhere(book, "Fiji", -18.0, 179.5, said="russia", occurred={"from": "2020-01-27", "precision": "week"})
    somewhere(book, "Samoa", -13.8, -171.8, nature="incident", occurred={"from": "2019-12-31"}, adm1="unknown")
    retracted = somewhere(book, "Nowhere", None, None, occurred={"from": "2020-02-01", "precision": "month"})
    book.change(retracted, Incident.retract, made(Mend, reason="never happened"))
    draw(book, "road", corridor=ROAD)
    draw(book, "north", geometry=NORTH)
    store = followed(book.ledger)
    yield store
    store.close()


def somewhere(book: Book, name: str, lat: float | None, lon: float | None, **parts: Any) -> UUID:
    place = {"name": name, "lat": lat, "lon": lon, "adm1": parts.pop("adm1", None)}
    said = words("afp", published="2020-02-21", casualties=[lost(1)], text=f"It was in {name}: ÇOK!")
    perpetrator = {"perpetrator": parts.pop("said", "syria-government")}
    return book.report(place=place, claim=said | perpetrator, **parts)


def draw(book: Book, slug: str, **shape: Any) -> None:
    said = words("reuters", published="2018-09-17", slug=slug, name=slug, schematic=True, **shape)
    book.change(Agreement.stream("sochi-2018"), Agreement.draw, made(ZoneReport, **said), kind=Agreement)


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ({}, "Fiji Nayrab Samoa Saraqib"),
        ({"party": "turkey"}, "Fiji Nayrab Samoa Saraqib"),
        ({"party": "iran"}, ""),
        ({"party": "russia;turkey"}, "Fiji"),
        ({"party": "russia;syria-government"}, ""),
        ({"party": "russia, syria-government"}, "Fiji Nayrab Samoa Saraqib"),
        ({"perpetrator": "russia"}, "Fiji"),
        ({"perpetrator": "russia,iran"}, "Fiji"),
        ({"perpetrator": "turkey"}, ""),
        ({"target": "turkey"}, "Fiji Nayrab Samoa Saraqib"),
        ({"target": "syria-government"}, ""),
        ({"act": "shelling"}, "Saraqib"),
        ({"act": "shelling,air_strike", "perpetrator": "russia"}, "Fiji"),
        ({"nature": "incident"}, "Samoa"),
        ({"nature": "violation,retaliation"}, "Fiji Nayrab Saraqib"),
        ({"standing": "verified"}, "Nayrab"),
        ({"standing": "retracted"}, "Nowhere"),
        ({"standing": "merged"}, ""),
        ({"attribution": "attributed"}, "Fiji Nayrab Samoa Saraqib"),
        ({"attribution": "admitted,contested"}, ""),
        ({"agreement": "sochi-2018"}, "Nayrab"),
        ({"provision": "1"}, "Nayrab"),
        ({"provision": "2"}, ""),
        ({"provision": "1", "agreement": "sochi-2018"}, "Nayrab"),
        ({"provision": "2", "agreement": "sochi-2018"}, ""),
        ({"zone": "north"}, "Saraqib"),
        ({"zone": "road"}, "Nayrab"),
        ({"bbox": "36,35,37,36"}, "Nayrab"),
        ({"bbox": "36.7173,35.8718,36.7173,35.8718"}, "Nayrab"),
        ({"bbox": "170,-20,-170,0"}, "Fiji Samoa"),
        ({"bbox": "-180,-90,180,90"}, "Fiji Nayrab Samoa Saraqib"),
        ({"q": "çok!"}, "Fiji Samoa Saraqib"),
        ({"q": "IDLIB"}, "Saraqib"),
        ({"q": "100%"}, ""),
        ({"occurred_from": "2020-02-03"}, "Nayrab Saraqib"),
        ({"occurred_from": "2020-02-02"}, "Fiji Nayrab Saraqib"),
        ({"occurred_to": "2020-01-27"}, "Fiji Samoa"),
        ({"occurred_to": "2020-01-26T23:59:59.999999Z"}, "Samoa"),
        ({"occurred_from": "2020-02-03T23:59:59Z", "occurred_to": "2020-02-04"}, "Saraqib"),
        ({"day": "2020-02-03"}, "Saraqib"),
        ({"day": "unknown"}, "Fiji"),
        ({"month": "2020-02"}, "Nayrab Saraqib"),
        ({"month": "2020-02", "standing": "retracted"}, "Nowhere"),
        ({"month": "unknown"}, "Fiji"),
        ({"year": "2019"}, "Samoa"),
        ({"governorate": "Idlib"}, "Saraqib"),
        ({"governorate": "unknown"}, "Fiji Nayrab Samoa"),
    ],
    ids=str,
)
def test_a_filter_lets_through_exactly_what_it_names(store: Store, filters: dict[str, str], places: str) -> None:
    found = listed(store, lens(store), Selection(**filters))
    assert sorted(one["place"]["name"] for one in found) == places.split()


def test_a_day_of_an_answer_is_read_in_the_readers_zone(store: Store) -> None:
    midnight = Selection(occurred_from="2020-02-20", occurred_to="2020-02-20")
    assert [one["place"]["name"] for one in listed(store, lens(store, tz="Pacific/Auckland"), midnight)] == ["Nayrab"]
    day_after = Selection(occurred_from="2020-02-21")
    assert listed(store, lens(store, tz="UTC"), day_after) == []
    assert len(listed(store, lens(store, tz="Pacific/Auckland"), day_after)) == 1


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"act": "war"}, "act"),
        ({"act": "shelling,war"}, "act"),
        ({"nature": "truce"}, "nature"),
        ({"standing": "true"}, "standing"),
        ({"attribution": "sure"}, "attribution"),
        ({"occurred_from": "soon"}, "occurred_from"),
        ({"occurred_to": "2020-02-30"}, "occurred_to"),
        ({"occurred_from": "2020-02-01", "occurred_to": "late"}, "occurred_to"),
        ({"zone": "nowhere"}, "zone"),
        *(
            ({"bbox": box}, "bbox")
            for box in ("1,2,3", "1,2,3,4,5", "a,b,c,d", "0,91,1,92", "181,0,182,1", "0,10,1,5", "nan,0,1,1", "")
        ),
    ],
    ids=str,
)
def test_a_refusal_names_the_filter(store: Store, filters: dict[str, str], field: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        listed(store, lens(store), Selection(**filters))
    assert refused.value.field == field


@pytest.mark.parametrize("names", [["who"], ["party", "act", "who"], [], ["act", "act"], ["provision"]])
def test_counts_refuse_what_they_cannot_group_by(store: Store, names: list[str]) -> None:
    with pytest.raises(Unacceptable) as refused:
        grouped(store, lens(store), Selection(), names)
    assert refused.value.field == "group_by"


@pytest.mark.parametrize(
    "names",
    [
        *([name] for name in GROUP_BY if name != "provision"),
        *(["party", "month"], ["act", "governorate", "day"], ["agreement", "provision", "party"], ["zone", "act"]),
    ],
    ids=",".join,
)
@pytest.mark.parametrize(
    "filters",
    [{}, {"party": "russia"}, {"perpetrator": "syria-government"}, {"act": "shelling,air_strike"}, {"zone": "north"}],
    ids=str,
)
def test_the_filters_of_a_group_list_exactly_what_it_counts(
    store: Store, filters: dict[str, str], names: list[str]
) -> None:
    looking, selection = lens(store), Selection(**filters)
    groups = grouped(store, looking, selection, names)
    for group in groups:
        behind = Selection(**selection.words() | group["where"])
        assert len(listed(store, looking, behind)) == group["count"]
    if not {"party", *SEVERAL} & set(names):
        assert sum(group["count"] for group in groups) == len(listed(store, looking, selection))
        for group in groups:
            natures = (group["violations"], group["retaliations"], group["other"])
            assert sum(number for nature in natures for number in nature.values()) == group["count"]


def test_groups_come_in_a_total_order_with_the_unknown_last(store: Store) -> None:
    months = [group["month"] for group in grouped(store, lens(store), Selection(), ["month"])]
    assert months == ["2019-12", "2020-02", None]


def test_points_on_a_map_are_in_order_and_one_without_coordinates_has_no_geometry(store: Store) -> None:
    shown = features(store, lens(store), Selection(standing="alleged,verified,retracted"))
    assert [one["properties"]["place"]["name"] for one in shown] == ["Samoa", "Fiji", "Nowhere", "Saraqib", "Nayrab"]
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in shown][2:] == [
        None,
        [36.5, 36.5],
        [36.7173, 35.8718],
    ]


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"party": "trukey"}, "party"),
        ({"perpetrator": "turkey,trukey"}, "perpetrator"),
        ({"target": "turkey;trukey"}, "target"),
        ({"agreement": "sochi"}, "agreement"),
        ({"day": "yesterday"}, "day"),
        ({"month": "2020-2"}, "month"),
        ({"year": "20"}, "year"),
        ({"day": "2020-02-31"}, "day"),
        ({"day": "2020-02-2\N{ARABIC-INDIC DIGIT ONE}"}, "day"),
        ({"month": "2020-13"}, "month"),
        ({"year": "0000"}, "year"),
        ({"party": ""}, "party"),
        ({"perpetrator": "turkey,,russia"}, "perpetrator"),
        ({"target": "turkey;"}, "target"),
        ({"nature": ","}, "nature"),
        ({"standing": " "}, "standing"),
        ({"q": ""}, "q"),
        ({"governorate": ""}, "governorate"),
        ({"governorate": "Idlip"}, "governorate"),
        ({"agreement": "sochi-2018;sochi-2018"}, "agreement"),
        ({"violator": "russia;turkey"}, "violator"),
        ({"provision": "nope"}, "provision"),
        ({"agreement": "sochi-2018", "provision": "1,nope"}, "provision"),
        ({"agreement": "astana-2017", "provision": "1"}, "provision"),
    ],
    ids=str,
)
def test_a_slip_of_the_pen_in_a_filter_is_told_and_not_answered_with_nothing(
    filters: dict[str, str], field: str
) -> None:
    book = a_book()
    book.agreement("astana-2017")
    book.report()
    store = followed(book.ledger)
    with pytest.raises(Unacceptable) as refused:
        condition(store, Selection(**filters), lens(store))
    assert refused.value.field == field
