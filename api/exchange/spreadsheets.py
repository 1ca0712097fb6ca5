"""What a spreadsheet would calculate: disarmed by an apostrophe before it, which it takes for "this is text"."""

from __future__ import annotations

import re

_SIGN = r"(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])"
"""How a formula begins, in signs of either width, after white space or none; or a cell that would break."""

_FORMULA = re.compile(f"'*{_SIGN}")
"""The same, or what our own apostrophe would hide."""

_ARMED = re.compile(f"'+{_SIGN}")


def disarmed(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it."""
    # Most begin with a letter or a figure, and need no closer look.
    return f"'{text}" if not text[:1].isalnum() and _FORMULA.match(text) else text


def rearmed(cell: str) -> str:
    """The text that was disarmed."""
    return cell[1:] if _ARMED.match(cell) else cell
