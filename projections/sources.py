"""Reading sources, with their alignment and grade as they stand. Reference data: cut by position only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.source import SourceState
from projections.document import document, documents
from projections.table import Table
from projections.timeline import TimelessTimeline

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content


def content(state: SourceState) -> Content:
    """The columns of one version."""
    names = ("slug", "name", "kind", "aligned_with", "reliability", "url", "licence", "attribution")
    return (state.slug, to_json({name: getattr(state, name) for name in names}).decode())


SOURCES = Table(
    "source", "source_versions", {"slug": "VARCHAR", "body": "VARCHAR"}, SourceState, content, TimelessTimeline
)


def page(store: Reader, lens: Lens) -> list[dict[str, Any]]:
    """Every source, by slug."""
    return documents(store, SOURCES, lens, order="v.slug")


def one(store: Reader, lens: Lens, slug: str) -> dict[str, Any] | None:
    """One source; None where it is not registered."""
    return document(store, SOURCES, lens, slug)
