"""Files that are replaced as a whole: a reader finds the old one or the new one, never a half."""

__all__ = ["replacing", "writing"]

import errno
import io
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 file that takes its place when the block ends well, and else is gone.

    Line ends are written as they are given.
    """
    with replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()  # else it closes the file, which `replacing` has yet to do


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file of bytes that takes its place when the block ends well, and else is gone.

    What a link points to is replaced, not the link.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with _created(fresh, path) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    finally:
        with suppress(OSError):
            fresh.unlink()


def _created(fresh: Path, path: Path) -> BinaryIO:
    """Create the file, or raise an error that names the one that is asked for.

    A device or a pipe is not replaced by a file of its name.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is no plain file")
        return fresh.open("xb")
    except OSError as error:
        raise OSError(f"{path} cannot be written: {error.strerror}") from error
