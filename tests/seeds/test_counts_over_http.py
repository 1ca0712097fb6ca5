"""`GET /counts?group_by=party` under ten lenses equals a brute-force count over the raw claims; lists hold as many."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.wiring import Truceline
from tests.projections import oracle
from tests.projections.test_counts_against_oracle import LENSES

COUNTS = "/api/v1/counts"
LIST = "/api/v1/incidents"
NATURES = {"violations": "violation", "retaliations": "retaliation", "other": "incident"}


@pytest.mark.parametrize("words", LENSES, ids=str)
def test_the_counts_are_those_of_the_raw_claims(idlib: tuple[Truceline, TestClient], words: dict[str, str]) -> None:
    truceline, client = idlib
    answer = client.get(COUNTS, params={"group_by": "party"} | words).json()
    lens = answer["lens"]
    expected = oracle.counts(
        oracle.pile(truceline.ledger),
        lens["as_of"] and oracle.clock(lens["as_of"]),
        lens["known_at"] and oracle.clock(lens["known_at"]),
        lens["position"],
    )
    assert {group["party"]: bare(group) for group in answer["groups"]} == expected


def bare(group: dict[str, Any]) -> dict[str, Any]:
    counted = {name: part for name, part in group.items() if name not in {"party", "incidents"}}
    return counted | {"count": group["incidents"]["count"]}


@pytest.mark.parametrize("words", LENSES[:5], ids=str)
def test_each_numbers_list_holds_exactly_as_many(record: TestClient, words: dict[str, str]) -> None:
    for group in record.get(COUNTS, params=words).json()["groups"]:
        listed = record.get(group["incidents"]["href"]).json()
        assert listed["count"] == len(listed["items"]) == group["incidents"]["count"]
        for plural, nature in NATURES.items():
            for attribution, number in group[plural].items():
                filters = {"perpetrator": group["party"], "nature": nature, "attribution": attribution, "limit": "500"}
                found = record.get(LIST, params=words | filters).json()
                assert found["count"] == len(found["items"]) == number
