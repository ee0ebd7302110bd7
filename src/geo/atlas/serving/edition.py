"""What answers depend on, as one mark: two processes that would answer the same have the same."""

__all__ = ["Signature", "edition_of", "signatures"]

import os
import sys
from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path

from geo.errors import UnreadableData
from geo.store.attached.watched_parts import parts_state
from geo.store.directory.manifest import MANIFEST
from geo.store.directory.remote import Location, RemoteDirectory

# Of a file: when it was written, in nanoseconds, and what else differs once it has changed.
Signature = tuple[int, Hashable, Hashable] | None
_SOURCE = Path(__file__).parents[2]


def signatures(paths: Iterable[Location]) -> tuple[Signature, ...]:
    """Return the signature of each file, or of a directory's files; None for one not there."""
    return tuple(map(_signature, paths))


def edition_of(seen: Iterable[Signature], *others: object) -> str:
    """Return the mark of files as they were read, of the program, and of what else counts.

    A store directory is not among the files: it has a digest of its own, which is the same for a
    copy of it on another machine.
    `others` are values whose `repr` is the same in each process.
    """
    parts = (_program(), repr(tuple(seen)), *map(repr, others))
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _signature(path: Location) -> Signature:
    if isinstance(path, RemoteDirectory):
        return _remote_signature(path)
    try:
        if path.is_dir():
            return parts_state(path)
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _remote_signature(directory: RemoteDirectory) -> Signature:
    try:
        return directory.state(MANIFEST)
    except UnreadableData:
        return None


@cache
def _program() -> str:
    """Return the mark of the program's own files, and of the packages that it is installed with."""
    installed = (path.name for entry in sys.path for path in Path(entry).glob("*.dist-info"))
    return sha256(repr([sys.version, sorted(installed), *_own_files()]).encode()).hexdigest()


def _own_files() -> Iterator[tuple[str, str]]:
    """Yield the name and the checksum of each file of the package: times are a machine's own."""
    for folder, folders, names in os.walk(_SOURCE):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(names):
            with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123, of thousands
                yield name, file_digest(file, "sha256").hexdigest()
