"""Compliance as tables: the articles of one agreement, or every agreement in a line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from api.cli.legend import print_legend
from api.cli.numbers import NONE, shown_cut
from api.cli.screen import a_table, print_below
from domain.instant import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

_WORDS = (
    ("kept", "all who judged it hold it so, and no breach is on record"),
    ("disputed", "those who judged it differ, or all breaches are alleged or uncertain"),
    ("not assessed", "nobody judged it, and no breach is on record; this is not kept"),
    ("15, 3 contested, 1 uncertain", "violations: 15 its own, 3 contested, 1 for a doubt other than who did it"),
    ("!", "past its deadline, and not held met by all who judged it"),
)
_KEEPING = {
    "kept": "kept",
    "partly": "partly",
    "broken": "broken",
    "disputed": "dis-\nputed",
    "not_assessed": "not as-\nsessed",
}
"""Every word for how an article was kept, as a heading has it."""

_ROOMY = 80
"""From this many columns on, two blanks fit between them."""


def print_provisions(console: Console, answered: dict[str, Any]) -> None:
    """The table of the articles, with how the agreement stood above and what the words mean below it."""
    table = a_table()
    table.add_column("no.", no_wrap=True)
    table.add_column("word")
    table.add_column("since", no_wrap=True)
    table.add_column("by whom", overflow="fold", ratio=2)
    table.add_column("behind it", overflow="fold", ratio=3)
    for one in answered["provisions"]:
        late = " !" if one["overdue"] else ""
        word = "repealed, " if one["repealed"] else ""
        table.add_row(
            one["article"],
            f"{word}{_spaced(one['status'])}{late}",
            _day(one["since"], answered["lens"]["tz"]),
            "\n".join(_by_whom(one)) or NONE,
            NONE if one["status"] == "not_assessed" else one["reason"],
        )
    in_force = _spaced(answered["in_force"])
    print_below(console, f"{answered['title']} ({answered['agreement']}), {in_force}{_through(answered)}", table)
    print_legend(console, _WORDS)


def print_agreements(console: Console, answered: dict[str, Any]) -> None:
    """Every agreement in a line: whether it was in force, how many articles are kept and so on, what is overdue."""
    table = a_table(2 if console.width >= _ROOMY else 1)
    table.add_column("agreement", no_wrap=True)
    table.add_column("in\nforce")
    for heading in _KEEPING.values():
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("overdue", overflow="fold", min_width=len("overdue"))
    for one in answered["agreements"]:
        counts = [str(one["words"][word] or NONE) for word in _KEEPING]
        force = {"in_force": "yes", "not_in_force": "no"}.get(one["in_force"], one["in_force"])
        table.add_row(one["agreement"], force, *counts, ", ".join(one["overdue"]) or NONE)
    print_below(console, f"Articles of each agreement{_through(answered)}", table)


def _by_whom(provision: dict[str, Any]) -> Iterator[str]:
    """Who was judged for it, then whose violations are on record, a party a line."""
    broken: Sequence[dict[str, Any]] = [one for one in provision["judgements"] if one["finding"] != "met"]
    yield from sorted({one["party"] for one in broken if one["party"]})
    for one in provision["violations"]["by_party"]:
        ways = [f"{one[how]} {how}" for how in ("contested", "uncertain") if one[how]]
        yield f"{one['party']} {', '.join([*([str(one['attributed'])] if one['attributed'] else []), *ways])}"


def _day(instant: str | None, tz: str) -> str:
    """The day of an instant in the reader's zone."""
    if instant is None:
        return NONE
    return datetime.fromisoformat(instant).astimezone(zone_named(tz)).date().isoformat()


def _through(answered: dict[str, Any]) -> str:
    cuts = (("as of", answered["lens"]["as_of"]), ("known at", answered["lens"]["known_at"]))
    return "".join(f", {name} {shown_cut(value, answered['lens']['tz'])}" for name, value in cuts if value is not None)


def _spaced(word: str) -> str:
    return word.replace("_", " ")
