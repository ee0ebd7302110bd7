"""Bytes of files that were read, so that none is asked for twice: ranges overlap, and readers wait.

Several parts of a statement read the same columns at the same time, each by ranges of its own.
"""

__all__ = ["KeptRanges"]

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from operator import attrgetter
from threading import Lock

Read = Callable[[str, int, int], bytes]  # a path, the first byte, and the one after the last
_FIRST = attrgetter("first")


@dataclass(eq=False, slots=True)
class _Range:
    """A range of a file, which is there or on its way."""

    path: str
    first: int
    end: int
    data: "Future[bytes]" = field(default_factory=Future)

    def part(self, first: int, end: int) -> bytes:
        """Return what it has between two places; waits for it, and raises what its reader met."""
        begin = self.first
        return self.data.result()[max(first - begin, 0) : min(end, self.end) - begin]


class KeptRanges:
    r"""What was read of files, up to so many bytes; what nobody asked for longest goes first.

    `read` is asked for what is not there. What it raises is told to all who wait for that range.

    >>> asked = []
    >>> def read(path: str, first: int, end: int) -> bytes:
    ...     asked.append((first, end))
    ...     return bytes(range(first, end))
    >>> kept = KeptRanges(100, read)
    >>> kept.get("a", 4, 8), kept.get("a", 2, 6), asked
    (b'\x04\x05\x06\x07', b'\x02\x03\x04\x05', [(4, 8), (2, 4)])
    """

    def __init__(self, most: int, read: Read) -> None:
        self._most, self._read = most, read
        self._of_path: dict[str, list[_Range]] = {}  # in their order: none overlaps another
        self._asked: dict[_Range, None] = {}  # in the order in which they were asked for
        self._size = 0
        self._lock = Lock()

    def get(self, path: str, first: int, end: int) -> bytes:
        """Return the bytes of a file from `first`, up to `end`."""
        with self._lock:
            parts = list(self._covering(path, first, end))
            missing = [part for part in parts if part not in self._asked]
            for part in parts:
                self._asked.pop(part, None)
                self._asked[part] = None
            for part in missing:
                insort(self._of_path.setdefault(path, []), part, key=_FIRST)
                self._size += part.end - part.first
        self._fill(missing)
        try:
            return b"".join(part.part(first, end) for part in parts)
        finally:
            self._forget()

    def _covering(self, path: str, first: int, end: int) -> Iterator[_Range]:
        """Yield ranges that together have some bytes, in their order: also new ones."""
        known = self._of_path.get(path, [])
        place = bisect_left(known, first, key=_FIRST)
        for part in known[max(place - 1, 0) :]:
            if part.first >= end:
                break
            if part.end <= first:
                continue
            if part.first > first:
                yield _Range(path, first, part.first)
            yield part
            first = part.end
        if first < end:
            yield _Range(path, first, end)

    def _fill(self, missing: Sequence[_Range]) -> None:
        """Read ranges, up to one that does not come: those after it come neither."""
        try:
            for part in missing:
                part.data.set_result(self._read(part.path, part.first, part.end))
        except BaseException as error:  # also of a thread that is ended: others wait
            with self._lock:
                for part in missing:
                    if not part.data.done():
                        self._remove(part)
                        part.data.set_exception(error)

    def _forget(self) -> None:
        """Forget what nobody asked for longest, and is there."""
        with self._lock:
            for part in list(self._asked) if self._size > self._most else ():
                if self._size <= self._most:
                    break
                if part.data.done():
                    self._remove(part)

    def _remove(self, part: _Range) -> None:
        if part in self._asked:
            del self._asked[part]
            self._of_path[part.path].remove(part)
            self._size -= part.end - part.first
