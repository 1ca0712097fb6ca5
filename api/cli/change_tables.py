"""What changed between two lenses, as tables: incident by incident, and in the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.cli.change_values import shown_values
from api.cli.link_changes_table import chain_lines, link_row, link_words
from api.cli.numbers import NONE, counted, shown_moment, shown_range, summed
from api.cli.screen import a_table, print_below
from domain.assessment.tally import UNCOUNTED
from domain.quantity import Quantity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


_HIDDEN = ("claim: ", "tolls: ", "possible_perpetrators", "finding", "retraction", "override", "split_from")
"""What other rows tell in fewer words."""

_OF_NEWS = ("casualties: ", "equipment: ", "claims")
"""What is told of an incident that one side does not show at all."""


def print_all_changes(console: Console, changes: Mapping[str, Any]) -> None:
    """The same as `print_changes`, under a title of its own, with the incidents' ids and how many are left out."""
    heads = _heads(changes["before"], changes["after"])
    happened = changes["after"]["as_of"]
    between = " and ".join(_heads(changes["before"], changes["after"], " UTC"))
    title = f"What changed between {between}{f', as of {happened}' if happened else ''}"
    print_changes(console, title, changes, heads, with_ids=True)
    if "links" in changes["chains"]:
        _print_links(console, f"{title}: the chains", changes["chains"], heads)
    left_out = changes["count"] - len(changes["incidents"])
    if left_out:
        console.print(f"{counted(left_out, 'more incident')} changed; the counts are those of all.")


def _heads(before: Mapping[str, Any], after: Mapping[str, Any], zone: str = "") -> tuple[str, str]:
    """What tells two lenses apart, in a few words for each."""
    clocks = [name for name in ("known_at", "position") if before[name] != after[name]] or ["known_at"]
    old, new = (", ".join(_clock(name, lens[name], zone) for name in clocks) for lens in (before, after))
    return old, new


def _clock(name: str, value: str | int | None, zone: str) -> str:
    if name == "position":
        return f"position {value}"
    return "all known" if value is None else f"{shown_moment(str(value))}{zone}"


def print_changes(
    console: Console, title: str, changes: Mapping[str, Any], heads: tuple[str, str], *, with_ids: bool = False
) -> None:
    """The incidents that two lenses show differently, then the counts that differ; `heads` name the two."""
    if not changes["incidents"]:
        print_below(console, title, "Nothing that the lists or counts show.")
        return
    incidents = _table("incident", "what", heads)
    for one in changes["incidents"]:
        _add_group(incidents, _incident(one, with_id=with_ids), _differences(one))
    print_below(console, title, incidents)
    counts = _table("party", "count", heads)
    for one in changes["counts"]:
        _add_group(counts, [one["party"]], _counted(one))
    print_below(console, f"{title}: the counts", counts)


def _print_links(console: Console, title: str, chains: Mapping[str, Any], heads: tuple[str, str]) -> None:
    """The links of chains that differ, and what became of the chains; or why that is not told."""
    if chains["untold"] is not None:
        print_below(console, title, f"Not told, since too much may differ: {chains['untold']}.")
        return
    if not chains["count"] and not chains["chains"]:
        return
    table = _table("link", "", heads)
    steps = {step["id"]: step for step in chains["steps"]}
    for link in chains["links"]:
        _add_group(table, link_words(link, steps), iter([("", *link_row(link))]))
    print_below(console, title, table)
    for line in chain_lines(chains["chains"]):
        console.print(line)
    left_out = chains["count"] - len(chains["links"])
    if left_out:
        console.print(f"{counted(left_out, 'more link')} changed.")


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


def _incident(one: Mapping[str, Any], *, with_id: bool) -> list[str]:
    """What it is about and what became of it, and why where someone said so."""
    words = [f"{one['act'].replace('_', ' ')}, {one['place']}", f"{one['occurred']}: {one['change']}"]
    facts = [] if one["change"] == "added" else [*one["facts"]["old"], *one["facts"]["new"]]
    reasons = dict.fromkeys(fact["reason"] for fact in facts if fact["reason"])
    return [*words, *([one["id"][:8]] if with_id else []), *(f"({reason})" for reason in reasons)]


def _differences(one: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for difference in one["differences"]:
        about, old, new = difference["about"], difference["old"], difference["new"]
        if about == "claims":
            yield "claims that count", f"{len(old)} gone" if old else "", f"{len(new)} new" if new else ""
        elif _is_shown(one["change"], about, new):
            yield about.partition(": ")[2] or about.replace("_", " "), *shown_values(old, new)


def _is_shown(change: str, about: str, new: object) -> bool:
    """Whether a difference has a row. Of what is new, the numbers, and whether it counts at all."""
    if change in {"added", "split", "removed"}:
        return about.startswith(_OF_NEWS) or (about == "standing" and new in UNCOUNTED)
    return not about.startswith(_HIDDEN)


def _counted(one: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The numbers of a party that differ."""
    old, new = _flat(one["old"]), _flat(one["new"])
    for name in {**new, **old}:
        # A party that comes with nothing to its name brings no news.
        if old.get(name, NONE) != new.get(name, NONE) and {old.get(name), new.get(name)} != {None, "0"}:
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
