"""What answers depend on, as one mark: two processes that would answer the same have the same."""

__all__ = ["Signature", "edition_of", "signatures"]

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from geo.store.directory.manifest import MANIFEST

Signature = tuple[int, int, int] | None  # of a file: it differs once the file has changed
_SOURCE = Path(__file__).parents[2]


def signatures(paths: Iterable[Path]) -> tuple[Signature, ...]:
    """Return the signature of each file, or of a directory's manifest; None for one not there."""
    return tuple(map(_signature, paths))


def edition_of(seen: Iterable[Signature], *others: object) -> str:
    """Return the mark of files as they were read, of the program, and of what else counts.

    `others` are values whose `repr` is the same in each process.
    """
    parts = (_program(), repr(tuple(seen)), *map(repr, others))
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _signature(path: Path) -> Signature:
    try:
        found = (path / MANIFEST if path.is_dir() else path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@cache
def _program() -> str:
    """Return the mark of the program's own files, and of the packages that it is installed with."""
    installed = (path.name for entry in sys.path for path in Path(entry).glob("*.dist-info"))
    return sha256(repr([sys.version, sorted(installed), *_own_files()]).encode()).hexdigest()


def _own_files() -> Iterator[tuple[str, float, int]]:
    """Yield name, time and size of each file of the package."""
    for folder, folders, names in os.walk(_SOURCE):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(names):
            found = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118, of thousands
            yield name, found.st_mtime, found.st_size
