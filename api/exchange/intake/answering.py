"""What commands ask of the rest of the ledger, asked once for many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.clerk import Clerk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.grade import Grade
    from domain.ledger import Ledger


class Answers(Clerk):
    """A registry that remembers parties and sources while one stretch of a file is decided.

    What an import is about to register, or would, counts as registered: `parties`, and `sources` with their grade.
    """

    def __init__(self, ledger: Ledger, by: str, parties: set[str], sources: Mapping[str, Grade]) -> None:
        super().__init__(ledger, by)
        self.parties = parties
        self._sources = dict(sources)

    def party(self, slug: str, *, field: str) -> str:
        """The slug itself, of a registered party."""
        if slug not in self.parties:
            self.parties.add(super().party(slug, field=field))
        return slug

    def source(self, slug: str, *, field: str) -> Grade:
        """The alignment and grade of a registered source, as they stand."""
        grade = self._sources.get(slug)
        if grade is None:
            grade = self._sources[slug] = super().source(slug, field=field)
        return grade
