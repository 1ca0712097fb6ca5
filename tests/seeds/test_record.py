"""The record of Idlib says everything that the sheet of public facts says, each with its source."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.ledger import Ledger
from seeds.loader import load
from seeds.records import Theatre

KINDS = (
    "incident",
    "statement",
    "figure",
    "bulletin",
    "agreement",
    "provision",
    "zone",
    "change",
    "obligation",
    "place",
)


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return Theatre.of("idlib")


def records(theatre: Theatre) -> list[dict[str, Any]]:
    plain = [record for kind in KINDS for record in theatre.all(kind)]
    return [*plain, *(claim for incident in theatre.all("incident") for claim in incident["claims"])]


def test_every_row_of_the_sheet_is_represented(theatre: Theatre, shared_data: Path) -> None:
    rows = [json.loads(line)["id"] for line in (shared_data / "idlib/claims.jsonl").read_text("utf-8").splitlines()]
    written = {fact for record in records(theatre) for fact in record.get("facts", ())}
    assert len(rows) == 134
    assert set(rows) - written == set()


def test_both_sides_of_every_bulletin_are_there(theatre: Theatre, shared_data: Path) -> None:
    lines = (shared_data / "idlib/commission-bulletins.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        given = json.loads(line)
        ours = {one["side"]: one for one in theatre.all("bulletin") if f"B{number:02}" in one["facts"]}
        for side, part in (("russia", given["russian_side"]), ("turkey", given["turkish_side"])):
            assert ours[side].get("total") == part["total"]
            assert ours[side].get("regions") == (part["by_governorate"] or ours[side].get("regions"))


def test_every_record_names_its_source(theatre: Theatre) -> None:
    known = {source["slug"] for source in theatre.all("source")}
    sourced = [record for record in records(theatre) if "claims" not in record and "coord_source" not in record]
    nameless = [one for one in sourced if one.get("source") not in known and "title" not in one]
    assert nameless == []


def test_every_zone_is_drawn_roughly_and_says_so(theatre: Theatre) -> None:
    assert [zone["schematic"] for zone in theatre.all("zone")] == [True, True, True]


def test_loading_twice_or_after_an_interruption_records_once() -> None:
    ledger = Ledger.at("sqlite://")

    class Interrupted(Exception):
        pass

    def interrupt(done: int, _: int) -> None:
        if done == 150:
            raise Interrupted

    with pytest.raises(Interrupted):
        load(ledger, on_progress=interrupt)
    part = ledger.position
    load(ledger)
    whole = ledger.position
    load(ledger)
    assert 0 < part < whole == ledger.position


def test_progress_ends_when_everything_is_done() -> None:
    steps: list[tuple[int, int]] = []
    load(Ledger.at("sqlite://"), on_progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] == len(steps)
