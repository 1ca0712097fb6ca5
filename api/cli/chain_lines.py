"""What a chain came to, in lines: whether it is open, how soon answers came, who stepped up; what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.exchange.drawings.wording import when
from api.numbers import counted, listed, shown_delay, shown_probability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Chain = Mapping[str, Any]

_TOGETHER = " An answer may reach that with up to three acts together, each then with less."

_TRENDS = {"quickens": ", and the later ones sooner", "slows": ", and the later ones later", "unclear": ""}


def about(chain: Chain) -> Text:
    """The days of a chain, how many steps it has and how high it goes; and what it came to."""
    first, last = when(chain["began"]), when(chain["last"])
    rung = chain["peak_rung"]
    text = Text(first if first == last else f"{first} to {last}", style="bold")
    steps = counted(len(chain["steps"]), "step")
    text.append(f": {steps}, up to rung {rung['number']}, {rung['name']}", style="not bold")
    for line in _lines(chain):
        text.append(f"\n{line}", style="not bold dim")
    return text


def _lines(chain: Chain) -> Iterator[str]:
    opened, tempo = chain["open"], chain["tempo"]
    yield f"{'still open' if opened['is_open'] else 'closed'}: {opened['reason']}"
    if tempo is not None:
        took, many = shown_delay(tempo["seconds_least"], tempo["seconds_most"]), tempo["answers"]
        told = "the answer came" if many == 1 else f"the median of {many} answers came"
        yield f"{told} {took}{_TRENDS[tempo['trend']]}"
    for way in ("up", "down"):
        parties = [words for one in chain["stepped"] if (words := _stepped(one, way))]
        if parties:
            yield f"stepped {way}: {listed(parties)}"
    yield from _agreements(chain)
    yield from left_out(chain)


def _stepped(one: Mapping[str, Any], way: str) -> str:
    """How often a party went that way; what is contested is never added."""
    sure, contested = one[way]["attributed"], one[way]["contested"]
    if not sure and not contested:
        return ""
    many = f"{sure} ({contested} more contested)" if sure and contested else f"{sure or f'{contested} contested'}"
    return f"{one['party'] or 'persons unknown'} {many}"


def _agreements(chain: Chain) -> Iterator[str]:
    """In what phase agreements were at its first step and at its last."""
    phases: dict[tuple[str, str], list[str]] = {}
    for one in chain["agreements"]:
        phases.setdefault((words(one["at_begin"]), words(one["at_end"])), []).append(one["agreement"])
    for (begin, end), slugs in phases.items():
        told = f"{begin} throughout" if begin == end else f"{begin} at first, {end} at last"
        yield f"{told}: {listed(slugs)}"


def left_out(chain: Chain) -> Iterator[str]:
    """Links that do not join, with the reason; a step of another chain is named by the beginning of its id."""
    number = {step["id"]: f"step {place}" for place, step in enumerate(chain["steps"], start=1)}
    for link in chain["left_out"]:
        answer, trigger = (number.get(link[end], f"{link[end][:8]} of another chain") for end in ("answer", "trigger"))
        likely = link["probability"]
        said = f"says {link['asserted_by']}" if link["asserted_by"] else f"inferred: {shown_probability(likely)}"
        yield f"left out: {answer} as an answer to {trigger} ({said}), since {link['reason']}"


def rests_on(told: Mapping[str, Any]) -> str:
    """What chains are inferred from, and how many incidents take no part in that; or why nothing is inferred."""
    if told["not_inferred"]:
        return f"Nothing is inferred: {told['not_inferred']}."
    fit = told["fit"]
    outside = [f"{words(reason)} {count:,}" for reason, count in fit["left_out"].items() if count]
    without = f" Incidents that take no part: {', '.join(outside)}." if outside else ""
    adopted = fit["adopted"]["position"]
    least = f"{told['probability']:g}"
    return f"Inferred from a probability of {least} on, by the fit of position {adopted}.{without}{_TOGETHER}"


def words(reason: str) -> str:
    """A reason or a phase that answers give in one word."""
    return reason.replace("_", " ")
