"""Placing records: from the names of their places to positions, in a file that stays as it was."""

__all__ = [
    "LookUp",
    "PlacedFile",
    "Placer",
    "RecordOutcome",
    "State",
    "is_nameless",
    "place_feature",
    "place_file",
    "place_row",
]

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

from geo.errors import BadValue, InvalidIncident, UnreadableData
from geo.formats.json_text import Edit, edited, items, members
from geo.gazetteer.geocode import SURE, geocode
from geo.gazetteer.geocoder import Location
from geo.gazetteer.hint_notes import contradiction_of
from geo.gazetteer.placed_feature import (
    Placement,
    is_exact_by_hand,
    placed_incident,
    with_position,
)
from geo.importers.feature_parts import UNKNOWN_COUNTRY
from geo.importers.geojson import read_features
from geo.importers.geojson_rows import is_of_others
from geo.importers.opening import holds_features, holds_known_columns
from geo.importers.row import ImportedRow
from geo.model.attribution import without_derived
from geo.model.feature import incident_from_feature
from geo.model.incident import Incident, Place
from geo.model.precision import UNDRAWN, Precision

CACHED = 20_000  # places that a run keeps in mind
INSTEAD = "geo import, geo serve and geo export place its rows by name"

Feature = dict[str, Any]
State = Literal[
    "placed", "kept", "nameless", "country only", "unsure", "not found", "contradictory", "refused"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutcome:
    """What became of one record, with the reason in words where it was not placed."""

    record: str
    state: State
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFile:
    """A file's new text, whether it differs, and what became of each record."""

    text: str
    is_changed: bool
    outcomes: tuple[RecordOutcome, ...]


def place_file(path: Path, *, every: bool = False, online: bool = False) -> PlacedFile:
    """Find positions for the records of a GeoJSON file. Raises UnreadableData.

    Only records that have none are placed; with `every`, all but what was placed by hand at the
    site itself. Nothing is written: `PlacedFile.text` is the file as it ought to be.
    """
    features = _own_features(path)
    text = path.read_bytes().decode("utf-8")
    spans = items(text, members(text, text.index("{"))["features"][0])
    outcomes: list[RecordOutcome] = []
    edits: list[Edit] = []
    for feature, (start, _) in zip(features, spans, strict=True):
        new, outcome = place_feature(feature, every=every, online=online)
        outcomes.append(outcome)
        edits += _edits(text, start, feature, new)
    fresh = edited(text, edits)
    return PlacedFile(text=fresh, is_changed=fresh != text, outcomes=tuple(outcomes))


def _own_features(path: Path) -> list[Any]:
    """Read the features of a file of this model. Raises UnreadableData for one of another."""
    if not holds_features(path) and holds_known_columns(path):
        raise UnreadableData(f"{path.name} is a table: {INSTEAD}")
    features = read_features(path)
    if is_of_others(features):
        raise UnreadableData(f"{path.name} has features of another model: {INSTEAD}")
    return features


def place_feature(
    feature: Feature, *, every: bool = False, online: bool = False
) -> tuple[Feature, RecordOutcome]:
    """Return the Feature of a record with its positions, and what became of it."""
    try:
        incident = incident_from_feature(without_derived(feature))
    except InvalidIncident as error:
        finding = error.findings[0]
        return feature, RecordOutcome(record=finding.record, state="refused", text=str(finding))
    state, text, found = _decided(incident, every=every, online=online)
    new = with_position(feature, incident, Placement.of(found)) if found else feature
    return new, RecordOutcome(record=incident.id, state=state, text=text)


class LookUp(NamedTuple):
    """What became of looking up a place: its state, the reason in words, and where it is if sure.

    `precision` is how exactly the record is placed.
    """

    state: State
    text: str = ""
    placement: Placement | None = None
    precision: Precision | None = None


class Placer:
    """Finds positions for many incidents; the same place is looked up once.

    `prepare` is called before the first look-up.
    """

    def __init__(self, prepare: Callable[[], None] = lambda: None) -> None:
        self._decided = lru_cache(CACHED)(_decided_for)
        self._prepare = prepare
        self.is_prepared = False

    def prepare(self) -> None:
        """Make ready for look-ups, once."""
        if not self.is_prepared:
            self._prepare()
            self.is_prepared = True

    def look_up(self, place: Place, *, is_country_lost: bool) -> LookUp:
        """Return what became of looking up a place, and where it is if that is sure.

        One of a lost country is not looked for in all the world.
        """
        names = _names(place)
        if is_country_lost:
            return LookUp("unsure", f"{names[0]}: its country is unknown" if names else "")
        if not names:
            return LookUp("nameless")
        self.prepare()
        return self._decided(tuple(names), place.country, place.admin1)


def place_row(row: ImportedRow, placer: Placer | None) -> tuple[Incident | None, LookUp | None]:
    """Return the incident of a row, at the position of its place's name where it has no other.

    The second value says how looking the place up went; it is None where there was no need.
    """
    incident = row.incident
    if incident is None or placer is None or incident.positions:
        return incident, None
    is_lost = any(warning.rule == UNKNOWN_COUNTRY for warning in row.warnings)
    looked_up = placer.look_up(incident.place, is_country_lost=is_lost)
    if looked_up.placement is None:
        return incident, looked_up
    placed = placed_incident(incident, looked_up.placement)
    return placed, looked_up._replace(precision=placed.place.sites[0].precision)


def is_nameless(place: Place) -> bool:
    """Tell whether a place has no name that could be looked up."""
    return not _names(place)


def _names(place: Place) -> list[str]:
    """Return the names of a place, each once."""
    return list(dict.fromkeys(filter(None, [place.name, *place.names.values()])))


def _decided_for(names: tuple[str, ...], country: str | None, admin1: str | None) -> LookUp:
    state, text, found = _decided_place(list(names), country, admin1, online=False)
    return LookUp(state, text, Placement.of(found) if found else None)


def _decided(
    incident: Incident, *, every: bool, online: bool
) -> tuple[State, str, Location | None]:
    """Decide on a record: its state, the reason, and the position if it gets one."""
    names = _names(incident.place)
    if incident.positions and (not every or _is_by_hand(incident)):
        return "kept", "", None
    if not names and incident.positions:
        return "kept", "", None
    return _decided_place(names, incident.place.country, incident.place.admin1, online=online)


def _decided_place(
    names: list[str], country: str | None, admin1: str | None, *, online: bool
) -> tuple[State, str, Location | None]:
    """Decide on a place by its names: only a sure answer, better than a country, is one."""
    if not names:
        return "nameless", "", None
    try:
        found = _found(names, country, admin1, online=online)
    except BadValue as error:
        return "refused", str(error), None
    if found is None:
        contradiction = contradiction_of(names[0], country=country, admin1=admin1)
        return (
            ("contradictory", contradiction, None)
            if contradiction
            else ("not found", names[0], None)
        )
    if found.confidence < SURE:
        first, *others = map(_where, (found, *found.alternatives))
        return "unsure", f"{names[0]} may be {first}, or {', '.join(others)}", None
    if found.precision in UNDRAWN:
        return "country only", names[0], None
    return "placed", names[0], found


def _where(found: Location) -> str:
    return f"{', '.join(filter(None, [found.name, found.admin1]))} ({found.country})"


def _is_by_hand(incident: Incident) -> bool:
    """Tell whether a record's positions say more than its name can.

    They do where each is the site itself with its source, or where several were placed by hand.
    """
    open_ = [site for site in incident.place.sites if not is_exact_by_hand(site)]
    return not open_ or (len(open_) > 1 and not all(site.method for site in open_))


def _found(
    names: list[str], country: str | None, admin1: str | None, *, online: bool
) -> Location | None:
    """Look a place up under its names in turn, until one is sure; else take the surest answer."""
    look_up = partial(geocode, country=country, admin1=admin1)
    best: Location | None = None
    for name in names:
        answer = look_up(name)
        if answer and (best is None or answer.confidence > best.confidence):
            best = answer
        if best and best.confidence >= SURE:
            return best
    return (look_up(names[0], online=True) or best) if online else best


def _edits(text: str, start: int, old: Feature, new: Feature) -> Iterator[Edit]:
    """Yield what is new about a feature that begins at `start`."""
    if new is old or new == old:
        return
    spans = members(text, start)
    properties = members(text, spans["properties"][0])
    if new["geometry"] != old["geometry"]:
        yield Edit(spans["geometry"], new["geometry"])
    if new["properties"]["place"] != old["properties"]["place"]:
        yield Edit(properties["place"], new["properties"]["place"])
