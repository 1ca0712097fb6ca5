"""Links in a large ledger: how soon those of a new incident are told, beside reckoning them from everything.

Of two kinds: incidents spread evenly, with nothing that answers anything, in which what is inferred is chance and runs
on for hundreds of steps; and those of a theatre. The fit is to the first days of the ledger only: how long a fit takes
is measured in theatres of which all is known.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from rich.table import Table

from api.adopting import adopt
from bench.ledgers import DAYS, FIRST_DAY, PARTIES, claim_of, ledger_of, report_of
from bench.theatre_ledgers import Crowded
from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.incident.reports import IncidentReport
from domain.ledger import Ledger
from projections import chains
from projections.fits import fit_in_force
from projections.follow import Follower
from projections.inference.acts import all_acts
from projections.inference.inferred import all_links, near, told
from projections.inference.stage import why_not
from projections.looking import resolve
from projections.memory import Memory
from projections.store import Store
from tests.cli.process import serving

FITTED = 4_000
"""Incidents that the fit is made to, about."""

HALF = 0.5


@dataclass(frozen=True)
class Wait:
    """Milliseconds of so many waits."""

    what: str
    times: int
    median: float
    p99: float

    @classmethod
    def of(cls, what: str, waits: list[float]) -> Wait:
        """These, summed up."""
        ordered = sorted(waits)
        return cls(what, len(ordered), statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))])


class Scanned:
    """The same tables, with nothing held in memory: whatever is asked of them reads them."""

    def __init__(self, store: Store) -> None:
        self.rows, self.arrays, self.facts_of, self.stored = store.rows, store.arrays, store.facts_of, store.stored
        self.position, self.progress, self.parked_at = store.position, store.progress, store.parked_at
        self.last_rows, self.memory = store.last_rows, Memory()


class Spread:
    """Incidents spread evenly over days, places and parties, and others to report later."""

    def __init__(self, size: int) -> None:
        self._size, self._chance = size, random.Random(size)

    def ledger(self, folder: Path, on_progress: Callable[[int], None] = lambda _: None) -> Path:
        """The file of a ledger of so many; made where it is missing."""
        return ledger_of(self._size, folder, on_progress)

    def until(self, acts: int) -> datetime:
        """When about so many incidents have happened."""
        return FIRST_DAY + timedelta(days=DAYS * min(1.0, acts / self._size))

    def report(self, number: int) -> IncidentReport:
        """One more, made up as the ledger's others were."""
        chance = self._chance
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        perpetrator, victim = chance.sample(PARTIES, 2)
        claim = claim_of(chance, day, perpetrator, victim, chance.randrange(9)) | {"perpetrator": perpetrator}
        return report_of(chance, self._size + number, day, victim, claim)


def measure(
    made: Spread | Crowded, folder: Path, posts: int, on_progress: Callable[[int], None] = lambda _: None
) -> list[Wait]:
    """Post twice so many incidents into a copy of a made-up ledger, and ask what each probably answered."""
    path = made.ledger(folder, on_progress)
    with tempfile.TemporaryDirectory(prefix="truceline-bench-") as room:
        database = f"sqlite:///{shutil.copy(path, Path(room, 'ledger.db'))}"
        ledger, store = Ledger.at(database, create=False), Store(Path(room, "ledger.db.projections"))
        try:
            follower = Follower(ledger, store)
            follower.catch_up()
            first, new = _prepared(follower, made, posts)
            waits = [first, *_waits(follower, made, new)]
        finally:
            store.close()
            ledger.close()
        return [*waits, *_waits_over_http(database, new)]


def _prepared(follower: Follower, made: Spread | Crowded, posts: int) -> tuple[Wait, list[UUID]]:
    """Adopt a fit and post: how long it takes to ask first of all, and what was posted."""
    store = follower.store
    (one,) = store.rows("SELECT id FROM incident_versions LIMIT 1")[0]
    first = _wait("what is asked first, of any incident", lambda: why_not(store, resolve(store), one))
    fitted_to = resolve(store, as_of=made.until(FITTED).isoformat())
    adopt(follower.ledger, store, by="bench", reason="to measure", lens=fitted_to)
    follower.catch_up()
    return first, [_posted(follower, made.report(number)) for number in range(posts)]


def _waits(follower: Follower, made: Spread | Crowded, new: list[UUID]) -> Iterator[Wait]:
    store, posts = follower.store, len(new)
    yield _wait("what an incident answered", *(partial(told, store, resolve(store), [each]) for each in new))
    yield _wait("the links that it is in", *(partial(near, store, resolve(store), [each], HALF) for each in new))
    yield _wait("its whole chain", *(partial(chains.of, store, resolve(store), each) for each in new))
    yield Wait.of(
        "what one answered, just recorded",
        [_told_after(follower, made.report(number)) for number in range(posts, 2 * posts)],
    )
    yield _wait("what one answered, reckoned from everything", *[partial(_from_everything, store, new[0])] * 3)
    yield _wait("all links", partial(all_links, store, resolve(store), HALF))
    yield _wait("all links, asked for again", partial(all_links, store, resolve(store), HALF))


def _waits_over_http(database: str, new: list[UUID]) -> Iterator[Wait]:
    """The same chains, of those that are in one, asked of a server in a process of its own, one after the other."""
    with serving(database) as server:

        def asked(address: str) -> tuple[int, float]:
            began = time.perf_counter()
            status = server.client.get(f"/api/v1/{address}").status_code
            return status, (time.perf_counter() - began) * 1000.0

        # What is asked first of a server has its own line above.
        asked(f"incidents/{new[0]}/chain")
        answers = [asked(f"incidents/{one}/chain") for one in new[1:]]
        found = [milliseconds for status, milliseconds in answers if status == HTTPStatus.OK]
        if found:
            yield Wait.of("its whole chain, over HTTP, of those in one", found)
        yield Wait.of("the first page of 50 incidents, over HTTP", [asked("incidents?limit=50")[1] for _ in new])


def _posted(follower: Follower, report: IncidentReport) -> UUID:
    """Report an incident, and follow."""
    recorded = Clerk(follower.ledger, "bench").open(Incident.report, report)
    follower.catch_up()
    return recorded.id


def _told_after(follower: Follower, report: IncidentReport) -> float:
    """Milliseconds to tell what an incident answered that was recorded just before."""
    new, store = _posted(follower, report), follower.store
    return _milliseconds(lambda: told(store, resolve(store), [new]))


def _from_everything(store: Store, incident: UUID) -> object:
    """What one act answered, reckoned from all acts, which the tables are asked for."""
    plain = Scanned(store)
    lens = resolve(plain)
    fit = fit_in_force(plain, lens)
    if fit is None:
        raise AssertionError("a fit was adopted")
    played = all_acts(plain, lens, fit)
    return [*played.shares(played.places([incident]))]


def _wait(what: str, *asked: Callable[[], object]) -> Wait:
    return Wait.of(what, [_milliseconds(one) for one in asked])


def _milliseconds(asked: Callable[[], object]) -> float:
    began = time.perf_counter()
    asked()
    return (time.perf_counter() - began) * 1000.0


def times_as_fast(waits: list[Wait]) -> float:
    """How many times as soon one is told from memory and its surroundings as from everything."""
    named = {one.what: one.median for one in waits}
    return named["what one answered, reckoned from everything"] / named["what one answered, just recorded"]


def as_json(waits: list[Wait]) -> list[dict[str, object]]:
    """The figures for machines, in milliseconds."""
    return [asdict(one) for one in waits]


def table(waits: list[Wait], size: int) -> Table:
    """A row for each wait."""
    rows = Table("ms for", "times", "median", "p99", title=f"Links among {size:,} incidents", box=None)
    for one in waits:
        rows.add_row(one.what, f"{one.times:,}", f"{one.median:,.2f}", f"{one.p99:,.2f}")
    return rows
