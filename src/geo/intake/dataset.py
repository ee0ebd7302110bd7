"""A data file that was read: its incidents, what of it was refused, what was kept with a note."""

__all__ = ["Dataset", "default_path", "is_geojson", "load", "shared_id_findings"]

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from geo import importers
from geo.errors import Finding, UnreadableData
from geo.frames.frames import (
    geodataframe_from_incidents,
    incidents_from_geopackage,
    incidents_from_geoparquet,
    is_frame_file,
)
from geo.importers.geojson import Reading, read_geojson
from geo.model import dates
from geo.model.incident import Incident

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The valid incidents of one file, in its order; iterate over it or index it.

    `warnings` counts the records that were kept but not taken over as they stand, by kind, the most
    frequent first.
    """

    name: str
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...] = ()
    warnings: tuple[tuple[str, int], ...] = ()

    def __iter__(self) -> Iterator[Incident]:
        return iter(self.incidents)

    def __len__(self) -> int:
        return len(self.incidents)

    def __getitem__(self, index: int) -> Incident:
        return self.incidents[index]

    @property
    def dated(self) -> date | None:
        """Return the day of the newest source: what happened later, the data cannot know."""
        days = (
            dates.first_day(source.date)
            for incident in self.incidents
            for source in incident.sources
            if source.date
        )
        return max(days, default=None)

    def to_geodataframe(self) -> "GeoDataFrame":
        """Return the incidents as a GeoDataFrame (needs 1.3 s for the first import)."""
        return geodataframe_from_incidents(self.incidents)


def load(path: str | Path) -> Dataset:
    """Read a file of incidents: GeoJSON, GeoParquet or GeoPackage of our model, or a table.

    Raises UnreadableData; see `findings` and `warnings` for the rest.
    """
    path = Path(path)
    try:
        return _load(path)
    except UnreadableData:
        from geo.store.file import is_store  # loads DuckDB: only to say what else it is

        if is_store(path):
            rule = "is a store of geo import: geo.Store().attach opens it"
            raise UnreadableData(f"{path.name} {rule}") from None
        raise


def _load(path: Path) -> Dataset:
    return _LOADERS.get(path.suffix.lower(), _load_geojson)(path)


def _load_geojson(path: Path) -> Dataset:
    return _dataset(path, read_geojson(path))


def _load_parquet(path: Path) -> Dataset:
    """Read incidents as a frame of ours keeps them; any other file is a table."""
    if is_frame_file(path):
        return _dataset(path, incidents_from_geoparquet(path))
    return _load_table(path)


def _load_geopackage(path: Path) -> Dataset:
    return _dataset(path, incidents_from_geopackage(path))


def _load_table(path: Path) -> Dataset:
    rows = list(importers.read("table", path))
    incidents = [row.incident for row in rows if row.incident]
    findings = [finding for row in rows for finding in row.findings]
    reading = _without_shared(incidents, findings)
    kept = {incident.id for incident in reading[0]}
    taken = (row for row in rows if row.incident and row.incident.id in kept)
    warnings = Counter(kind for row in taken for kind in {w.kind for w in row.warnings})
    return _dataset(path, reading, warnings)


def _dataset(path: Path, reading: Reading, warnings: Counter[str] | None = None) -> Dataset:
    incidents, findings = reading
    return Dataset(
        name=path.name or str(path),
        incidents=tuple(incidents),
        findings=tuple(findings),
        warnings=tuple((warnings or Counter[str]()).most_common()),
    )


_LOADERS: dict[str, Callable[[Path], Dataset]] = {
    ".parquet": _load_parquet,
    ".geoparquet": _load_parquet,
    ".gpkg": _load_geopackage,
    ".csv": _load_table,
    ".tsv": _load_table,
    ".xlsx": _load_table,
}


def is_geojson(path: Path) -> bool:
    """Tell whether a file is read as GeoJSON: by its name, it is nothing else."""
    return path.suffix.lower() not in _LOADERS


def _without_shared(incidents: list[Incident], findings: list[Finding]) -> Reading:
    """Refuse all records of a file that share an id: which one is right is unknown."""
    counts = Counter(incident.id for incident in incidents)
    rule, remedy = "another row has it too, and all are refused", "Give each row its own id."
    findings += [
        Finding(record=id_, field="id", value="", rule=rule, remedy=remedy)
        for id_, count in counts.items()
        if count > 1
    ]
    return [incident for incident in incidents if counts[incident.id] == 1], findings


def shared_id_findings(
    datasets: Sequence[Dataset], known: Callable[[Iterable[str]], set[str]] = lambda _: set()
) -> list[tuple[str, Finding]]:
    """Return a finding, with its file's name, for each record whose id another file has too.

    `known` tells which ids of some are open already.
    """
    counts = Counter(incident.id for dataset in datasets for incident in dataset)
    counts.update(known(list(counts)))
    return [
        (dataset.name, _shared(incident.id))
        for dataset in datasets
        for incident in dataset
        if counts[incident.id] > 1
    ]


def _shared(id_: str) -> Finding:
    rule = "another open file has it too, and all are refused"
    return Finding(record=id_, field="id", value="", rule=rule, remedy="Open one of the files.")


def default_path() -> Path:
    """Return the curated incidents: in the wheel, or in the source tree."""
    packaged = Path(str(files("geo"))) / "data" / "incidents.geojson"
    if packaged.exists():
        return packaged
    return Path(__file__).parents[3] / "data" / "incidents.geojson"
