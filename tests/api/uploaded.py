"""Uploading a file, and waiting until it is taken in."""

import time
from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient

from tests.api.story import ROOT

PATIENCE = 60.0
UPLOAD = f"{ROOT}/imports?format=ucdp-ged"


def imported(
    client: TestClient, content: bytes | Iterator[bytes], more: str = "&register_parties=true"
) -> dict[str, Any]:
    """Upload a file of the GED; answer its job once that is over."""
    begun = client.post(f"{UPLOAD}{more}", content=content)
    assert begun.status_code == 202, begun.text
    deadline = time.monotonic() + PATIENCE
    while True:
        job: dict[str, Any] = client.get(begun.headers["Location"]).json()
        if job["state"] not in {"waiting", "running"}:
            return job
        assert time.monotonic() < deadline
        time.sleep(0.01)
