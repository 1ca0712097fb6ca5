"""Reconciliations as the API and the command line answer them: with the address behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.http.caching import address
from api.http.locations import ROOT
from projections.looking import lens_query
from projections.reconciliation import reconciled

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.asked_days import AskedDays
    from projections.reader import Reader

DESCRIPTION = """\
What each side of a body (such as the Russian-Turkish commission) registered, beside the other's and beside our own
count: per body and period, `sides`, `differences` and `own`. The numbers are of different units, each named, and are
never added to each other (`never_added` says why).

- **`sides`**: every side that the body is known to have. `total` and `regions` are as its bulletins give them, null
  where that is unknown - never 0. Where several bulletins of one side differ, `low` and `high` with the `reason`, for
  regions in `rival_regions`; `unaccounted` is the total less the sum of the regions; `confirms` how many of another
  side's cases it confirms.
- **`differences`**: the side `of` less the side `less`, in all and by region: null, with the `reason`, where either
  is unknown. A region in `implied` sides is not named by them: that it had none follows from their total.
- **`own`**: our count, in incidents, over the period and over as long a time before it, since a bulletin may speak of
  the 24 hours before. `rule` says how an incident falls into the window: `dated`, by the calendar day of its report;
  `reaching`, for a longer period, by the clock. `by_the_clock` counts what can have occurred between two instants,
  which for incidents known to the day reaches over midnight. Each number has the `href` of exactly its incidents.
- **`sums`**: each side's own over the periods of one day for which it published, with the number of `days`, and of
  `days_without_number`; never over both sides.
- **`undated`** bulletins have no period; `reaching_beyond` counts those of which a part lies outside the days asked
  for. Neither is in any other number.
"""


def reconciliation_page(
    store: Reader, lens: Lens, days: AskedDays, *, body: str | None = None, region: str | None = None
) -> dict[str, Any]:
    """What `projections.reconciliation` answers, with addresses under the same lens. Raises Unacceptable."""
    found = reconciled(store, lens, days, body=body, region=region)
    addressed: dict[str, Any] = _addressed(found, lens_query(lens))
    return addressed


def _addressed(content: Any, lens: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of an answer
    """The content with the address of its incidents in the place of the filters that list them."""
    match content:
        case {"where": where, "count": count, **rest}:
            return _with_incidents(count, where, rest, lens)
        case {"bulletins": bulletins, **rest}:
            shown = [{"href": address(f"{ROOT}/bulletins/{one['id']}", {}, lens)} | one for one in bulletins]
            return rest | {"bulletins": shown}
        case dict():
            return {name: _addressed(part, lens) for name, part in content.items()}
        case list():
            return [_addressed(part, lens) for part in content]
        case _:
            return content


def _with_incidents(
    count: int, where: Mapping[str, str], rest: Mapping[Any, Any], lens: Mapping[str, str]
) -> dict[str, Any]:
    shown = {name: _addressed(part, lens) for name, part in rest.items()}
    if "violations" in shown:
        shown["violations"] |= {"href": address(f"{ROOT}/incidents", {**where, "nature": "violation"}, lens)}
    return shown | {"incidents": {"count": count, "href": address(f"{ROOT}/incidents", where, lens)}}
