"""A folder for as long as a process needs it. What a killed one leaves behind, the next one to need any removes."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from types import TracebackType

PREFIX = "truceline-"
"""How the name of every such folder begins."""

_LOCK, _CONTENT = "held", "content"


class TemporaryFolder:
    """A folder of this process alone, among the temporary ones; `path` is where its content goes.

    A lock says that its process lives: the system lets go of it however the process ends. Where it has no such locks
    (Windows), nothing of others is removed.
    """

    def __init__(self, purpose: str) -> None:
        sweep()
        self._folder, self._lock = _made(f"{PREFIX}{purpose}-")
        self.path = self._folder / _CONTENT
        self.path.mkdir()

    def remove(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)
        _remove(self._folder)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.remove()


def sweep() -> None:
    """Remove the folders of this user's that no living process holds."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with suppress(OSError):
                    _sweep(entry)


def _sweep(entry: os.DirEntry[str]) -> None:
    if sys.platform == "win32" or not entry.is_dir(follow_symlinks=False):
        return
    if entry.stat(follow_symlinks=False).st_uid != os.geteuid():
        return
    # One without a lock's file is of something else, or just being made.
    lock = os.open(Path(entry.path) / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(Path(entry.path))
    finally:
        os.close(lock)


def _made(prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        # Somebody may have swept it between the last two steps.
        if (folder / _LOCK).exists():
            return folder, lock
        os.close(lock)


def _remove(folder: Path) -> None:
    """The lock last: whoever is killed on the way leaves what can still be told as ours."""
    shutil.rmtree(folder / _CONTENT, ignore_errors=True)
    with suppress(OSError):
        (folder / _LOCK).unlink(missing_ok=True)
        folder.rmdir()
