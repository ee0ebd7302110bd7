"""Incidents as Arrow tables, one row an incident, a site, or a label: what the store loads."""

__all__ = ["SCHEMAS", "batches", "tables_from_incidents"]

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from geo.attribution import groups_of, status_of
from geo.bidi import balanced, isolated
from geo.dates import first_day
from geo.detail import (
    date_in_words,
    place_in_words,
    precision_in_words,
    range_in_words,
    type_in_words,
)
from geo.feature import text_from_incident
from geo.incident import UNDRAWN, Actor, Casualties, Incident, Origin, Range
from geo.licences import terms_of
from geo.mercator import MAX_ZOOM, cell_of
from geo.query import SEPARATOR, fold_text

_TEXT, _WHOLE, _REAL, _FLAG = pa.string(), pa.int32(), pa.float64(), pa.bool_()

# What a row of either table is filtered by, so that no query of the map has to join.
_FILTERED = [
    ("record_type", _TEXT),
    ("country", _TEXT),
    ("status", _TEXT),
    ("groups", _TEXT),  # several values, as `types` and `years`; null where there is none
    ("types", _TEXT),
    ("first_day", pa.date32()),
    ("last_day", pa.date32()),
    ("finest", _TEXT),
    ("dataset", _TEXT),
    ("killed_low", _WHOLE),
    ("killed_best", _WHOLE),
    ("killed_high", _WHOLE),
    ("site_count", _WHOLE),
]
# `n` numbers the incidents of one store. `credit` is JSON: dataset, version, licence, whether it
# may be passed on, and the day of access.
INCIDENTS = pa.schema(
    [
        ("n", _WHOLE),
        ("id", _TEXT),
        *_FILTERED,
        ("years", _TEXT),
        ("search", _TEXT),
        ("injured_low", _WHOLE),
        ("injured_best", _WHOLE),
        ("injured_high", _WHOLE),
        ("drawn", _FLAG),
        ("credit", _TEXT),
        ("newest_source", pa.date32()),
        ("title", _TEXT),
        ("date", _TEXT),
        ("place", _TEXT),
        ("place_line", _TEXT),
        ("killed", _TEXT),
        ("injured", _TEXT),
        ("status_label", _TEXT),
        ("contested", _FLAG),
        ("type_label", _TEXT),
        ("groups_label", _TEXT),
        ("feature", _TEXT),
    ]
)
SITES = pa.schema(
    [
        ("n", _WHOLE),
        ("site", _WHOLE),
        ("lon", _REAL),
        ("lat", _REAL),
        ("x", _WHOLE),  # column and row of the finest grid; a coarser one drops bits
        ("y", _WHOLE),
        ("drawn", _FLAG),
        ("site_name", _TEXT),
        ("precision", _TEXT),
        ("precision_text", _TEXT),
        ("radius_km", _REAL),
        *_FILTERED,
    ]
)
LABELS = pa.schema([("facet", _TEXT), ("value", _TEXT), ("label", _TEXT), ("part_of", _TEXT)])
_FILTERED_SCHEMA = pa.schema(_FILTERED)
_OWN = pa.schema([field for field in SITES if field.name not in _FILTERED_SCHEMA.names])
SCHEMAS = {"incidents": INCIDENTS, "sites": SITES, "labels": LABELS}


NO_TOLLS = Casualties()
BATCH = 2_000  # incidents that are turned into tables at once; memory grows with it
Thing = TypeVar("Thing")


class Label(NamedTuple):
    """How a value of a facet is called, and the value that it is a part of."""

    facet: str
    value: str
    label: str
    part_of: str | None = None


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Yield incidents, or what they are made of, in lists of up to BATCH."""
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def tables_from_incidents(
    incidents: Iterable[Incident], *, as_of: date, first: int = 0
) -> dict[str, pa.Table]:
    """Return the tables of SCHEMAS, with statuses as of a day, on which the data were read.

    Numbering starts at `first`.
    """
    rows = dict[str, list[dict[str, Any]]](incidents=[], sites=[])
    labels = dict[Label, None]()  # each of them once
    for n, incident in enumerate(incidents, start=first):
        groups = groups_of(incident, as_of)
        rows["incidents"].append(_incident_row(n, incident, groups, as_of))
        rows["sites"] += _site_rows(n, incident)
        labels |= dict.fromkeys(_labels(incident, groups))
    of_incidents = pa.Table.from_pylist(rows["incidents"], schema=INCIDENTS)
    return {
        "incidents": of_incidents,
        "sites": _with_filtered(pa.Table.from_pylist(rows["sites"], schema=_OWN), of_incidents),
        "labels": pa.Table.from_pylist([label._asdict() for label in labels], schema=LABELS),
    }


def _with_filtered(sites: pa.Table, incidents: pa.Table) -> pa.Table:
    """Give each site what its incident is filtered by."""
    first = incidents["n"][0].as_py() if len(incidents) else 0
    places = pc.subtract(sites["n"], first)
    for field in _FILTERED_SCHEMA:
        sites = sites.append_column(field, incidents[field.name].take(places))
    return sites


def _incident_row(
    n: int, incident: Incident, groups: Sequence[Actor], as_of: date
) -> dict[str, Any]:
    status = status_of(incident, as_of)
    tolls = incident.casualties or NO_TOLLS
    place = place_in_words(incident.place)
    first, last = incident.date.first, incident.date.last
    return {
        "n": n,
        "id": incident.id,
        "record_type": incident.record_type,
        "country": incident.place.country,
        "status": status.code,
        "groups": _joined(group.id for group in groups),
        "types": _joined(type_.code for type_ in incident.types),
        "first_day": first,
        "last_day": last,
        "years": _joined(map(str, range(first.year, last.year + 1))),
        "search": _search_text(incident, place),
        **_figures("killed", tolls.killed),
        **_figures("injured", tolls.injured),
        "site_count": len(incident.positions),
        "finest": incident.precision,
        "drawn": any(_is_drawn(incident)),
        "dataset": incident.origin.dataset,
        "credit": _credit(*_terms(incident.origin), as_of),
        "newest_source": _newest_source(incident),
        "title": balanced(incident.title),
        "date": date_in_words(incident.date),
        "place": place,
        "place_line": place_in_words(incident.place, local=True) if incident.place.names else place,
        "killed": range_in_words(tolls.killed) if incident.casualties else "",
        "injured": range_in_words(tolls.injured) if incident.casualties else "",
        "status_label": status.label,
        "contested": status.contested,
        "type_label": type_in_words(incident),
        "groups_label": ", ".join(isolated(group.name) for group in groups),
        "feature": text_from_incident(incident),
    }


def _joined(values: Iterable[str]) -> str | None:
    """Return the values, each once, as one text."""
    return SEPARATOR.join(dict.fromkeys(v.replace(SEPARATOR, " ") for v in values)) or None


def _terms(origin: Origin) -> tuple[str, str | None, str, bool]:
    return origin.dataset, origin.version, origin.licence, origin.redistributable


@lru_cache(maxsize=1_000)
def _credit(*terms: object) -> str:
    return json.dumps(terms, ensure_ascii=False, default=str)


def _site_rows(n: int, incident: Incident) -> Iterator[dict[str, Any]]:
    sites = zip(incident.positions, incident.place.sites, _is_drawn(incident), strict=False)
    for number, ((lon, lat), site, drawn) in enumerate(sites):
        x, y = cell_of(lon, lat, MAX_ZOOM)
        yield {
            "n": n,
            "site": number,
            "lon": lon,
            "lat": lat,
            "x": x,
            "y": y,
            "drawn": drawn,
            "site_name": isolated(site.name) if site.name else None,
            "precision": site.precision,
            "precision_text": precision_in_words(site, incident.place),
            "radius_km": site.radius,
        }


def _newest_source(incident: Incident) -> date | None:
    """Return the day of the newest source: what happened later, the data cannot know."""
    return max((first_day(s.date) for s in incident.sources if s.date), default=None)


def _labels(incident: Incident, groups: Sequence[Actor]) -> Iterator[Label]:
    origin = incident.origin
    release = origin.version if terms_of(origin.dataset) else None
    name = " ".join(filter(None, [origin.dataset, release]))
    yield Label("dataset", origin.dataset, name)
    for group in groups:
        yield Label("group", group.id, group.name, group.part_of)
    for type_ in incident.types:
        yield Label("type", type_.code, type_.label)


def _figures(name: str, figures: Range | None) -> dict[str, int | None]:
    """Fill what a report left out with its nearest figure, so that sums stay ranges."""
    if figures is None:
        return {f"{name}_{part}": None for part in ("low", "best", "high")}
    known = [n for n in (figures.low, figures.best, figures.high) if n is not None]
    best = known[0] if figures.best is None else figures.best
    return {f"{name}_low": known[0], f"{name}_best": best, f"{name}_high": known[-1]}


def _is_drawn(incident: Incident) -> list[bool]:
    sites = incident.place.sites[: len(incident.positions)]
    return [site.precision not in UNDRAWN for site in sites]


def _search_text(incident: Incident, place: str) -> str:
    texts = [
        incident.title,
        incident.summary,
        place,
        *incident.place.names.values(),
        *(site.name for site in incident.place.sites),
        *(actor.name for actor in incident.actors),
        *(type_.label for type_ in incident.types),
    ]
    return fold_text("\n".join(filter(None, texts)))
