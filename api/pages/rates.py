"""Rates as the API and the command line answer them: with the address of exactly the incidents behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.http.caching import address, addressed
from api.http.locations import ROOT
from projections.looking import lens_query
from projections.rates import rates

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.rates import AskedRates
    from projections.reader import Reader


def rates_page(store: Reader, lens: Lens, asked: AskedRates) -> dict[str, Any]:
    """What `projections.rates` answers, with addresses under the same lens. Raises Unacceptable."""
    found, words = rates(store, lens, asked), lens_query(lens)
    watches = [one | {"href": address(f"{ROOT}/monitoring/{one['id']}", {}, words)} for one in found["watches"]]
    linked: dict[str, Any] = addressed(found | {"watches": watches}, words)
    return linked
