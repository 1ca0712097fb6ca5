"""Fits: what is learnt of answers from a ledger's own acts, and which of what was learnt is inferred from."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import Body, Response
from pydantic import BeforeValidator, Field, WithJsonSchema

from api.adopting import fit_seen_through
from api.examples import fits as examples
from api.http.desk import Analyst
from api.http.problems import Problem
from api.http.reading import Looking, seen_through
from api.http.routing import a_read, a_router, a_write
from domain.inference.adoption import Adoption, FitWithdrawalReport, Proposal
from domain.model import Text, Value
from projections import fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.wiring import Truceline
    from domain.lens import Lens
    from projections.store import Store

router = a_router("/fits", "fits")

Words = Annotated[str, Field(max_length=100)]


def _in_words(given: object) -> object:
    """A position may be given as the number that it is."""
    if isinstance(given, bool) or not isinstance(given, int | str | None):
        message = "has to be a whole number, or the time of a recording"
        raise ValueError(message)  # noqa: TRY004 - pydantic takes no other
    return str(given) if isinstance(given, int) else given


InWords = Annotated[
    Words | None,
    BeforeValidator(_in_words),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}, {"type": "null"}]}),
]


class FitRequest(Value):
    """Input: why the acts are to be fitted anew, and through which lens they are seen.

    What is left out of the lens is not limited. Moments are instants or dates (their ends in `tz`), and `position` is
    one of the log, or a recording time.
    """

    reason: Text
    as_of: Words | None = None
    known_at: Words | None = None
    position: InWords = None
    tz: Words = "UTC"

    def seen_through(self, truceline: Truceline) -> tuple[Store, Lens]:
        """The tables, and the lens that is asked for, once they show it.

        Raises Unacceptable, naming the field, and Problem 503 where they do not show it for long.
        """
        return seen_through(truceline, **self.model_dump(exclude={"reason"}))


@contextmanager
def _a_turn(truceline: Truceline) -> Iterator[None]:
    """One fit after the other. Whoever waits holds a thread that reads need too: raises Problem 429 where many do."""
    if not truceline.room_to_fit.acquire(blocking=False):
        detail = "other fits have to be made first; ask again in a while"
        raise Problem(429, "fits-waiting", "Too many fits wait", detail, headers={"Retry-After": "10"})
    try:
        with truceline.fitting:
            yield
    finally:
        truceline.room_to_fit.release()


@router.post("", **a_write)
def adopt_fit(asked: Annotated[FitRequest, Body(openapi_examples=examples.FITS)], desk: Analyst) -> Response:
    """Learn from the acts that the lens shows how soon, how near and how often they are answered; infer from that.

    The numbers are computed here and never typed in. A million acts take half a minute, one request after the other.
    """
    truceline = desk.truceline
    with _a_turn(truceline):
        desk.check_receipt()
        fit = fit_seen_through(*asked.seen_through(truceline))
    desk.entry = desk.entry.model_copy(update={"at": datetime.now(UTC)})
    return desk.opened(Adoption.adopt, Proposal(fit=fit, reason=asked.reason))


@router.post("/{fit}/withdrawal", **a_write)
def withdraw_fit(
    fit: UUID, report: Annotated[FitWithdrawalReport, Body(openapi_examples=examples.WITHDRAWALS)], desk: Analyst
) -> Response:
    """Infer from it no longer: the one adopted before it is in force again."""
    return desk.changed(Adoption, fit, Adoption.withdraw, report)


@router.get("", **a_read)
def list_fits(look: Looking) -> Response:
    """Every fit, the one adopted last first, and which is in force: of those not withdrawn, the last."""
    return look.listed(fits.page(look.store, look.lens))


@router.get("/{fit}", **a_read)
def show_fit(fit: UUID, look: Looking) -> Response:
    """One fit, with the background of each pair of sides in each area."""
    return look.thing(fits.one(look.store, look.lens, fit), "fit", fit, fit)
