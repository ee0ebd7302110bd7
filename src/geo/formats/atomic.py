"""Files that are replaced as a whole: a reader finds the old one or the new one, never a half."""

__all__ = ["locked", "rebuilding", "replacing", "writing"]

import errno
import io
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from geo.errors import Unwritable
from geo.formats.disk_errors import WordedFile, disk_in_words
from geo.formats.temporary import hold, remove_if_left


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Open a new UTF-8 file that replaces `path` if the block succeeds; if not, it is removed.

    Line ends are written as given.
    """
    with replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()  # it would close the file, which `replacing` does


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file of bytes that replaces `path` if the block succeeds; if not, it is removed.

    A symbolic link stays, and the file that it points to is replaced. What killed processes left
    of it is removed. Raises Unwritable.
    """
    target = path.resolve()
    _sweep_left(target)
    with _replacement(target, path) as fresh, _created(fresh, path) as file:
        yield file


@contextmanager
def rebuilding(path: Path, wait: float) -> Iterator[Path]:
    """Yield the path of a new file that replaces `path` if the block succeeds.

    Only one process at a time may do so; another waits for so many seconds. A block that creates
    no file keeps the old one. What a killed process has left is removed. Raises TimeoutError, and
    Unwritable, also where the folder does not exist.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise Unwritable(f"{path} cannot be written: it is not a regular file. Name another")
    with locked(path, wait):
        _sweep(target)
        try:
            with _replacement(target, path) as fresh:
                yield fresh
        finally:
            _sweep(target)


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Let one process at a time write what has a path; another waits for so many seconds.

    Raises TimeoutError, and Unwritable where the folder does not exist.
    """
    from filelock import FileLock  # loads asyncio

    target = path.resolve()
    if not target.parent.is_dir():
        raise Unwritable(f"{path} cannot be written: {path.parent} is not a folder. Make it first")
    # The lock file stays: to remove it while another process waits for it would leave both with a
    # lock. filelock keeps it on Unix for the same reason.
    with FileLock(target.with_name(f".{target.name}.lock"), timeout=wait):
        yield


@contextmanager
def _replacement(target: Path, path: Path) -> Iterator[Path]:
    """Yield a path next to a file, and move what was written there to its place.

    Errors name the `path` that was asked for.
    """
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        yield fresh
        with disk_in_words(path):
            if fresh.exists():
                with fresh.open("rb+") as file:
                    os.fsync(file.fileno())
                if target.exists():
                    shutil.copymode(target, fresh)
                fresh.replace(target)
    finally:
        with suppress(OSError):
            fresh.unlink()


def _sweep(target: Path) -> None:
    """Remove the new files of a target, with those that a database has put next to them."""
    fresh = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}([.-]\w+)?")
    for path in target.parent.iterdir():
        if fresh.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)


def _sweep_left(target: Path) -> None:
    """Remove the new files of a target that killed processes left, and no running one's."""
    if target.with_name(f".{target.name}.lock").exists():
        return  # it is rebuilt, and whoever does that sweeps
    fresh = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}")
    with suppress(OSError):  # a folder that is not there: whoever creates the file says so
        for path in target.parent.iterdir():
            if fresh.fullmatch(path.name):
                remove_if_left(path)


def _created(fresh: Path, path: Path) -> BinaryIO:
    """Create the file and hold it, or raise an error that names the path that was asked for.

    A device or a pipe is never replaced by a file of its name.
    """
    with disk_in_words(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is not a regular file")
        while True:
            file = WordedFile(fresh, path, "xb")
            if hold(file.fileno(), fresh):
                return io.BufferedWriter(file)
            file.close()  # it was removed as left behind, before it was held
