"""Tables made anew take the place of the old ones only where they equal them, or brute force bears them out."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.routes import rebuilding
from api.wiring import Truceline
from projections.fold import History
from projections.proving.proof import Proof
from tests.api.story import ROOT


def test_tables_that_were_tampered_with_are_mended_and_it_is_said_where(
    nayrab: TestClient, truceline: Truceline
) -> None:
    before = nayrab.get(f"{ROOT}/incidents").json()
    with truceline.store.writing() as connection:
        connection.execute("DELETE FROM party_versions WHERE slug = 'turkey'")
    answer = nayrab.post(f"{ROOT}/rebuild")
    assert (answer.status_code, answer.json()["mended"]) == (200, {"party_versions": 1})
    assert nayrab.get(f"{ROOT}/parties/turkey").status_code == 200
    assert nayrab.get(f"{ROOT}/incidents").json() == before


def test_where_the_fold_goes_wrong_the_old_tables_stay_and_it_is_said_why(
    nayrab: TestClient, truceline: Truceline, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, before = truceline.store, nayrab.get(f"{ROOT}/incidents").json()
    monkeypatch.setattr(History, "_close", lambda *_: None)
    answer = nayrab.post(f"{ROOT}/rebuild")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/rebuild-unproven")
    assert "is wrong about stream " in answer.json()["detail"]
    monkeypatch.undo()
    assert truceline.store is store
    assert nayrab.get(f"{ROOT}/incidents").json() == before
    assert [path for path in Path(store.path).parent.iterdir() if "rebuilding" in path.name] == []
    assert nayrab.post(f"{ROOT}/rebuild").json()["mended"] == {}


def test_old_tables_that_stand_still_are_no_measure_so_brute_force_is(
    nayrab: TestClient, truceline: Truceline, monkeypatch: pytest.MonkeyPatch
) -> None:
    truceline.follower.stop()
    monkeypatch.setattr(rebuilding, "CATCH_UP_SECONDS", 0)
    with truceline.store.writing() as connection:
        connection.execute("UPDATE progress SET position = position - 1")
    truceline.follower._position -= 1
    assert nayrab.post(f"{ROOT}/rebuild").json()["mended"] is None
    monkeypatch.setattr(rebuilding, "prove", lambda *_: Proof(["a finding"]))
    truceline.follower.stop()
    with truceline.store.writing() as connection:
        connection.execute("UPDATE progress SET position = position - 1")
    assert "a finding" in nayrab.post(f"{ROOT}/rebuild").json()["detail"]
