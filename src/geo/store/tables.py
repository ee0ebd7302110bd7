"""Incidents as the rows that the store loads: one an incident, a site, a label, a credit."""

__all__ = [
    "FACTS",
    "SCHEMAS",
    "batches",
    "columns_in_sql",
    "rows_from_incidents",
    "tables_from_incidents",
]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from geo.formats.bidi import balanced, isolated
from geo.importers.terms import terms_of
from geo.mercator import MAX_ZOOM, cell_of
from geo.model.attribution import Status, groups_of, status_of
from geo.model.dates import first_day
from geo.model.feature import text_from_incident
from geo.model.incident import Actor, Casualties, Incident, Origin, Range
from geo.model.precision import UNDRAWN
from geo.query.filters import FILTERS, Kind
from geo.query.folding import fold_text
from geo.query.summary import Credit
from geo.store.lists import text_from_list
from geo.store.tallies import MEASURES
from geo.words.detail import (
    date_in_words,
    place_in_words,
    precision_in_words,
    range_in_words,
    type_in_words,
)

if TYPE_CHECKING:
    import pyarrow as pa

StoreRow = dict[str, Any]  # by column
Columns = Mapping[str, str]  # their types, as DuckDB calls them

_TEXT, _WHOLE, _REAL, _FLAG, _DAY = "VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN", "DATE"
_SUM = "BIGINT"


class Derived(NamedTuple):
    """Facts that are derived from an incident, as of a day."""

    status: Status
    groups: Sequence[Actor]


# Column that is filtered by → its value; several values are one text of `lists`.
FACTS: dict[str, Callable[[Incident, Derived], object]] = {
    "first_day": lambda incident, _: incident.date.first,
    "last_day": lambda incident, _: incident.date.last,
    "groups": lambda _, derived: text_from_list(group.id for group in derived.groups),
    "record_type": lambda incident, _: incident.record_type,
    "types": lambda incident, _: text_from_list(type_.code for type_ in incident.types),
    "country": lambda incident, _: incident.place.country,
    "status": lambda _, derived: derived.status.code,
    "finest": lambda incident, _: incident.precision,
    "dataset": lambda incident, _: incident.origin.dataset,
}
_TYPES: dict[Kind, str] = {"among": _TEXT, "overlaps": _TEXT, "since": _DAY, "until": _DAY}
_SHARED = {f.column: _TYPES[f.kind] for f in FILTERS if f.table == "both"}
# Filtered columns, in both tables, so that no query of the map has to join.
_FILTERED: Columns = {
    **_SHARED,
    "killed_low": _WHOLE,
    "killed_best": _WHOLE,
    "killed_high": _WHOLE,
    "site_count": _WHOLE,
}
# `n` numbers the incidents of one store; `credit` is a key of CREDITS.
INCIDENTS: Columns = {
    "n": _WHOLE,
    "id": _TEXT,
    **_FILTERED,
    "years": _TEXT,
    "search": _TEXT,
    "injured_low": _WHOLE,
    "injured_best": _WHOLE,
    "injured_high": _WHOLE,
    "drawn": _FLAG,
    "credit": _TEXT,
    "newest_source": _DAY,
    "title": _TEXT,
    "date": _TEXT,
    "place": _TEXT,
    "place_line": _TEXT,
    "killed": _TEXT,
    "injured": _TEXT,
    "status_label": _TEXT,
    "contested": _FLAG,
    "type_label": _TEXT,
    "groups_label": _TEXT,
    "feature": _TEXT,
}
SITES: Columns = {
    "n": _WHOLE,
    "site": _WHOLE,
    "lon": _REAL,
    "lat": _REAL,
    "x": _WHOLE,  # column and row of the finest grid; a coarser one drops bits
    "y": _WHOLE,
    "drawn": _FLAG,
    "site_name": _TEXT,
    "precision": _TEXT,
    "precision_text": _TEXT,
    "radius_km": _REAL,
    **_FILTERED,
}
LABELS: Columns = {"facet": _TEXT, "value": _TEXT, "label": _TEXT, "part_of": _TEXT}
CREDITS: Columns = {
    "credit": _TEXT,
    "dataset": _TEXT,
    "version": _TEXT,
    "licence": _TEXT,
    "redistributable": _FLAG,
    "accessed": _DAY,
}
TALLIES: Columns = {
    "tally": _TEXT,
    **_SHARED,  # in each tally those that are its keys; one condition finds rows of all tables
    "years": _TEXT,
    "credit": _TEXT,
    "x": _WHOLE,  # the first column and row of the finest grid in the cell
    "y": _WHOLE,
    "lon": _REAL,  # sums, as all that follows
    "lat": _REAL,
    **dict.fromkeys(MEASURES, _SUM),
}
# The tables of a store; tallies are made in it, of the others.
SCHEMAS: Mapping[str, Columns] = MappingProxyType(
    {
        "incidents": INCIDENTS,
        "sites": SITES,
        "labels": LABELS,
        "credits": CREDITS,
        "tallies": TALLIES,
    }
)

NO_TOLLS = Casualties()
BATCH = 2_000  # incidents that are turned into tables at once; memory grows with it
Thing = TypeVar("Thing")


class Label(NamedTuple):
    """The name of a value of a facet, and the value that it is a part of."""

    facet: str
    value: str
    label: str
    part_of: str | None = None


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Yield incidents, or rows of them, in lists of up to BATCH."""
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def columns_in_sql(table: str) -> str:
    """Return the columns of a table of SCHEMAS as `create table` has them."""
    return ", ".join(f"{name} {type_}" for name, type_ in SCHEMAS[table].items())


def rows_from_incidents(
    incidents: Iterable[Incident], *, as_of: date, first: int = 0
) -> dict[str, list[StoreRow]]:
    """Return the rows of the tables of SCHEMAS but the tallies, with statuses as of a day.

    Numbering starts at `first`.
    """
    rows = dict[str, list[StoreRow]](incidents=[], sites=[])
    labels, credits_ = dict[Label, None](), dict[str, Credit]()  # each of them once
    for n, incident in enumerate(incidents, start=first):
        derived = Derived(status_of(incident, as_of), groups_of(incident, as_of))
        row = _incident_row(n, incident, derived, as_of)
        filtered = {name: row[name] for name in _FILTERED}
        rows["incidents"].append(row)
        rows["sites"] += (site | filtered for site in _site_rows(n, incident))
        labels |= dict.fromkeys(_labels(incident, derived.groups))
        credits_.setdefault(row["credit"], _credit(incident.origin, as_of))
    return rows | {
        "labels": [label._asdict() for label in labels],
        "credits": [_credit_row(key, credit) for key, credit in credits_.items()],
    }


def tables_from_incidents(
    incidents: Iterable[Incident], *, as_of: date, first: int = 0
) -> "dict[str, pa.Table]":
    """Return the rows as Arrow tables, for many incidents: the first costs 0.4 s of imports."""
    import pyarrow as pa

    rows = rows_from_incidents(incidents, as_of=as_of, first=first)
    return {name: pa.Table.from_pylist(rows[name], schema=_arrow(name)) for name in rows}


@cache
def _arrow(table: str) -> "pa.Schema":
    import pyarrow as pa

    types = {
        _TEXT: pa.string(),
        _WHOLE: pa.int32(),
        _REAL: pa.float64(),
        _FLAG: pa.bool_(),
        _DAY: pa.date32(),
    }
    return pa.schema([(name, types[type_]) for name, type_ in SCHEMAS[table].items()])


def _incident_row(n: int, incident: Incident, derived: Derived, as_of: date) -> dict[str, Any]:
    tolls = incident.casualties or NO_TOLLS
    place = place_in_words(incident.place)
    first, last = incident.date.first, incident.date.last
    return {
        "n": n,
        "id": incident.id,
        **{column: FACTS[column](incident, derived) for column in _SHARED},
        "years": text_from_list(map(str, range(first.year, last.year + 1))),
        "search": _search_text(incident, place),
        **_figures("killed", tolls.killed),
        **_figures("injured", tolls.injured),
        "site_count": len(incident.positions),
        "drawn": any(_is_drawn(incident)),
        "credit": _key(_credit(incident.origin, as_of)),
        "newest_source": _newest_source(incident),
        "title": balanced(incident.title),
        "date": date_in_words(incident.date),
        "place": place,
        "place_line": place_in_words(incident.place, local=True) if incident.place.names else place,
        "killed": range_in_words(tolls.killed) if incident.casualties else "",
        "injured": range_in_words(tolls.injured) if incident.casualties else "",
        "status_label": derived.status.label,
        "contested": derived.status.contested,
        "type_label": type_in_words(incident),
        "groups_label": ", ".join(isolated(group.name) for group in derived.groups),
        "feature": text_from_incident(incident),
    }


def _credit(origin: Origin, accessed: date) -> Credit:
    return Credit(
        dataset=origin.dataset,
        version=origin.version,
        licence=origin.licence,
        redistributable=origin.redistributable,
        accessed=accessed,
    )


@lru_cache(maxsize=1_000)
def _key(credit: Credit) -> str:
    return sha256(repr(credit).encode()).hexdigest()[:16]


def _credit_row(key: str, credit: Credit) -> StoreRow:
    return {name: key if name == "credit" else getattr(credit, name) for name in CREDITS}


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
    """Return the day of the newest source: the data cannot know anything later."""
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
    """Fill the gaps of a range with the nearest figure, so that sums stay ranges."""
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
