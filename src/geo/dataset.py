"""A data file that was read: its incidents, and what of it was refused."""

__all__ = ["Dataset", "default_path", "load", "shared_id_findings"]

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from geo import dates
from geo.errors import Finding
from geo.frames import geodataframe_from_incidents
from geo.importers.geojson import read_geojson
from geo.incident import Incident

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The valid incidents of one file, in its order; iterate over it or index it."""

    name: str
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...] = ()

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
    """Read a GeoJSON file of incidents. Raises UnreadableData; see `findings` for the rest."""
    path = Path(path)
    incidents, findings = read_geojson(path)
    return Dataset(
        name=path.name or str(path), incidents=tuple(incidents), findings=tuple(findings)
    )


def shared_id_findings(datasets: Sequence[Dataset]) -> list[tuple[str, Finding]]:
    """Return a finding, with its file's name, for each record whose id another file has too."""
    counts = Counter(incident.id for dataset in datasets for incident in dataset)
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
    return Path(__file__).parents[2] / "data" / "incidents.geojson"
