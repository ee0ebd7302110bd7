"""How rows become Features: each part of one from a few fields, and their composition."""

__all__ = [
    "DECIMALS_FIELD",
    "Part",
    "Parts",
    "decimals_of",
    "feature_from_parts",
    "origin_part",
    "released_or_event",
    "remembering",
    "with_country",
]

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Literal, NamedTuple

from geo.importers.cells.positions import Point
from geo.importers.checks.country_check import FAR_RULE, far_place, looks_swapped_rule
from geo.importers.checks.country_outlines import (
    COUNTRY_METHOD,
    country_at,
    found_country,
    reach_km,
)
from geo.importers.feature_parts import POSITION, LonLat, points_of
from geo.importers.published import Document, PublishedDataset
from geo.importers.record import Record
from geo.importers.row import CellValue, Feature
from geo.model.incident import Actor, Casualties, IncidentType
from geo.model.pieces import piece_from_json
from geo.words.countries import looks_swapped

# A field that no file has: how many decimals of a degree the position of a row is written with.
DECIMALS_FIELD = "(decimals)"
# In which order a row is read, and so in which order findings and warnings stand.
ORDER = (  # noqa: SIM905, it reads as a line of words
    "date points place kind parties sources sites casualties origin coded"
).split()


_SWAP = "Map latitude and longitude to each other."
REMEMBERED = 10_000  # combinations of cells for each part


class Part(NamedTuple):
    """What `make` makes of the `fields` of a row, and of no other: rows that agree there share it.

    A field is read with warnings in one part only; another reads it from `record.quiet()`.
    """

    fields: tuple[str, ...]
    make: Callable[[Record, Document], Any]

    def __call__(self, record: Record, document: Document) -> Any:
        """Return the part of a row, in values that JSON has."""
        return self.make(record, document)


def released_or_event(when: Feature, document: Document) -> str:
    """Return the day of a release, or else that of the event: a statement cannot be older."""
    released: str = document.released or when.get("end") or when.get("start", "")
    return released


def origin_part(dataset: PublishedDataset) -> Part:
    """Return the part of a dataset's origin, the same for all rows of a file."""
    return Part((), partial(_origin, dataset))


def _origin(dataset: PublishedDataset, _: Record, document: Document) -> Feature:
    return dataset.origin(document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How the rows of one kind of table become Features.

    - `date`: the date; {} where it is refused
    - `place`: {"place": its names, "named": what the title calls it}
    - `site`: the site of a row with a position; `unplaced` that of a row without one, or None
    - `kind`: {"record_type", "types", "label": what the title says of it}
    - `parties`: {"actors", "assertions" without date, and without sources where all are meant}
    - `casualties`: the casualties, or None
    - `sources`: the sources
    - `origin`: the origin without the row and its id
    - `coded`: the day on which the row was coded, or None

    A statement is of the day on which its row was coded, or else of the day that `said_on` returns.
    `id_prefix` stands before all ids; without one, that of the file before those that it has.
    `id_rule` is broken by a row without an id under a column for it; else `made_id` makes one.
    `title` and `summary` are the fields of a row that has its own, `source_days` those with days of
    its sources. A row with nothing in the field `country` is in that which holds its position.
    `first` is read before all others. `clean` is done to every cell. Positions may be checked for
    latitude and longitude in each other's place.
    """

    id_field: str
    date: Part
    place: Part
    site: Part
    kind: Part
    parties: Part
    casualties: Part
    sources: Part
    origin: Part
    coded: Part | None = None
    unplaced: Part | None = None
    said_on: Callable[[Feature, Document], str] = released_or_event
    id_prefix: str = ""
    id_rule: str = ""
    made_id: Callable[[Record, Document], str] | None = None
    title: str = ""
    summary: str = ""
    source_days: tuple[str, ...] = ()
    country: str = "country"
    first: Literal["date", "points", "kind"] = "date"
    clean: Callable[[CellValue], CellValue] | None = None
    checks_swapped: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """Return in which order a row is read, and so in which its warnings stand."""
        return tuple(dict.fromkeys((self.first, *ORDER)))

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that are read of a row: a column of any other name is not used."""
        made = (getattr(self, each.name) for each in fields(self))
        read = {field for part in made if isinstance(part, Part) for field in part.fields}
        return frozenset({self.id_field, self.title, self.summary, *POSITION, *read} - {""})

    def makes_id(self, columns: Collection[str]) -> bool:
        """Tell whether a row without an id gets one: of a dataset, only if no row has one."""
        if self.id_rule and self.id_field in columns:
            return False
        return self.made_id is not None or not self.id_rule

    def prefix_of(self, document: Document) -> str:
        """Return what stands before the ids of a file's rows, so that no other dataset has them."""
        return self.id_prefix or document.id_prefix


def remembering(parts: Parts) -> Parts:
    """Return the same parts, which do not make or check again what they made of the same cells.

    A part says what it warns of once, so they are for rows whose warnings were told already.
    """
    made = {each.name: getattr(parts, each.name) for each in fields(parts)}
    known: dict[str, Any] = {
        name: _remembered(part, _CHECKED.get(name, _as_it_is))
        for name, part in made.items()
        if isinstance(part, Part)
    }
    return replace(parts, **known)


def _remembered(part: Part, checked: Callable[[Any], Any]) -> Part:
    known: dict[tuple[Any, ...], Any] = {}

    def make(record: Record, document: Document) -> Any:
        cells = [record.cells.get(field) for field in part.fields]
        key = (*cells, *map(type, cells))  # True equals 1
        if key in known:
            return known[key]
        made = part(record, document)
        if record.findings:
            return made
        if len(known) >= REMEMBERED:
            known.clear()
        known[key] = checked(made)
        return known[key]

    return Part(part.fields, make)


def _as_it_is(piece: Any) -> Any:
    return piece


def _with_types(piece: Feature) -> Feature:
    return piece | {"types": [piece_from_json(IncidentType, each) for each in piece["types"]]}


def _with_actors(piece: Feature) -> Feature:
    return piece | {"actors": [piece_from_json(Actor, each) for each in piece["actors"]]}


# Pieces of which nothing is read on the way to an incident: it takes them as values of the model.
_CHECKED: dict[str, Callable[[Any], Any]] = {
    "kind": _with_types,
    "parties": _with_actors,
    "casualties": lambda piece: piece and piece_from_json(Casualties, piece),
}


def feature_from_parts(
    parts: Parts, record: Record, document: Document, points: Sequence[LonLat | Point] | None = None
) -> Feature:
    """Return the Feature of a row; `points` are its positions where its cells do not hold them."""
    if parts.clean:
        record.cells = {name: parts.clean(cell) for name, cell in record.cells.items()}
    id_ = record.text(parts.id_field)
    if id_ is None and not parts.makes_id(record.columns):
        record.refuse(parts.id_field, parts.id_rule, "Add it.")
    read = _read(parts, record, document, points)
    named, kind = read["place"], read["kind"]
    properties = {
        "record_type": kind["record_type"],
        "title": _own(record, parts.title) or f"{kind['label']}: {named['named']}",
        "summary": _own(record, parts.summary),
        "date": read["date"],
        "place": named["place"] | {"sites": read["sites"]},
        "types": kind["types"],
        "actors": read["parties"]["actors"],
        "assertions": _statements(parts, document, read),
        "casualties": read["casualties"],
        "sources": read["sources"],
        "review": {"status": "imported"},
        "origin": read["origin"]
        | {"record_id": id_, "coded": read["coded"] or document.released, "raw": record.raw},
    }
    return {
        "type": "Feature",
        "id": _id(parts, record, document),
        "geometry": _geometry(read["points"]),
        "properties": properties,
    }


def decimals_of(point: LonLat) -> int:
    """Return how many decimals a position is written with: those of the finer of its degrees."""
    return max(len(f"{degrees:f}".rstrip("0").partition(".")[2]) for degrees in point)


def _id(parts: Parts, record: Record, document: Document) -> str:
    id_ = record.text(parts.id_field)
    if id_ is None and parts.made_id:
        return parts.made_id(record, document)
    return f"{parts.prefix_of(document)}{id_}"


def _read(
    parts: Parts, record: Record, document: Document, points: Sequence[LonLat | Point] | None
) -> dict[str, Any]:
    """Return the parts of a row by name, read in their order."""
    read: dict[str, Any] = {}
    is_without = record.text(parts.country) is None  # before a part changes cells
    for name in parts.order:
        if name == "points":
            read[name] = points_of(record) if points is None else [*map(_with_decimals, points)]
        elif name == "sites":
            _check_country(parts, record, read)
            read[name] = _sites(parts, record, document, read["points"])
            if is_without and read["points"]:
                read["place"] = _in_country(parts, record, read)
        else:
            part = getattr(parts, name)
            read[name] = part and part(record, document)
    return read


def _in_country(parts: Parts, record: Record, read: dict[str, Any]) -> Feature:
    """Return the place of a row with the country that holds all its positions, if one does."""
    named: Feature = read["place"]
    if named["place"]["country"] or record.findings:
        return named
    pairs = zip(read["points"], read["sites"], strict=True)
    country, *others = {
        country_at(point.lon, point.lat, reach_km(site["precision"], site.get("radius_km")))
        for point, site in pairs
    }
    if country is None or others:
        return named
    found = found_country(country)
    record.warn(parts.country, found.rule, found.remedy, value=found.value)
    return with_country(named, country)


def with_country(named: Feature, country: str) -> Feature:
    """Return the piece of a place with the country that was found for it."""
    found = {"country": country, "country_method": COUNTRY_METHOD}
    return named | {"place": named["place"] | found}


def _with_decimals(point: LonLat | Point) -> Point:
    return point if isinstance(point, Point) else Point(*point, decimals_of(point))


def _sites(
    parts: Parts, record: Record, document: Document, points: Sequence[Point]
) -> list[Feature]:
    """Return a site for each point, or the one of a row that has none."""
    if not points:
        site = parts.unplaced(record, document) if parts.unplaced else None
        return [site] if site else []
    sites = []
    for point in points:
        if DECIMALS_FIELD in parts.site.fields:
            record.cells = {**record.cells, DECIMALS_FIELD: point.decimals}
        sites.append(parts.site(record, document))
    return sites


def _check_country(parts: Parts, record: Record, read: dict[str, Any]) -> None:
    """Refuse a row that looks swapped, and warn of a position far outside its country."""
    country = read["place"]["place"]["country"]
    for point in read["points"] if country else ():
        if parts.checks_swapped and looks_swapped(point.lon, point.lat, country):
            rule = looks_swapped_rule(country)
            record.refuse(_position_field(record), rule, _SWAP)
        elif far := far_place(point.lon, point.lat, country):
            record.warn(_position_field(record), FAR_RULE, far.remedy, value=far.value)


def _position_field(record: Record) -> str:
    """Return the field that a row has its position in; a feature has it in its geometry."""
    return next((field for field in POSITION if record.text(field)), "geometry.coordinates")


def _own(record: Record, field: str) -> str | None:
    return record.text(field) if field else None


def _statements(parts: Parts, document: Document, read: dict[str, Any]) -> list[Feature]:
    """Return the statements with the day on which they were made, and with sources."""
    day = read["coded"] or parts.said_on(read["date"], document)
    cited = [source["id"] for source in read["sources"]]
    statements = read["parties"]["assertions"]
    return [{"sources": cited, "date": day} | statement for statement in statements]


def _geometry(points: Sequence[Point]) -> Feature | None:
    if len(points) == 1:
        return {"type": "Point", "coordinates": list(points[0].lon_lat)}
    if points:
        return {"type": "MultiPoint", "coordinates": [list(each.lon_lat) for each in points]}
    return None
