"""What became known between two moments, as tables: incident by incident, and in the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.cli.numbers import NONE, shown_moment, shown_range, summed
from api.cli.screen import a_table, print_below
from domain.quantity import Quantity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def print_changes(console: Console, title: str, changes: Mapping[str, Any], heads: tuple[str, str]) -> None:
    """The incidents that two lenses show differently, then the counts that differ; `heads` name the two."""
    if not changes["incidents"]:
        print_below(console, title, "Nothing that the lists or counts show.")
        return
    incidents = _table("incident", "what", heads)
    for one in changes["incidents"]:
        _add_group(incidents, _incident(one), _differences(one))
    print_below(console, title, incidents)
    counts = _table("party", "count", heads)
    for one in changes["counts"]:
        _add_group(counts, [one["party"]], _counted(one))
    print_below(console, f"{title}: the counts", counts)


def print_words(console: Console, title: str, incident: Mapping[str, Any]) -> None:
    """What each source that mended its own word said, claim by claim, in the order in which it became known."""
    table = a_table()
    for heading in ("source", "known from", "killed", "wounded", "mended by a later claim"):
        table.add_column(heading, no_wrap=True, justify="right" if heading in {"killed", "wounded"} else "left")
    for claim in mended_claims(incident):
        numbers = (shown_range(said(claim, outcome)) for outcome in ("killed", "wounded"))
        mended = "yes" if claim["superseded_by"] else "no"
        table.add_row(claim["source"], shown_moment(claim["known_at"]), *numbers, mended)
    print_below(console, title, table)


def mended_claims(incident: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The claims that supersede another or are superseded, by when they became known."""
    claims: list[dict[str, Any]] = incident["claims"]
    mending = {claim["superseded_by"] for claim in claims if claim["superseded_by"]}
    found = [claim for claim in claims if claim["superseded_by"] or claim["id"] in mending]
    return sorted(found, key=lambda claim: (claim["source"], claim["known_at"], claim["id"]))


def said(claim: Mapping[str, Any], outcome: str) -> dict[str, int | None] | None:
    """The sum of what one claim says of an outcome; None where it says nothing of it."""
    rows = [row for row in claim["casualties"] if row["outcome"] == outcome]
    return summed(Quantity.model_validate(row["quantity"]) for row in rows)


def _table(first: str, second: str, heads: tuple[str, str]) -> Table:
    table = a_table()
    table.add_column(first, max_width=26)
    table.add_column(second)
    for head in heads:
        table.add_column(head.replace(" ", "\n"), justify="right")
    return table


def _add_group(table: Table, words: Sequence[str], rows: Iterator[tuple[str, str, str]]) -> None:
    """Rows that belong together: the words run down beside them."""
    told = list(rows) or [("", "", "")]
    for place in range(max(len(told), len(words))):
        row = told[place] if place < len(told) else ("", "", "")
        table.add_row(words[place] if place < len(words) else "", *row)
    table.add_section()


def _incident(one: Mapping[str, Any]) -> list[str]:
    return [f"{one['act'].replace('_', ' ')}, {one['place']}", f"{one['occurred']}: {one['change']}"]


def _differences(one: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for difference in one["differences"]:
        about, old, new = difference["about"], difference["old"], difference["new"]
        if about == "claims":
            yield "claims that count", f"{len(old)} gone" if old else "", f"{len(new)} new" if new else ""
        else:
            yield about.partition(": ")[2] or about, _value(old), _value(new)


def _value(value: Any) -> str:  # noqa: ANN401 - any part of an incident
    match value:
        case None | []:
            return NONE
        case {"low": _, "high": _}:
            return shown_range(value)
        case {"name": word} | {"from": word}:
            return str(word)
        case list():
            return ", ".join(_value(part) for part in value)
        case {"agreement": agreement, "provision": provision}:
            return f"{agreement} {provision}"
        case _:
            return str(value).replace("_", " ")


def _counted(one: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The numbers of a party that differ."""
    old, new = _flat(one["old"]), _flat(one["new"])
    for name in {**new, **old}:
        if old.get(name, NONE) != new.get(name, NONE):
            yield name, old.get(name, NONE), new.get(name, NONE)


def _flat(group: Mapping[str, Any] | None) -> dict[str, str]:
    """Every number of a group under its name."""
    if group is None:
        return {}
    flat = {"incidents": str(group["count"])}
    for name in ("violations", "retaliations"):
        flat |= {f"{name} {attribution}": str(number) for attribution, number in group[name].items()}
    for name in ("inflicted", "suffered"):
        flat |= {f"{name}: {outcome}": shown_range(row) for outcome, row in group[name].items()}
    return flat
