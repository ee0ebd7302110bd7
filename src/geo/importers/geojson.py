"""GeoJSON files of our own model: features to incidents, and what was refused of them."""

__all__ = ["doubt_about", "read_features", "read_geojson"]

import json
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from geo.countries import country_name, looks_swapped
from geo.errors import Finding, InvalidIncident, UnreadableData
from geo.feature import NAMELESS, incident_from_feature
from geo.importers.feature_stream import check_crs
from geo.incident import Incident

Reading = tuple[list[Incident], list[Finding]]


def read_geojson(path: Path) -> Reading:
    """Read a FeatureCollection: the valid incidents, and a finding for each rule broken.

    Raises UnreadableData where the file as a whole is no FeatureCollection.
    """
    incidents: list[Incident] = []
    findings: list[Finding] = []
    features = read_features(path)
    for number, feature in enumerate(features, start=1):
        try:
            incidents.append(incident_from_feature(feature))
        except InvalidIncident as error:
            findings += [_numbered(finding, number) for finding in error.findings]
    return _without_doubtful(incidents, findings, Counter(map(_id_of, features)))


def read_features(path: Path) -> list[Any]:
    """Read the features of a FeatureCollection as they stand. Raises UnreadableData."""
    document = _json(path)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise UnreadableData(f"{_name(path)} is no GeoJSON FeatureCollection: see RFC 7946")
    features = document.get("features")
    if not isinstance(features, list):
        raise UnreadableData(f"{_name(path)} has no list of features: see RFC 7946, section 3.3")
    check_crs(_name(path), document.get("crs"))
    return features


def _json(path: Path) -> object:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise UnreadableData(f"{_name(path)} does not exist: check the path") from None
    except OSError as error:  # its own text would show the whole path
        raise UnreadableData(f"{_name(path)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UnreadableData(f"{_name(path)} is no UTF-8 text: {error.reason}") from None
    if not text.strip():
        raise UnreadableData(f"{_name(path)} is empty: it must hold a FeatureCollection")
    if text.lstrip()[0] not in "{[":
        raise UnreadableData(f"{_name(path)} is no JSON: it begins with {text.lstrip()[:20]!r}")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        message = f"{_name(path)} is no complete JSON, perhaps cut short: {error}"
        raise UnreadableData(message) from None


def _name(path: Path) -> str:
    return path.name or str(path)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _id_of(feature: object) -> str | None:
    """Return the id of a feature that may be refused: others may share it."""
    match feature:
        case {"id": str() as id_} | {"properties": {"id": str() as id_}}:
            return id_
    return None


def _without_doubtful(
    incidents: list[Incident], findings: list[Finding], counts: Counter[str | None]
) -> Reading:
    kept = []
    for incident in incidents:
        if doubt := doubt_about(incident, counts[incident.id]):
            findings.append(doubt)
        else:
            kept.append(incident)
    return kept, findings


def doubt_about(incident: Incident, same_id: int) -> Finding | None:
    """Return what one feature alone cannot show: an id used twice, swapped coordinates."""
    if same_id > 1:
        return Finding(
            record=incident.id,
            field="id",
            value="",
            rule=f"{same_id} features share it, and all of them are refused",
            remedy="Give each record its own id.",
        )
    country = incident.place.country
    for lon, lat in incident.positions:
        if country and looks_swapped(lon, lat, country):
            return Finding(
                record=incident.id,
                field="geometry.coordinates",
                value=f"[{lon}, {lat}]",
                rule=f"lies outside {country_name(country)}, and inside it the other way round",
                remedy="Write longitude first, then latitude.",
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
