"""Pages of Markdown as the tests read them: what is to be run, what is to come out, and where it links."""

import re
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
GUIDES = sorted((REPOSITORY / "docs" / "guide").glob("*.md"))
PAGES = [REPOSITORY / "README.md", *GUIDES]
ANSWERS = ("json", "http", "text", "mermaid")
"""Languages of a block that shows what the commands above it answer."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass
class Block:
    """A fenced block: its language, its text, and the line of the page on which the text begins."""

    language: str
    text: str
    line: int


@dataclass
class Step:
    """Commands as a reader types them, with the answers that the page shows below them."""

    commands: Block
    answers: list[Block] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """Every fenced block, in order."""
    return [Block(found[1], found[2], text.count("\n", 0, found.start(2)) + 1) for found in _FENCE.finditer(text)]


def steps(text: str) -> list[Step]:
    """Every `sh` block with the answers that follow it."""
    found: list[Step] = []
    for block in blocks(text):
        if block.language == "sh":
            found.append(Step(block))
        else:
            assert block.language in ANSWERS, f"line {block.line}: nothing runs or compares a {block.language!r} block"
            assert found, f"line {block.line}: an answer to nothing"
            found[-1].answers.append(block)
    return found


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", text)


def links(text: str) -> list[str]:
    """Where the page's links go."""
    return _LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """What a link may name after `#`: headings as Git hosts turn them into anchors."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(prose(text)))
    return {heading.strip().replace(" ", "-") for heading in plain}
