"""The part files of a directory that is open: whether each is still what its manifest lists."""

__all__ = ["WatchedDirectory", "parts_state"]

import os
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from time import monotonic

from geo.errors import UnreadableData
from geo.store.directory.manifest import AGAIN, MANIFEST, PartFile, listed_manifest

REMEDY = f"put the whole directory back, or {AGAIN}; it is then opened without a restart"
# Between two looks at all parts: to ask for the times of 10,000 files takes 30 to 50 ms, more than
# most answers do.
LOOK_SECONDS = 0.25
_KEPT = 16  # lists of paths

# Of a file: size and time; None for one not there. Not its inode, which some network file systems
# change by themselves.
State = tuple[int, int] | None


class WatchedDirectory:
    """A directory whose files must stay as they are: the engine opens them at each question.

    A build adds files and takes none away that is open. It is called `name` where that is not the
    name of the folder. Files are looked at once in LOOK_SECONDS at most, and at once where a
    statement has failed. Raises UnreadableData where a file is newer than the manifest, as after a
    change in its place, and has another checksum.
    """

    is_engines = False  # the engine keeps none of it from one question to the next

    def __init__(self, path: Path, parts: Iterable[PartFile]) -> None:
        self.name = path.name
        self._folder = path.absolute()
        self._parts = {os.fspath(self._folder / part.path): part for part in parts}
        self._states = {file: _state(file) for file in self._parts}
        self._look_at = 0.0  # when files are looked at again, by the clock that never goes back
        self._check_newer()

    def fault(self, *, at_once: bool = False) -> str | None:
        """Return which file has changed, and the remedy; None while all are as they were."""
        if not at_once and monotonic() < self._look_at:
            return None
        found = self._changed()
        self._look_at = 0.0 if found else monotonic() + LOOK_SECONDS
        return found

    def _changed(self) -> str | None:
        for file, state in self._states.items():
            if (now := _state(file)) != state:
                part = self._parts[file].path
                if now is None:
                    return f"{self.name} has lost {part} while it was open: {REMEDY}"
                return f"{self.name} was changed while it was open, in {part}: {REMEDY}"
        return None

    def close(self) -> None:
        """End the watch, which holds nothing open."""

    def _check_newer(self) -> None:
        """Raise UnreadableData for a file that was written after its manifest, and is not right."""
        written = _state(os.fspath(self._folder / MANIFEST))
        for file, part in self._parts.items():
            state = self._states[file]
            if written and state and state[1] < written[1]:
                continue
            if state is None or not _is_right(file, part):
                rule = f"does not match its manifest: {part.path} has another checksum"
                raise UnreadableData(f"{self.name} {rule}: {REMEDY}")


def parts_state(path: Path) -> tuple[int, State, str] | None:
    """Return what differs once a directory has: its manifest, and the files that it lists.

    First comes when it was built, in nanoseconds, the same for a copy. None without a manifest.
    """
    if (manifest := _state(os.fspath(path / MANIFEST))) is None:
        return None
    built_on, files = _listed(path.absolute(), manifest)
    return built_on, manifest, sha256(repr([_state(file) for file in files]).encode()).hexdigest()


@lru_cache(_KEPT)
def _listed(path: Path, state: tuple[int, int]) -> tuple[int, tuple[str, ...]]:
    """Return when a directory was built, and its files; none of a manifest that is not whole."""
    try:
        manifest = listed_manifest(path)
    except UnreadableData:
        return state[1], ()
    built_on = datetime.combine(manifest.built_on, time(), UTC)
    files = tuple(os.fspath(path / part.path) for part in manifest.files())
    return int(built_on.timestamp()) * 1_000_000_000, files


def _state(file: str) -> State:
    try:
        found = os.stat(file)  # noqa: PTH116, of hundreds at each question
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _is_right(file: str, part: PartFile) -> bool:
    try:
        with Path(file).open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest() == part.sha256
    except OSError:
        return False
