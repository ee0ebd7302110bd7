"""A data file in memory: its incidents, the records refused, and notes on those kept."""

__all__ = [
    "Dataset",
    "FileReader",
    "dataset_from_reading",
    "dataset_from_rows",
    "default_path",
    "load",
    "shared_id_finding",
    "shared_id_findings",
]

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo import importers
from geo.errors import Finding, UnreadableData
from geo.frames.frames import (
    features_from_geopackage,
    geodataframe_from_incidents,
    incidents_from_geopackage,
    incidents_from_geoparquet,
    is_frame_file,
    is_own_geopackage,
)
from geo.importers.geojson import Reading, read_features, reading_from_own
from geo.importers.geojson_rows import is_of_others, read_rows
from geo.importers.opening import holds_features, holds_known_columns, refusal_of_json
from geo.importers.published import DocumentRows
from geo.importers.row import ImportedRow
from geo.importers.sheets.file_kinds import (
    CALAMINE,
    EXCEL,
    GEOPACKAGE,
    JSON,
    PARQUET,
    FileKind,
    kind_of_file,
    refusal_of_kind,
)
from geo.importers.sheets.json_files.feature_stream import FeatureList
from geo.importers.sources import fitting_source
from geo.importers.survey import Survey
from geo.intake.finding_kinds import FindingKind, FindingKinds
from geo.intake.look_ups import LookUps, look_ups_of
from geo.intake.placement import LookUp, Placer, is_nameless, place_row
from geo.intake.stable_file import StableFile
from geo.model import dates
from geo.model.incident import Incident

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

STEP = 1_000  # rows between two reports of the progress


def _silent(share: float, rows: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The valid incidents of one file, in its order: a sequence of `Incident`.

    `findings` has a `Finding` for each rule that a record breaks; such a record is not among the
    incidents. `warnings` has a `FindingKind` for each kind of doubt about records that were kept,
    although a value in them could not be used: their number, and the first of them as an example.
    `survey` says which columns of a table were used for what, and which were not. `look_ups` says
    how many rows without a position are placed by the name of their place, and names those that are
    not. `unit` is what the lines of both are, "line" or "feature".

    >>> incidents = load(default_path())
    >>> len(incidents), incidents.findings, incidents.warnings
    (11, (), ())
    >>> [incident.id for incident in incidents if incident.date.precision == "days"]
    ['IR-2024-01-arrests-35']
    """

    name: str
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...] = ()
    warnings: tuple[FindingKind, ...] = ()
    survey: Survey = field(default_factory=Survey)
    look_ups: LookUps = field(default_factory=LookUps)
    unit: str = "line"

    def __iter__(self) -> Iterator[Incident]:
        return iter(self.incidents)

    def __len__(self) -> int:
        return len(self.incidents)

    def __getitem__(self, index: int) -> Incident:
        return self.incidents[index]

    @property
    def dated(self) -> date | None:
        """Return the day of the newest source: the data know nothing later. None without one."""
        days = (
            dates.first_day(source.date)
            for incident in self.incidents
            for source in incident.sources
            if source.date
        )
        return max(days, default=None)

    def to_geodataframe(self) -> "GeoDataFrame":
        """Return the incidents as a GeoDataFrame, as `geodataframe_from_incidents` does.

        The first call of a process takes 1.3 s, since it loads geopandas.
        """
        return geodataframe_from_incidents(self.incidents)


def load(path: str | Path, *, geocode: bool = True) -> Dataset:
    """Read a file of incidents into memory.

    What a file begins with says what it is, whatever its name: GeoParquet, GeoPackage, GeoJSON, or
    a table (CSV, Excel, OpenDocument, Parquet, records of JSON). The records of a file of this
    model are read as they are; those of any other have columns or properties as docs/datasets.md
    lists them. Positions are longitude and latitude in degrees (WGS 84).

    With `geocode`, rows of a table that have no position are placed by the name of their place, as
    `geo import` does; `look_ups` says how that went. The gazetteer is opened for the first such
    row; where it is missing it is built, which takes some ten seconds.

    A record that breaks a rule does not raise: it is listed in `findings`, and the others are read.
    Raises UnreadableData where the file as a whole cannot be read: it is missing, cut short, of
    another kind, or a store of `geo import`, which `Store.attach` opens.

    >>> incidents = load(default_path())
    >>> incidents[0].title, incidents[0].positions
    ('Tehran attacks', ((51.42151, 35.69439), (51.3665, 35.5492)))
    """
    return FileReader(placer=Placer() if geocode else None).read(Path(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReader:
    """Reads files into memory, as `load` does; the same place is looked up once in all of them.

    Without a `placer`, rows without a position stay so. `progress` is told, now and then, which
    share of a table is read, and how many rows.
    """

    placer: Placer | None = field(default_factory=Placer)
    progress: Callable[[float, int], None] = _silent

    def read(self, path: Path) -> Dataset:
        """Read a file. Raises UnreadableData."""
        try:
            with StableFile(path).reading():
                return self._read(path)
        except UnreadableData:
            from geo.store.file import is_store  # loads DuckDB: only to say what else it is

            if is_store(path):
                rule = "is a store of geo import: geo.Store().attach opens it"
                raise UnreadableData(f"{path.name} {rule}") from None
            raise

    def _read(self, path: Path) -> Dataset:
        found = _load(path)
        if isinstance(found, DocumentRows):
            return dataset_from_rows(found, placer=self.placer, progress=self.progress)
        if path.resolve() == default_path().resolve():  # its places are as exact as is known
            return found
        return replace(found, look_ups=LookUps(left=_unplaced(found)))


def _load(path: Path) -> Dataset | DocumentRows:
    """Return the incidents of a file of this model, or the rows of any other."""
    try:
        kind = kind_of_file(path)
    except OSError:
        return _load_geojson(path)  # which says what is wrong
    if kind in _LOADERS:
        return _LOADERS[kind](path)
    if kind.refusal:
        raise refusal_of_kind(path, kind)
    if holds_features(path):
        return _load_geojson(path)
    if path.suffix.lower() in _TABLES or holds_known_columns(path):
        return _load_table(path)
    if kind == JSON:
        raise refusal_of_json(path)
    if path.suffix.lower() == ".gpkg":
        return _load_geopackage(path)  # which says that it is none
    return _load_geojson(path)


def _load_geojson(path: Path) -> Dataset | DocumentRows:
    """Read incidents of our own model; the properties of any other features are a table."""
    features = read_features(path)
    said = _SAID.get(path.suffix.lower(), "geojson")
    if is_of_others(features):
        return importers.read(said, path)
    warnings = FindingKinds()
    warnings.add(fitting_source(said, path)[1], line=None)
    return dataset_from_reading(path.name, reading_from_own(features), warnings)


def _load_parquet(path: Path) -> Dataset | DocumentRows:
    """Read incidents as a frame of ours keeps them; any other file is a table."""
    if is_frame_file(path):
        return dataset_from_reading(path.name, incidents_from_geoparquet(path))
    return _load_table(path)


def _load_geopackage(path: Path) -> Dataset | DocumentRows:
    """Read incidents as a layer of ours keeps them; the rows of any other layer are a table."""
    if is_own_geopackage(path):
        return dataset_from_reading(path.name, incidents_from_geopackage(path))
    features = FeatureList(name=path.name, features=features_from_geopackage(path))
    return read_rows(features, {}, None, None)


def _load_table(path: Path) -> DocumentRows:
    return importers.read(_SAID.get(path.suffix.lower(), "table"), path)


def dataset_from_rows(
    read: DocumentRows,
    *,
    placer: Placer | None = None,
    progress: Callable[[float, int], None] = _silent,
) -> Dataset:
    """Return the incidents of rows, those that were refused, and what they were kept with.

    Those without a position are placed by a `placer`. `progress` is that of `FileReader`.
    """
    rows = list(_placed(read, placer, progress))
    incidents = [each.incident for each in rows if each.incident]
    findings = [finding for each in rows for finding in each.row.findings]
    reading = _without_shared(incidents, findings)
    ids = {incident.id for incident in reading[0]}
    kept = [each for each in rows if each.incident and each.incident.id in ids]
    warnings = FindingKinds()
    warnings.add(read.warnings, line=None)
    for each in kept:
        about_row = [found for found in each.row.warnings if found not in read.warnings]
        warnings.add(about_row, line=each.row.line)
    found = dataset_from_reading(read.document.name, reading, warnings, read.survey)
    found = replace(found, unit=read.unit)
    if placer is None:
        return replace(found, look_ups=LookUps(left=_unplaced(found)))
    looked_up = ((each.row.line, each.looked_up) for each in kept if each.looked_up)
    return replace(found, look_ups=look_ups_of(looked_up))


def _unplaced(incidents: Iterable[Incident]) -> int:
    """Count incidents that have the name of a place, and no position."""
    return sum(not each.positions and not is_nameless(each.place) for each in incidents)


class _PlacedRow(NamedTuple):
    """A row, its incident where that is now, and how looking its place up went."""

    row: ImportedRow
    incident: Incident | None
    looked_up: LookUp | None


def _placed(
    read: DocumentRows, placer: Placer | None, progress: Callable[[float, int], None]
) -> Iterator[_PlacedRow]:
    for number, row in enumerate(read, start=1):
        yield _PlacedRow(row, *place_row(row, placer))
        if number % STEP == 0:
            progress(number / (read.size or number), number)


def dataset_from_reading(
    name: str,
    reading: Reading,
    warnings: Iterable[FindingKind] = (),
    survey: Survey | None = None,
) -> Dataset:
    """Return incidents with the findings of those that were refused."""
    incidents, findings = reading
    return Dataset(
        name=name,
        incidents=tuple(incidents),
        findings=tuple(findings),
        warnings=tuple(warnings),
        survey=survey or Survey(),
    )


_TABLES = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xls", ".ods")
_SAID = {".geojson": "geojson", **dict.fromkeys(_TABLES, "table")}  # by the ending of a name
_LOADERS: dict[FileKind, Callable[[Path], Dataset | DocumentRows]] = {
    PARQUET: _load_parquet,
    GEOPACKAGE: _load_geopackage,
    **dict.fromkeys((EXCEL, *CALAMINE), _load_table),
}


def _without_shared(incidents: list[Incident], findings: list[Finding]) -> Reading:
    """Refuse all records of a file that share an id: which one is right is unknown."""
    counts = Counter(incident.id for incident in incidents)
    rule, remedy = "another row has it too, and all are rejected", "Give each row its own id."
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
        (dataset.name, shared_id_finding(incident.id))
        for dataset in datasets
        for incident in dataset
        if counts[incident.id] > 1
    ]


def shared_id_finding(id_: str) -> Finding:
    """Return the finding of a record whose id a record of another open file has too."""
    rule = "another open file has it too, and all are rejected"
    return Finding(record=id_, field="id", value="", rule=rule, remedy="Open one of the files.")


def default_path() -> Path:
    """Return the path of the curated incidents, which come with the program (GeoJSON).

    >>> default_path().name
    'incidents.geojson'
    """
    packaged = Path(str(files("geo"))) / "data" / "incidents.geojson"
    if packaged.exists():
        return packaged
    return Path(__file__).parents[3] / "data" / "incidents.geojson"
