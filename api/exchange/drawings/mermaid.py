"""Chains as a Mermaid flowchart, which GitHub and many editors draw.

The form: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api.exchange.drawings.pairs import Pair, pairs
from api.exchange.drawings.wording import deadline, said, tolls, what, when, who
from api.numbers import counted, shown_delay, shown_probability
from domain.errors import Unacceptable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.exchange.exports.heading import Heading

    Chain = Mapping[str, Any]

MOST_LINKS, MOST_CHARACTERS = 500, 50_000
"""Beyond these, Mermaid as it comes, and so GitHub, draws an error in the place of the chart."""

_LONGEST = 90
"""Characters of one line of a label. What a source says may be much longer."""

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows: cut in two, they would turn the rest of the label."""

_UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_READ_LATE = re.compile(r"\$(?=\$)|:(?=fa-)|\\(?=n)|ﬂ(?=°)|¶(?=ß)")
"""Where formulas, icons, new lines and Mermaid's own stand-ins for escapes begin or end: it looks for them once it
has undone the escapes, so that only something in between, which nobody sees, keeps them apart."""

_ESCAPED = re.compile(r"[^\w ,.-]|_|(?<=direction) |(?<![^\W_])[.-]|[.-](?![^\W_])")
"""All but letters, digits, blanks, commas, and dots and hyphens within words: quotes, brackets, and whatever Markdown,
HTML or Mermaid itself would read as more than a character. (`direction TB` is an order to it even within quotes.)"""


def mermaid_of(chains: Sequence[Chain], heading: Heading, rests_on: Mapping[str, Any]) -> str:
    """One flowchart from top to bottom, with a frame for each chain: asserted links solid, inferred ones dashed.

    Raises Unacceptable where there is more than Mermaid draws.
    """
    numbers = {step["id"]: number for number, step in enumerate(_steps(chains), start=1)}
    answers = [pair for chain in chains for pair in pairs(chain["links"])]
    lines = [f"%% {heading.query}", f"%% {_basis(rests_on)}", "flowchart LR", f"  accTitle: {_title(chains)}"]
    # It sets the last frame highest.
    for number, chain in reversed([*enumerate(chains, start=1)]):
        lines += [f'  subgraph c{number}["{_head(chain)}"]', "    direction TB"]
        lines += [f"    {_node(numbers[step['id']], step)}" for step in chain["steps"]]
        lines += ["  end"]
    lines += [f"  s{numbers[pair.trigger]} {_arrow(pair)} s{numbers[pair.answer]}" for pair in answers]
    drawn = "\n".join(lines) + "\n"
    if len(answers) > MOST_LINKS or len(drawn) > MOST_CHARACTERS:
        raise Unacceptable(
            f"{_title(chains)}: more than Mermaid draws; narrow it down, or take graphml", field="ending"
        )
    return drawn


def _basis(rests_on: Mapping[str, Any]) -> str:
    if rests_on["not_inferred"]:
        return f"Nothing is inferred: {rests_on['not_inferred']}"
    return f"Inferred from {rests_on['probability']:g} on, by the fit {rests_on['fit']['id']}"


def _steps(chains: Sequence[Chain]) -> Iterator[Mapping[str, Any]]:
    return (step for chain in chains for step in chain["steps"])


def _title(chains: Sequence[Chain]) -> str:
    steps = sum(len(chain["steps"]) for chain in chains)
    return f"{counted(len(chains), 'escalation chain')}, {counted(steps, 'step')}"


def _head(chain: Chain) -> str:
    first, last = when(chain["began"]), when(chain["last"])
    words = [first if first == last else f"{first} to {last}", counted(len(chain["steps"]), "step")]
    words += ["still open" if chain["open"]["is_open"] else "closed"]
    left_out = {(one["trigger"], one["answer"]) for one in chain["left_out"]}
    return escaped(", ".join([*words, f"{counted(len(left_out), 'link')} left out"] if left_out else words))


def _node(number: int, step: Mapping[str, Any]) -> str:
    """A box, with round corners where it is something said."""
    lines = [f"{when(step['occurred'])} {what(step)}", who(step), *tolls(step), deadline(step)]
    spoken = step["kind"] == "statement"
    label = _label([*lines, step["text"] or ""] if spoken else lines)
    return f's{number}("{label}")' if spoken else f's{number}["{label}"]'


def _arrow(pair: Pair) -> str:
    """Dashed where inferred, with a cross at its end where all that is said of it is disputed."""
    line = "-.->" if pair.inferred else "--x" if pair.disputed else "-->"
    likely, way = pair.link["probability"], pair.link["step"]
    inferred = "" if likely is None else f"inferred: {shown_probability(likely)}"
    took = shown_delay(pair.link["seconds_least"], pair.link["seconds_most"])
    return f'{line}|"{_label([said(pair.says), inferred, took, "" if way == "level" else f"a step {way}"])}"|'


def _label(lines: Sequence[str]) -> str:
    return "<br/>".join(escaped(_shortened(line)) for line in lines if line)


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def escaped(text: str) -> str:
    """The text as part of a quoted label that shows it as it is, whatever is in it. Turning marks are left out."""
    held = _UNDRAWABLE.sub("\N{REPLACEMENT CHARACTER}", _TURNS.sub("", text))
    held = _READ_LATE.sub("\\g<0>\N{WORD JOINER}", held)
    return _ESCAPED.sub(lambda found: f"#{ord(found[0])};", held)
