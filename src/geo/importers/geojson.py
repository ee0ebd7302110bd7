"""GeoJSON files of this model: features become incidents, or findings where a rule is broken."""

__all__ = [
    "Reading",
    "doubt_about",
    "far_from_country",
    "own_feature",
    "read_features",
    "read_geojson",
    "reading_from_features",
    "reading_from_own",
]

from collections import Counter
from collections.abc import Callable, Sequence
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from geo.errors import Finding, InvalidIncident, UnreadableData
from geo.formats.file_errors import file_errors
from geo.formats.json_text import is_deeper, value_from_json
from geo.importers.checks.country_check import FAR_RULE, far_place, looks_swapped_rule
from geo.importers.checks.many_positions import excess_finding
from geo.importers.row import Feature
from geo.importers.sheets.json_files.feature_stream import (
    MORE_FEATURES,
    check_crs,
    is_not_collection,
    stream,
)
from geo.importers.sheets.json_files.json_window import too_deep
from geo.importers.sheets.text_file import marked_encoding
from geo.model.attribution import has_derived, without_derived
from geo.model.feature import NAMELESS, incident_from_feature
from geo.model.flat_feature import nested_feature
from geo.model.incident import Incident
from geo.settings import limit
from geo.words.countries import looks_swapped

Reading = tuple[list[Incident], list[Finding]]


def read_geojson(path: Path) -> Reading:
    """Read a FeatureCollection: the valid incidents, and a finding for each rule broken.

    Status and groups, which files of this program have in addition, are left out. Raises
    UnreadableData where the file as a whole is not a FeatureCollection.
    """
    return reading_from_own(read_features(path))


def reading_from_own(features: Sequence[Any]) -> Reading:
    """Return the valid incidents of features of this model, and the findings of the others."""
    return reading_from_features(features, _incident)


def reading_from_features(features: Sequence[Any], read: Callable[[Any], Incident]) -> Reading:
    """Return the valid incidents of all features of a file, and the findings of the others.

    `read` makes the incident of a feature, and raises InvalidIncident.
    """
    incidents: list[Incident] = []
    findings: list[Finding] = []
    for number, feature in enumerate(features, start=1):
        try:
            incidents.append(read(feature))
        except InvalidIncident as error:
            findings += [_numbered(finding, number) for finding in error.findings]
    counts = Counter(map(_id_of, features))
    findings += [
        _shared(incident.id, n) for incident in incidents if (n := counts[incident.id]) > 1
    ]
    return [incident for incident in incidents if counts[incident.id] == 1], findings


def read_features(path: Path) -> list[Any]:
    """Read the features of a file as they stand. Raises UnreadableData."""
    if is_not_collection(path):
        return [numbered.feature for numbered in stream(path)]
    document = _json(path)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise UnreadableData(f"{_name(path)} is not a GeoJSON FeatureCollection: see RFC 7946")
    features = document.get("features")
    if not isinstance(features, list):
        raise UnreadableData(f"{_name(path)} has no list of features: see RFC 7946, section 3.3")
    check_crs(_name(path), document.get("crs"))
    if is_deeper(features, limit("file_nesting") + 1):
        raise too_deep(_name(path))
    return features


def _json(path: Path) -> object:
    with file_errors(path):
        text = path.read_text(marked_encoding(path) or "UTF-8")
    if not text.strip():
        raise UnreadableData(f"{_name(path)} is empty: it must hold a FeatureCollection")
    if text.lstrip()[0] not in "{[":
        fault = f"is not JSON: it begins with {text.lstrip()[:20]!r}"
        raise UnreadableData(f"{_name(path)} {fault}: call it .csv, if it is a table")
    try:
        return value_from_json(text)
    except RecursionError:
        raise too_deep(_name(path)) from None
    except ValueError as error:
        if isinstance(error, JSONDecodeError) and error.msg == "Extra data":
            raise UnreadableData(f"{_name(path)} {MORE_FEATURES}") from None
        message = f"{_name(path)} is not complete JSON, perhaps cut short: {error}"
        raise UnreadableData(message) from None


def _name(path: Path) -> str:
    return path.name or str(path)


def _id_of(feature: object) -> str | None:
    """Return the id of a feature that may be refused: others may share it."""
    match feature:
        case {"id": str() as id_} | {"properties": {"id": str() as id_}}:
            return id_
    return None


def _shared(id_: str, count: int) -> Finding:
    return Finding(
        record=id_,
        field="id",
        value="",
        rule=f"{count} features share it, and all of them are rejected",
        remedy="Give each record its own id.",
    )


def own_feature(feature: Any) -> Feature:
    """Return a Feature of this model as it was before other programs wrote it.

    Nested properties are objects again, and what this program adds for readers is left out. Raises
    InvalidIncident for a text that is not an object.
    """
    own: Feature = without_derived(nested_feature(feature))
    return own


def _incident(feature: Any) -> Incident:
    if many := excess_finding(str(_id_of(feature) or NAMELESS[0]), feature):
        raise InvalidIncident([many])
    incident = incident_from_feature(own_feature(feature))
    if doubt := doubt_about(feature, incident):
        raise InvalidIncident([doubt])
    return incident


def doubt_about(feature: Any, incident: Incident) -> Finding | None:
    """Return what looks like swapped coordinates, except in a file that this program wrote."""
    country = incident.place.country
    if country is None or has_derived(feature):
        return None
    for lon, lat in incident.positions:
        if looks_swapped(lon, lat, country):
            return Finding(
                record=incident.id,
                field="geometry.coordinates",
                value=f"[{lon}, {lat}]",
                rule=looks_swapped_rule(country),
                remedy="Write longitude first, then latitude.",
            )
    return None


def far_from_country(feature: Any, incident: Incident) -> Finding | None:
    """Return what lies far outside its country, except in a file that this program wrote."""
    country = incident.place.country
    if country is None or has_derived(feature):
        return None
    for lon, lat in incident.positions:
        if far := far_place(lon, lat, country):
            return Finding(
                record=incident.id,
                field="geometry.coordinates",
                value=far.value,
                rule=FAR_RULE,
                remedy=far.remedy,
            )
    return None


def _numbered(finding: Finding, number: int) -> Finding:
    if finding.record in NAMELESS:
        return Finding(
            record=f"feature {number}",
            field=finding.field,
            value=finding.value,
            rule=finding.rule,
            remedy=finding.remedy,
        )
    return finding
