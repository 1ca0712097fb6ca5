"""Comparing an answer with the part of it that a page shows. `…` stands for whatever is there."""

import json
import re

ANY = "…"


def differences(shown: object, answered: object, path: str = "") -> list[str]:
    """Where the answer is not as shown; objects and lists of objects may hold more than is shown."""
    where = path or "the answer"
    match shown, answered:
        case (str(), _) if shown == ANY:
            return []
        case dict(), dict():
            missing = [f"{where} has no {name}" for name in shown if name not in answered]
            common = [name for name in shown if name in answered]
            return missing + [d for name in common for d in differences(shown[name], answered[name], f"{path}.{name}")]
        case list(), list() if shown and all(isinstance(one, dict) for one in shown):
            return _in_order(shown, answered, where)
        case (str(), str()) if ANY in shown and _as_pattern(shown).fullmatch(answered):
            return []
        case _:
            return [] if shown == answered else [f"{where} is {answered!r}, not {shown!r}"]


def _in_order(shown: list[object], answered: list[object], where: str) -> list[str]:
    """Each shown member is found in the answer, in the order shown."""
    rest = iter(answered)
    return [
        f"{where} has no {json.dumps(one, ensure_ascii=False)} (in this order) among {answered!r}"
        for one in shown
        if not any(not differences(one, other) for other in rest)
    ]


def differing_lines(shown: str, printed: str) -> list[str]:
    """The shown lines that are not printed, in this order; blanks at their ends do not count."""
    rest = iter(line.rstrip() for line in printed.splitlines())
    wanted = [line.rstrip() for line in shown.splitlines() if line.strip() not in {"", ANY}]
    return [
        f"{line!r} was not printed (in this order)"
        for line in wanted
        if not any(_as_pattern(line).fullmatch(other) for other in rest)
    ]


def differing_response(shown: str, printed: str) -> list[str]:
    """A response as `curl -i` prints it: the shown header lines, then the shown part of its JSON."""
    (wanted, _, body), (head, _, answer) = (
        text.replace("\r", "").strip().partition("\n\n") for text in (shown, printed)
    )
    found = {line.lower() for line in head.splitlines()}
    lacking = [
        f"no header line {line!r} among {sorted(found)}"
        for line in wanted.splitlines()
        if not any(_as_pattern(line.lower()).fullmatch(other) for other in found)
    ]
    return lacking + (differences(json.loads(body), json.loads(answer)) if body else [])


def _as_pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split(ANY)))
