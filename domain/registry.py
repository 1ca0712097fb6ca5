"""What commands may ask of the rest of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from domain.grade import Grade


class Registry(Protocol):
    """Looks up what an input names; every method raises Unknown, with the field, for what is not there."""

    def party(self, slug: str, *, field: str) -> str:
        """The slug itself, of a registered party."""

    def source(self, slug: str, *, field: str) -> Grade:
        """The alignment and grade of a registered source, as they stand."""

    def agreement(self, slug: str, *, field: str) -> str:
        """The slug itself, of an agreement in the ledger."""

    def provision(self, agreement: str, article: str, *, field: str) -> str:
        """The article itself, of an agreement that has it."""

    def began_from(self, kind: str, stream: UUID, *, field: str) -> datetime:
        """The earliest moment at which an incident or statement can have begun (UTC)."""

    def exists(self, kind: str, stream: UUID, *, field: str) -> UUID:
        """The id itself, of a thing of that kind that is in the ledger."""


def check_parties(registry: Registry, slugs: Iterable[str | None], *, field: str) -> None:
    """Refuse the first party that is not registered."""
    for slug in slugs:
        if slug is not None:
            registry.party(slug, field=field)
