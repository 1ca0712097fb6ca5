"""Escalation as the API and the command line answer it: with the addresses of the chains and incidents behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.http.caching import address
from api.http.locations import ROOT
from projections.escalation import escalation
from projections.looking import lens_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.lens import Lens
    from projections.escalation import AskedEscalation
    from projections.reader import Reader

DESCRIPTION = """\
For each pair of sides and each period: the acts of one side (`by`) against the other (`against`), and how many answers
of the other side each of them had, with an interval that holds the true number in 95 of 100 cases.

- **`ratio`** rests on what is inferred: the probability of every link, and no choice of links. `answers` is how
  many there are so far. Without acts there is no ratio, which is not 0; nor where less than half of the answers could
  be recorded yet (`recordable`). Where less than 95 % could, it is `incomplete`.
- **`usual`** is the range in which a period like the up to 12 before it (with acts, at least 6) would lie in 95 of 100.
  `state` is `higher` where all of the interval lies above it: that is an `alert`.
- **`fit`** is what is inferred from, fixed by the lens's position; where there are no numbers, `not_inferred` says why.

Periods are whole ones of `tz`. It describes what was recorded, and forecasts nothing.
"""


def escalation_page(store: Reader, lens: Lens, asked: AskedEscalation) -> dict[str, Any]:
    """What `projections.escalation` answers, with addresses under the same lens. Raises Unacceptable."""
    found, words = escalation(store, lens, asked), lens_query(lens)
    pairs = [pair | {"items": [_with_chains(item, words) for item in pair["items"]]} for pair in found["pairs"]]
    alerts = [one | {"incidents": [_incident(each, words) for each in one["incidents"]]} for one in found["alerts"]]
    return found | {"pairs": pairs, "alerts": alerts}


def _with_chains(item: dict[str, Any], lens: Mapping[str, str]) -> dict[str, Any]:
    """A period with the address of the chains in it of the side that acted."""
    where = item["where"]
    rest = {name: part for name, part in item.items() if name != "where"}
    return rest | {"chains": address(f"{ROOT}/chains", where, lens)}


def _incident(incident: str, lens: Mapping[str, str]) -> dict[str, str]:
    return {"id": incident, "href": address(f"{ROOT}/incidents/{incident}", {}, lens)}
