"""GeoJSON files feature by feature: our own model, and whatever others write."""

__all__ = [
    "OURS",
    "Scan",
    "is_of_others",
    "read_rows",
    "scan",
    "stored_features",
    "survey_of_features",
]

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from geo.errors import BadValue, Finding, UnreadableData, shortened
from geo.importers.cells import degrees
from geo.importers.cells.nested import flattened, without_markup
from geo.importers.cells.positions import Point
from geo.importers.checks.garbled_text import garbled_finding
from geo.importers.checks.many_positions import excess_finding
from geo.importers.checks.repeated_names import repeated_findings
from geo.importers.columns import FieldColumns, columns_of
from geo.importers.feature_parts import NULL_ISLAND, LonLat, points_of
from geo.importers.geojson import doubt_about, far_from_country, own_feature
from geo.importers.parts import feature_from_parts
from geo.importers.published import Document, DocumentRows, StoredDocument
from geo.importers.reading import kept_incident, repeated, row_from_record, without_raw
from geo.importers.record import BadCell, Record, text_of
from geo.importers.registry import import_hint
from geo.importers.row import Feature, ImportedRow, StoredRow
from geo.importers.sheets.json_files.feature_stream import (
    FeatureList,
    NumberedFeature,
    properties_of,
    stream,
)
from geo.importers.sheets.options import PLAIN, SheetOptions, check_options
from geo.importers.sheets.sheet import MOST_TEXTS, cell_of
from geo.importers.survey import Survey
from geo.importers.tables import table
from geo.importers.tables.columns import FIELDS, SYNONYMS
from geo.importers.tables.deciding import Decisions, KnownColumns, decisions_of
from geo.importers.tables.identity import identified
from geo.importers.tables.surveying import Sample, survey_of
from geo.model.feature import is_empty_geometry
from geo.model.incident import Incident
from geo.settings import limit

PARTS = replace(table.PARTS, clean=without_markup)  # values are not cells of a spreadsheet
OURS = ("record_type", "origin")  # properties that tell a feature of our own model


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What all features of a file have in common; `shared` are hashes of ids that several have."""

    header: Sequence[str]
    columns: FieldColumns
    document: Document
    shared: frozenset[int]
    is_mapped: bool

    def row(self, numbered: NumberedFeature) -> ImportedRow:
        """Make the row of a feature."""
        row = _row(numbered, self)
        if row.incident is None:
            return row
        text = json.dumps(numbered.feature)
        return replace(row, stored=StoredRow(row.line, is_repeated=False, cells=(text,)))

    def incident(self, row: StoredRow, *, raw: bool = True) -> Incident:
        """Make the incident of a feature that was kept as a text, with or without that.

        Raises UnreadableData.
        """
        numbered = NumberedFeature(row.line, json.loads(row.cells[0] or ""), ())
        incident = kept_incident(_row(numbered, self))
        return incident if raw else without_raw(incident)


def read_rows(
    path: Path | FeatureList,
    mapping: Mapping[str, str],
    version: str | None,
    first: int | None,
    options: SheetOptions = PLAIN,
    dataset: str | None = None,
) -> DocumentRows:
    """Read a FeatureCollection. Raises UnreadableData for the file as a whole, at once.

    Features of our own model are read as they are, unless there is a mapping; of others the
    properties are the columns of a table.
    """
    check_options(path.name, "GeoJSON", options)
    found = scan(path)
    if reason := import_hint(found.names, found.sample.texts):
        raise UnreadableData(f"{path.name} {reason}")
    if dataset and not mapping and set(OURS) <= set(found.names):
        rule = "records of this program's model say themselves of which dataset they are"
        raise BadValue("dataset", dataset, rule)
    document = Document(name=path.name, version=version, dataset=dataset)
    decided = _decisions(found, path, mapping)
    survey = _survey(found, path.name, decided)
    features = _features(document, found.names, decided.mapping, repeated(found.keys))
    made = map(features.row, islice(stream(path), first))
    rows = DocumentRows(
        features.document, found.names, made, survey=survey, mapping=decided.mapping
    )
    rows.size = len(found.keys)
    texts = ((name, text) for name, each in found.sample.texts.items() for text in each)
    if garbled := garbled_finding(path.name, texts):
        rows.tell(garbled)
    for finding in repeated_findings(path.name, found.names):
        rows.tell(finding)
    return rows


def stored_features(stored: StoredDocument) -> Features:
    """Return what the features of a file have in common of which only they were kept."""
    document = Document(
        name=stored.name, version=stored.version, dataset=stored.dataset, read_on=stored.read_on
    )
    return _features(document, stored.header, stored.mapping, frozenset())


def _features(
    document: Document, names: Sequence[str], mapping: Mapping[str, str], shared: frozenset[int]
) -> Features:
    return Features(
        header=names,
        columns=_columns(document.name, names, mapping),
        document=identified(document, names),
        shared=shared,
        is_mapped=bool(mapping),
    )


def _columns(file: str, names: Sequence[str], mapping: Mapping[str, str]) -> FieldColumns:
    return columns_of(file, names, synonyms=SYNONYMS, mapping=mapping, known=FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The names of all properties of a file, and for each feature a hash of what identifies it.

    `sample` has the properties of its first features of another model than ours.
    """

    names: Sequence[str]
    keys: Sequence[int]
    sample: Sample


def survey_of_features(found: Scan, path: Path | FeatureList) -> Survey:
    """Return what the properties of features of another model are used for."""
    return _survey(found, path.name, _decisions(found, path, {}))


def _decisions(found: Scan, path: Path | FeatureList, mapping: Mapping[str, str]) -> Decisions:
    known = KnownColumns(
        header=found.names,
        columns=_columns(path.name, found.names, mapping),
        mapping=mapping,
        sample=found.sample,
        texts_of=partial(_texts_of, path),
    )
    return decisions_of(known, has_geometry=True)


def _survey(found: Scan, file: str, decided: Decisions) -> Survey:
    columns = _columns(file, found.names, decided.mapping)
    survey = survey_of(found.names, columns, found.sample, PARTS, questions=decided.questions)
    theirs = tuple(column for column in survey.columns if column.samples)
    return replace(survey, columns=theirs)  # the others may be only of features of our own


def _texts_of(path: Path | FeatureList, name: str) -> set[str]:
    """Return the different texts of a property, MOST_TEXTS of them at most."""
    found = set[str]()
    for _, feature, _ in stream(path):
        if text := text_of(cell_of(_columns_of(feature).get(name))):
            found.add(text)
        if len(found) >= MOST_TEXTS:
            break
    return found


def scan(path: Path | FeatureList) -> Scan:
    """Read the names of all properties of a file.

    Raises UnreadableData, also for a file with more names than columns are read.
    """
    names: dict[str, None] = {}
    keys: list[int] = []
    sample, most = Sample(), limit("file_columns")
    for number, feature, _ in stream(path):
        columns = _columns_of(feature)
        names |= dict.fromkeys(map(str, columns))
        if len(names) > most:
            text = f"{path.name} has more than {most:,} names of properties"
            raise UnreadableData(f"{text}: that is not a table of incidents")
        keys.append(hash(_id(feature) or number))
        if not sample.is_full and not _is_ours(columns):
            sample.add((str(name), cell_of(value)) for name, value in columns.items())
    return Scan(names=list(names), keys=keys, sample=sample)


def is_of_others(features: Iterable[Any]) -> bool:
    """Tell whether features have properties, and none of them those of our own model."""
    named = [found for feature in features if (found := properties_of(feature))]
    return bool(named) and not any(name in found for found in named for name in OURS)


def _is_ours(properties: Mapping[str, Any]) -> bool:
    return all(name in properties for name in OURS)


def _row(numbered: NumberedFeature, features: Features) -> ImportedRow:
    properties = _columns_of(numbered.feature)
    record = Record(
        line=numbered.number,
        name=_name(numbered),
        cells={
            field: cell_of(properties.get(features.header[place]))
            for field, place in features.columns.places.items()
        },
        columns=features.columns.names,
        raw=_raw(numbered.feature),
    )
    for name in dict.fromkeys(numbered.twice):
        rule = "an object has this name twice, and the last value counts"
        record.warnings.append(
            Finding(record=record.name, field=name, value="", rule=rule, remedy="")
        )
    id_ = _id(numbered.feature)
    if id_ and hash(id_) in features.shared:
        rule = "several features share it, and all of them are rejected"
        record.refuse("id", rule, "Give each record its own id.")
    if many := excess_finding(record.name, numbered.feature):
        record.findings.append(many)
    if not features.is_mapped and _is_ours(properties):
        return _ours(record, numbered.feature, features.document)
    return row_from_record(record, _Foreign(numbered.feature), features.document)


def _ours(record: Record, feature: Feature, document: Document) -> ImportedRow:
    """Take a feature of our own model as it is."""
    row = row_from_record(record, lambda *_: own_feature(feature), document)
    if row.incident and (doubt := doubt_about(feature, row.incident)):
        return replace(row, incident=None, findings=(doubt,), warnings=())
    if row.incident and (far := far_from_country(feature, row.incident)):
        return replace(row, warnings=(*row.warnings, far))
    return row


@dataclass(frozen=True, slots=True)
class _Foreign:
    """How a feature of another model becomes one of ours: its properties are a table's row."""

    feature: Any

    def __call__(self, record: Record, document: Document) -> Feature:
        points = self._points(record)
        if id_ := _id(self.feature):
            record.cells = {**record.cells, "id": id_}
        return feature_from_parts(PARTS, record, document, points)

    def _points(self, record: Record) -> Sequence[LonLat | Point]:
        match self.feature:
            case {"type": "Feature", "geometry": geometry} if is_empty_geometry(geometry):
                points = points_of(record)
                if not points:
                    remedy = "Only the name of its place may give it one."
                    record.warn("geometry", "the feature has no position", remedy)
                return points
            case {"type": "Feature", "geometry": {"type": "Point", "coordinates": position_}}:
                return _placed(record, [position_])
            case {
                "type": "Feature",
                "geometry": {"type": "MultiPoint", "coordinates": [*positions]},
            }:
                return _placed(record, positions)
        rule = "must be a Feature with a Point, a MultiPoint or null"
        value = _shown(_geometry_of(self.feature))
        record.refuse("geometry", rule, "Give the places as points.", value=value)
        return []


def _placed(record: Record, positions: list[Any]) -> list[LonLat]:
    """Return lon and lat of positions; an altitude is left out, and stays in origin.raw."""
    points = []
    for each in positions:
        match each:
            case [lon, lat] | [lon, lat, int() | float() | None]:
                try:
                    points.append((degrees.longitude(lon), degrees.latitude(lat)))
                except BadCell as error:
                    _refuse_position(record, each, error.rule, error.remedy)
            case _:
                rule = "a position is [longitude, latitude]"
                _refuse_position(record, each, rule, "See RFC 7946, section 3.1.1.")
    if points == [NULL_ISLAND]:
        rule = "0, 0 is a place in the sea, written where there is no position"
        record.warn("geometry.coordinates", rule, "The record is kept without a position.")
        return []
    return points


def _refuse_position(record: Record, position: Any, rule: str, remedy: str) -> None:
    record.refuse("geometry.coordinates", rule, remedy, value=_shown(position))


def _geometry_of(feature: Any) -> Any:
    """Return what a feature that cannot be placed has as its geometry, or what it is itself."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return feature
    geometry = feature.get("geometry")
    return geometry.get("type") if isinstance(geometry, dict) else geometry


def _shown(value: Any) -> str:
    return shortened(json.dumps(value, ensure_ascii=False))


def _columns_of(feature: Any) -> dict[str, Any]:
    """Return the properties of a feature by their names in a table: nested ones of other models."""
    properties = properties_of(feature)
    return properties if _is_ours(properties) else flattened(properties)


def _raw(feature: Any) -> dict[str, Any]:
    """Return what a feature says, as it stands in the file."""
    return {k: v for k, v in feature.items() if k != "type"} if isinstance(feature, dict) else {}


def _id(feature: Any) -> str:
    member = feature.get("id") if isinstance(feature, dict) else None
    found = properties_of(feature).get("id") if member in (None, "") else member
    return (text_of(found) or "") if isinstance(found, str | int | float) else ""


def _name(numbered: NumberedFeature) -> str:
    id_ = _id(numbered.feature)
    return f"{id_[:80]} (feature {numbered.number})" if id_ else f"feature {numbered.number}"
