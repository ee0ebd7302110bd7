"""A file that is read twice, and must not change meanwhile."""

__all__ = ["StableFile"]

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import UnreadableData
from geo.formats.file_errors import check_regular

State = tuple[int, int]


class StableFile:
    """A file as it is when this is made. Raises UnreadableData for a pipe or a device.

    What is found of its rows on the first reading would be said of others on the second.
    """

    def __init__(self, path: Path) -> None:
        check_regular(path)
        self._path, self._state = path, _state(path)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Raise UnreadableData where the file has changed, whatever error came of that."""
        try:
            yield
        except Exception as error:
            self._check(error)
            raise
        self._check()

    def _check(self, error: Exception | None = None) -> None:
        if _state(self._path) != self._state:
            rule = "changed while it was read: read it again once it is written to its end"
            raise UnreadableData(f"{self._path.name} {rule}") from error


def _state(path: Path) -> State | None:
    """Return what differs once a file is written or replaced; None where it is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):  # a name that no file can have
        return None
    # Not the number of its inode, which some network file systems change by themselves.
    return found.st_size, found.st_mtime_ns
