"""Bad input: each gets a problem that names the field and the rule; nothing is stored, and the position stays."""

import copy
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import ANSWERING_FIRE, NAYRAB, STRIKE
from api.settings import Settings
from api.wiring import Truceline
from tests.api.conftest import BOOTSTRAP, serving
from tests.api.story import ROOT, tell

Body = dict[str, Any]

INCIDENTS = f"{ROOT}/incidents"
OTHER_CLAIM = {"source": "ap", "published_at": "2020-02-20"}
AMENDMENT = {"change": "amended", "at": {"from": "2018-01-01"}, "by": "sochi-2018", "source": "ap"}


QUANTITY = "claim.casualties.0.quantity"

@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Truceline, TestClient]]:
    """One server for all of them: where nothing is stored, nothing is shared."""
    path = tmp_path_factory.mktemp("refusals") / "ledger.db"
    with serving(Settings(database=f"sqlite:///{path}", bootstrap_key=BOOTSTRAP)) as (truceline, client):
        tell(client, until="/incidents")
        yield truceline, client


@pytest.fixture
def truceline(server: tuple[Truceline, TestClient]) -> Truceline:
    return server[0]


@pytest.fixture
def client(server: tuple[Truceline, TestClient]) -> TestClient:
    return server[1]


FORM: list[tuple[str, object, str, str]] = [
    ("colour", "red", "colour", "never ignored"),
    ("claim.sauce", "ap", "claim.sauce", "never ignored"),
    ("claim.published_at", "2020-02-20T15:00:00", "claim.published_at", "naive time"),
    ("claim.published_at", "20.02.2020", "claim.published_at", "is not"),
    ("occurred", {"from": "2020-02-20T15:00"}, "occurred.from", "naive time"),
    ("occurred", {"from": "2020-03-29T02:30", "zone": "Europe/Berlin"}, "occurred", "does not exist"),
    ("occurred", {"from": "2020-02-20", "zone": "Syria/Idlib"}, "occurred.zone", "IANA"),
    ("occurred", {"from": "2020-02-20", "earliest": "2020-02-20T00:00:00Z"}, "occurred.earliest", "never given"),
    ("place.lat", 95, "place.lat", "at most 90"),
    ("place.lat", None, "place", "both lat and lon"),
    (QUANTITY, {"exact": -2}, f"{QUANTITY}.exact", "at least 0"),
    (QUANTITY, {"exact": 2.5}, f"{QUANTITY}.exact", "whole number"),
    (QUANTITY, {"exact": "2"}, f"{QUANTITY}.exact", "whole number"),
    (QUANTITY, {"exact": True}, f"{QUANTITY}.exact", "whole number"),
    (QUANTITY, {"between": [35, 30]}, f"{QUANTITY}.between", "the first number is the lesser"),
    (QUANTITY, {"exact": 2, "about": 2}, QUANTITY, "exactly one of"),
    (QUANTITY, {}, QUANTITY, "exactly one of"),
    ("act", "bombing", "act", "one of 'air_strike'"),
    ("targets", ["Turkey!"], "targets.0", "short name such as"),
    ("targets", "turkey", "targets", "has to be a list"),
    ("claim.credibility", 7, "claim.credibility", "at most 6"),
    ("claim.url", "javascript:alert(1)", "claim.url", "URL"),
    ("claim.possible_perpetrators", ["russia", "turkey"], "claim", "not both"),
    ("perpetrator", "russia", "perpetrator", "shorthand"),
    ("claim.basis", "inferred", "claim", "says why"),
    ("answers", [{"asserted_by": "ap"}], "answers.0", "one incident or one statement"),
    ("answers", [{"incident": "x", "asserted_by": "ap"}], "answers.0.incident", "has to be an id"),
    ("claim.text", "\ud800", "claim.text", "surrogate"),
    ("claim.text", "a\0b", "claim.text", "NUL"),
]


@pytest.mark.parametrize(("path", "value", "field", "rule"), FORM)
def test_an_incident_that_breaks_a_rule_of_form_is_not_stored(
    client: TestClient, truceline: Truceline, path: str, value: object, field: str, rule: str
) -> None:
    body = a_new_incident()
    put(body, path, value)
    before = truceline.ledger.position

    answer = client.post(INCIDENTS, content=json.dumps(body), headers={"Content-Type": "application/json"})

    problem = answer.json()
    assert answer.status_code == 422, problem
    assert problem["type"] == "/problems/invalid-input"
    assert field in {error["field"] for error in problem["errors"]}
    assert rule in problem["errors"][0]["rule"]
    assert truceline.ledger.position == before


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
    ("/incidents", {"answers": [{"incident": str(uuid4()), "asserted_by": "ap"}]}, 422, "unknown", "answers"),
    ("/incidents", {"act": "shelling", "external_id": NAYRAB["external_id"]}, 409, "different-content", "external_id"),
    (f"/incidents/{STRIKE}/merge", {"into": str(STRIKE), "reason": "r"}, 409, "merged-into-itself", "into"),
    (f"/incidents/{STRIKE}/merge", {"into": str(uuid4()), "reason": "r"}, 422, "unknown", "into"),
    (f"/incidents/{STRIKE}/merge", {"undo": True, "reason": "r"}, 409, "not-merged", None),
    (f"/incidents/{STRIKE}/reinstatement", {}, 409, "not-retracted", None),
    (f"/incidents/{STRIKE}/correction", {"reason": "r"}, 409, "nothing-to-correct", None),
    (f"/incidents/{STRIKE}/assessment", {"lift": True, "reason": "r"}, 409, "no-assessment-to-lift", None),
    (f"/incidents/{STRIKE}/answers", {"incident": str(STRIKE), "asserted_by": "ap"}, 409, "answers-itself", "answers"),
    (f"/incidents/{STRIKE}/claims", OTHER_CLAIM | {"supersedes": str(uuid4())}, 422, "unknown", "supersedes"),
    (f"/incidents/{uuid4()}/claims", OTHER_CLAIM, 404, "missing", None),
    (f"/incidents/{STRIKE}/claims/{uuid4()}/withdrawal", {"reason": "r"}, 404, "missing", None),
    (f"/incidents/{STRIKE}/answers/{uuid4()}/rejection", {}, 404, "missing", None),
    ("/agreements/sochi-2018/changes", AMENDMENT | {"published_at": "2018-01-01"}, 409, "agreement-not-in-force", "at"),
    ("/agreements/versailles/changes", AMENDMENT | {"published_at": "2018-01-01"}, 404, "missing", None),
    ("/parties", {"slug": "turkey", "name": "Another", "kind": "state"}, 409, "already-registered", "slug"),
]


@pytest.mark.parametrize(("path", "given", "status", "kind", "field"), REFUSED)
def test_what_a_rule_refuses_is_not_stored(
    client: TestClient, truceline: Truceline, path: str, given: Body, status: int, kind: str, field: str | None
) -> None:
    body = given
    if path == "/incidents":
        body = a_new_incident()
        for where, value in given.items():
            put(body, where, value)
    before = truceline.ledger.position

    answer = client.post(ROOT + path, json=body)

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{kind}"), problem
    assert problem["field"] == field
    assert problem["detail"]
    assert truceline.ledger.position == before


def test_a_retracted_incident_takes_no_further_judgement(client: TestClient, truceline: Truceline) -> None:
    assert client.post(f"{INCIDENTS}/{ANSWERING_FIRE}/retraction", json={"reason": "r"}).status_code == 201
    before = truceline.ledger.position

    answers = [
        client.post(f"{INCIDENTS}/{ANSWERING_FIRE}/{judgement}", json={"reason": "r"})
        for judgement in ("verification", "dispute", "retraction")
    ]

    assert {(one.status_code, one.json()["type"]) for one in answers} == {(409, "/problems/already-retracted")}
    assert truceline.ledger.position == before


NO_JSON: list[tuple[bytes, str]] = [
    (b'{"slug": ', "line 1, column 10"),
    (b"", "is required"),
    (b"[]", "has to be an object"),
    (b'"party"', "has to be an object"),
    (b'{"slug": NaN}', "NaN is no number"),
    (b'{"slug": -Infinity}', "-Infinity is no number"),
    (b'{"slug": 1e999}', "finite"),
    (b'{"slug": ' + b"9" * 5000 + b"}", "is not JSON"),
    (b'{"slug": "\xff"}', "UTF-8"),
    (b'{"slug": "\\ud83d"}', "surrogate"),
    (b'{"\\udfff": 1}', "surrogate"),
    (b"[" * 40 + b"]" * 40, "nests deeper"),
    (b"[" * 400_000, "nests deeper"),
    (b'{"a":' * 100_000, "nests deeper"),
]


@pytest.mark.parametrize(("content", "rule"), NO_JSON, ids=range(len(NO_JSON)))
def test_what_is_not_json_is_not_stored(client: TestClient, truceline: Truceline, content: bytes, rule: str) -> None:
    before = truceline.ledger.position

    answer = client.post(f"{ROOT}/parties", content=content, headers={"Content-Type": "application/json"})

    problem = answer.json()
    assert answer.status_code == 422, problem
    assert rule in problem["errors"][0]["rule"]
    assert truceline.ledger.position == before


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
def test_a_body_over_a_megabyte_is_refused(client: TestClient, truceline: Truceline, *, announced: bool) -> None:
    body = json.dumps({"slug": "turkey", "name": "x" * 1_000_000, "kind": "state"}).encode()
    content = body if announced else iter([body[:500_000], body[500_000:]])
    before = truceline.ledger.position

    answer = client.post(f"{ROOT}/parties", content=content, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["type"], answer.json()["field"]) == (413, "/problems/too-large", "body")
    assert truceline.ledger.position == before


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_refused(client: TestClient, media_type: str) -> None:
    answer = client.post(f"{ROOT}/parties", content=b"{}", headers={"Content-Type": media_type})

    assert (answer.status_code, answer.json()["field"]) == (415, "Content-Type")


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-Match", '"1.4"', 412),
        ("If-Match", "latest", 422),
        ("Idempotency-Key", "k" * 201, 422),
        ("Idempotency-Key", "", 422),
        ("Idempotency-Key", "tab\there", 422),
    ],
)
def test_a_header_that_does_not_hold_stores_nothing(
    client: TestClient, truceline: Truceline, header: str, value: str, status: int
) -> None:
    before = truceline.ledger.position

    answer = client.post(f"{INCIDENTS}/{STRIKE}/verification", json={}, headers={header: value})

    assert (answer.status_code, answer.json()["field"]) == (status, header)
    assert truceline.ledger.position == before


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("perpetrater=russia", "perpetrater"),
        ("as_of=yesterday", "as_of"),
        ("known_at=2020-02-20T15:00", None),
        ("tz=Mars/Olympus", "tz"),
        ("policy=assessment-0", "policy"),
        ("position=soon", "position"),
        ("position=99999", "position"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("after=nowhere", "after"),
        ("bbox=1,2,3", "bbox"),
        ("act=bombing", "act"),
        ("party=turkey&party=russia", "party"),
        ("min_position=-1", "min_position"),
    ],
)
def test_a_query_that_says_nothing_we_know_is_refused(client: TestClient, query: str, field: str | None) -> None:
    answer = client.get(f"{INCIDENTS}?{query}")

    if field is None:
        assert answer.status_code == 200  # a naive time is read in `tz`, which is UTC unless it says otherwise
    else:
        assert (answer.status_code, answer.json()["field"]) == (422, field)


def put(body: Any, path: str, value: object) -> None:  # noqa: ANN401 - any JSON
    """Put a value into a body, at a path of names and numbers."""
    *steps, last = path.split(".")
    for step in steps:
        body = body[int(step)] if isinstance(body, list) else body[step]
    body[last] = value


def a_new_incident() -> Body:
    return copy.deepcopy(NAYRAB) | {"external_id": None}
