"""How many errors are written to the log: whoever asks badly and often must not fill its disk."""

__all__ = ["ErrorBound", "bounded_log"]

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from geo.web.admission.buckets import Buckets

LOGGERS = (
    "asyncio",  # no file is left for a connection: it says so some thousand times a second
    "geo.exports",
    "geo.screen",
    "geo.web",
    "streamlit.error_util",
    "streamlit.web.server.starlette.starlette_auth_routes",
    "uvicorn.error",
)
MOST_REFUSALS = 300  # in a minute, lines of some 60 bytes
MOST_FAULTS = 30  # with their tracebacks, of some 5 KB


class ErrorBound(logging.Filter):
    """Lets so many refusals (warnings) and faults (errors) of a logger through in a minute.

    The next line of a kind that is written says how many were not. The HTTP server logs as faults
    what clients do, so one logger's flood hides nothing of another.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._buckets = Buckets(clock)
        self._left_out: Counter[str] = Counter()
        self._lock = Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is written."""
        if record.levelno < logging.WARNING:
            return True
        is_fault = record.levelno >= logging.ERROR
        most = MOST_FAULTS if is_fault else MOST_REFUSALS
        kind = f"{record.name} {most}"
        with self._lock:
            if self._buckets.take(kind, most):
                self._left_out[kind] += 1
                return False
            left_out = self._left_out.pop(kind, 0)
        if left_out:
            words = f"{left_out:,} lines before this were not written: too many in a minute"
            record.msg, record.args = f"{record.getMessage()}\n{words}", ()
        return True


@contextmanager
def bounded_log() -> Iterator[None]:
    """Bound what the parts that answer requests write meanwhile."""
    bound = ErrorBound()
    for name in LOGGERS:
        logging.getLogger(name).addFilter(bound)
    try:
        yield
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeFilter(bound)
