"""Mermaid's flowcharts as far as we draw them: lines of few kinds, and labels that nothing in them can leave.

What is held here was tried on Mermaid 11: what its lexer, its Markdown, its icons and its formulas take for their own.
"""

import re
from dataclasses import dataclass, field

LABEL = r'"((?:[^\W_]|[ ,]|(?<=[^\W_])[.-](?=[^\W_])|#\d+;|<br/>)*)"'
_NODE = re.compile(rf"    (s\d+)(?:\[{LABEL}\]|\({LABEL}\))")
_LINK = re.compile(rf"  (s\d+) (-->|--x|-\.->)\|{LABEL}\| (s\d+)")
_FRAME = re.compile(rf"  subgraph (c\d+)\[{LABEL}\]")
_CODE = re.compile(r"#(\d+);")
_TAKEN = re.compile(r"\$\$|:fa-|\\n|ﬂ°|¶ß|direction\s+[A-Z]{2}")
_ORDERS = ("flowchart LR", "    direction TB", "  end")


@dataclass
class Chart:
    """What is drawn: the label of each box, whether its corners are round, and each arrow with its label."""

    frames: list[str] = field(default_factory=list)
    nodes: dict[str, str] = field(default_factory=dict)
    round: set[str] = field(default_factory=set)
    links: list[tuple[str, str, str, str]] = field(default_factory=list)


def chart_in(drawn: str) -> Chart:
    """The chart; an AssertionError where Mermaid would read a line otherwise than we mean it."""
    chart = Chart()
    *comments, first, title = drawn.removesuffix("\n").split("\n")[:4]
    lines = drawn.removesuffix("\n").split("\n")[4:]
    assert all(one.startswith("%% ") and not {"{", "}"} & {*one} for one in comments)
    assert first == "flowchart LR"
    assert re.fullmatch(r"  accTitle: [\w ,]+", title)
    for line in lines:
        if found := _NODE.fullmatch(line):
            assert found[1] not in chart.nodes
            chart.nodes[found[1]] = shown(found[2] if found[2] is not None else found[3])
            chart.round |= {found[1]} if found[3] is not None else set()
        elif found := _LINK.fullmatch(line):
            chart.links.append((found[1], found[2], found[4], shown(found[3])))
        elif found := _FRAME.fullmatch(line):
            chart.frames.append(shown(found[2]))
        else:
            assert line in _ORDERS, line
    assert {end for one in chart.links for end in (one[0], one[2])} <= chart.nodes.keys()
    return chart


def shown(label: str) -> str:
    """What a reader sees: escapes undone, lines apart. What keeps marks apart is not seen."""
    assert not _TAKEN.search(label)
    text = _CODE.sub(lambda found: chr(int(found[1])), label.replace("<br/>", "\n"))
    assert not _TAKEN.search(text.replace("direction ", ""))
    return text.replace("\N{WORD JOINER}", "")
