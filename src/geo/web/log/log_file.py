"""Where the lines of the access log go: a file that other programs may move, or standard output."""

__all__ = ["LOGGER", "STDOUT", "check_log", "open_log"]

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path

from geo.errors import Unwritable
from geo.formats.file_errors import check_regular

LOGGER = logging.getLogger("geo.access")
STDOUT = Path("-")
_log = logging.getLogger("geo.web")


class _Steady(logging.StreamHandler):  # type: ignore[type-arg]  # generic in stubs only
    """A handler that says once that it cannot write, and once that it can again."""

    is_failing = was_failing = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, if that is possible: the server goes on without it."""
        self.was_failing, self.is_failing = self.is_failing, False
        try:
            super().emit(record)
        except OSError:  # the file was moved, and no other can be opened in its place
            self.handleError(record)
        if self.was_failing and not self.is_failing:
            _log.warning("the access log is written again: lines are missing from it")

    def handleError(self, _: logging.LogRecord) -> None:  # noqa: N802, as logging calls it
        """Say why a line cannot be written."""
        self.is_failing = True
        if not self.was_failing:
            fault = sys.exc_info()[1]
            cause = getattr(fault, "strerror", None) or fault
            _log.warning("the access log cannot be written: %s. Requests are answered", cause)


class _SteadyFile(_Steady, WatchedFileHandler):
    """The same for a file: it is opened again where another program has moved or removed it."""

    def _open(self) -> TextIOWrapper:
        check_regular(Path(self.baseFilename))  # a pipe in its place would make all readers wait
        return super()._open()


def check_log(target: Path | None, read: Iterable[Path]) -> None:
    """Raise Unwritable, or UnreadableData for what is not a file, before a server starts.

    None of the files that the server reads can be the log.
    """
    if target is None or target == STDOUT:
        return
    check_regular(target)
    try:
        target.open("ab").close()
    except FileNotFoundError:
        words = f"{target} cannot be written: the folder {target.parent} does not exist"
        raise Unwritable(f"{words}. Make it, or name another file for the access log") from None
    except OSError as error:
        words = f"{target} cannot be written: {error.strerror or error}"
        raise Unwritable(f"{words}. Name another file for the access log, or give rights") from None
    if any(path.exists() and target.samefile(path) for path in read):
        rule = f"{target} is one of the files that are served"
        raise Unwritable(f"{rule}: write the access log to another")


@contextmanager
def open_log(target: Path | None) -> Iterator[None]:
    """Write the lines of LOGGER to a file, or to standard output, until the block ends."""
    if target is None:
        yield
        return
    handler = _Steady(sys.stdout) if target == STDOUT else _SteadyFile(target, encoding="ascii")
    before = LOGGER.level, LOGGER.propagate
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    try:
        yield
    finally:
        LOGGER.level, LOGGER.propagate = before
        LOGGER.removeHandler(handler)
        with suppress(OSError):  # the disk is full, which was said
            handler.close()
