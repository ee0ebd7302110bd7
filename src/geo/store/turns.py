"""Turns: how many may work at once, and the others in the order in which they came."""

__all__ = ["Turns", "processors"]

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # where it is not, as on macOS, all of them
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Turns:
    """So many turns at once. More threads than processors would only get into each other's way.

    Every thread gets its turn after those that came before it, so none waits far longer than the
    others.
    """

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting = deque[Lock]()
        self._lock = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end of the block."""
        self._take()
        try:
            yield
        finally:
            self._give_back()

    def _take(self) -> None:
        mine = Lock()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine.acquire()
            self._waiting.append(mine)
        try:
            mine.acquire()  # until it is released by the one who gives a turn back
        except BaseException:  # such as Ctrl+C
            self._leave(mine)
            raise

    def _leave(self, mine: Lock) -> None:
        with self._lock:
            is_waiting = mine in self._waiting
            if is_waiting:
                self._waiting.remove(mine)
        if not is_waiting:
            self._give_back()

    def _give_back(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
