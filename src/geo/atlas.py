"""What this process has open: the datasets, what was refused of them, the store of the rest."""

__all__ = ["Atlas", "current", "current_tiles", "open_atlas"]

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from geo.captions import Caption, caption_of
from geo.dataset import Dataset, default_path, load, shared_id_findings
from geo.errors import Finding, NotPublishable, UnreadableData
from geo.query import Query
from geo.store import Store
from geo.summary import Summary
from geo.tiles import Tiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The open datasets and their store; `findings` are what was refused, with the file's name.

    `summary` counts everything that is open; `dated` is the day of the newest source.
    """

    datasets: tuple[Dataset, ...]
    store: Store
    findings: tuple[tuple[str, Finding], ...]
    summary: Summary
    dated: date | None
    public_url: str | None = None
    tiles: Tiles | None = None

    @property
    def refused(self) -> int:
        """Return how many records, or whole files, were refused."""
        return len({(file, finding.record) for file, finding in self.findings})

    def caption(self, query: Query, summary: Summary | None = None) -> Caption:
        """Compose the caption of a query; pass the summary where it is known already."""
        return caption_of(query, summary or self.store.summary(query), self.dated)

    def check_publishable(self, query: Query) -> None:
        """Raise NotPublishable where a match comes from a dataset that forbids passing it on."""
        if all(credit.redistributable for credit in self.summary.credits):
            return
        matched = self.store.summary(query).credits
        if private := sorted({c.dataset for c in matched if not c.redistributable}):
            raise NotPublishable(
                f"the licence of {', '.join(private)} forbids passing its rows on: leave them out "
                "of the query, or ask whoever publishes that dataset"
            )


_current: Atlas | None = None
_lock = Lock()


def current() -> Atlas:
    """Return the atlas of this process, opened on first use.

    GEO_DATA names the files (separated as in PATH), GEO_PUBLIC_URL the address that readers use,
    GEO_TILES and GEO_TILES_CREDIT outside map tiles.
    """
    with _lock:
        return _current or _set(
            _open(
                _paths_from_environment(),
                os.environ.get("GEO_PUBLIC_URL"),
                _tiles_from_environment(),
            )
        )


def current_tiles() -> Tiles | None:
    """Return the tiles of `current()`, without opening data. Raises BadValue."""
    return _current.tiles if _current else _tiles_from_environment()


def open_atlas(
    paths: Sequence[Path] = (), public_url: str | None = None, tiles: Tiles | None = None
) -> Atlas:
    """Open data files as the atlas of this process; what cannot be read is in `findings`."""
    with _lock:
        return _set(_open(paths, public_url, tiles))


def _set(atlas: Atlas) -> Atlas:
    global _current
    _current = atlas
    return atlas


def _open(paths: Sequence[Path], public_url: str | None, tiles: Tiles | None) -> Atlas:
    datasets: list[Dataset] = []
    findings: list[tuple[str, Finding]] = []
    for path in paths or [default_path()]:
        try:
            datasets.append(load(path))
        except UnreadableData as error:
            findings.append((path.name, _unreadable(path.name, error)))
    findings += [(d.name, finding) for d in datasets for finding in d.findings]
    shared = shared_id_findings(datasets)
    findings += shared
    refused = {finding.record for _, finding in shared}
    store = Store()
    store.add(i for dataset in datasets for i in dataset if i.id not in refused)
    return Atlas(
        datasets=tuple(datasets),
        store=store,
        findings=tuple(findings),
        summary=store.summary(Query()),
        dated=max((d.dated for d in datasets if d.dated), default=None),
        public_url=public_url.rstrip("/") if public_url else None,
        tiles=tiles,
    )


def _paths_from_environment() -> list[Path]:
    return [Path(part) for part in os.environ.get("GEO_DATA", "").split(os.pathsep) if part]


def _tiles_from_environment() -> Tiles | None:
    url, credit = (os.environ.get(name, "") for name in ("GEO_TILES", "GEO_TILES_CREDIT"))
    return Tiles(url=url, credit=credit) if url else None


def _unreadable(name: str, error: UnreadableData) -> Finding:
    message = str(error).removeprefix(name).strip()
    return Finding(record=name, field="", value="", rule=message, remedy="")
