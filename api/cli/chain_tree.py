"""Escalation chains as a tree: what happened, and below it what answers it, as it is said or as it is inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from api.cli.chain_lines import about, rests_on, words
from api.cli.numbers import counted
from api.cli.screen import print_below
from api.exchange.drawings.pairs import Pair, pairs
from api.exchange.drawings.wording import deadline, tolls, what, when, who
from api.numbers import shown_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    Step = Mapping[str, Any]
    Chain = Mapping[str, Any]

_DEEPEST = 8
"""So many answers hang below each other; the next begins at the edge again, where a line has room."""

_LIKELY = 0.5
"""From here on something probably answers; below it may answer."""

_PROBABLY = {
    (True, False): "probably answers",
    (True, True): "probably also answers",
    (False, False): "may answer",
    (False, True): "may also answer",
}
"""The words for what nobody says, by whether it is likely, and whether it is not the first that is told."""


def print_chains(console: Console, title: str, told: Mapping[str, Any], chains: Sequence[Chain]) -> None:
    """The chains below a title that says what they are inferred from, as `told` has it beside them."""
    print_below(console, title, Group(Text(rests_on(told), style="dim"), tree_of(chains)))


def tree_of(chains: Sequence[Chain]) -> Tree:
    """The chains, each with what it came to, its steps, and what was left out of it."""
    steps = sum(len(chain["steps"]) for chain in chains)
    tree = Tree(f"{counted(len(chains), 'chain')}, {counted(steps, 'step')}", guide_style="dim")
    for chain in chains:
        _grow(tree.add(about(chain)), chain)
    return tree


def _grow(tree: Tree, chain: Chain) -> None:
    """Hang every step below the one of those before it that it answers: the one that is said, then the likeliest."""
    number = {step["id"]: place for place, step in enumerate(chain["steps"], start=1)}
    branches: dict[str, tuple[int, Tree]] = {}
    answers: dict[str, list[Pair]] = {}
    for pair in pairs(chain["links"]):
        answers.setdefault(pair.answer, []).append(pair)
    for step in chain["steps"]:
        answering = answers.get(step["id"], [])
        earlier = [pair for pair in answering if pair.trigger in branches]
        main = max(earlier, key=lambda pair: _weight(pair, number), default=None)
        depth, branch = (0, tree) if main is None else branches[main.trigger]
        depth, branch = (depth, branch) if depth < _DEEPEST else (0, tree)
        above = main.trigger if main is not None and depth else None
        text = _told(number[step["id"]], step)
        for pair in sorted(answering, key=lambda pair: (pair is not main, number[pair.trigger])):
            named = "the above" if pair.trigger == above else f"step {number[pair.trigger]}"
            for line in _answers(pair, named, also=pair is not main):
                text.append(f"\n{line}", style="italic dim" if pair.inferred else "italic")
        branches[step["id"]] = (depth + 1, branch.add(text))


def _weight(pair: Pair, number: Mapping[str, int]) -> tuple[bool, float, int]:
    return (not pair.inferred, pair.link["probability"] if pair.inferred else 0, number[pair.trigger])


def _told(number: int, step: Step) -> Text:
    """Its number, when, what, where, by whom and against whom; and the toll in a line of its own."""
    text = Text()
    text.append(f"{number}  {when(step['occurred'])}  ", style="dim")
    said, _, place = what(step).partition(" at ")
    text.append(said, style="bold")
    text.append(f" at {place}" if place else "")
    rung = f"rung {step['rung']['number']}"
    text.append("".join(f", {told}" for told in (who(step), deadline(step), rung) if told))
    for line in tolls(step):
        text.append(f"\n{line}", style="red")
    if step["takes_no_part"]:
        text.append(f"\nnothing is inferred of it: {words(step['takes_no_part'])}", style="dim")
    return text


def _answers(pair: Pair, named: str, *, also: bool) -> Iterator[str]:
    """What is said, or inferred, of an answer, a line for each way in which it stands; and how it compares."""
    for sentence in dict.fromkeys(link["sentence"] for link in pair.links):
        if pair.inferred:
            verb = _PROBABLY[pair.link["probability"] >= _LIKELY, also]
            yield f"{verb} {named}: {sentence}{_compared(pair)}"
        else:
            said = sentence.replace("answers the above", f"answers {named}", 1)
            yield f"{'also ' if also else ''}{said}{_compared(pair)}"


def _compared(pair: Pair) -> str:
    """Which way it goes, and how many times as many died, where anything is known of it."""
    way, ratio = pair.link["step"], pair.link["toll_ratios"]
    told = "" if way == "level" else f"; a step {way}"
    if ratio is not None and (ratio["low"] or ratio["high"] is not None):
        bounds = {name: None if ratio[name] is None else f"{ratio[name]:g}" for name in ("low", "high")}
        told += f"; toll {shown_range(bounds)} to 1"
    return told
