"""Files that are replaced as a whole: a reader finds the old one or the new one, never a half."""

__all__ = ["writing"]

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 file that takes its place when the block ends well, and else is gone.

    Line ends are written as they are given. What a link points to is replaced, not the link.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()
