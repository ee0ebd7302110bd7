"""The files that a session adds: shown with the open data, visible only to that session.

They become a store in a temporary folder, removed at the end of the session. A token stands for
them where the map asks for the incidents in view.
"""

__all__ = ["GONE", "Similar", "Upload", "Uploads", "upload_bytes"]

import itertools
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from threading import Lock, Timer
from time import monotonic
from typing import NamedTuple

from geo.atlas.atlas import Atlas, OpenFile
from geo.errors import Finding, GeoError, NotFound, UnreadableData
from geo.formats.temporary import process_folder
from geo.intake.command import Reading
from geo.intake.finding_kinds import FirstFindings, RowFinding
from geo.intake.report import Report, used_id_finding
from geo.query.query import Query
from geo.settings import limit
from geo.store.changes import Choice
from geo.words.counts import count_in_words

LISTED = 5  # ids that a sentence names
MOST_WARNINGS = 1_000  # of each kind that are kept
SECONDS = 3600.0  # that files are kept after their last use
LONGEST_NAME = 100  # bytes of a file's name, before its ending
GONE = (
    "your files have expired: they are kept for an hour after their last use, or until you close "
    "the page; please add them again"
)
_INSTEAD = "use geo import and geo serve on your own machine for it"


def upload_bytes() -> int:
    """Return how many bytes a file of a reader may have."""
    return limit("added_megabytes") << 20


class Similar(NamedTuple):
    """A record of a file, and one that is open that looks like the same event."""

    id: str
    other: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was read, with its report, and what was found of its rows.

    `replaced` names earlier files of the same datasets, whose rows it replaces; `similar` are its
    records that look like others that are open.
    """

    name: str
    reading: Reading
    report: Report
    findings: tuple[RowFinding, ...]
    replaced: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Tell whether its records are on the map."""
        return self.report.end == "written"

    @property
    def query(self) -> Query:
        """Return the query for all records of its dataset."""
        return Query(dataset=tuple(sorted(self.report.datasets)))

    @property
    def store_name(self) -> str:
        """Return the name of a store that is made of it."""
        return f"{PurePath(self.name).stem}.duckdb"

    @property
    def command(self) -> str:
        """Return the command that makes that store."""
        return self.reading.command(self.name, self.store_name)


class Uploads:
    """The files of one session; nobody else knows its `token` of 128 bits.

    `base` returns the open data as they are now; `on_close` is told when the files are gone.
    """

    def __init__(
        self,
        base: Callable[[], Atlas],
        *,
        on_close: Callable[["Uploads"], None] = lambda _: None,
    ) -> None:
        self._base, self._on_close = base, on_close
        self.token = secrets.token_hex(16)
        self.files: tuple[Upload, ...] = ()
        self._added = 0  # times that a file was, or that some of its records were left out
        self._left_out = frozenset[str]()  # ids of records that the reader leaves out
        self._folder = TemporaryDirectory(dir=process_folder(), ignore_cleanup_errors=True)
        self._store: Path | None = None  # a new one for each file: queries may still read the old
        self._saved: Path | None = None  # the one that the reader saved last
        self._lock = Lock()
        self._under: Atlas | None = None  # the open data …
        self._atlas: Atlas | None = None  # … with the files; None before the first file
        self.is_open = True
        self._used = monotonic()
        self._watch(SECONDS)

    def save(self, name: str, data: bytes) -> Path:
        """Put a file into the session's folder; it replaces the one that was saved before.

        Raises UnreadableData where it is too large, NotFound after the session's end.
        """
        name = _safe_name(name)
        self._use()
        if len(data) > upload_bytes():
            most = f"and no file may have more than {upload_bytes():,}"
            raise UnreadableData(f"{name} has {len(data):,} bytes, {most}: {_INSTEAD}")
        folder = Path(self._folder.name) / "saved"
        path = folder / name
        with self._disk_in_words():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            path.write_bytes(data)
        return path

    def add(
        self,
        path: Path,
        reading: Reading,
        progress: Callable[[int], None] = lambda _: None,
        *,
        existing: Choice | None = "replace",
    ) -> Upload:
        """Read a saved file, and show its valid rows with the rest.

        `progress` is told how many rows are read. `existing` is what becomes of records that the
        session has of the same dataset: without a choice nothing is shown, and `report.changes`
        says what the file would change. Raises UnreadableData, BadValue, and NotFound after the
        session's end; then nothing changes.
        """
        self._use()
        try:
            with self._disk_in_words():
                return self._add(path, reading, progress, existing)
        finally:
            if not self.is_open:  # it ended meanwhile, and the import wrote on
                self._folder.cleanup()

    def _add(
        self,
        path: Path,
        reading: Reading,
        progress: Callable[[int], None],
        existing: Choice | None,
    ) -> Upload:
        from geo.intake.listener import ImportListener
        from geo.intake.run import import_file  # with all the importers: once a file has come

        found = FirstFindings(MOST_WARNINGS)
        store = Path(self._folder.name) / f"{secrets.token_hex(4)}.duckdb"
        listener = ImportListener(
            progress=lambda reached: progress(reached.rows),
            reject=found.add,
            warn=found.add,
            existing_ids=self._base().store.existing_ids,
            confirm=lambda _: existing,
        )
        try:
            if self._store:
                shutil.copyfile(self._store, store)
            report = import_file(
                reading.source,
                path,
                store,
                mapping=reading.mapping,
                options=reading.options,
                dataset=reading.dataset,
                again=True,
                most=limit("added_rows"),
                listener=listener,
            )
            upload = Upload(name=path.name, reading=reading, report=report, findings=tuple(found))
            return self._show(upload, store) if upload.is_shown else upload
        finally:
            if self._store != store:  # it is not shown
                store.unlink(missing_ok=True)

    @contextmanager
    def _disk_in_words(self) -> Iterator[None]:
        """Raise UnreadableData where the disk takes no file, and NotFound where the end came."""
        try:
            yield
        except OSError as error:
            self._use()
            if isinstance(error, GeoError):
                raise
            raise UnreadableData("the server cannot keep your file now: try again later") from error

    def _show(self, upload: Upload, store: Path) -> Upload:
        datasets = upload.report.datasets
        with self._lock:
            self._use()
            is_replaced = upload.report.choice == "replace"
            stay = tuple(
                file
                for file in self.files
                if not (is_replaced and file.report.datasets <= datasets)
            )
            gone = tuple(file.name for file in self.files if file not in stay)
            upload = replace(upload, replaced=gone)
            self.files = (*stay, upload)
            self._added += 1
            self._left_out = frozenset()
            before, self._store = self._store, store
            shown = self._combine(self._base(), store)
        if before:
            before.unlink(missing_ok=True)
        pairs = shown.store.similar(datasets) if shown.own_files else ()
        return replace(upload, similar=tuple(itertools.starmap(Similar, pairs)))

    def leave_out(self, ids: Collection[str]) -> None:
        """Show the session's files without some records, and with those left out before.

        Raises NotFound after the session's end.
        """
        with self._lock:
            self._use()
            if self._store and self._left_out != frozenset(ids):
                self._left_out = frozenset(ids)
                self._added += 1
                self._combine(self._base(), self._store)

    def store_bytes(self) -> tuple[Path, bytes]:
        """Return the session's files as a store: where it is, and its content.

        Raises NotFound after their end.
        """
        with self._lock:
            self._use()
            if self._store is None:
                raise NotFound(GONE)
            return self._store, self._store.read_bytes()

    def note_saved(self, store: Path) -> None:
        """Note that the reader has a store of `store_bytes`; a later file is not in it."""
        self._saved = store

    @property
    def is_saved(self) -> bool:
        """Whether the reader has saved all files that are shown."""
        return self._saved == self._store

    def atlas(self) -> Atlas:
        """Return the open data with the session's files. Raises NotFound after their end."""
        base = self._base()
        with self._lock:
            self._use()
            if self._atlas is None or self._store is None:
                raise NotFound(GONE)
            if self._under is not base:
                self._combine(base, self._store)
            return self._atlas

    def close(self) -> None:
        """Remove the files; from now on the token stands for nothing."""
        self.is_open = False
        self._on_close(self)
        with self._lock:
            self._timer.cancel()
            self._atlas = self._under = None
            self._folder.cleanup()

    def _combine(self, base: Atlas, path: Path) -> Atlas:
        """Open the session's store together with the data as they are now."""
        self._under = base
        self._atlas = self._combined(base, path)
        return self._atlas

    def _combined(self, base: Atlas, path: Path) -> Atlas:
        try:
            store = base.store.with_file(path, without=self._left_out)
        except UnreadableData as error:
            finding = Finding(record="", field="", value="", rule=str(error), remedy="")
            return replace(base, stale=(*base.stale, (self.files[-1].name, finding)))
        # The open data may have changed since the import, and now have some of its ids.
        name = self.files[-1].name
        left_out = [id_ for id_ in store.files[-1].left_out if id_ not in self._left_out]
        files = [OpenFile(name=upload.name, size=upload.report.imported) for upload in self.files]
        return replace(
            base,
            datasets=(*base.datasets, *files),
            store=store,
            findings=(
                *base.findings,
                *((name, used_id_finding(id_, "an open file")) for id_ in left_out),
            ),
            stale=(*base.stale, *((name, each) for each in _known_in_words(left_out))),
            own_files=tuple(file.name for file in files),
            summary=store.summary(Query()),
            revision=base.revision + self._added,
            edition=secrets.token_hex(8),
        )

    def _use(self) -> None:
        """Postpone the end. Raises NotFound after it."""
        if not self.is_open:
            raise NotFound(GONE)
        self._used = monotonic()

    def _watch(self, seconds: float) -> None:
        """End after so many seconds without use."""
        self._timer = Timer(seconds, self._end_if_idle)
        self._timer.daemon = True
        self._timer.start()

    def _end_if_idle(self) -> None:
        rest = self._used + SECONDS - monotonic()
        if rest > 0:
            self._watch(rest)
        else:
            self.close()


def _known_in_words(ids: Sequence[str]) -> Iterator[Finding]:
    """Say once how many rows are left out, with the first ids."""
    if ids:
        rows, more = count_in_words(len(ids), "row"), " …" if len(ids) > LISTED else ""
        listed = ", ".join(ids[:LISTED]) + more
        rule = f"{rows} left out, since an open file has the id: {listed}"
        yield Finding(record="", field="", value="", rule=rule, remedy="")


def _safe_name(name: str) -> str:
    """Return the last part of a file's name, as a name that every disk takes."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last)
    stem, dot, suffix = plain.strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = stem.encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{stem or 'file'}{dot}{suffix[:10]}"
