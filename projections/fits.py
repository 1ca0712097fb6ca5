"""Reading adopted fits, and which of them is inferred from. A fit is a method: cut by position only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from pydantic_core import to_json

from domain.inference.adopted import AdoptedFit
from domain.inference.adoption import AdoptionState, FitAdopted
from projections.beside import Lately
from projections.clock import shown
from projections.looking import bounds, seen
from projections.table import Table
from projections.timeline import TimelessTimeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.lens import Lens
    from domain.model import Fact
    from projections.reader import Reader
    from projections.timeline import Content

_COLUMNS = {"body": "VARCHAR", "background": "VARCHAR", "withdrawn": "VARCHAR"}


def content(state: AdoptionState) -> Content | None:
    """The columns of one version. The background has one of its own: it is long, and lists do without."""
    if state.fit is None:
        return None
    background = [row.model_dump(mode="json") for row in state.fit.background]
    body = state.fit.described() | {"reason": state.reason}
    return (to_json(body).decode(), to_json(background).decode(), state.withdrawn)


FITS = Table("fit", "fit_versions", _COLUMNS, AdoptionState, content, TimelessTimeline)


class InForce(NamedTuple):
    """The fit that is inferred from: its id, the position at which it was adopted, and what it says."""

    id: UUID
    position: int
    fit: AdoptedFit

    def cited(self) -> dict[str, Any]:
        """As an answer names the fit that it was inferred from."""
        told = self.fit.described()
        return {
            "id": str(self.id),
            "version": told["version"],
            "parameters": told["parameters"],
            "fitted_to": told["fitted_to"],
            "adopted": {"position": self.position},
        }


class _Stretch(NamedTuple):
    """A fit, from where it was adopted to before where it was withdrawn."""

    id: UUID
    position_from: int
    position_to: int


_LATELY = Lately[UUID, AdoptedFit](8)
_ADOPTED = Lately[int, list[_Stretch]](1)


def fit_in_force(store: Reader, lens: Lens) -> AdoptedFit | None:
    """The fit that is inferred from under a lens; None where none was adopted, or all were withdrawn."""
    found = in_force(store, lens)
    return None if found is None else found.fit


def in_force(store: Reader, lens: Lens) -> InForce | None:
    """The same, with its id: of those adopted and not withdrawn at the lens's position, the one adopted last."""
    _, last = bounds(lens)
    for one in _adopted(store):
        if one.position_from <= last < one.position_to:
            return InForce(one.id, one.position_from, _read(store, one.id))
    return None


def _adopted(store: Reader) -> list[_Stretch]:
    """Every fit, the one adopted last first: looked up once for as long as none is adopted or withdrawn."""
    return _ADOPTED.of(store, store.last_rows[FITS.name], lambda: _look_up(store))


def _look_up(store: Reader) -> list[_Stretch]:
    # All that can become of a fit is its withdrawal: what is not withdrawn begins where it was adopted.
    query = f"SELECT id, position_from, position_to FROM {FITS.name} WHERE withdrawn IS NULL ORDER BY 2 DESC"
    return [_Stretch(*row) for row in store.rows(query)]


def _read(store: Reader, stream: UUID) -> AdoptedFit:
    """The fit of a stream: it never changes, so it is read from the log once."""
    return _LATELY.of(store, stream, lambda: _adopted_by(store.facts_of([stream])[stream]))


def _adopted_by(facts: Iterable[Fact]) -> AdoptedFit:
    (fit,) = (fact.fit for fact in facts if isinstance(fact, FitAdopted))
    return fit


def page(store: Reader, lens: Lens) -> list[dict[str, Any]]:
    """Every fit, the one adopted last first, without its background."""
    return _documents(store, lens)


def one(store: Reader, lens: Lens, stream: UUID) -> dict[str, Any] | None:
    """One fit with its background; None where the lens does not show it."""
    found = _documents(store, lens, stream)
    return found[0] if found else None


def _documents(store: Reader, lens: Lens, stream: UUID | None = None) -> list[dict[str, Any]]:
    current = in_force(store, lens)
    shown_by, cut = seen(lens)
    name = None if stream is None else str(stream)
    found = store.rows(
        f"""SELECT v.id, v.body, {"NULL" if stream is None else "v.background"}, v.withdrawn, since.*, adopted.*
            FROM {FITS.name} v
            JOIN facts adopted ON adopted.position = (SELECT min(o.position_from) FROM {FITS.name} o WHERE o.id = v.id)
            JOIN facts since ON since.position = v.position_from
            WHERE {shown_by} AND (? IS NULL OR v.id = ?::UUID) ORDER BY adopted.position DESC""",
        [*cut, name, name],
    )
    return [_document(row, None if current is None else current.id) for row in found]


def _document(row: tuple[Any, ...], in_force: UUID | None) -> dict[str, Any]:
    stream, body, background, reason, since, since_at, position, at = row
    withdrawn = None if reason is None else {"at": shown(since_at), "position": since, "reason": reason}
    told = {
        "id": str(stream),
        **json.loads(body),
        "adopted": {"at": shown(at), "position": position},
        "withdrawn": withdrawn,
        "in_force": stream == in_force,
    }
    return told if background is None else told | {"background": json.loads(background)}
