"""Whether what a store reads is still what was opened, and what the engine says where it is not."""

__all__ = ["Faults", "Watched", "WatchedFile", "damage_in_words", "damaged", "intact"]

import os
import re
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb

from geo.errors import GeoError, UnreadableData, Unwritable
from geo.store.attached.watched_parts import REMEDY as OF_DIRECTORY
from geo.store.directory.remote import fault_in
from geo.store.memory import SPILL

# What the engine raises for files that are damaged or cut; for a wrong checksum, its root itself.
_DAMAGED = (
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.IOException,
    duckdb.SerializationException,
)
_REMEDY = "import it again, or put the whole file back; it is then opened without a restart"
_FULL = (
    "the answer needs more memory than GEO_LIMIT_MEGABYTES, and the disk takes no more of it: ask "
    "for less, or again later"
)
_PART = re.compile(r"[0-9a-z-]+/\w+/[\w-]+\.parquet")  # as a manifest lists it


class Watched(Protocol):
    """What a store reads, and must stay as it is.

    `is_engines` tells whether the engine keeps some of it: then it must hear of no change.
    """

    name: str
    is_engines: bool

    def fault(self, *, at_once: bool = False) -> str | None:
        """Return what has changed, in a sentence with the remedy; None while it is as it was.

        What costs much to look at is looked at again after a while; `at_once` it is now.
        """

    def close(self) -> object:
        """End the watch."""


class WatchedFile:
    """A file that must not change where it lies: the engine would mix old and new content.

    An import puts a new file in its place, and leaves this one as it is for whoever has it open.
    `close` ends the watch.
    """

    is_engines = True

    def __init__(self, path: Path) -> None:
        self.name = path.name
        descriptor = self._descriptor = os.open(path, os.O_RDONLY)
        self.close = weakref.finalize(self, os.close, descriptor)
        self._state = self._now()

    def fault(self, *, at_once: bool = False) -> str | None:  # noqa: ARG002, costs little
        """Return that it was written to, or cut, since it was opened, if it was."""
        is_changed = self._now() != self._state
        rule = "was changed in its place while it was open"
        return f"{self.name} {rule}: {_REMEDY}" if is_changed else None

    def _now(self) -> tuple[int, int]:
        found = os.fstat(self._descriptor)
        return found.st_size, found.st_mtime_ns


@contextmanager
def intact(files: Sequence[Watched]) -> Iterator[None]:
    """Let a block read files. Raises UnreadableData where one has changed, or is damaged.

    Raises Unwritable where the engine needs more room than memory and disk have.
    """
    _check([file for file in files if file.is_engines])
    try:
        with damage_in_words(" or ".join(file.name for file in files) or "the database in memory"):
            yield
    except BaseException:
        _check(files, at_once=True)
        raise
    _check(files)


class Faults:
    """Why files cannot be read any more; stores of the same files share it."""

    def __init__(self) -> None:
        self.last: str | None = None

    @contextmanager
    def noted(self, files: Sequence[Watched]) -> Iterator[None]:
        """Let a block read files, as `intact`, and keep what was met."""
        try:
            with intact(files):
                yield
        except UnreadableData as error:
            self.last = str(error)
            raise


@contextmanager
def damage_in_words(name: str) -> Iterator[None]:
    """Raise UnreadableData and Unwritable for what the engine says of files that it reads."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise Unwritable(_FULL) from error
    except (duckdb.Error, OSError) as error:  # of an answer that is read as Arrow: an OSError
        if isinstance(error, GeoError) or not _is_damage(error):
            raise
        if SPILL in str(error):
            raise Unwritable(_FULL) from error
        raise damaged(name, error) from error


def damaged(name: str, error: Exception, remedy: str = _REMEDY) -> UnreadableData:
    """Return the error of a file that cannot be read, or of several, for what was met there.

    Of a directory it names the part file, and nothing of where that lies.
    """
    if isinstance(error, UnreadableData):
        return error
    if fault := fault_in(error):
        return UnreadableData(fault)
    if part := _PART.search(str(error)):
        rule = f"cannot be read, and {part[0]} may be damaged"
        return UnreadableData(f"{name} {rule}: {OF_DIRECTORY}")
    return UnreadableData(f"{name} cannot be read, and may be damaged: {remedy}")


def _is_damage(error: Exception) -> bool:
    if isinstance(error, duckdb.InvalidInputException):  # of any statement; of Parquet, for a cut
        return _PART.search(str(error)) is not None
    return isinstance(error, _DAMAGED) or type(error) in (duckdb.Error, OSError)


def _check(files: Sequence[Watched], *, at_once: bool = False) -> None:
    for file in files:
        if fault := file.fault(at_once=at_once):
            raise UnreadableData(fault)
