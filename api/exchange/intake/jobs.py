"""Imports that a server carries out: one after the other, in a thread of their own, each with a report to fetch."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from api.exchange.draft import FileRefused
from api.exchange.files.opening import open_table
from api.exchange.intake.intake import Asked, Intake, Interrupted
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report, ReportFile
from api.temporary_folder import TemporaryFolder, sweep
from domain.errors import Refused
from domain.word import Word

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from api.exchange.draft import Format
    from domain.ledger import Ledger

KEPT = 100
"""Imports whose report can be fetched; the oldest are forgotten first. What they recorded is in the log for good."""

WAITING = 10
"""Imports that may wait for the one under way, those among them whose file is still coming in."""

log = logging.getLogger(__name__)


class State(Word):
    """How far an import has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"


class TooManyWaiting(Exception):
    """Others have to be done first."""


@dataclass
class Job:
    """One import: of which file, by whom, and what is known of it so far."""

    reads: Format
    file: str
    by: str
    asked: Asked
    released_at: datetime | None
    sheet: str | None
    folder: Path
    id: UUID = field(default_factory=uuid4)
    state: State = State.WAITING
    why: str | None = None
    share: float = 0.0
    report: Report | None = None

    @property
    def path(self) -> Path:
        """Where the file is kept until it is imported."""
        return self.folder / f"{self.id}.upload"

    @property
    def lines(self) -> Path:
        """Where every line of the report is."""
        return self.folder / f"{self.id}.ndjson"

    def as_json(self) -> dict[str, Any]:
        """For whoever asks how far it is; `share` is from 0 to 1."""
        said = {"id": str(self.id), "state": self.state, "why": self.why, "share": round(self.share, 4)}
        report = None if self.report is None else self.report.as_json()
        return said | {"file": self.file, "format": self.reads.name, "report": report}


class Jobs:
    """The imports of one server. They end with it: what is recorded by then stays, and is not recorded again."""

    def __init__(self, ledger: Callable[[], Ledger]) -> None:
        self._ledger = ledger
        self._room: TemporaryFolder | None = None
        self._jobs: dict[UUID, Job] = {}
        self._coming = 0
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "import")
        # A server that was killed had no time to remove what it was sent.
        sweep()

    @property
    def folder(self) -> Path:
        """Where uploads are kept: made for the first of them, so that a server without any leaves nothing behind."""
        with self._changing:
            self._room = self._room or TemporaryFolder("imports")
            return self._room.path

    @contextmanager
    def room(self) -> Iterator[None]:
        """A place to wait in, held while a file comes in: else there is no end to those that come in at once.

        Raises TooManyWaiting.
        """
        with self._changing:
            if self._coming + sum(job.state is State.WAITING for job in self._jobs.values()) >= WAITING:
                raise TooManyWaiting
            self._coming += 1
        try:
            yield
        finally:
            with self._changing:
                self._coming -= 1

    def start(self, job: Job) -> None:
        """Import a file once those before it are done. The file is removed then."""
        with self._changing:
            self._jobs[job.id] = job
            done = [one for one in self._jobs.values() if one.state not in {State.WAITING, State.RUNNING}]
            for old in done[: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[old.id]
                old.lines.unlink(missing_ok=True)
        self._worker.submit(self._carry_out, job)

    def get(self, job: UUID) -> Job | None:
        """An import of this server; None where there is none, or none any more."""
        return self._jobs.get(job)

    def stop(self) -> None:
        """End what is under way between two stretches, and forget what waits."""
        self._stopping.set()
        self._worker.shutdown(cancel_futures=True)
        if self._room is not None:
            self._room.remove()

    def _carry_out(self, job: Job) -> None:
        job.state = State.RUNNING
        try:
            self._import(job)
            job.state, job.share = State.DONE, 1.0
        except (FileRefused, Refused) as refused:
            job.state, job.why = State.REFUSED, str(refused)
        except Interrupted:
            job.state, job.why = State.STOPPED, "the server stopped; import the file again to go on"
        except Exception as failed:
            # Whatever a file does to an import, the server goes on, and says so where it is looked for.
            log.exception("import %s of %r failed", job.id, job.file)
            job.state, job.why = State.FAILED, f"{type(failed).__name__}: {failed}"
        finally:
            with suppress(OSError):
                job.path.unlink(missing_ok=True)

    def _import(self, job: Job) -> None:
        with open_table(job.path, sheet=job.sheet) as table, closing(ReportFile(job.lines)) as lines:
            job.reads.check_columns(table.columns)
            origin = Origin(job.reads.scheme, job.file, digest_of_file(job.path), job.by, job.released_at)
            dry_run, sheets = job.asked.dry_run, table.sheets
            job.report = report = Report.begun(origin, job.reads.name, dry_run=dry_run, sheets=sheets)
            report.listed = lines.list

            def moved(_: int) -> None:
                job.share = table.share()

            Intake(self._ledger(), job.reads, origin, job.asked, report, moved, self._stopping).take_in(table.rows)
