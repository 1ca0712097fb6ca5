"""What there is to take out over HTTP, and how tests read it back."""

import csv
import io
import json
from typing import Any

from fastapi.testclient import TestClient

from tests.api.story import ROOT

EXPORTS = [
    "/incidents.geojson",
    "/exports/incidents.csv",
    "/exports/incidents.geojson",
    "/exports/incidents.ndjson",
    "/exports/incidents.parquet",
    "/exports/counts.csv",
    "/exports/counts.ndjson",
    "/exports/counts.parquet",
    "/exports/counts.xlsx",
    "/exports/chains.csv",
    "/exports/chains.ndjson",
    "/exports/chains.parquet",
    "/exports/chains.graphml",
    "/exports/chains.mmd",
    "/exports/events.ndjson",
]


def rows_of(client: TestClient, path: str) -> list[dict[str, str]]:
    """Take a table out as CSV, and read its rows."""
    return list(csv.DictReader(io.StringIO(client.get(f"{ROOT}/exports/{path}").text)))


def lines_of(client: TestClient, path: str) -> list[dict[str, Any]]:
    """Take out lines of JSON, and read each."""
    return [json.loads(line) for line in client.get(f"{ROOT}/exports/{path}").text.splitlines()]
