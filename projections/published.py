"""Bulletins as a reconciliation takes them: the numbers of one side for one period, with what its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.errors import Unacceptable
from domain.moment import Moment
from domain.reconciliation import Registered
from projections.catalogue import TABLE_OF
from projections.document import documents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.lens import Lens
    from projections.reader import Reader

BULLETINS = TABLE_OF["bulletin"]

_SHOWN = ("id", "period", "total", "regions", "unaccounted", "confirmed", "corrected", "note")
_SAID_BY = ("source", "via", "published_at", "basis", "basis_reason", "url")


@dataclass(frozen=True)
class Period:
    """The calendar days of a bulletin's period, in its own zone, and its first and last tick (`moment`, UTC)."""

    first: date
    last: date
    moment: Moment


@dataclass(frozen=True)
class Published:
    """One bulletin that a lens shows; without a period it is undated."""

    body: str
    side: str
    period: Period | None
    numbers: Registered
    shown: dict[str, Any]

    @classmethod
    def of(cls, document: dict[str, Any]) -> Published:
        """The bulletin of a document."""
        given = document["period"]
        return cls(
            body=document["body"],
            side=document["side"],
            period=None if given is None else _period(Moment.model_validate(given, context={"stored": True})),
            numbers=Registered(document["total"], document["regions"]),
            shown={name: document[name] for name in (*_SHOWN, *_SAID_BY)},
        )


def _period(moment: Moment) -> Period:
    return Period(moment.local_date(), moment.local_date(moment.over_by), moment)


def published(store: Reader, lens: Lens, *, body: str | None = None) -> list[Published]:
    """Every bulletin that the lens shows, by period, side and id; `body` narrows them."""
    found = documents(store, BULLETINS, lens, order="v.began_by, v.side")
    return [one for one in map(Published.of, found) if body in {None, one.body}]


def check_named(store: Reader, *, body: str | None, region: str | None) -> None:
    """Raises Unacceptable where no bulletin of the tables is of that body, or names that region."""
    table = BULLETINS.name
    for field, wanted, names in (
        ("body", body, "body->>'$.body'"),
        ("region", region, "unnest(json_keys(body, '$.regions'))"),
    ):
        if wanted is not None:
            _check_among(field, wanted, (name for (name,) in store.rows(f"SELECT DISTINCT {names} FROM {table}")))


def _check_among(field: str, wanted: str, names: Iterable[str]) -> None:
    known = sorted(names)
    if wanted not in known:
        raise Unacceptable(
            f"no bulletin is of the {field} {wanted!r}; known are {', '.join(known) or 'none'}", field=field
        )
