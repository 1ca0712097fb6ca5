"""Adopting: the ledger's own acts are fitted, as a lens shows them, and what comes out is recorded as a fact."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.clerk import Clerk
from domain.errors import Unacceptable
from domain.inference.adoption import Adoption, Proposal
from domain.inference.fitted import fitted
from projections.inference.stage import staged
from projections.looking import resolve

if TYPE_CHECKING:
    from domain.inference.adopted import AdoptedFit
    from domain.ledger import Ledger
    from domain.lens import Lens
    from domain.receipt import Recorded
    from projections.store import Store


def fit_seen_through(store: Store, lens: Lens) -> AdoptedFit:
    """The fit to all acts that take part under a lens; nothing is recorded. Half a minute for a million acts.

    Raises Unacceptable for a lens that reaches beyond the present: what is to come would not be in the fit. Raises
    TooFewActs where no act could answer another.
    """
    _check_past(lens, datetime.now(UTC))
    seen = staged(store, lens)
    return fitted(seen.acts, seen.pairs, seen.areas, seen.left_out, lens)


def adopt(ledger: Ledger, store: Store, *, by: str, reason: str, lens: Lens | None = None) -> Recorded:
    """Fit what the tables of a ledger show, all of it unless a lens is given, and record that as `by`.

    The tables do not show it before they follow the ledger again. Raises as `fit_seen_through` does.
    """
    fit = fit_seen_through(store, lens or resolve(store))
    return Clerk(ledger, by).open(Adoption.adopt, Proposal(fit=fit, reason=reason))


def _check_past(lens: Lens, now: datetime) -> None:
    for name, moment in (("as_of", lens.as_of), ("known_at", lens.known_at)):
        if moment is not None and moment > now:
            rule = (
                f"{moment.isoformat().replace('+00:00', 'Z')} is beyond the present: what is to come cannot be fitted"
            )
            raise Unacceptable(rule, field=name)
