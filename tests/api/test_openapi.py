import json
import re
from typing import Any

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api.app import TAGS, VERSIONED
from tests.api.story import ROOT, STORY, examples_of, told

Document = dict[str, Any]
WITHOUT_BODY = {"/rebuild", "/parked/replay"}
WITH_A_FILE = {"/imports"}
"""What they take is no JSON, so it has no example; tests/api/test_imports.py has them."""


def test_every_reference_in_the_document_leads_somewhere(document: Document) -> None:
    references = {part["$ref"] for part in parts(document) if "$ref" in part}
    assert "#/components/schemas/ProblemDetails" in references
    for reference in references:
        assert at(document, reference)


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_known_tag(document: Document) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] and operation.get("description") for operation in operations)
    assert {tag for operation in operations for tag in operation["tags"]} == {tag["name"] for tag in TAGS}


def test_every_operation_of_the_api_says_what_its_errors_look_like(document: Document) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert "application/problem+json" in str(operation["responses"]) or path in {"/health", "/metrics"}


def test_every_part_of_a_path_is_declared(document: Document) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            declared = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
            assert declared == set(re.findall(r"{(\w+)}", path))


def test_the_story_tells_of_every_operation_that_takes_a_body(document: Document) -> None:
    posts = {path.removeprefix(ROOT) for path, operations in document["paths"].items() if "post" in operations}
    assert posts - WITHOUT_BODY - WITH_A_FILE == {template for template, _ in STORY}


def test_every_example_is_of_its_own_model(document: Document) -> None:
    for template, _ in STORY:
        model: TypeAdapter[Any] = TypeAdapter(body_model(template))
        read = [model.validate_json(json.dumps(example)) for example in examples_of(document, template)]
        assert read, f"{template} shows no example"


def test_every_example_is_accepted(client: TestClient) -> None:
    refused = [(template, text) for template, status, text in told(client) if status != 201]
    assert refused == []


def body_model(template: str) -> Any:  # noqa: ANN401 - a type
    [field] = [
        route.body_field
        for module in VERSIONED
        for route in module.router.routes
        if isinstance(route, APIRoute) and route.path == template and route.methods == {"POST"} and route.body_field
    ]
    return field.field_info.annotation


def parts(value: object) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(part for one in value.values() for part in parts(one))]
    return [part for one in value for part in parts(one)] if isinstance(value, list) else []


def at(document: Document, reference: str) -> Any:  # noqa: ANN401 - any JSON
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found
