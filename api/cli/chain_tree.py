"""Escalation chains as a tree: what happened, and below it what is said to answer it, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text
from rich.tree import Tree

from api.cli.numbers import counted, shown_delay, shown_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    Step = Mapping[str, Any]
    Link = Mapping[str, Any]

_TOLD = ("asserted", "inferred")
"""The standings of a link that need no further word."""


def tree_of(chains: Sequence[Mapping[str, Any]]) -> Tree:
    """The chains, each by its first step."""
    steps = sum(len(chain["steps"]) for chain in chains)
    tree = Tree(f"{counted(len(chains), 'chain')}, {counted(steps, 'step')}", guide_style="dim")
    for chain in chains:
        _grow(tree, chain)
    return tree


def _grow(tree: Tree, chain: Mapping[str, Any]) -> None:
    """Hang every step below the latest of those before it that it answers."""
    place = {step["id"]: number for number, step in enumerate(chain["steps"])}
    branches: dict[str, Tree] = {}
    for step in chain["steps"]:
        answering = [link for link in chain["links"] if link["answer"] == step["id"]]
        earlier = [link["trigger"] for link in answering if link["trigger"] in branches]
        trigger = max(earlier, key=lambda one: place[one], default=None)
        text = _what(step)
        for link in _merged(answering):
            other = None if link["trigger"] == trigger else place[link["trigger"]]
            text.append(f"\n{_answer(link, other)}", style="italic")
        branches[step["id"]] = (branches[trigger] if trigger else tree).add(text)


def _what(step: Step) -> Text:
    """When, what, where, by whom and against whom; and the toll in a line of its own."""
    text = Text()
    text.append(f"{step['occurred']['from']}  ", style="dim")
    text.append(str(step["what"]).replace("_", " "), style="bold")
    text.append(f" at {step['place']}" if step["place"] else "")
    text.append(_by(step))
    text.append(f" against {_listed(step['against'])}" if step["against"] else "")
    text.append(f", deadline {step['deadline']['from']}" if step["deadline"] else "")
    for party, rows in groupby(step["tolls"], key=lambda row: row["party"] or "unnamed"):
        text.append(f"\n{party}: {_toll(list(rows))}", style="red")
    return text


def _by(step: Step) -> str:
    if not step["by"]:
        return ", by persons unknown" if step["kind"] == "incident" else ""
    if step["attribution"] == "contested":
        return f", by {_listed(step['by'], 'or')} (contested)"
    return f", by {_listed(step['by'])}"


def _toll(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{shown_range(row)} {_whom(row)}{row['outcome']}" for row in rows)


def _whom(row: Mapping[str, Any]) -> str:
    return "" if row["category"] == "unstated" else f"{row['category']} "


def _merged(links: Iterable[Link]) -> list[dict[str, Any]]:
    """One answer for all who say the same of it."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for link in links:
        one = found.setdefault((link["trigger"], link["basis"], link["status"]), {**link, "asserted_by": []})
        one["asserted_by"] += [link["asserted_by"]] if link["asserted_by"] else []
    return list(found.values())


def _answer(link: Mapping[str, Any], other: int | None) -> str:
    """Who says that it answers what is above, or another step; how soon; and the toll of both."""
    told = f"says {_listed(link['asserted_by'])}" if link["asserted_by"] else link["basis"]
    standing = "" if link["status"] in _TOLD else f", {link['status']}"
    above = "the above" if other is None else f"step {other + 1} of this chain too"
    ratio = "" if link["toll_ratio"] is None else f"; toll {link['toll_ratio']:g} to 1"
    return f"answers {above}, {told}{standing}; {shown_delay(link['seconds_least'], link['seconds_most'])}{ratio}"


def _listed(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
