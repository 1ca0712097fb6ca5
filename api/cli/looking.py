"""Looking through the options of a command: one lens, or two that are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from api.cli.opening import existing_ledger, replayed
from api.cli.options import Words, settings_with
from domain.chains.joining import ASSERTED
from domain.errors import Unacceptable
from projections.chaining.theatre import ALL, Joining
from projections.looking import lens_json, resolve
from projections.selection import Selection

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.store import Store


@contextmanager
def looking(database: str | None, words: Words) -> Iterator[tuple[Store, Lens]]:
    """All that a ledger holds now, as tables in memory, and the lens that the options mean for them.

    Raises BadSetting, NoLedger, and Unacceptable, naming the option.
    """
    with existing_ledger(settings_with(database).database) as ledger, replayed(ledger) as store:
        yield store, look(store, words)


def look(store: Store, words: Words) -> Lens:
    """The lens that the options mean. Raises Unacceptable, naming the option."""
    lens = resolve(store, **asdict(words) | {"tz": words.tz or "UTC"})
    if lens.position is not None and lens.position > store.position:
        raise Unacceptable(f"{lens.position} is beyond the end of the log ({store.position})", field="position")
    return lens


def selected(filters: list[str]) -> Selection:
    """The filters that the options mean. Raises Unacceptable."""
    given, known = dict[str, str](), ", ".join(Selection.model_fields)
    for one in filters:
        name, found, value = one.partition("=")
        if not found:
            raise Unacceptable(f"--where: {one!r} is not NAME=VALUE; the names are {known}")
        if name not in Selection.model_fields:
            raise Unacceptable(f"--where: {name!r} is none of {known}")
        given[name] = value
    return Selection(**given)


def joining(probability: float, basis: str) -> Joining:
    """Which links are to join chains, by the options. Raises Unacceptable, naming the option."""
    # Written so that what is no number at all is refused too: it is neither over 0 nor not.
    if not 0 < probability <= 1:
        raise Unacceptable(f"--probability: {probability:g} is not over 0 and up to 1")
    if basis not in (ALL, ASSERTED):
        raise Unacceptable(f"--basis: {basis!r} is neither {ALL} nor {ASSERTED}")
    return Joining(probability, basis)


def through(lens: Lens, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its lens and the position that it holds for, as the API answers it."""
    return {**content, "lens": lens_json(lens), "position": lens.position}


def look_back(store: Store, after: Lens, diff: str | None, diff_position: str | None, words: Words) -> Lens:
    """The earlier of two lenses: the same as the later one, but for what was known, or recorded, before."""
    earlier = replace(words, known_at=diff or words.known_at, position=diff_position or str(after.position))
    with _named_by({"known_at": "diff", "position": "diff_position"}):
        return look(store, earlier)


@contextmanager
def _named_by(options: dict[str, str]) -> Iterator[None]:
    """Let a refusal name the option that was given."""
    try:
        yield
    except Unacceptable as wrong:
        raise Unacceptable(wrong.detail, field=options.get(wrong.field or "", wrong.field)) from wrong
