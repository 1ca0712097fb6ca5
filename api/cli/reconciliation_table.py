"""Reconciliations as tables: a column a side, the difference, and our own count in a unit of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.legend import print_legend
from api.cli.numbers import counted
from api.cli.screen import a_table, print_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

UNKNOWN = "?"
IMPLIED = "*"
_LEGEND = (
    (UNKNOWN, "not known, which is not 0; the reason is below the table"),
    (f"0{IMPLIED}", "not named by the side: that it had none follows from its total"),
    ("3 to 9", "several bulletins of one side differ"),
    ("incidents", "of this ledger, in whose own zone the day is; a bulletin may speak of the 24 hours before its day"),
)


def print_reconciliation(console: Console, answered: dict[str, Any]) -> None:
    """One table for each body and period; below several days, each side's own sum; then what is in neither."""
    for day in answered["days"]:
        _print_day(console, day)
    if len(answered["days"]) > 1:
        _print_sums(console, answered["sums"])
    if not answered["days"]:
        console.print("No bulletin for these days is shown under this lens.")
    outside = ((answered["undated"], "undated"), (answered["reaching_beyond"], "reaching beyond these days"))
    for number, why in outside:
        if number:
            console.print(f"{counted(number, 'bulletin')} in no table: {why}")
    console.print(answered["never_added"])
    print_legend(console, _LEGEND)


def _print_day(console: Console, day: dict[str, Any]) -> None:
    period = day["from"] if day["from"] == day["to"] else f"{day['from']} to {day['to']}"
    table = a_table()
    table.add_column("", overflow="fold")
    headings = [
        *(f"{side['side']}\nregistered" for side in day["sides"]),
        *(f"{one['of']} less\n{one['less']}" for one in day["differences"]),
        *(f"incidents\n{_window(own['window'])}" for own in day["own"]),
    ]
    for heading in headings:
        table.add_column(heading, justify="right", overflow="fold")
    for row in _rows(day):
        table.add_row(*row)
    print_below(console, f"{day['body']}, {period}", table)
    for line in _reasons(day):
        console.print(f"  {line}")
    for own in day["own"]:
        console.print(f"  {_violations(own)}")
    console.print()


def _window(window: dict[str, str]) -> str:
    return window["from"] if window["from"] == window["to"] else f"{window['from']}\nto {window['to']}"


def _rows(day: dict[str, Any]) -> Iterator[list[str]]:
    regions = list(dict.fromkeys(name for own in day["own"] for name in own["regions"]))
    differences = day["differences"]
    yield [
        "in all",
        *(_range(side, "total") for side in day["sides"]),
        *(_range(one, "total") for one in differences),
        *(_incidents(own) for own in day["own"]),
    ]
    for region in regions:
        yield [
            region,
            *(_of_region(side, region, differences) for side in day["sides"]),
            *(_range(one["regions"][region], "number") for one in differences),
            *(_incidents(own["regions"][region]) for own in day["own"]),
        ]
    yield ["unaccounted", *(_or_unknown(side["unaccounted"]) for side in day["sides"])]


def _of_region(side: dict[str, Any], region: str, differences: Iterable[dict[str, Any]]) -> str:
    if region in side["rival_regions"]:
        return "{low} to {high}".format_map(side["rival_regions"][region])
    number = (side["regions"] or {}).get(region)
    implied = any(side["side"] in one["regions"][region]["implied"] for one in differences)
    return f"0{IMPLIED}" if number is None and implied else _or_unknown(number)


def _range(found: dict[str, Any], name: str) -> str:
    if found[name] is None and found["low"] is not None:
        return f"{found['low']} to {found['high']}"
    return _or_unknown(found[name])


def _incidents(found: dict[str, Any]) -> str:
    return _or_unknown(found["incidents"] and found["incidents"]["count"])


def _or_unknown(number: int | None) -> str:
    return UNKNOWN if number is None else str(number)


def _reasons(day: dict[str, Any]) -> list[str]:
    """Every reason that the day gives, once."""
    told = [
        *(part["reason"] for part in day["sides"]),
        *(part["reason"] for one in day["differences"] for part in one["regions"].values()),
        *(part["reason"] for own in day["own"] for part in own["regions"].values()),
    ]
    return list(dict.fromkeys(reason for reason in told if reason))


def _violations(own: dict[str, Any]) -> str:
    violations = ", ".join(f"{own['violations'][name]} {name}" for name in ("attributed", "contested", "unattributed"))
    reach = own["by_the_clock"]["incidents"]["count"]
    return f"{_window(own['window'])}: violations {violations}; by the clock up to {counted(reach, 'incident')}"


def _print_sums(console: Console, sums: list[dict[str, Any]]) -> None:
    for body in sums:
        table = a_table()
        for heading in ("side", "registered", "on days", "no number on days"):
            table.add_column(heading, justify="left" if heading == "side" else "right")
        for side in body["sides"]:
            table.add_row(side["side"], _range(side, "total"), str(side["days"]), str(side["days_without_number"]))
        print_below(console, f"{body['body']}, each side over the days for which it published", table)
