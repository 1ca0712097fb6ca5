"""What the rules refuse: a problem names the field and the rule; nothing is stored, and the position stays."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import ANSWERING_FIRE, NAYRAB, STRIKE
from api.wiring import Truceline
from tests.api.story import ROOT, a_new_incident, put

Body = dict[str, Any]

INCIDENTS = f"{ROOT}/incidents"
NOBODY = UUID(int=7)
OTHER_CLAIM = {"source": "ap", "published_at": "2020-02-20"}
AMENDMENT = {"change": "amended", "at": {"from": "2018-01-01"}, "by": "sochi-2018", "source": "ap"}


REFUSED: list[tuple[str, Body, int, str, str | None]] = [
    ("/incidents", {"claim.perpetrator": "atlantis"}, 422, "unknown", "claim.perpetrator"),
    ("/incidents", {"targets": ["atlantis"]}, 422, "unknown", "targets"),
    ("/incidents", {"claim.targets": ["atlantis"]}, 422, "unknown", "claim.targets"),
    ("/incidents", {"claim.source": "nobody"}, 422, "unknown", "claim.source"),
    ("/incidents", {"claim.via": "nobody"}, 422, "unknown", "claim.via"),
    ("/incidents", {"claim.published_at": "2999-01-01"}, 422, "unacceptable", "claim.published_at"),
    (
        "/incidents",
        {"breaches": [{"agreement": "versailles", "provision": "231"}]},
        422,
        "unknown",
        "breaches.0.agreement",
    ),
    (
        "/incidents",
        {"breaches": [{"agreement": "sochi-2018", "provision": "99"}]},
        422,
        "unknown",
        "breaches.0.provision",
    ),
    (
        "/incidents",
        {"occurred": {"from": "2020-02-18"}, "answers": [{"incident": str(STRIKE), "asserted_by": "ap"}]},
        409,
        "answers-the-future",
        "answers",
    ),
    ("/incidents", {"answers": [{"incident": str(NOBODY), "asserted_by": "ap"}]}, 422, "unknown", "answers"),
    ("/incidents", {"act": "shelling", "external_id": NAYRAB["external_id"]}, 409, "different-content", "external_id"),
    (f"/incidents/{STRIKE}/merge", {"into": str(STRIKE), "reason": "r"}, 409, "merged-into-itself", "into"),
    (f"/incidents/{STRIKE}/merge", {"into": str(NOBODY), "reason": "r"}, 422, "unknown", "into"),
    (f"/incidents/{STRIKE}/merge", {"undo": True, "reason": "r"}, 409, "not-merged", "undo"),
    (f"/incidents/{STRIKE}/reinstatement", {}, 409, "not-retracted", "incident"),
    (f"/incidents/{STRIKE}/correction", {"reason": "r"}, 409, "nothing-to-correct", "occurred"),
    (f"/incidents/{STRIKE}/assessment", {"lift": True, "reason": "r"}, 409, "no-assessment-to-lift", "lift"),
    (f"/incidents/{STRIKE}/answers", {"incident": str(STRIKE), "asserted_by": "ap"}, 409, "answers-itself", "answers"),
    (f"/incidents/{STRIKE}/claims", OTHER_CLAIM | {"supersedes": str(NOBODY)}, 422, "unknown", "supersedes"),
    (f"/incidents/{NOBODY}/claims", OTHER_CLAIM, 404, "missing", None),
    (f"/incidents/{STRIKE}/claims/{NOBODY}/withdrawal", {"reason": "r"}, 404, "missing", None),
    (f"/incidents/{STRIKE}/answers/{NOBODY}/rejection", {}, 404, "missing", None),
    ("/agreements/sochi-2018/changes", AMENDMENT | {"published_at": "2018-01-01"}, 409, "agreement-not-in-force", "at"),
    ("/agreements/versailles/changes", AMENDMENT | {"published_at": "2018-01-01"}, 404, "missing", None),
    ("/parties", {"slug": "turkey", "name": "Another", "kind": "state"}, 409, "already-registered", "slug"),
]


@pytest.mark.parametrize(("path", "given", "status", "kind", "field"), REFUSED)
def test_what_a_rule_refuses_is_not_stored(  # noqa: PLR0917 - a table's columns
    settled: TestClient, settled_ledger: Truceline, path: str, given: Body, status: int, kind: str, field: str | None
) -> None:
    body = given
    if path == "/incidents":
        body = a_new_incident()
        for where, value in given.items():
            put(body, where, value)
    before = settled_ledger.ledger.position

    answer = settled.post(ROOT + path, json=body)

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{kind}"), problem
    assert problem["field"] == field
    assert problem["detail"]
    assert settled_ledger.ledger.position == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"targets": ["atlantis"]}, "no party atlantis is registered: an analyst registers it by POST /api/v1/parties"),
        ({"claim.source": "nobody"}, "no source nobody is registered: an analyst registers it by POST /api/v1/sources"),
        (
            {"breaches": [{"agreement": "versailles", "provision": "231"}]},
            "no agreement versailles is registered: an analyst registers it by POST /api/v1/agreements",
        ),
        ({"breaches": [{"agreement": "sochi-2018", "provision": "99"}]}, "sochi-2018 has no provision 99"),
        ({"answers": [{"incident": str(NOBODY), "asserted_by": "ap"}]}, f"no incident {NOBODY} is registered"),
    ],
)
def test_what_names_somebody_unknown_is_told_how_they_come_in(settled: TestClient, change: Body, said: str) -> None:
    body = a_new_incident()
    for where, value in change.items():
        put(body, where, value)
    assert settled.post(INCIDENTS, json=body).json()["detail"] == said


def test_what_is_missing_is_called_by_the_name_in_its_address(settled: TestClient) -> None:
    answer = settled.post(f"{ROOT}/parties/atlantis/renaming", json={"name": "Atlantis", "reason": "r"})

    assert (answer.status_code, answer.json()["detail"]) == (404, "there is no party atlantis")


def test_a_retracted_incident_takes_no_further_judgement(settled: TestClient, settled_ledger: Truceline) -> None:
    assert settled.post(f"{INCIDENTS}/{ANSWERING_FIRE}/retraction", json={"reason": "r"}).status_code == 201
    before = settled_ledger.ledger.position

    answers = [
        settled.post(f"{INCIDENTS}/{ANSWERING_FIRE}/{judgement}", json={"reason": "r"})
        for judgement in ("verification", "dispute", "retraction")
    ]

    assert {(one.status_code, one.json()["type"]) for one in answers} == {(409, "/problems/already-retracted")}
    assert settled_ledger.ledger.position == before
