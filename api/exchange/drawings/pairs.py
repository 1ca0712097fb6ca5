"""Pairs: what answered what, once, however many say so; a picture has one line for it and all of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Pair:
    """One step answers another. `says` are those who say so, each with how the word stands: none where inferred.

    `links` are all that the answer shows of the two, `link` the first of them: delays, ratios and probability are the
    same in each.
    """

    trigger: str
    answer: str
    says: tuple[tuple[str, str], ...]
    links: tuple[Mapping[str, Any], ...]

    @property
    def link(self) -> Mapping[str, Any]:
        """What is the same of all of them."""
        return self.links[0]

    @property
    def basis(self) -> str:
        """Asserted where anybody says so; else inferred, from what came before it."""
        return str(self.link["basis"])

    @property
    def inferred(self) -> bool:
        """Whether nobody says so."""
        return self.basis == "inferred"

    @property
    def disputed(self) -> bool:
        """Whether every word that it was an answer is disputed."""
        return bool(self.says) and all(status == "disputed" for _, status in self.says)


def pairs(links: Iterable[Mapping[str, Any]]) -> list[Pair]:
    """The links of a chain, one for each two steps, in the order of the first of each."""
    together: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for link in links:
        together.setdefault((link["trigger"], link["answer"]), []).append(link)
    return [_pair(trigger, answer, same) for (trigger, answer), same in together.items()]


def _pair(trigger: str, answer: str, same: list[Mapping[str, Any]]) -> Pair:
    says = tuple((one["asserted_by"], one["status"]) for one in same if one["asserted_by"])
    return Pair(trigger, answer, says, tuple(same))
