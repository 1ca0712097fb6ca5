"""Calling a server: again where that is safe, and what it refuses as an exception that says why."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import httpx2
from pydantic import ValidationError

from api.http.problems import ProblemDetails

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ATTEMPTS = 5
"""How often a request is sent at the most."""

LONGEST_PAUSE = 30.0
"""Seconds that are waited between two attempts at the most."""

_PASSING = {429, 502, 503, 504}
"""Statuses of what may have passed by the next attempt."""


class Refusal(Exception):
    """The server refuses. `problem` says which rule and which field (RFC 9457)."""

    def __init__(self, problem: ProblemDetails) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")
        self.problem = problem


class Unreachable(Exception):
    """No answer came that could be understood, however often it was tried; the message is one line."""


class Answer(dict[str, Any]):
    """What a read answers, as its JSON. `cited` is the address that gives the same values for ever."""

    cited: str | None = None


class Caller:
    """Sends requests to one server, a few times where nothing or nobody answers."""

    def __init__(
        self, http: httpx2.Client, attempts: int = ATTEMPTS, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.http = http
        self._attempts = attempts
        self._pause = pause

    def send(self, request: httpx2.Request, *, stream: bool = False) -> httpx2.Response:
        """The answer to a request that may safely come twice. Raises Refusal, and Unreachable."""
        failed = "not tried"
        for attempt in range(1, self._attempts + 1):
            wait = 0.2 * 2**attempt
            try:
                answered = self.http.send(request, stream=stream)
            except httpx2.TransportError as lost:
                failed = f"{type(lost).__name__}: {lost}"
            else:
                if answered.is_success:
                    return answered
                answered.read()
                if answered.status_code not in _PASSING or attempt == self._attempts:
                    raise _refusal(answered)
                wait = max(wait, _asked_to_wait(answered))
            if attempt < self._attempts:
                self._pause(min(wait, LONGEST_PAUSE) * random.uniform(0.5, 1))  # noqa: S311 - spreads callers out
        raise Unreachable(f"{request.url}: {failed}, {self._attempts} times")

    def read(self, path: str, query: Mapping[str, str]) -> Answer:
        """What a read answers. Raises Refusal, and Unreachable."""
        answered = self.send(self.http.build_request("GET", path, params=dict(query) or None))
        answer = Answer(answered.json())
        answer.cited = answered.links.get("cite-as", {}).get("url")
        return answer


def _asked_to_wait(answered: httpx2.Response) -> float:
    asked = answered.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0


def _refusal(answered: httpx2.Response) -> Refusal | Unreachable:
    try:
        return Refusal(ProblemDetails.model_validate_json(answered.content))
    except ValidationError:
        return Unreachable(f"{answered.url} answered {answered.status_code}, and not as Truceline does")
