"""Incidents as the rows that the store loads: one an incident, a site, a label, a credit."""

__all__ = [
    "FACTS",
    "MADE",
    "NUMBERED",
    "REPEATED",
    "SCHEMAS",
    "VERSION",
    "arrow_schema",
    "batches",
    "columns_in_sql",
    "credit_row",
    "rows_from_incidents",
    "tables_from_incidents",
]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from geo.mercator import MAX_ZOOM, cell_of
from geo.model.attribution import Attribution, attribution_of
from geo.model.incident import Incident, Site
from geo.model.precision import UNDRAWN
from geo.query.filters import FILTERS, Kind
from geo.query.summary import Credit
from geo.store.history.knowledge import knowledge_of
from geo.store.pieces import (
    Label,
    actor_texts,
    credit_columns,
    credit_of,
    date_columns,
    group_labels,
    newest_day,
    origin_labels,
    party_columns,
    place_columns,
    relation_labels,
    searched,
    site_columns,
    source_texts,
    title_columns,
    toll_columns,
    type_columns,
    type_labels,
    type_texts,
)
from geo.store.searching import SEARCH
from geo.store.tallies import MEASURES, TALLIED, TOLLS

if TYPE_CHECKING:
    import pyarrow as pa

StoreRow = dict[str, Any]  # by column
ColumnTypes = Mapping[str, str]  # their types, as DuckDB calls them

_TEXT, _WHOLE, _REAL, _FLAG, _DAY = "VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN", "DATE"
_SUM = "BIGINT"
VERSION = 9  # of a store file: to be raised when SCHEMAS change


# Column that is filtered by → its value, where it follows from no part of an incident by itself.
FACTS: dict[str, Callable[[Incident], object]] = {"finest": lambda incident: incident.precision}
_TYPES: dict[Kind, str] = {
    "among": _TEXT,
    "overlaps": _TEXT,
    "tagged": _TEXT,
    "since": _DAY,
    "until": _DAY,
}
_SHARED = {f.column: _TYPES[f.kind] for f in FILTERS if f.table == "both"}
# What is filtered by and counted, in both tables, so that no query of the map has to join, and one
# for a box reads the records with one site as their sites, which are near each other.
_FILTERED: ColumnTypes = {
    **_SHARED,
    "years": _TEXT,
    **dict.fromkeys(TOLLS, _WHOLE),
    "site_count": _WHOLE,
    "credit": _TEXT,
    "since": _DAY,
}
# `n` numbers the incidents of one store; `credit` is a key of CREDITS, and `document` the number of
# the file that has the row. As of a day there is the row itself `since` the day from which it was
# known whole; where that was not so it is null, and PAST has a row for each state. Nothing was
# known before the day `known`.
INCIDENTS: ColumnTypes = {
    "n": _WHOLE,
    "id": _TEXT,
    "document": _WHOLE,
    "known": _DAY,
    **_FILTERED,
    **dict.fromkeys(SEARCH, _TEXT),
    "drawn": _FLAG,
    "newest_source": _DAY,
    "title": _TEXT,
    "date_precision": _TEXT,
    "reported": _TEXT,
    "place_name": _TEXT,
    "admin1": _TEXT,
    "admin2": _TEXT,
    "local_name": _TEXT,
    "killed_parts": _TEXT,
    "injured_parts": _TEXT,
    "status_by": _TEXT,
    "contested": _FLAG,
    "type_labels": _TEXT,
    "group_names": _TEXT,
}
# What a view of the map reads stands together: it is one range of bytes.
SITES: ColumnTypes = {
    "n": _WHOLE,
    "site": _WHOLE,
    "lon": _REAL,
    "lat": _REAL,
    "x": _WHOLE,  # column and row of the finest grid; a coarser one drops bits
    "y": _WHOLE,
    "drawn": _FLAG,
    **{name: _FILTERED[name] for name in ("site_count", "status", *TOLLS[:3], "groups")},
    **_FILTERED,
    "site_name": _TEXT,
    "precision": _TEXT,
    "radius_km": _REAL,
}
# What incidents and their sites were `since` a day, `until` before another one: null for the last.
PAST: ColumnTypes = {**INCIDENTS, "until": _DAY}
PAST_SITES: ColumnTypes = {**SITES, "until": _DAY}
LABELS: ColumnTypes = {"facet": _TEXT, "value": _TEXT, "label": _TEXT, "part_of": _TEXT}
CREDITS: ColumnTypes = {
    "credit": _TEXT,
    "dataset": _TEXT,
    "version": _TEXT,
    "licence": _TEXT,
    "redistributable": _FLAG,
    "accessed": _DAY,
    "drafts": _WHOLE,
}
TALLIES: ColumnTypes = {
    "tally": _TEXT,
    **_SHARED,  # in each tally those that are its keys; one condition finds rows of all tables
    "years": _TEXT,
    "credit": _TEXT,
    "x": _WHOLE,  # the first column and row of the finest grid in the cell
    "y": _WHOLE,
    **dict.fromkeys(MEASURES, _SUM),
    "lon": _REAL,  # sums, as the measures: last, since few statements need so many bytes
    "lat": _REAL,
}
# Days as of which the rows that are known whole are tallied, what holds `until` the next one; these
# tallies; and what is tallied of the rows of other days, which lie in the order of their days.
CHECKPOINTS: ColumnTypes = {"since": _DAY, "until": _DAY}
PAST_TALLIES: ColumnTypes = {**TALLIES, **CHECKPOINTS}
DATED: ColumnTypes = {name: INCIDENTS[name] for name in ("since", *TALLIED)}
# The tables of a store; tallies are made in it, of the others.
SCHEMAS: Mapping[str, ColumnTypes] = MappingProxyType(
    {
        "incidents": INCIDENTS,
        "sites": SITES,
        "past": PAST,
        "past_sites": PAST_SITES,
        "labels": LABELS,
        "credits": CREDITS,
        "tallies": TALLIES,
        "checkpoints": CHECKPOINTS,
        "past_tallies": PAST_TALLIES,
        "dated": DATED,
    }
)

_SITES_OF = {"incidents": "sites", "past": "past_sites"}  # table of records → that of their sites
NUMBERED = tuple(name for pair in _SITES_OF.items() for name in pair)
REPEATED = ("labels", "credits")  # tables of which several files of rows have the same ones
MADE = ("tallies", "checkpoints", "past_tallies", "dated")  # tables that are made of the others
BATCH = 2_000  # incidents that are turned into tables at once; memory grows with it
Thing = TypeVar("Thing")


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Yield incidents, or rows of them, in lists of up to BATCH."""
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def columns_in_sql(columns: ColumnTypes) -> str:
    """Return the columns of a table as `create table` has them."""
    return ", ".join(f"{name} {type_}" for name, type_ in columns.items())


def rows_from_incidents(
    incidents: Iterable[Incident],
    *,
    as_of: date,
    document: int = 0,
    numbers: Iterable[int] | None = None,
) -> dict[str, list[StoreRow]]:
    """Return the rows of the tables of SCHEMAS but the tallies, with statuses as of a day.

    `numbers` are those of their rows in `document`, from 0 without them.
    """
    rows: dict[str, list[StoreRow]] = {name: [] for name in NUMBERED}
    labels, credits_ = dict[Label, None](), dict[str, Credit]()  # each of them once
    for n, incident in zip(numbers or count(), incidents, strict=False):
        credit = credit_of(incident.origin, as_of, incident.review)
        for version in _versions(incident, as_of):
            attribution = attribution_of(version.incident, version.day)
            row = _incident_row(version.incident, attribution, as_of) | version.columns
            row |= {"n": n, "document": document}
            rows[version.table].append(row)
            rows[_SITES_OF[version.table]] += _site_rows(row, version.incident)
            labels |= dict.fromkeys(_labels(version.incident, attribution))
            credits_.setdefault(row["credit"], credit)
    return rows | {
        "labels": [label._asdict() for label in labels],
        "credits": [credit_row(key, credit) for key, credit in credits_.items()],
    }


class _Version(NamedTuple):
    """An incident as a table has it: with the status of a day, and the columns of its span."""

    table: str
    incident: Incident
    day: date
    columns: StoreRow


def _versions(incident: Incident, as_of: date) -> Iterator[_Version]:
    """Yield an incident as it is, then each state of it."""
    known, since, states = knowledge_of(incident, as_of)
    yield _Version("incidents", incident, as_of, {"known": known, "since": since})
    for state in states:
        span = {"known": known, "since": state.since, "until": state.until}
        yield _Version("past", state.incident, state.day, span)


def tables_from_incidents(
    incidents: Iterable[Incident],
    *,
    as_of: date,
    document: int = 0,
    numbers: Iterable[int] | None = None,
) -> "dict[str, pa.Table]":
    """Return the rows as Arrow tables, for many incidents: the first costs 0.4 s of imports."""
    import pyarrow as pa

    rows = rows_from_incidents(incidents, as_of=as_of, document=document, numbers=numbers)
    return {name: pa.Table.from_pylist(rows[name], schema=arrow_schema(name)) for name in rows}


@cache
def arrow_schema(table: str) -> "pa.Schema":
    import pyarrow as pa

    types = {
        _TEXT: pa.string(),
        _WHOLE: pa.int32(),
        _REAL: pa.float64(),
        _FLAG: pa.bool_(),
        _DAY: pa.date32(),
        _SUM: pa.int64(),
    }
    return pa.schema([(name, types[type_]) for name, type_ in SCHEMAS[table].items()])


def _incident_row(incident: Incident, attribution: Attribution, as_of: date) -> StoreRow:
    return {
        "id": incident.id,
        **{column: fact(incident) for column, fact in FACTS.items()},
        **date_columns(incident.date),
        **place_columns(incident.place),
        **title_columns(incident.title, incident.summary),
        **toll_columns(incident.casualties),
        **type_columns(incident.types),
        "record_type": incident.record_type,
        **party_columns(attribution),
        **credit_columns(incident.origin, as_of, incident.review),
        "search_sources": searched(source_texts(incident)),
        "search_parties": searched([*actor_texts(incident.actors), *type_texts(incident.types)]),
        "site_count": len(incident.positions),
        "drawn": any(site.precision not in UNDRAWN for site in _placed(incident)),
        "newest_source": newest_day(source.date for source in incident.sources),
    }


def _placed(incident: Incident) -> Sequence[Site]:
    """Return the sites that have a position."""
    return incident.place.sites[: len(incident.positions)]


def _site_rows(row: StoreRow, incident: Incident) -> Iterator[StoreRow]:
    filtered = {name: row[name] for name in (*_FILTERED, "until") if name in row}
    sites = zip(incident.positions, _placed(incident), strict=False)
    for number, ((lon, lat), site) in enumerate(sites):
        x, y = cell_of(lon, lat, MAX_ZOOM)
        position = {"n": row["n"], "site": number, "lon": lon, "lat": lat, "x": x, "y": y}
        yield position | site_columns(site) | filtered


def _labels(incident: Incident, attribution: Attribution) -> Iterator[Label]:
    yield from origin_labels(incident.origin)
    yield from group_labels(attribution.groups)
    yield from relation_labels(attribution.relations, incident.actors)
    yield from type_labels(incident.types)


def credit_row(key: str, credit: Credit) -> StoreRow:
    return {name: key if name == "credit" else getattr(credit, name) for name in CREDITS}
