"""Files that readers order: made in the background, one at a time, and handed out when ready.

An order lives as long as the session that gave it: nothing that the screen draws meanwhile can lose
it. Only that session knows its token.
"""

__all__ = ["FileOrder", "FileOrders", "MadeFile", "Told"]

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from urllib.parse import quote
from weakref import WeakValueDictionary, ref

from geo.errors import GeoError, NotFound

Told = Callable[[int], None]  # is told how many records are done
GONE = "The file is gone: it is kept while its page is open; press its button again."
FAILED = "The file could not be made: the server's log says why. Please try again."
_log = logging.getLogger("geo.exports")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A file that is ready; `on_taken` is called when a browser has received it."""

    name: str
    content: bytes
    media_type: str
    on_taken: Callable[[], None] = lambda: None


class FileOrder:
    """A file that a reader asked for: waiting, in the making, ready, taken, or impossible."""

    def __init__(self, name: str, make: Callable[[Told], MadeFile], total: int) -> None:
        self.name, self.total = name, total
        self.token = secrets.token_hex(16)
        self.done = 0  # of `total` records; nobody counts where `total` is 0
        self.is_taken = self.is_cancelled = False
        self._make, self._begun = make, monotonic()
        self.file: Future[MadeFile] = Future()

    @property
    def path(self) -> str:
        """Return the path of the file once it is ready, below the server's own."""
        return f"/made/{self.token}/{quote(self.file.result().name, safe='')}"

    @property
    def seconds(self) -> float:
        """Return how long the reader has waited."""
        return monotonic() - self._begun

    @property
    def fault(self) -> str | None:
        """Return why the file could not be made, once that is known, as a sentence."""
        if not self.file.done() or self.is_cancelled or not (error := self.file.exception()):
            return None
        return str(error) if isinstance(error, GeoError) else FAILED

    @property
    def is_settled(self) -> bool:
        """Whether nothing more comes of it: a browser has the file, or it could not be made."""
        return self.is_taken or self.fault is not None

    def cancel(self) -> None:
        """Drop the file, and stop its making at the next record."""
        self.is_cancelled = True

    def tell(self, done: int) -> None:
        """Note how many records are done. Raises CancelledError where nobody waits any more."""
        if self.is_cancelled:
            raise CancelledError
        self.done = done

    def take(self) -> MadeFile:
        """Return the file. Raises NotFound where it is not ready."""
        if not self.file.done() or self.file.exception():
            raise NotFound(GONE)
        return self.file.result()

    def note_taken(self) -> None:
        """Note that a browser has the file."""
        if not self.is_taken:
            self.is_taken = True
            self.take().on_taken()

    def run(self) -> None:
        """Make the file."""
        try:
            self.tell(0)
            self.file.set_result(self._make(self.tell))
        except (CancelledError, GeoError) as error:
            self.file.set_exception(error)
        except Exception as error:
            _log.exception("%s could not be made", self.name)
            self.file.set_exception(error)


class FileOrders:
    """All orders of an application, by token, for as long as somebody holds them."""

    def __init__(self) -> None:
        # One at a time, so that no reader's file delays the maps of the others.
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="geo-export")
        self._orders = WeakValueDictionary[str, FileOrder]()

    def give(self, name: str, make: Callable[[Told], MadeFile], *, total: int = 0) -> FileOrder:
        """Order a file of a name; `make` is given what counts its records, of a `total`."""
        order = FileOrder(name, make, total)
        self._orders[order.token] = order
        self._maker.submit(_run, ref(order))
        return order

    def of(self, token: str) -> FileOrder:
        """Return the order that a token stands for. Raises NotFound."""
        try:
            return self._orders[token]
        except KeyError:
            raise NotFound(GONE) from None

    def close(self) -> None:
        """Take no more orders, and make none of those that wait."""
        self._maker.shutdown(wait=False, cancel_futures=True)


def _run(order: ref[FileOrder]) -> None:
    """Make a file, unless its session has ended while it waited."""
    if waiting := order():
        waiting.run()
