"""Reading: every read looks through a lens, waits where asked, and says through which lens it looked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from api.http import caching
from api.http.faults import Fault
from api.http.problems import Problem
from domain.errors import Missing, Unacceptable
from projections.incidents import etag
from projections.looking import Open, fixed, is_number, lens_json, lens_query, resolve, still_open

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.wiring import Truceline
    from domain.lens import Lens
    from projections.store import Store

READ_WAIT_SECONDS = 5
"""How long a read waits for the position that it asks for."""

AsOf = Annotated[str | None, Query(description="What had happened by then: an instant, or a date (its end in `tz`)")]
KnownAt = Annotated[
    str | None, Query(description="What could be known by then: an instant, or a date (its end in `tz`)")
]
Position = Annotated[str | None, Query(description="What the ledger said then: a log position, or a recording time")]
MinPosition = Annotated[int | None, Query(ge=0, le=2**62, description="Wait until this position of the log is shown")]
Zone = Annotated[str, Query(description="The IANA zone in which bare dates are read", examples=["Europe/Istanbul"])]
Policy = Annotated[str | None, Query(description="The assessment policy", examples=["assessment-1"])]


@dataclass(frozen=True)
class Look:
    """One read: the tables, the lens that cuts them, what of it is open, and the words that fix it."""

    truceline: Truceline
    store: Store
    lens: Lens
    request: Request
    still: Open
    cited: Mapping[str, str]

    def answer(self, content: Mapping[str, Any]) -> Response:
        """The content with the lens and the position that it holds for."""
        return self.kept(self._told(content))

    def kept(self, answered: Response, tag: str | None = None, links: Sequence[str] = ()) -> Response:
        """An answer that says for how long it may be kept, and where it is cited (RFC 8574), with further links."""
        public = self.truceline.settings.public_read
        headers = {
            "Cache-Control": caching.cache_control(permanent=self.still.permanent, public=public),
            "Link": ", ".join([f'<{self.citation}>; rel="cite-as"', *links]),
        }
        return caching.kept(self.request, answered, headers, tag)

    @property
    def citation(self) -> str:
        """The address that fixes everything: this answer's values, for ever."""
        return caching.address(self.request.scope["path"], caching.selected(self.request), self.cited)

    @property
    def lens_shown(self) -> dict[str, Any]:
        """The lens as answers show it. An answer that was permanent once says so for ever."""
        return lens_json(self.lens) | {"permanent": self.still.permanent}

    def _told(self, content: Mapping[str, Any]) -> Response:
        return as_json({**content, "lens": self.lens_shown, "position": self.lens.position})

    def listed(self, items: list[dict[str, Any]]) -> Response:
        """A list that needs no pages."""
        return self.answer({"items": items, "count": len(items), "next": None})

    def thing(self, content: Mapping[str, Any] | None, kind: str, name: object, stream: UUID) -> Response:
        """One thing with its ETag; 304 where the reader has it already. Raises Missing where the lens shows none."""
        self.check_visible(content, kind, name, stream)
        if self.still.waiting:
            # The version that waits is not what is shown, so the bytes themselves are told apart.
            return self.answer(content or {})
        version, _ = etag(self.store, self.lens, stream)
        # Weak while the lens reaches beyond the present: the same version is told in other bytes once it does not.
        weak = "W/" if self.still.ahead else ""
        return self.kept(self._told(content or {}), f'{weak}"{version}.{self.lens.position}"')

    def check_visible(self, content: Mapping[str, Any] | None, kind: str, name: object, stream: UUID) -> None:
        """Raises Missing where the lens shows no such thing, and says so where the ledger has it."""
        if content is None:
            raise Missing(self._nothing(kind, name, stream))

    def found(self, content: Mapping[str, Any] | None, otherwise: str) -> Response:
        """What was derived, without an ETag of its own. Raises Missing."""
        if content is None:
            raise Missing(otherwise)
        return self.answer(content)

    def href(self, path: str, *parameters: Mapping[str, Any]) -> str:
        """An address under the same lens, with these parameters as well."""
        merged: dict[str, Any] = {}
        for more in parameters:
            merged |= more
        return caching.address(path, merged, lens_query(self.lens))

    def _nothing(self, kind: str, name: object, stream: UUID) -> str:
        if self.truceline.ledger.log.position_of(stream, 1) is None:
            return f"there is no {kind} {name}"
        through = ", ".join(f"{word}={value}" for word, value in lens_query(self.lens).items())
        return f"the {kind} {name} is in the ledger, but is not visible under this lens ({through})"


def as_json(content: object, media_type: str = "application/json") -> Response:
    """The same bytes for the same content, always."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)
    return Response(text.encode(), media_type=media_type)


def _look(
    *,
    request: Request,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    tz: Zone = "UTC",
    policy: Policy = None,
    min_position: MinPosition = None,
) -> Look:
    if min_position is not None:
        wait_until_shown(request.app.state.truceline, min_position)
    return look_through(request, as_of=as_of, known_at=known_at, position=position, tz=tz, policy=policy)


def look_through(
    request: Request, *, as_of: str | None, known_at: str | None, position: str | None, tz: str, policy: str | None
) -> Look:
    """A look through the lens that these words of a query mean. Raises Unacceptable, naming the parameter."""
    truceline: Truceline = request.app.state.truceline
    store, lens = seen_through(truceline, as_of=as_of, known_at=known_at, position=position, tz=tz, policy=policy)
    still = still_open(store, lens, known_at=known_at, position=position, policy=policy, now=caching.now())
    return Look(truceline, store, lens, request, still, lens_query(fixed(store, lens, still)))


def seen_through(
    truceline: Truceline,
    *,
    position: str | None,
    tz: str,
    as_of: str | None = None,
    known_at: str | None = None,
    policy: str | None = None,
) -> tuple[Store, Lens]:
    """The tables that show what these words mean, and the lens, once they do.

    Raises Unacceptable, naming the parameter, and Problem 503 where the tables do not show it for long.
    """
    # The last position, or the last by some time: tables that lack what was there at the start do not know it.
    needed = truceline.ready_from
    if position is not None and is_number(position):
        needed = int(position)
    store = truceline.store
    if needed > store.position:
        _check_recorded(truceline, needed)
        wait_until_shown(truceline, needed, field=position and "position")
        # It may be other tables that show it, after a rebuild.
        store = truceline.store
    return store, resolve(store, as_of=as_of, known_at=known_at, position=position, tz=tz, policy=policy)


def _check_recorded(truceline: Truceline, position: int) -> None:
    """A lens is permanent, so it does not look at what is still to come. Raises Unacceptable."""
    if position > truceline.ledger.position:
        raise Unacceptable(f"{position} is beyond the end of the log ({truceline.ledger.position})", field="position")


def wait_until_shown(truceline: Truceline, position: int, *, field: str | None = "min_position") -> None:
    """Wait for a position, for a while. Raises Problem 503 where the projections do not show it by then.

    What is not even recorded is not waited for: a reader must not hold up the others.
    """
    seconds = 0 if position > truceline.store.position and position > truceline.ledger.position else READ_WAIT_SECONDS
    if position and not truceline.follower.wait_for(position, seconds):
        raise Problem(
            503,
            "not-shown-yet",
            "The position is not shown yet",
            f"position {position} is not shown yet; these projections stand at {truceline.store.position}",
            faults=[Fault(field=field, rule=f"is not shown after {READ_WAIT_SECONDS} seconds")] if field else [],
            headers={"Retry-After": "1"},
        )


Looking = Annotated[Look, Depends(_look)]
"""A look through the lens of the query."""
