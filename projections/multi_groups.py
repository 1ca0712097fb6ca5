"""Groups of which an incident may be in several: the agreements and provisions that it breaches, and zones."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from domain.errors import Unacceptable
from projections.filters import split
from projections.judging.verdict_cache import under
from projections.zones import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Selection

SEVERAL = ("agreement", "provision", "zone")
"""What such groups are called: each by a filter of the same name. Their numbers must not be added up."""


def in_several(store: Reader, lens: Lens, selection: Selection, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """The filters of each such group that the lens shows and the selection lets through; one empty one for no names.

    Raises Unacceptable for provisions without their agreement: a number alone names one in each.
    """
    if "provision" in names and "agreement" not in names:
        raise Unacceptable("provision goes with agreement: group_by=agreement,provision", field="group_by")
    breached = [()] if "agreement" not in names else _breached(store, lens, selection, both="provision" in names)
    zones = [()] if "zone" not in names else [(("zone", zone),) for zone in _zones(store, lens, selection)]
    for one, other in product(breached, zones):
        yield dict((*one, *other))


def _breached(store: Reader, lens: Lens, selection: Selection, *, both: bool) -> list[tuple[tuple[str, str], ...]]:
    wanted = [None if one is None else split(one) for one in (selection.agreement, selection.provision)]
    # Most provisions are breached by nobody, and each group is counted by itself.
    found = [
        key
        for key, judged in under(store, lens).items()
        if len(judged.rows) and all(among is None or part in among for part, among in zip(key, wanted, strict=True))
    ]
    parts = ("agreement", "provision")[: 2 if both else 1]
    return sorted({tuple(zip(parts, key, strict=False)) for key in found})


def _zones(store: Reader, lens: Lens, selection: Selection) -> list[str]:
    zones = {zone for _, zone in drawn(store, lens)}
    return sorted(zones if selection.zone is None else zones & {selection.zone})
