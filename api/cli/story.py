"""The story of the demo: what it asks of the projections. It holds questions only; every answer is read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.adopting import adopt
from api.cli.chain_tree import print_chains
from api.cli.change_tables import mended_claims, print_changes, print_words
from api.cli.counts_table import print_counts
from api.cli.legend import print_legend
from api.cli.numbers import shown_moment
from api.cli.screen import printable
from projections import chains, changes, counts, incidents
from projections.chaining.theatre import USUAL
from projections.fits import fit_in_force
from projections.looking import lens_json, resolve
from projections.selection import Selection

if TYPE_CHECKING:
    from rich.console import Console

    from domain.ledger import Ledger
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.store import Store

COUNTED_ON = ("2020-02-03", "2020-02-10", "2020-02-20")
"""A day of the first blows, one of the second, and that of the strike at Nayrab."""

KNOWN_FROM, KNOWN_TO = "2020-02-03T08:00Z", "2020-02-04"
"""On the morning of 3 February the first toll of Saraqib was out; by the next night it had been mended twice."""

MONTH_FROM, MONTH_TO = "2020-02-01", "2020-02-29"

REASON = "Fitted to the record of Idlib, as it is told in the demo."


@dataclass(frozen=True)
class Story:
    """What the projections answered, each with the lens it holds for."""

    counts: list[dict[str, Any]]
    changes: dict[str, Any]
    mended: list[dict[str, Any]]
    chains: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return asdict(self)

    def printable(self) -> Story:
        """The same without what a terminal would take for orders."""
        return Story(**printable(self.as_json()))

    def print(self, console: Console) -> None:
        """The same for people."""
        for day, counted in zip(COUNTED_ON, self.counts, strict=True):
            print_counts(console, f"Counts per party as of {day}, {_lens(counted['lens'])}", counted["groups"])
        heads = (shown_moment(self.changes["before"]["known_at"]), shown_moment(self.changes["after"]["known_at"]))
        print_changes(console, f"What became known between {heads[0]} and {heads[1]} UTC", self.changes, heads)
        for incident in self.mended:
            print_words(console, f"{_name(incident)}, in the words of sources that mended theirs", incident)
        title = f"Escalation in February 2020, as of {MONTH_TO}, {_lens(self.chains['lens'])}"
        print_chains(console, title, self.chains, self.chains["chains"])
        print_legend(console)


def fitted_once(ledger: Ledger, store: Store, by: str = "seeds") -> None:
    """Adopt a fit to what the tables show, unless one is in force: without it the story has no inferred links.

    The tables do not show it before they follow the ledger again.
    """
    if fit_in_force(store, resolve(store)) is None:
        adopt(ledger, store, by=by, reason=REASON)


def told_by(store: Reader) -> Story:
    """Ask the projections."""
    after = resolve(store, known_at=KNOWN_TO)
    changed = changes.between(store, resolve(store, known_at=KNOWN_FROM), after, Selection())
    shown = (incidents.one(store, after, UUID(one["id"])) for one in changed["incidents"])
    return Story(
        [_counts(store, resolve(store, as_of=day)) for day in COUNTED_ON],
        changed,
        [one for one in shown if one is not None and mended_claims(one)],
        _chains(store, resolve(store, as_of=MONTH_TO)),
    )


def _counts(store: Reader, lens: Lens) -> dict[str, Any]:
    return {"lens": lens_json(lens), "groups": counts.grouped(store, lens, Selection(), ["party"])}


def _chains(store: Reader, lens: Lens) -> dict[str, Any]:
    """The chains that reach into the month."""
    found = [one for one in chains.page(store, lens) if one["last"]["until"] >= MONTH_FROM]
    return {"lens": lens_json(lens), **chains.heading(store, lens, USUAL), "chains": found}


def _lens(lens: dict[str, Any]) -> str:
    return f"all that is known at position {lens['position']}"


def _name(incident: dict[str, Any]) -> str:
    act = incident["act"].replace("_", " ")
    return f"{act.capitalize()}, {incident['place']['name']}, {incident['occurred']['from']}"
