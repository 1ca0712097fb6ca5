"""Newcomers whose names resemble those of parties that were there before: perhaps the same, called otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.exchange.intake.names import plain_words

if TYPE_CHECKING:
    from api.exchange.intake.names import KnownNames


class Resembling(NamedTuple):
    """A name that is registered as a party of its own, and the slugs of the parties that it resembles."""

    name: str
    registered: str
    like: tuple[str, ...]


class Resemblance:
    """The names that were borne before an import, to which those that it registers are compared.

    Two names resemble each other where all words of one stand in the other, in their order and side by side: "Turkey"
    and "Government of Turkey", "HTS" and "HTS, Southern Front". It says nothing of whom they mean.
    """

    def __init__(self, known: KnownNames) -> None:
        self._borne = [(f"-{words}-", slugs) for name, slugs in known.slugs.items() if (words := plain_words(name))]

    def of(self, name: str, slug: str) -> Resembling | None:
        """Whom a newcomer resembles; None where it resembles nobody."""
        words = f"-{plain_words(name)}-"
        if words == "--":
            return None
        like = {one for borne, slugs in self._borne if borne in words or words in borne for one in slugs}
        return Resembling(name, slug, tuple(sorted(like))) if like else None
