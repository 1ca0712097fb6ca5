"""The examples of the OpenAPI document, in an order in which each finds what it refers to."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.examples.incidents import AGENCY_CLAIM, ANSWER, ANSWERING_FIRE, MINISTRY_CLAIM, NAYRAB, STRIKE
from api.examples.statements import BULLETIN, DISPLACED, ULTIMATUM, WARNING
from api.settings import Settings
from api.wiring import Truceline

ROOT = "/api/v1"
OF_STRIKE = {"incident": str(STRIKE)}
OF_FIRE = {"incident": str(ANSWERING_FIRE), "answer": str(ANSWER)}
OF_WARNING = {"statement": str(WARNING)}
OF_SOCHI = {"slug": "sochi-2018"}

# Braces that no table fills are filled from what earlier steps were answered.
STORY: list[tuple[str, dict[str, str]]] = [
    ("/parties", {}),
    ("/sources", {}),
    ("/agreements", {}),
    ("/agreements/{slug}/zones", OF_SOCHI),
    ("/agreements/{slug}/provisions", OF_SOCHI),
    ("/agreements/{slug}/changes", OF_SOCHI),
    ("/incidents", {}),
    ("/agreements/{slug}/obligations", OF_SOCHI),
    ("/parties/{slug}/affiliations", {"slug": "russia"}),
    ("/parties/{slug}/affiliations/{affiliation}/end", {"slug": "russia"}),
    ("/parties/{slug}/renaming", {"slug": "turkey"}),
    ("/sources/{slug}/grade", {"slug": "ap"}),
    ("/sources/{slug}/licence", {"slug": "ap"}),
    ("/statements", {}),
    ("/statements/{statement}/answers", OF_WARNING),
    ("/statements/{statement}/answers/{answer}/dispute", OF_WARNING),
    ("/statements/{statement}/answers/{answer}/confirmation", OF_WARNING),
    ("/statements/{statement}/answers/{answer}/rejection", OF_WARNING),
    ("/statements/{statement}/withdrawal", {"statement": str(ULTIMATUM)}),
    ("/figures", {}),
    ("/figures/{figure}/revisions", {"figure": str(DISPLACED)}),
    ("/bulletins", {}),
    ("/bulletins/{bulletin}/corrections", {"bulletin": str(BULLETIN)}),
    ("/monitoring", {}),
    ("/monitoring/{watch}/denials", {}),
    ("/monitoring/{watch}/denials/{denial}/withdrawal", {}),
    ("/monitoring/{watch}/withdrawal", {}),
    ("/incidents/{incident}/claims", OF_STRIKE),
    ("/incidents/{incident}/claims/{claim}/grade", OF_STRIKE | {"claim": str(AGENCY_CLAIM)}),
    ("/incidents/{incident}/breaches", OF_STRIKE),
    ("/incidents/{incident}/assessment", OF_STRIKE),
    ("/incidents/{incident}/verification", OF_STRIKE),
    ("/incidents/{incident}/dispute", OF_STRIKE),
    ("/incidents/{incident}/correction", OF_STRIKE),
    ("/incidents/{incident}/answers", OF_FIRE),
    ("/incidents/{incident}/answers/{answer}/dispute", OF_FIRE),
    ("/incidents/{incident}/answers/{answer}/confirmation", OF_FIRE),
    ("/incidents/{incident}/answers/{answer}/rejection", OF_FIRE),
    ("/incidents/{incident}/split", OF_STRIKE),
    ("/incidents/{incident}/merge", {"incident": "{split}"}),
    ("/incidents/{incident}/retraction", OF_STRIKE),
    ("/incidents/{incident}/reinstatement", OF_STRIKE),
    ("/incidents/{incident}/claims/{claim}/withdrawal", OF_STRIKE | {"claim": str(MINISTRY_CLAIM)}),
    ("/fits", {}),
    ("/fits/{fit}/withdrawal", {}),
]


OPENED = {"/monitoring": "watch", "/fits": "fit"}
"""What is opened under an id that nobody knows beforehand."""


@cache
def the_document() -> dict[str, Any]:
    """The OpenAPI document as a server sends it: every one sends the same, and takes a second to write it."""
    with Truceline.open(Settings(database="sqlite://")) as truceline, TestClient(create_app(truceline)) as client:
        document: dict[str, Any] = client.get(f"{ROOT}/openapi.json").json()
    return document


def examples_of(document: dict[str, Any], template: str) -> list[dict[str, Any]]:
    content = document["paths"][ROOT + template]["post"]["requestBody"]["content"]["application/json"]
    return [example["value"] for example in content["examples"].values()]


def told(client: TestClient) -> Iterator[tuple[str, int, str]]:
    """Post every example; tell the operation, the status and the answer of each."""
    document = the_document()
    learned: dict[str, str] = {}
    for template, given in STORY:
        for example in examples_of(document, template):
            parts = learned | {name: value.format(**learned) for name, value in given.items()}
            answer = client.post(ROOT + template.format(**parts), json=example)
            yield template, answer.status_code, answer.text
            body = answer.json()
            learned |= body.get("made", {})
            if template in OPENED:
                learned[OPENED[template]] = body["id"]
            if template.endswith("/split"):
                learned["split"] = body["id"]


def tell(client: TestClient, until: str) -> None:
    """Post the examples up to and with those of one operation."""
    wanted = [template for template, _ in STORY].index(until)
    remaining = {template for template, _ in STORY[wanted + 1 :]}
    for template, status, text in told(client):
        if template in remaining:
            return
        assert status == 201, f"{template}: {text}"


def a_new_incident() -> dict[str, Any]:
    """The strike's report without its external id: each posting is another incident."""
    return copy.deepcopy(NAYRAB) | {"external_id": None}


def a_condemnation() -> dict[str, Any]:
    """What Russia says, made up, in answer to the strike."""
    return {
        "kind": "condemnation",
        "by": "russia",
        "made": {"from": "2020-02-21"},
        "text": "Made up.",
        "source": "russia-mod",
        "published_at": "2020-02-21",
        "answers": [{"incident": str(STRIKE), "asserted_by": "russia-mod"}],
    }


def put(body: Any, path: str, value: object) -> None:  # noqa: ANN401 - any JSON
    """Put a value into a body, at a path of names and numbers."""
    *steps, last = path.split(".")
    for step in steps:
        body = body[int(step)] if isinstance(body, list) else body[step]
    body[last] = value
