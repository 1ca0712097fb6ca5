"""Fits that wait for each other: they do not keep a server from its reads, however many are asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.adopting import fit_seen_through
from tests.api.story import ROOT

FITS = f"{ROOT}/fits"
ASKED = 60
"""More than a server has threads to answer with."""


def test_many_fits_asked_for_at_once_are_refused_beyond_a_few_and_reads_go_on(
    nayrab: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slow(*given: Any) -> Any:  # noqa: ANN401 - whatever it takes
        assert may_end.wait(timeout=60)
        return fit_seen_through(*given)

    def post(number: int) -> Response:
        answer: Response = nayrab.post(FITS, json={"reason": f"number {number}"})
        if answer.status_code == 429:
            refused.release()
        return answer

    refused = threading.Semaphore(0)
    monkeypatch.setattr("api.routes.fits.fit_seen_through", slow)
    with ThreadPoolExecutor(ASKED) as pool:
        answers = [pool.submit(post, number) for number in range(ASKED)]
        for _ in range(ASKED - 4):
            assert refused.acquire(timeout=60), "the rest is refused while the first is being made"
        read = nayrab.get(FITS)
        may_end.set()
        done = [answer.result(timeout=60) for answer in answers]

    assert (read.status_code, read.json()["count"]) == (200, 0)
    assert sorted(answer.status_code for answer in done) == [201] * 4 + [429] * (ASKED - 4)
    told = next(answer for answer in done if answer.status_code == 429)
    assert (told.json()["type"], told.headers["Retry-After"]) == ("/problems/fits-waiting", "10")
    assert nayrab.get(FITS).json()["count"] == 4
    assert nayrab.post(FITS, json={"reason": "once more"}).status_code == 201, "there is room again"
