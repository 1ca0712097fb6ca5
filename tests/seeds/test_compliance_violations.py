"""Violations of the memorandum of 2018, by party and as of three days, equal a list made by hand from the record."""

from collections import defaultdict
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.seeds.violations_by_hand import BOTH, BY_HAND, NONE, Judged, by

ROOT = "/api/v1"
DAYS = ("2019-04-30", "2019-08-31", "2020-02-20", "2020-12-31")
Whose = dict[tuple[str, str], set[str]]


def named(record: TestClient, address: str) -> dict[str, dict[str, Any]]:
    """Every incident of a list, by its external id."""
    answer = record.get(address)
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert answer.json()["count"] == len(items)
    return {one["external_id"]["value"]: one for one in items}


def whose(judged: list[Judged]) -> Whose:
    found: Whose = defaultdict(set)
    for one in judged:
        for party in one.parties:
            found[party, one.how].add(one.name)
    return dict(found)


def test_the_list_names_every_incident_of_the_record_once(record: TestClient) -> None:
    everything = named(record, f"{ROOT}/incidents?limit=500")
    assert sorted(everything) == sorted([*(one.name for one in BY_HAND), *NONE])


@pytest.mark.parametrize("day", DAYS)
def test_each_partys_violations_are_those_of_the_list(record: TestClient, day: str) -> None:
    violations = record.get(f"{ROOT}/agreements/sochi-2018/compliance?as_of={day}").json()["violations"]
    found: Whose = {}
    for party in violations["by_party"]:
        for how in ("attributed", "contested", "uncertain"):
            listed = named(record, f"{party['href']}&violation={how}&limit=500")
            assert len(listed) == party[how]
            if listed:
                found[party["party"], how] = set(listed)
    assert found == whose(by(day))


@pytest.mark.parametrize("day", DAYS)
def test_those_that_are_nobodys_are_counted_in_the_whole_and_laid_at_no_door(record: TestClient, day: str) -> None:
    violations = record.get(f"{ROOT}/agreements/sochi-2018/compliance?as_of={day}").json()["violations"]
    assert violations["count"] == len(by(day))
    assert set(named(record, f"{violations['href']}&limit=500")) == {one.name for one in by(day)}
    assert "nobody's" in {one.how for one in by(day)}


@pytest.mark.parametrize("judged", BY_HAND, ids=lambda one: one.name)
def test_an_incident_breaches_the_points_of_the_list_with_its_doubts(record: TestClient, judged: Judged) -> None:
    page = named(record, f"{ROOT}/incidents?agreement=sochi-2018&limit=500")[judged.name]
    breaches = {one["provision"]: one for one in page["breaches"] if one["agreement"] == "sochi-2018"}
    assert tuple(sorted(breaches)) == judged.points
    for point, breach in breaches.items():
        told = breach["judged"]
        assert (told["policy"], frozenset(told["doubts"])) == ("compliance-1", judged.doubts)
        assert told["finding"] == ("uncertain" if judged.doubts else "found")
        alleged = (judged.name, point) == ("2018-11-08-zallaqiyat-attack", "9")
        assert breach["status"] == ("alleged" if alleged else told["finding"])


def test_who_may_have_done_what_is_left_open_is_named_in_words(record: TestClient) -> None:
    pages = named(record, f"{ROOT}/incidents?agreement=sochi-2018&provision=2&limit=500")
    market, post = (
        next(one["judged"] for one in pages[name]["breaches"] if one["provision"] == "2")
        for name in ("2020-01-15-idlib-market-strike", "2019-06-29-post-mortar")
    )
    assert market["by"] == ["russia", "syria-government"]
    assert "who did it is left open: russia or syria-government, each of whom is bound" in market["reason"]
    assert post["by"] == []
    assert "the place has no coordinates; nobody is named for it" in post["reason"]


def test_the_list_is_no_shadow_of_one_rule() -> None:
    """Every way of being a violation occurs, and both points and one alone."""
    assert {one.how for one in BY_HAND} == {"attributed", "contested", "uncertain", "nobody's"}
    assert {one.points for one in BY_HAND} == {BOTH, ("2",), ("9",)}
