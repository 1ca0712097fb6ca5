"""truceline fit: what is learnt of answers from a ledger's own acts, shown in the terminal, and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.adopting import adopt, fit_seen_through
from api.cli.fit_table import print_fit
from api.cli.looking import look, through
from api.cli.opening import existing_ledger, replayed
from api.cli.options import Database, Json, Words, settings_with, take_words
from api.cli.screen import print_json, printable, screen
from domain.errors import Unacceptable
from projections import fits
from projections.follow import Follower
from projections.looking import resolve

if TYPE_CHECKING:
    from domain.ledger import Ledger
    from domain.lens import Lens
    from projections.store import Store

BY = "fit"
"""By which name the log knows who records from the command line."""

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is adopted.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be adopted, and store nothing.")]


@take_words
def fit(
    *,
    reason: Reason = "Adopted on the command line.",
    dry_run: DryRun = False,
    database: Database = None,
    words: Words,
    as_json: Json = False,
) -> None:
    """Learn from the recorded acts how soon, how near and how often they are answered, and infer from that."""
    if not reason.strip():
        raise Unacceptable("--reason: it is blank")
    with existing_ledger(settings_with(database).database) as ledger, replayed(ledger) as store:
        lens = look(store, words)
        told = _tried(store, lens) if dry_run else _adopted(ledger, store, lens, reason)
    print_json(told) if as_json else print_fit(screen(), printable(told), adopted=not dry_run)


def _tried(store: Store, lens: Lens) -> dict[str, Any]:
    found = fit_seen_through(store, lens)
    whole = found.model_dump(mode="json", by_alias=True, include={"background"})
    return through(lens, found.described() | whole)


def _adopted(ledger: Ledger, store: Store, lens: Lens, reason: str) -> dict[str, Any]:
    recorded = adopt(ledger, store, by=BY, reason=reason, lens=lens)
    Follower(ledger, store).catch_up()
    now = resolve(store, position=str(recorded.position))
    return through(now, fits.one(store, now, recorded.id) or {})
