"""truceline replay: counts and chains under any lens, or what changed between two, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.chain_tree import print_chains
from api.cli.change_tables import print_all_changes
from api.cli.counts_table import print_counts
from api.cli.legend import print_legend
from api.cli.looking import joining, look_back, looking, through
from api.cli.numbers import shown_cut
from api.cli.options import Basis, Database, Diff, DiffPosition, Json, Limit, Probability, Words, take_words
from api.cli.screen import print_json, printable, screen
from api.pages.changes import changes_page
from domain.errors import Unacceptable
from projections import chains, counts
from projections.chaining.theatre import ALL, PROBABILITY, USUAL
from projections.changes import LIMIT
from projections.looking import lens_json
from projections.selection import Selection

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.chaining.theatre import Joining
    from projections.store import Store


@take_words
def replay(
    *,
    database: Database = None,
    words: Words,
    diff: Diff = None,
    diff_position: DiffPosition = None,
    limit: Limit = LIMIT,
    probability: Probability = PROBABILITY,
    basis: Basis = ALL,
    as_json: Json = False,
) -> None:
    """Show counts and chains as of any date, known at any date, recorded at any position; or what changed since."""
    which = joining(probability, basis)
    if (diff, diff_position) != (None, None) and which != USUAL:
        option = "--probability" if which.probability != PROBABILITY else "--basis"
        raise Unacceptable(f"{option}: what changed is told of chains as they are usually joined")
    with looking(database, words) as (store, lens):
        if diff is None and diff_position is None:
            answered, show = _told(store, lens, which), _print
        else:
            before = look_back(store, lens, diff, diff_position, words)
            changed = changes_page(store, before, lens, Selection(), limit=limit, chains=True)
            answered, show = through(lens, changed), _print_changes
    print_json(answered) if as_json else show(printable(answered))


def _told(store: Store, lens: Lens, which: Joining) -> dict[str, Any]:
    groups = counts.grouped(store, lens, Selection(), ["party"])
    told = {"unit": "incident", "groups": groups, "chains": chains.page(store, lens, which)}
    return {"lens": lens_json(lens)} | chains.heading(store, lens, which) | told | {"position": lens.position}


def _print(answered: dict[str, Any]) -> None:
    console = screen()
    through = _words(answered["lens"])
    print_counts(console, f"Counts per party {through}", answered["groups"])
    print_chains(console, f"Escalation chains {through}", answered, answered["chains"])
    print_legend(console)


def _print_changes(answered: dict[str, Any]) -> None:
    print_all_changes(screen(), answered)


def _words(lens: dict[str, Any]) -> str:
    """The lens as a heading says it: what is not limited is not named."""
    cuts = [("as of", lens["as_of"]), ("known at", lens["known_at"])]
    told = [f"{name} {shown_cut(value, lens['tz'])}" for name, value in cuts if value is not None]
    return ", ".join([*told, f"at position {lens['position']}"])
