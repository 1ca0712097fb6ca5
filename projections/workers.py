"""Workers: processes beside this one, each for a processor, that fold or decide for it and end with it."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_MB = 2**20


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(count: int, prepare: Callable[..., None], *given: Any) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each of which prepares itself first; what they have not begun is given up in the end."""
    # A process of this one's kind would inherit locks that its other threads hold.
    pool = ProcessPoolExecutor(count, get_context("spawn"), prepare, given)
    try:
        with _without_program():
            for _ in range(count):
                # One is started for each that is asked for anything.
                pool.submit(os.getpid)
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _without_program() -> Iterator[None]:
    """Start processes that import what they work with, and not also the whole program that wants them."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def begin_work(tidy_up: Callable[[], None] = lambda: None) -> None:
    """Be a worker: it leaves no litter in memory, so nobody looks for any, and tidies up if its parent is killed."""
    # Ctrl-C reaches every process of a terminal; the one that asked for the work says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(tidy_up,), name="end-with-parent", daemon=True).start()
    # What is made makes no cycles, and looking for them takes a fifth of the time.
    gc.disable()
    _keep_memory()
    # What it holds goes with the process: to put each thing away by itself takes up to half a second.
    atexit.register(os._exit, 0)


def _keep_memory() -> None:
    """Keep what is freed for the next stretch: to give it back and to get it again takes a page fault every 4 KB."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        # By the numbers of <malloc.h>: when to give back, how much to get at once, and what is mapped by itself.
        for setting, size in ((-1, 512 * _MB), (-2, 16 * _MB), (-3, 32 * _MB)):
            mallopt(setting, size)


def _end_with_parent(tidy_up: Callable[[], None]) -> None:
    """However it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        tidy_up()
        os._exit(1)
