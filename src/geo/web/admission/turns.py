"""Work that is done one at a time, in the order in which it was asked for."""

__all__ = ["Turns"]

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from geo.errors import TooSlow


class Turns:
    """A line in front of one place: who stands first is at work.

    `most` may stand in it, each in a thread of its own, and `most_of_one` of the same client, so
    one leaves room for others. Nobody waits longer than `seconds`.
    """

    def __init__(self, *, most: int, most_of_one: int, seconds: float) -> None:
        self._most, self._most_of_one, self._seconds = most, most_of_one, seconds
        self._line: list[list[str]] = []  # of one client each, told apart by identity
        self._changed = Condition()

    @contextmanager
    def turn(self, client: str, busy: str) -> Iterator[None]:
        """Wait for the place, and leave it at the end of the block.

        Raises TooSlow, which says `busy`, where the line is too long or takes too long. The client
        "" is any number of clients.
        """
        place = [client]
        with self._changed:
            if len(self._line) >= self._most or self._of(client) >= self._most_of_one:
                raise TooSlow(busy)
            self._line.append(place)
            if not self._changed.wait_for(lambda: self._line[0] is place, self._seconds):
                self._leave(place)
                raise TooSlow(busy)
        try:
            yield
        finally:
            with self._changed:
                self._leave(place)

    def _of(self, client: str) -> int:
        return self._line.count([client]) if client else 0

    def _leave(self, place: list[str]) -> None:
        self._line = [other for other in self._line if other is not place]
        self._changed.notify_all()
