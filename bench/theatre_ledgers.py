"""Ledgers of theatres: incidents of two sides that answer each other, as `bench.theatres` makes them up.

The same size always gives the same ledger. Each is made once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bench.chains import CROWD
from bench.ledgers import Everybody, entry_of, kept
from bench.theatres import Theatre, theatre
from domain.incident.incident import Incident
from domain.incident.reports import IncidentReport

BEGAN = datetime(2010, 1, 1, tzinfo=UTC)
SIDES = ("north", "south")
MARKED = (("small_arms_fire", 0), ("shelling", 0), ("shelling", 3))
"""Acts and their dead, each a step heavier than the one before."""

REVISION = 1
_SEED = 1


class Crowded:
    """A theatre of about so many acts and some more, which are taken out of it at random, to be reported later."""

    def __init__(self, size: int, spared: int) -> None:
        self._size, self._spared = size, spared
        self._theatre = theatre(CROWD, size + spared, _SEED)
        self._spots = np.stack([self._theatre.lat, self._theatre.lon], axis=1).round(4).tolist()
        self._later = np.random.default_rng(_SEED).permutation(len(self._theatre.day))[:spared]

    def ledger(self, folder: Path, on_progress: Callable[[int], None] = lambda _: None) -> Path:
        """The file of a ledger of the others; made where it is missing."""
        name = f"theatre-{self._size}-{self._spared}-{REVISION}.db"
        return kept(folder / name, self._incidents(), on_progress)

    def until(self, acts: int) -> datetime:
        """When about so many acts have happened."""
        day = self._theatre.day
        return BEGAN + timedelta(days=float(day[min(acts, len(day)) - 1]))

    def report(self, number: int) -> IncidentReport:
        """One that was taken out: `number` is from 0 to before `spared`."""
        return self._report_of(int(self._later[number]))

    def _incidents(self) -> Iterator[Incident]:
        left_out = {*self._later.tolist()}
        for number in range(len(self._theatre.day)):
            if number not in left_out:
                yield Incident.report(entry_of(number), self._report_of(number), Everybody())

    def _report_of(self, number: int) -> IncidentReport:
        return _report_of(self._theatre, number, self._spots[number])


def _report_of(made: Theatre, number: int, spot: list[float]) -> IncidentReport:
    began = BEGAN + timedelta(days=float(made.day[number]))
    act, killed = MARKED[int(made.mark[number])]
    attacker, attacked = SIDES[made.side[number]], SIDES[1 - made.side[number]]
    dead = {"party": attacked, "category": "combatant", "outcome": "killed", "quantity": {"exact": killed}}
    return IncidentReport.model_validate(
        {
            "nature": "incident",
            "occurred": {"from": began.isoformat()},
            "place": {
                "name": f"Place {number}",
                "lat": spot[0],
                "lon": spot[1],
                "precision": "exact",
            },
            "act": act,
            "targets": [attacked],
            "claim": {
                "source": "monitor",
                "published_at": (began + timedelta(hours=12)).isoformat(),
                "text": f"{attacker.title()} attacked {attacked}.",
                "perpetrator": attacker,
                "casualties": [dead] if killed else [],
            },
            "external_id": {"scheme": "theatre", "value": str(number)},
        }
    )
