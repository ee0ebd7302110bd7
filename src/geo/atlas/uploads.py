"""What sessions brought: files of their own beside the open data, each seen by its session alone.

The files of a session become a store in a folder that goes with it. A token stands for them where
the map asks for what is in view.
"""

__all__ = ["MOST_BYTES", "MOST_ROWS", "Upload", "Uploads", "uploads_of"]

import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from threading import Lock, Timer
from time import monotonic

from geo.atlas import atlas
from geo.atlas.atlas import Atlas, OpenFile
from geo.errors import Finding, NotFound, UnreadableData
from geo.intake.report import Rejected, Report
from geo.query.query import Query

MOST_BYTES = 10 << 20  # of one file
MOST_ROWS = 50_000  # of one file
MOST_SESSIONS = 50  # that have files here at once
SECONDS = 3600.0  # that files are kept after their last use
LONGEST_NAME = 100  # bytes of a file's name, before its ending
_INSTEAD = "use geo import and geo serve on your own machine for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was read, what became of its rows, and those that were left out.

    `replaced` names the files before it whose rows it took the place of: those of its datasets.
    """

    name: str
    report: Report
    rejects: tuple[Rejected, ...]
    replaced: tuple[str, ...] = ()


class Uploads:
    """The files of one session; nobody else knows its `token` of 128 bits.

    Raises UnreadableData where as many sessions have files here as can.
    """

    def __init__(self) -> None:
        _check_room()
        self.token = secrets.token_hex(16)
        self.files: tuple[Upload, ...] = ()
        self._added = 0  # times that a file was
        self._folder = tempfile.TemporaryDirectory(
            prefix="incident-atlas-", ignore_cleanup_errors=True
        )
        self._store: Path | None = None  # a new one for each file: queries may still read the old
        self._lock = Lock()
        self._base: Atlas | None = None  # the open data …
        self._atlas: Atlas | None = None  # … and the files beside; None before the first file
        self._used = monotonic()
        self._watch(SECONDS)
        _open[self.token] = self  # at last: what fails before takes nobody's room

    @property
    def is_open(self) -> bool:
        """Tell whether the files are still here."""
        return _open.get(self.token) is self

    def save(self, name: str, data: bytes) -> Path:
        """Put a file into the session's folder, in the place of the one that was saved before.

        Raises UnreadableData where it is too large, NotFound at the session's end.
        """
        name = _safe_name(name)
        self._use()
        if len(data) > MOST_BYTES:
            most = f"and no file may have more than {MOST_BYTES:,}"
            raise UnreadableData(f"{name} has {len(data):,} bytes, {most}: {_INSTEAD}")
        folder = Path(self._folder.name) / "saved"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        path = folder / name
        path.write_bytes(data)
        return path

    def add(
        self,
        path: Path,
        source: str,
        mapping: Mapping[str, str],
        progress: Callable[[int], None] = lambda _: None,
    ) -> Upload:
        """Read a saved file, and show what can be taken of it beside the rest.

        `mapping` names our columns by theirs; `progress` is told how many rows are read. Raises
        UnreadableData, BadValue, and NotFound at the session's end; then all is as before.
        """
        self._use()
        try:
            return self._add(path, source, mapping, progress)
        finally:
            if not self.is_open:  # it ended meanwhile, and the import wrote on
                self._folder.cleanup()

    def _add(
        self,
        path: Path,
        source: str,
        mapping: Mapping[str, str],
        progress: Callable[[int], None],
    ) -> Upload:
        from geo.intake.run import import_file  # with all the importers: once a file has come

        rejects: list[Rejected] = []
        rows = count(1)
        store = Path(self._folder.name) / f"{secrets.token_hex(4)}.duckdb"
        if self._store:
            shutil.copyfile(self._store, store)
        report = import_file(
            source,
            path,
            store,
            mapping=mapping,
            known=atlas.current().store.existing_ids,
            most=MOST_ROWS,
            reject=rejects.append,
            progress=lambda _: progress(next(rows)),
        )
        upload = Upload(name=path.name, report=report, rejects=tuple(rejects))
        if report.taken:
            return self._taken(upload, store)
        store.unlink(missing_ok=True)
        return upload

    def _taken(self, upload: Upload, store: Path) -> Upload:
        datasets = upload.report.datasets
        with self._lock:
            self._use()
            stay = tuple(file for file in self.files if not file.report.datasets <= datasets)
            gone = tuple(file.name for file in self.files if file not in stay)
            upload = replace(upload, replaced=gone)
            self.files = (*stay, upload)
            self._added += 1
            before, self._store = self._store, store
            self._open_beside(atlas.current(), store)
        if before:
            before.unlink(missing_ok=True)
        return upload

    def atlas(self) -> Atlas:
        """Return the open data with the session's files beside. Raises NotFound at their end."""
        current = atlas.current()
        with self._lock:
            self._use()
            if self._atlas is None or self._store is None:
                raise NotFound(_GONE)
            if self._base is not current:
                self._open_beside(current, self._store)
            return self._atlas

    def close(self) -> None:
        """Drop the files; the token stands for nothing any more."""
        _open.pop(self.token, None)
        with self._lock:
            self._timer.cancel()
            self._atlas = self._base = None
            self._folder.cleanup()

    def _open_beside(self, base: Atlas, path: Path) -> None:
        """Open the session's store beside the data as they are now."""
        self._base = base
        try:
            store = base.store.with_file(path)
        except UnreadableData as error:  # the open data have changed, and now have an id of ours
            finding = Finding(record="", field="", value="", rule=str(error), remedy="")
            self._atlas = replace(base, stale=(*base.stale, (self.files[-1].name, finding)))
            return
        own = [OpenFile(name=upload.name, size=upload.report.taken) for upload in self.files]
        self._atlas = replace(
            base,
            datasets=(*base.datasets, *own),
            store=store,
            own=tuple(file.name for file in own),
            summary=store.summary(Query()),
            dated=store.newest_source(),
            revision=base.revision + self._added,
            edition=secrets.token_hex(8),
        )

    def _use(self) -> None:
        """Put the end off. Raises NotFound where it has come."""
        if not self.is_open:
            raise NotFound(_GONE)
        self._used = monotonic()

    def _watch(self, seconds: float) -> None:
        """End in so many seconds, unless used meanwhile."""
        self._timer = Timer(seconds, self._end_if_idle)
        self._timer.daemon = True
        self._timer.start()

    def _end_if_idle(self) -> None:
        rest = self._used + SECONDS - monotonic()
        if rest > 0:
            self._watch(rest)
        else:
            self.close()


_GONE = (
    "these files are no longer here: they go with their session, or after an hour; add them anew"
)
_open: dict[str, Uploads] = {}


def uploads_of(token: str) -> Uploads:
    """Return the files that a token stands for. Raises NotFound."""
    try:
        return _open[token]
    except KeyError:
        raise NotFound(_GONE) from None


def _check_room() -> None:
    if len(_open) >= MOST_SESSIONS:
        most = f"{MOST_SESSIONS} readers have files of their own open here, the most there can be"
        raise UnreadableData(f"{most}: try again later")


def _safe_name(name: str) -> str:
    """Return the last part of a file's name, as a name that every disk takes."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last)
    stem, dot, suffix = plain.strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = stem.encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{stem or 'file'}{dot}{suffix[:10]}"
