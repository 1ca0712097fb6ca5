"""Fits: what is learnt of answers from a ledger's own acts, and which of what was learnt is inferred from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import Body, Response
from pydantic import Field

from api.adopting import fit_seen_through
from api.desk import Analyst
from api.examples import fits as examples
from api.reading import Looking, check_recorded, wait_until_shown
from api.routing import a_read, a_router, a_write
from domain.fitting.adoption import Adoption, FitWithdrawalReport, Proposal
from domain.model import Text, Value
from projections import fits
from projections.looking import resolve

if TYPE_CHECKING:
    from api.wiring import Truceline
    from domain.lens import Lens

router = a_router("/fits", "fits")

Moment = Annotated[str, Field(max_length=100)]


class FitRequest(Value):
    """Input: why the acts are to be fitted anew, and through which lens they are seen.

    What is left out of the lens is not limited. Moments are instants or dates (their ends in `tz`), and `position` is
    one of the log, or a recording time.
    """

    reason: Text
    as_of: Moment | None = None
    known_at: Moment | None = None
    position: Annotated[int, Field(strict=True, ge=0, le=2**62)] | Moment | None = None
    tz: Moment = "UTC"

    def lens(self, truceline: Truceline) -> Lens:
        """The lens that is asked for. Raises Unacceptable, naming the field; waits until its position is shown."""
        position = None if self.position is None else str(self.position)
        lens = resolve(truceline.store, as_of=self.as_of, known_at=self.known_at, position=position, tz=self.tz)
        if lens.position is not None:
            check_recorded(truceline, lens.position)
            wait_until_shown(truceline, lens.position, field="position")
        return lens


@router.post("", **a_write)
def adopt_fit(asked: Annotated[FitRequest, Body(openapi_examples=examples.FITS)], desk: Analyst) -> Response:
    """Learn from the acts that the lens shows how soon, how near and how often they are answered; infer from that.

    The numbers are computed here and never typed in. A million acts take half a minute, one request after the other.
    """
    truceline = desk.truceline
    with truceline.fitting:
        desk.check_receipt()
        lens = asked.lens(truceline)
        fit = fit_seen_through(truceline.store, lens)
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
