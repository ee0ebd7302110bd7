"""What goes to a terminal or into a log: no value of the data or of a request can steer either.

`printable` escapes control codes, escape sequences and marks of direction. Here it reaches what no
code of ours prints: records of any logger, and the tracebacks of errors that nobody catches.
"""

__all__ = ["guard_output", "printable_lines"]

import logging
import sys
import threading
from traceback import format_exception
from types import TracebackType
from typing import Any

from geo.errors import printable


def printable_lines(text: str) -> str:
    r"""Return a text of several lines without control codes, except the ends of its lines.

    >>> printable_lines("one\n\x1b[31mtwo")
    'one\n\\x1b[31mtwo'
    """
    return "\n".join(map(printable, text.split("\n")))


def guard_output() -> None:
    """Let all loggers and uncaught errors of this process write printable lines from now on."""
    logging.setLogRecordFactory(_PlainRecord)
    sys.excepthook = _show
    threading.excepthook = _show_of_thread


class _PlainRecord(logging.LogRecord):
    """A record of a log whose message and traceback are printable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[1]:
            lines = "".join(format_exception(self.exc_info[1])).rstrip("\n")
            self.exc_text = printable_lines(lines)  # which formatters take, where there is one

    def getMessage(self) -> str:  # noqa: N802, as logging calls it
        """Return the message, printable."""
        return printable_lines(super().getMessage())


def _show(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    if sys.stderr:
        sys.stderr.write(printable_lines("".join(format_exception(error))))


def _show_of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value and args.exc_type is not SystemExit:
        _show(args.exc_type, args.exc_value, args.exc_traceback)
