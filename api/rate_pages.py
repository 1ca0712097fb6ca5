"""Rates as the API and the command line answer them: with the address of exactly the incidents behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.keeping import address
from api.locations import ROOT
from projections.looking import lens_query
from projections.rates import rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.lens import Lens
    from projections.rates import AskedRates
    from projections.reader import Reader


def rates_page(store: Reader, lens: Lens, asked: AskedRates) -> dict[str, Any]:
    """What `projections.rates` answers, with addresses under the same lens. Raises Unacceptable."""
    found, words = rates(store, lens, asked), lens_query(lens)
    whole = None if found["whole"] is None else _with_addresses(found["whole"], words)
    items = [_with_addresses(one, words) for one in found["items"]]
    watches = [one | {"href": address(f"{ROOT}/monitoring/{one['id']}", {}, words)} for one in found["watches"]]
    return found | {"items": items, "whole": whole, "watches": watches}


def _with_addresses(period: dict[str, Any], lens: Mapping[str, str]) -> dict[str, Any]:
    """A period whose numbers of incidents have the address of exactly these."""
    linked: dict[str, Any] = {}
    for name in ("incidents", "going_on"):
        told = {part: value for part, value in period[name].items() if part != "where"}
        linked[name] = told | {"href": address(f"{ROOT}/incidents", period[name]["where"], lens)}
    return period | linked
