"""What this process has open: files, what was refused of them, the store of the rest."""

__all__ = [
    "Atlas",
    "OpenFile",
    "allow_readers",
    "current",
    "current_tiles",
    "is_loopback",
    "open_atlas",
]

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

from geo.atlas.links import link, shown
from geo.errors import Finding, NotPublishable, UnreadableData
from geo.exports.selection import Selection, select
from geo.importers.terms import check_redistributable, refusal
from geo.intake.dataset import Dataset, default_path, load, shared_id_findings
from geo.maps.tiles import Tiles
from geo.query.query import Query
from geo.query.summary import Summary
from geo.store.file import is_store
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from geo.words.captions import Caption, caption_of

CHECK_SECONDS = 2.0  # between two looks at whether a file has changed

Findings = tuple[tuple[str, Finding], ...]  # with the file's name
Signature = tuple[int, int, int] | None  # of a file: it differs once the file has changed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file that is open, with the number of its valid records as its length."""

    name: str
    size: int

    def __len__(self) -> int:
        return self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the process was asked to open, and whether for readers beyond this machine."""

    paths: tuple[Path, ...] = ()
    public_url: str | None = None
    tiles: Tiles | None = None
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The open files and their store; `findings` are what was refused, with the file's name.

    `warnings` are what was kept with a doubt: the file's name, the kind, the number of records.
    `summary` counts everything that is open; `dated` is the day of the newest source. `stale` says
    what keeps files that have changed since from being shown; `revision` counts the times that
    they were read. `own` are the files among them that one session alone sees. `edition` is another
    one as soon as anything was read anew, in whatever process.
    """

    asked: Asked
    datasets: tuple[OpenFile, ...]
    store: Store
    findings: Findings
    summary: Summary
    dated: date | None
    unreadable: frozenset[str]
    seen: tuple[Signature, ...]
    warnings: tuple[tuple[str, str, int], ...] = ()
    stale: Findings = ()
    own: tuple[str, ...] = ()
    revision: int = 0
    edition: str = field(default_factory=lambda: token_hex(8))

    @property
    def public_url(self) -> str | None:
        """Return the address that readers use, without a slash at its end."""
        return self.asked.public_url

    @property
    def tiles(self) -> Tiles | None:
        """Return the outside tiles of the map."""
        return self.asked.tiles

    @property
    def refused(self) -> int:
        """Return how many records, or whole files, were refused."""
        return len({(file, finding.record) for file, finding in self.findings})

    def caption(self, query: Query, summary: Summary | None = None) -> Caption:
        """Compose the caption of a query; pass the summary where it is known already."""
        return caption_of(query, summary or self.store.summary(query), self.dated)

    def selection(
        self, query: Query, at: Viewpoint | None = None, *, raw: bool = True
    ) -> Selection:
        """Return what a query selects, to be exported; `raw` is that of `select`.

        What a session has beside the open data is at no address. Raises NotPublishable.
        """
        is_linked = self.public_url is not None and not self.own
        address = link(f"{self.public_url}/", shown(query, at)) if is_linked else None
        return select(self.store, query, dated=self.dated, address=address, at=at, raw=raw)

    def check_publishable(self, query: Query) -> None:
        """Raise NotPublishable where a match comes from a dataset that forbids passing it on."""
        if self.store.has_private(query):
            check_redistributable(self.store.summary(query).private)


_current: Atlas | None = None
_checked = 0.0  # when the files were last looked at
_lock = Lock()
_refreshing = Lock()


def current() -> Atlas:
    """Return the atlas of this process, opened on first use, with files as they are now.

    GEO_DATA names the files (separated as in PATH), GEO_PUBLIC_URL the address that readers use,
    GEO_TILES and GEO_TILES_CREDIT outside map tiles.
    """
    with _lock:
        opened = _current or _set(_open(_asked_by_environment()))
    if monotonic() - _checked >= CHECK_SECONDS and _refreshing.acquire(blocking=False):
        try:  # others are answered from what is open meanwhile
            return _set(_refreshed(opened))
        finally:
            _refreshing.release()
    return opened


def current_tiles() -> Tiles | None:
    """Return the tiles of `current()`, without opening data. Raises BadValue."""
    return _current.tiles if _current else _tiles_from_environment()


def open_atlas(
    paths: Sequence[Path] = (),
    public_url: str | None = None,
    tiles: Tiles | None = None,
    *,
    host: str | None = None,
) -> Atlas:
    """Open data files as the atlas of this process; what cannot be read is in `findings`.

    `host` is the address that is listened on. Raises NotPublishable where readers beyond this
    machine would see rows that may not be passed on.
    """
    with _lock:
        return _set(_open(_asked(paths, public_url, tiles, host)))


def allow_readers(host: str | None) -> None:
    """Take note of the address that is listened on. Raises NotPublishable as `open_atlas` does."""
    opened = current()
    if not is_loopback(host):
        _check_readers(opened.summary)
        _set(replace(opened, asked=replace(opened.asked, is_public=True)))


def _set(atlas: Atlas) -> Atlas:
    global _current, _checked
    _current, _checked = atlas, monotonic()
    return atlas


# --- opening ---------------------------------------------------------------------------------


def _asked(
    paths: Sequence[Path], public_url: str | None, tiles: Tiles | None, host: str | None
) -> Asked:
    url = public_url.rstrip("/") if public_url else None
    hosts = [host, url and urlsplit(url).hostname]
    return Asked(
        paths=tuple(paths) or (default_path(),),
        public_url=url,
        tiles=tiles,
        is_public=any(name and not is_loopback(name) for name in hosts),
    )


def _open(asked: Asked) -> Atlas:
    seen = tuple(map(_signature, asked.paths))  # before reading: what changes later is seen
    store = Store()
    stores = {path for path in asked.paths if is_store(path)}
    opened: list[OpenFile] = []
    faults: list[tuple[str, Finding]] = []
    for path in (path for path in asked.paths if path in stores):
        try:
            opened.append(OpenFile(name=path.name, size=store.attach(path)))
        except UnreadableData as error:
            faults.append((path.name, _unreadable(path.name, error)))
    datasets: list[Dataset] = []
    for path in (path for path in asked.paths if path not in stores):
        try:
            datasets.append(load(path))
        except UnreadableData as error:
            faults.append((path.name, _unreadable(path.name, error)))
    findings = [(dataset.name, finding) for dataset in datasets for finding in dataset.findings]
    shared = shared_id_findings(datasets, store.existing_ids)
    refused = {finding.record for _, finding in shared}
    store.add(i for dataset in datasets for i in dataset if i.id not in refused)
    opened += [OpenFile(name=dataset.name, size=len(dataset)) for dataset in datasets]
    summary = store.summary(Query())
    if asked.is_public:
        _check_readers(summary)
    return Atlas(
        asked=asked,
        datasets=tuple(opened),
        store=store,
        findings=(*faults, *findings, *shared),
        summary=summary,
        dated=store.newest_source(),
        unreadable=frozenset(name for name, _ in faults),
        seen=seen,
        warnings=tuple((d.name, kind, count) for d in datasets for kind, count in d.warnings),
    )


def _asked_by_environment() -> Asked:
    paths = [Path(part) for part in os.environ.get("GEO_DATA", "").split(os.pathsep) if part]
    return _asked(paths, os.environ.get("GEO_PUBLIC_URL"), _tiles_from_environment(), None)


def _tiles_from_environment() -> Tiles | None:
    url, credit = (os.environ.get(name, "") for name in ("GEO_TILES", "GEO_TILES_CREDIT"))
    return Tiles(url=url, credit=credit) if url else None


def _unreadable(name: str, error: UnreadableData) -> Finding:
    message = str(error).removeprefix(name).strip()
    return Finding(record=name, field="", value="", rule=message, remedy="")


# --- files that change -----------------------------------------------------------------------


def _refreshed(opened: Atlas) -> Atlas:
    """Open the files anew if one has changed; what is open stays where one cannot be read now."""
    seen = tuple(map(_signature, opened.asked.paths))
    if seen == opened.seen:
        return opened
    try:
        fresh = _open(opened.asked)
    except NotPublishable as error:
        finding = Finding(record="data", field="", value="", rule=str(error), remedy="")
        return replace(opened, seen=seen, stale=(("data", finding),))
    if broken := fresh.unreadable - opened.unreadable:
        stale = tuple(pair for pair in fresh.findings if pair[0] in broken)
        return replace(opened, seen=seen, stale=stale)
    return replace(fresh, revision=opened.revision + 1)


def _signature(path: Path) -> Signature:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


# --- rows that may not be passed on ----------------------------------------------------------


def _check_readers(summary: Summary) -> None:
    if private := summary.private:
        rule = "readers beyond this machine would see them"
        remedy = "listen on localhost alone, without a public address, or leave the file out"
        raise NotPublishable(f"{refusal(private)}; {rule}: {remedy}")


def is_loopback(host: str | None) -> bool:
    """Tell whether an address is one that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return False
