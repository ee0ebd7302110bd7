"""What goes wrong when a file is written, in words."""

__all__ = ["WordedFile", "disk_in_words"]

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import GeoError, Unwritable

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


@contextmanager
def disk_in_words(path: Path) -> Iterator[None]:
    """Raise Unwritable, with the path, for what a disk says about a file that is written."""
    try:
        yield
    except OSError as error:
        if isinstance(error, GeoError):
            raise
        raise Unwritable(f"{path} cannot be written: {error.strerror or error}") from error


class WordedFile(io.FileIO):
    """A file whose errors name the path that it will have, or what it is."""

    def __init__(self, file: Path | int, path: Path, mode: str) -> None:
        super().__init__(file, mode)
        self._path = path

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write bytes. Raises Unwritable."""
        with disk_in_words(self._path):
            return super().write(data)
