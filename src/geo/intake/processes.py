"""Several processes make the batches of one file; they come in its order all the same."""

__all__ = ["batches_of_processes", "processors"]

import gc
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import islice
from multiprocessing import get_context, parent_process

from geo.intake.batches import Batch, BatchMaker, RowsTask
from geo.intake.placement import Placer

AHEAD = 2  # batches that wait for each process, so that none waits for a batch


class NotPrepared(Exception):
    """A worker has come to the first row that must be looked up, and the index may not be built."""


def processors() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batches_of_processes(
    maker: BatchMaker, tasks: Iterable[RowsTask], placer: Placer | None, workers: int
) -> Iterator[Batch]:
    """Yield the batches of tasks in their order; this process reads and writes meanwhile.

    Arrow tables go out and come back.
    """
    pickled = pickle.dumps(maker)  # once: a worker keeps what it has made of it
    others = workers - 1
    with _pool(others) as pool:

        def begin(task: RowsTask) -> Future[Batch]:
            is_prepared = placer.is_prepared if placer else None
            return pool.submit(_made, pickled, task, is_prepared=is_prepared)

        begun = ((task, begin(task)) for task in tasks)
        waiting = deque(islice(begun, others * AHEAD))
        while waiting:
            task, future = waiting.popleft()
            waiting.extend(islice(begun, 1))
            try:
                made = future.result()
            except NotPrepared:
                assert placer
                placer.prepare()
                made = begin(task).result()
            yield maker.with_rows(made, task)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Not by fork: threads run here, DuckDB's among them.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_serve)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


# In a worker.


def _serve() -> None:
    """Leave it to the parent what Control-C means, and end when it ends, however it does."""
    gc.disable()  # a batch leaves no reference cycles behind, and looking for them costs a quarter
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _made(pickled: bytes, task: RowsTask, *, is_prepared: bool | None) -> Batch:
    """Make the batch of some rows; `is_prepared` is None where no place is looked up."""
    placer = None if is_prepared is None else _placer(is_prepared=is_prepared)
    return _maker(pickled)(task, placer)


@lru_cache(maxsize=1)
def _maker(pickled: bytes) -> BatchMaker:
    maker: BatchMaker = pickle.loads(pickled)  # noqa: S301, of the parent
    return maker


@cache
def _placer(*, is_prepared: bool) -> Placer:
    """Return the one of this process, which remembers what it has looked up."""
    return Placer() if is_prepared else Placer(_refuse)


def _refuse() -> None:
    raise NotPrepared
