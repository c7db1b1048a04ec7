"""The processes that open other people's files and fill in their templates, kept for the next ones: whatever becomes of one,
the command goes on.
"""

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from pebble import ProcessPool

WORKERS = 2
MAX_MEMORY = 1 << 30  # of one of them, where the system can be told so (a ledger of 100,000 rows takes 200 MB)


def start_workers() -> None:
    """Let the workers start while there is other work to do: it takes as long as reading a few rosters."""
    workers()


def workers() -> "ProcessPool":
    """The processes that read, kept for the next files: starting one takes longer than reading a roster."""
    pool = _pool()
    if pool.active:
        return pool
    _pool.cache_clear()
    _stop(pool)
    return _pool()


@dataclass(frozen=True)
class Asked:
    """What a worker was asked to do: `task(*args)`, within `seconds`."""

    task: "Callable[..., Any]"
    args: Sequence[Any]
    seconds: float
    future: "Future[Any]"

    def answer(self) -> Any:
        """What the task returned; asked once more, alone, where the pool itself broke.

        A process that ends before the pool knows what it was doing ends the pool, and with it what all others were doing.
        Raises what the task raised, TimeoutError, or ProcessExpired (BrokenProcessPool) where its process ended.
        """
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self.future.result()
        except BrokenProcessPool:
            return ask(self.task, self.args, self.seconds).future.result()

    def cancel(self) -> None:
        """Nobody waits for the answer any more."""
        self.future.cancel()


def ask(task: "Callable[..., Any]", args: Sequence[Any], seconds: float) -> Asked:
    """Have a worker do `task(*args)`."""
    return Asked(task, args, seconds, workers().schedule(task, args=args, timeout=seconds))


@cache
def _pool() -> "ProcessPool":
    import atexit

    from pebble import ProcessPool

    from rescue_cli.workbooks.worker_start import BareContext

    workers = min(WORKERS, os.cpu_count() or 1)
    pool = ProcessPool(max_workers=workers, context=BareContext(), initializer=_settle_in)
    with _without_interrupts():
        pool.schedule(_settle_in)  # the pool starts its workers with the first task
    atexit.register(_stop, pool)
    return pool


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes and threads started here never see Ctrl-C, which reaches all processes of a terminal: the command answers
    it alone and stops its workers. For the command it only waits. Windows knows no such mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    _start_tracker()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_tracker() -> None:
    """The process that clears away what a killed command held: begun before the mask, which it would lift, and told to say
    nothing of it (its warning is English, and nobody can do anything about it).
    """
    from multiprocessing.resource_tracker import ensure_running

    sys.warnoptions.append("ignore")
    try:
        ensure_running()
    finally:
        sys.warnoptions.pop()


def _stop(pool: "ProcessPool") -> None:
    pool.stop()
    pool.join()


def _settle_in() -> None:
    """What a worker does before its first file: no collecting of circles among millions of cells, and where the system
    knows such a bound (not on Windows) an end to the memory that a file can make a parser ask for.
    """
    gc.disable()
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > MAX_MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, hard))
