"""The client: reads through a lens, writes that happen once however often they are sent, and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack
from uuid import UUID, uuid4

import httpx2
from pydantic import BaseModel

from api.client.calling import ATTEMPTS, Answer, Caller
from api.client.words import Chains, Filters, Joining, Lens, When, as_query
from api.http.desk import Written
from api.http.locations import ROOT

if TYPE_CHECKING:
    from types import TracebackType

    from domain.incident.reports import ClaimAddition, IncidentReport

Json = Mapping[str, Any]

SECONDS = 60.0
"""How long an answer is waited for, by default."""

_PAGE = 500


class Truceline:
    """A server's record. A lens given here holds for every read that does not say otherwise.

    `key` is needed to write, and to read where the server asks for one. Every method raises Refusal where the server
    refuses, and Unreachable where it does not answer after several attempts.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        seconds: float = SECONDS,
        attempts: int = ATTEMPTS,
        **lens: Unpack[Lens],
    ) -> None:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._caller = Caller(httpx2.Client(base_url=url, headers=headers, timeout=seconds), attempts)
        self._lens = as_query(lens)

    def through(self, **lens: Unpack[Lens]) -> Truceline:
        """The same record through another lens."""
        other = copy(self)
        other._lens = self._lens | as_query(lens)  # noqa: SLF001 - it is one of us
        return other

    def incidents(self, **words: Unpack[Filters]) -> Iterator[dict[str, Any]]:
        """Incidents by when they began, page by page as they are taken; all under the lens of the first page."""
        yield from self._items("incidents", **words)

    def _items(self, path: str, **words: Any) -> Iterator[dict[str, Any]]:
        page = self.read(path, limit=_PAGE, **words)
        while True:
            yield from page["items"]
            if page["next"] is None:
                return
            page = self._caller.read(page["next"], {})

    def incident(self, incident: UUID | str, **lens: Unpack[Lens]) -> Answer:
        """Everything about one incident, with every claim."""
        return self.read(f"incidents/{incident}", **lens)

    def history(self, incident: UUID | str, **lens: Unpack[Lens]) -> list[dict[str, Any]]:
        """Its versions on all clocks, each with the fact that made it."""
        versions: list[dict[str, Any]] = self.read(f"incidents/{incident}/history", **lens)["versions"]
        return versions

    def counts(self, group_by: str = "party", **words: Unpack[Filters]) -> Answer:
        """Violations, retaliations and casualties as `groups`, and of the `whole`."""
        return self.read("counts", group_by=group_by, **words)

    def compliance(self, agreement: str, **lens: Unpack[Lens]) -> Answer:
        """Of each provision of an agreement whether it was kept, by whom not and since when, and what is behind it."""
        return self.read(f"agreements/{agreement}/compliance", **lens)

    def chains(
        self, *, first: When | None = None, last: When | None = None, **words: Unpack[Chains]
    ) -> list[dict[str, Any]]:
        """Escalation chains by when their first step began: those of which a step may be of a time, from first to last.

        Inferred links join from a `probability` on (0.5); with the basis `asserted`, none do.
        """
        return [*self._items("chains", **{"from": first, "to": last, **words})]

    def chain_of(self, incident: UUID | str, **words: Unpack[Joining]) -> Answer:
        """The escalation chain that an incident is part of. Raises Refusal where it is in none, saying why."""
        return self.read(f"incidents/{incident}/chain", **words)

    def fits(self, **lens: Unpack[Lens]) -> list[dict[str, Any]]:
        """Every adopted fit, the last first; what is inferred is inferred from the one that is `in_force`."""
        return self.listed("fits", **lens)

    def reconciliation(
        self,
        *,
        day: When | None = None,
        first: When | None = None,
        last: When | None = None,
        body: str | None = None,
        region: str | None = None,
        **lens: Unpack[Lens],
    ) -> Answer:
        """What each side of a body registered, beside the other's and our own count; for a day, or from a first on."""
        words = {"day": day, "from": first, "to": last, "body": body, "region": region}
        return self.read("bulletins/reconciliation", **words, **lens)

    def escalation(
        self,
        *,
        period: str | None = None,
        side: str | None = None,
        first: When | None = None,
        last: When | None = None,
        **lens: Unpack[Lens],
    ) -> Answer:
        """How many answers acts had, pair by pair of sides: by `day`, `week` (unless said) or `month`, with alerts."""
        words = {"period": period, "side": side, "from": first, "to": last}
        return self.read("escalation", **words, **lens)

    def listed(self, path: str, **words: Any) -> list[dict[str, Any]]:
        """The items of a list that needs no pages: `parties`, `sources`, `agreements`, `statements` and so on."""
        items: list[dict[str, Any]] = self.read(path, **words)["items"]
        return items

    def read(self, path: str, **words: Any) -> Answer:
        """What any read answers, by its path below `/api/v1`."""
        return self._caller.read(f"{ROOT}/{path}", self._lens | as_query(words))

    def export(self, what: str, file: Path | str, *, group_by: str | None = None, **words: Unpack[Filters]) -> Path:
        """Take `incidents`, `counts`, `chains` or `events` out into a file, in the form that its ending says.

        It is written as it comes, and appears under its name once it is whole.
        """
        path = Path(file)
        query = self._lens | as_query({**words, "group_by": group_by})
        address = f"{ROOT}/exports/{what}.{path.suffix.removeprefix('.')}"
        request = self._caller.http.build_request("GET", address, params=query or None)
        answered, beside = self._caller.send(request, stream=True), path.with_name(f"{path.name}.part")
        try:
            with beside.open("wb") as out:
                out.writelines(answered.iter_bytes())
            return beside.replace(path)
        finally:
            answered.close()
            beside.unlink(missing_ok=True)

    def report(self, report: IncidentReport | Json, *, key: str | None = None) -> Written:
        """Open an incident with its first claim; the claim's id is in `made`."""
        return self.write("incidents", report, key=key)

    def claim(self, incident: UUID | str, claim: ClaimAddition | Json, *, key: str | None = None) -> Written:
        """Add a claim to an incident; its id is in `made`."""
        return self.write(f"incidents/{incident}/claims", claim, key=key)

    def adopt_fit(
        self, reason: str, *, key: str | None = None, as_of: When | None = None, known_at: When | None = None
    ) -> Written:
        """Have the acts fitted that had happened, and were known, by then, and the fit adopted.

        A million acts take half a minute: give the client `seconds` enough. This client's own lens has no part in it.
        """
        return self.write("fits", {"reason": reason, **as_query({"as_of": as_of, "known_at": known_at})}, key=key)

    def write(self, path: str, body: BaseModel | Json, *, key: str | None = None) -> Written:
        """Post to any path below `/api/v1`. It is recorded once, however often it has to be sent.

        Without a `key` of one's own, one is made up: then a second call is a second write.
        """
        told = body.model_dump(mode="json", by_alias=True, exclude_unset=True) if isinstance(body, BaseModel) else body
        headers = {"Idempotency-Key": key or str(uuid4())}
        request = self._caller.http.build_request("POST", f"{ROOT}/{path}", json=told, headers=headers)
        return Written.model_validate_json(self._caller.send(request).content)

    def close(self) -> None:
        """Let the connections go."""
        self._caller.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()
