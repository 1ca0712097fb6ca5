"""Rates beside the second opinion on them: the same numbers of the same weeks, from the tables and from raw facts."""

from typing import Any

from domain.errors import Unacceptable
from domain.lens import Lens
from projections import rates
from projections.store import Store
from tests.projections.oracle import watching
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw, is_named

WINDOWS: tuple[dict[str, Any], ...] = ({}, {"governorate": "Idlib"}, {"monitor": "afp"})
REFUSED: list[Raw] = [{"refused": "governorate"}]
"""Instead of weeks, for a governorate that nothing in the ledger ever named."""


def rated(store: Store, lens: Lens) -> list[list[Raw]]:
    """The weeks around everything that is told, everywhere, in one governorate, and as one monitor watched them."""
    windows = (rates.AskedRates(first="2020-01-28", last="2020-03-03", **more) for more in WINDOWS)
    return [_weeks(store, lens, window) for window in windows]


def _weeks(store: Store, lens: Lens, window: rates.AskedRates) -> list[Raw]:
    try:
        return [_week(one) for one in rates.rates(store, lens, window)["items"]]
    except Unacceptable as refused:
        return [{"refused": refused.field}]


def _week(told: Raw) -> Raw:
    watched, denied, incidents = told["watched"], told["denied"], told["incidents"]
    return {
        "count": incidents["count"],
        "violations": incidents["violations"],
        "on_watched_days": told["rate"]["incidents"],
        "going_on": told["going_on"]["count"],
        "days": [told["from"], told["to"], told["days"]],
        "watched": [watched["days"], watched["possible_days"]],
        "monitor_days": [watched["monitor_days"], watched["possible_monitor_days"]],
        "monitors": watched["monitors"],
        "denied": [
            denied["days"],
            denied["possible_days"],
            [[one["party"] or "~", one["times"], one["possible_times"]] for one in denied["by"]],
        ],
        "rate": told["rate"]["per_watched_day"],
        "state": str(told["state"]),
    }


def raw_rated(picture: Picture) -> list[list[Raw]]:
    return [
        watching.rates(picture, "2020-01-28", "2020-03-03", more.get("governorate"), more.get("monitor"))
        if "governorate" not in more or is_named(picture.facts, more["governorate"])
        else REFUSED
        for more in WINDOWS
    ]
