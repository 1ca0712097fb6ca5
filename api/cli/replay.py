"""truceline replay: counts and chains under any lens, in the terminal."""

from __future__ import annotations

from typing import Any

from api.cli.chain_tree import tree_of
from api.cli.counts_table import print_counts
from api.cli.legend import print_legend
from api.cli.opening import existing_ledger, replayed
from api.cli.options import AsOf, Database, Json, KnownAt, Policy, Position, Zone, settings_with
from api.cli.screen import print_below, print_json, printable, screen
from domain.errors import Unacceptable
from projections import chains, counts
from projections.looking import lens_json, resolve
from projections.selection import Selection


def replay(
    *,
    database: Database = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    tz: Zone = "UTC",
    policy: Policy = None,
    as_json: Json = False,
) -> None:
    """Show counts and chains as of any date, known at any date, recorded at any position."""
    with existing_ledger(settings_with(database).database) as ledger, replayed(ledger) as store:
        lens = resolve(store, as_of=as_of, known_at=known_at, position=position, tz=tz, policy=policy)
        if lens.position is not None and lens.position > store.position:
            raise Unacceptable(f"{lens.position} is beyond the end of the log ({store.position})", field="position")
        answered = {
            "lens": lens_json(lens),
            "unit": "incident",
            "groups": counts.grouped(store, lens, Selection(), ["party"]),
            "chains": chains.page(store, lens),
            "position": lens.position,
        }
    print_json(answered) if as_json else _print(printable(answered))


def _print(answered: dict[str, Any]) -> None:
    console = screen()
    through = _words(answered["lens"])
    print_counts(console, f"Counts per party {through}", answered["groups"])
    print_below(console, f"Escalation chains {through}", tree_of(answered["chains"]))
    print_legend(console)


def _words(lens: dict[str, Any]) -> str:
    """The lens as a heading says it: what is not limited is not named."""
    cuts = [("as of", lens["as_of"]), ("known at", lens["known_at"]), ("at position", lens["position"])]
    return ", ".join(f"{name} {value}" for name, value in cuts if value is not None)
