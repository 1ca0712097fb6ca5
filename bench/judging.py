"""Judging: how soon a redrawn zone shows in every judgement of a large ledger, while others read on.

Every ratio compares times of one run; seconds differ from machine to machine, and from hour to hour.
"""

from __future__ import annotations

import random
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import Truceline
from bench.ledgers import ledger_of
from bench.plainly import judged_plainly
from bench.replay import RUNS, peak_megabytes
from domain.clerk import Clerk
from domain.party import AffiliationReport, Party
from projections import incidents
from projections.judging.verdict_cache import under
from projections.looking import resolve
from projections.selection import Selection
from seeds.loader import load

if TYPE_CHECKING:
    from projections.store import Store

KEY = "a-key-for-the-bench"
ROOT = "/api/v1"
PATIENCE = 600.0
SAMPLE = 2_000
"""So many versions are judged plainly, one by one."""

SIDES = {
    "north": "syria-government",
    "south": "opposition",
    "east": "turkey",
    "west": "russia",
    "hill-brigade": "opposition",
    "river-front": "syria-government",
}
"""Whose word binds the parties of the made-up ledger; the others are bound by nobody's."""

AGREEMENT, ZONE = "astana-2017", "idlib-de-escalation-area"
REDRAWN = {
    "slug": ZONE,
    "name": "Idlib de-escalation area",
    "schematic": True,
    "source": "astana-guarantors",
    "published_at": "2017-09-17",
    "note": "Made up for the bench.",
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[36.2, 35.3], [36.9, 35.3], [36.9, 36.2], [36.2, 36.2], [36.2, 35.3]]],
    },
}


@dataclass(frozen=True)
class Measured:
    """One line of the table: what was done, how long it took, and how many it was done to."""

    what: str
    milliseconds: float
    number: int | None = None
    times_as_fast: float | None = None


class Reading(threading.Thread):
    """Somebody who reads counts and lists again and again, until told to stop."""

    def __init__(self, client: TestClient) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.slowest, self.reads, self.failures = 0.0, 0, list[str]()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Read, and keep what failed."""
        while not self._stopped.is_set():
            for path in ("counts", "incidents?limit=50", f"incidents?limit=50&agreement={AGREEMENT}"):
                began = time.perf_counter()
                answer = self.client.get(f"{ROOT}/{path}")
                self.slowest = max(self.slowest, time.perf_counter() - began)
                self.reads += 1
                if not answer.is_success:
                    self.failures.append(f"{path}: {answer.status_code} {answer.text[:200]}")

    def stop(self) -> None:
        """Let the last read end. Raises AssertionError where any has failed."""
        self._stopped.set()
        self.join()
        assert not self.failures, self.failures


def measure(size: int, folder: Path, on_progress: Callable[[int], None] = lambda _: None) -> list[Measured]:
    """Judge a made-up ledger of so many incidents by the Idlib agreements, and redraw a zone of theirs."""
    made = ledger_of(size, folder, on_progress)
    with TemporaryDirectory(prefix="truceline-bench-") as room, _serving(made, Path(room)) as (truceline, client):
        first = _timed(lambda: _asked(client, f"agreements/{AGREEMENT}/compliance"))
        rows = sum(len(one.rows) for one in under(truceline.store, resolve(truceline.store)).values())
        lines = [Measured("first judgement of the whole ledger", first, rows)]
        lines += [*_redrawn(client), *_pages(truceline.store, random.Random(size))]
        return [*lines, _plainly(truceline.store, first)]


@contextmanager
def _serving(made: Path, room: Path) -> Iterator[tuple[Truceline, TestClient]]:
    """A server over a copy of the ledger, with the Idlib record in it, that has followed it to its end."""
    shutil.copy(made, room / "ledger.db")
    settings = Settings(database=f"sqlite:///{room / 'ledger.db'}", bootstrap_key=KEY)
    with Truceline.open(settings, create=False) as truceline, TestClient(create_app(truceline)) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        load(truceline.ledger, "bench")
        clerk = Clerk(truceline.ledger, "bench")
        for slug, side in SIDES.items():
            said = {"with": side, "relation": "member", "from": "2015-01-01", "source": "monitor"}
            clerk.change(Party, Party.stream(slug), Party.affiliate, AffiliationReport.model_validate(said), clerk)
        assert truceline.follower.wait_for(truceline.ledger.position, PATIENCE)
        yield truceline, client


def _redrawn(client: TestClient) -> list[Measured]:
    """From the writing of another drawing to the first answers by it, while somebody reads on."""
    position = _asked(client, "counts")["position"]
    reading = Reading(client)
    reading.start()
    began = time.perf_counter()
    answer = client.post(f"{ROOT}/agreements/{AGREEMENT}/zones", json=REDRAWN)
    assert answer.is_success, answer.text
    shown = int(answer.headers["Truceline-Position"])
    told = _asked(client, f"agreements/{AGREEMENT}/compliance?min_position={shown}")
    compliance = time.perf_counter() - began
    changed = _asked(client, f"changes?position_from={position}&position_to={shown}")
    both = time.perf_counter() - began
    reading.stop()
    assert changed["count"], "the redrawn zone changed no judgement"
    return [
        Measured("a zone redrawn, to compliance by it", 1000 * compliance, told["violations"]["count"]),
        Measured("a zone redrawn, to the list of what changed", 1000 * both, changed["count"]),
        Measured("the slowest of the reads meanwhile", 1000 * reading.slowest, reading.reads),
    ]


def _pages(store: Store, chance: random.Random) -> list[Measured]:
    """Pages of lists, each as of another day."""

    def page(selection: Selection) -> int:
        day = f"{chance.randrange(2018, 2021)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        return incidents.page(store, resolve(store, as_of=day), selection, limit=50, after=None).count

    reads = {
        "a page of 50, unfiltered": Selection(),
        f"a page of 50, agreement={AGREEMENT}": Selection(agreement=AGREEMENT),
        f"a page of 50, agreement={AGREEMENT}&breach=found": Selection(agreement=AGREEMENT, breach="found"),
    }
    return [Measured(what, _median(lambda one=one: page(one))) for what, one in reads.items()]  # type: ignore[misc]


def _plainly(store: Store, first: float) -> Measured:
    """The same versions judged one by one, as far as a sample goes: ours must say the same of them."""
    plain = judged_plainly(store, resolve(store), SAMPLE)
    one_by_one = 1000 * plain.seconds * plain.of / plain.versions
    what = f"the same, one by one in plain Python ({plain.versions:,} of {plain.of:,} tried)"
    return Measured(what, one_by_one, plain.of, round(one_by_one / first, 2))


def _asked(client: TestClient, path: str) -> Any:  # noqa: ANN401 - any answer
    answer = client.get(f"{ROOT}/{path}")
    assert answer.is_success, answer.text
    return answer.json()


def _timed(read: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    read()
    return 1000 * (time.perf_counter() - began)


def _median(read: Callable[[], object]) -> float:
    """The median time, in milliseconds; the first one warms up."""
    return statistics.median([_timed(read) for _ in range(RUNS + 1)][1:])


def as_json(lines: list[Measured]) -> list[dict[str, object]]:
    """The figures for machines."""
    return [asdict(line) for line in lines]


__all__ = ["Measured", "as_json", "measure", "peak_megabytes"]
