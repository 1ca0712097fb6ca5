"""Which links make chains: one after the other, as long as some order of times is left for everything."""

from typing import NamedTuple

from tests.projections.oracle.days import earliest_beginning, latest_end
from tests.projections.oracle.pile import Raw


class Link(NamedTuple):
    """Who answers whom, how that stands, who says so, and how likely that is by the fit, where it tells of it."""

    answer: str
    trigger: str
    status: str
    asserted_by: str | None
    probability: float | None

    @property
    def basis(self) -> str:
        return "asserted" if self.asserted_by else "inferred"


def joined(taken: list[Link], steps: dict[str, Raw]) -> tuple[list[Link], list[tuple[Link, str]]]:
    """Those that join, one after the other, and those that do not, with the reason."""
    kept: list[Link] = []
    left_out: list[tuple[Link, str]] = []
    for link in taken:
        reason = _against(link, {one[:2] for one in kept}, steps)
        if reason is None:
            kept.append(link)
        else:
            left_out.append((link, reason))
    return kept, left_out


def _against(link: Link, pairs: set[tuple[str, str]], steps: dict[str, Raw]) -> str | None:
    """Whatever comes before the trigger would come before whatever comes after the answer: some of it cannot.

    Where several reasons hold, the one that needs the fewest steps is told: times of the two, then a circle.
    """
    if link[:2] in pairs:
        return None
    earlier = _reached({link.trigger}, pairs)
    later = _reached({link.answer}, {(trigger, answer) for answer, trigger in pairs})
    if _is_over(steps[link.answer], steps[link.trigger]):
        return "over before"
    if link.answer in earlier:
        return "circle"
    return "no order" if any(_is_over(steps[end], steps[start]) for start in earlier for end in later) else None


def _reached(start: set[str], ways: set[tuple[str, str]]) -> set[str]:
    further = {end for begin, end in ways if begin in start} - start
    return _reached(start | further, ways) if further else start


def _is_over(step: Raw, other: Raw) -> bool:
    """Whether it was over before the other can have begun."""
    return latest_end(step["occurred"]) < earliest_beginning(other["occurred"])


def groups(links: list[Link]) -> list[set[str]]:
    """The sets of steps that links join."""
    together: list[set[str]] = []
    for answer, trigger, *_ in links:
        touched = [group for group in together if group & {answer, trigger}]
        together = [group for group in together if group not in touched] + [{answer, trigger}.union(*touched)]
    return together
