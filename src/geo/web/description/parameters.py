"""The parameters of the API as OpenAPI has them: the filters, and those of single routes."""

__all__ = ["PATH_ID", "URL", "Described", "own_parameters", "query_parameters", "sizes"]

from collections.abc import Mapping
from typing import Any, get_args

from geo.mercator import MAX_ZOOM
from geo.query.bins import UNITS
from geo.query.filters import FILTERS, Filter
from geo.query.timeline import BY, MOST_SERIES, Measure
from geo.query.values import BOX, MOST_VALUES, Values, one_of, whole_number
from geo.settings import limit
from geo.web.request_params import LONGEST_NAME, MAX_OFFSET, MOST_PLACES, PIXELS, SIZE
from geo.words.numbers import LANGUAGE

Described = dict[str, Any]

PATH_ID: Described = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "the id of an incident, percent-encoded",
    "schema": {"type": "string", "minLength": 1},
}
URL: Described = {
    "name": "url",
    "in": "query",
    "required": True,
    "description": "the address of a map, of a view of the dashboard or of a record of this server",
    "schema": {"type": "string", "minLength": 1},
}


def query_parameters() -> list[Described]:
    """Return the parameters of a query."""
    return [_filter_parameter(each) for each in FILTERS]


def _filter_parameter(row: Filter) -> Described:
    schema: Described = dict(row.values.schema)
    if row.repeatable:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    return _parameter(row.name, f"{row.allowed}: {row.matches}", schema)


def own_parameters(path: str, names: Mapping[str, str]) -> list[Described]:
    """Return the parameters of a route, from their names with defaults."""
    rows = _rows() | _OF_ONE_PATH.get(path, {})
    found = []
    for name, default in names.items():
        described = _parameter(name, rows[name].allowed, _schema(rows[name], default))
        found.append(described | ({"required": True} if (path, name) in _REQUIRED else {}))
    return found


_OF_ONE_PATH = {"/api/places": {"limit": whole_number(1, MOST_PLACES)}}
_REQUIRED = {("/api/places", "q")}


def sizes() -> list[Described]:
    """Return the parameters of oEmbed beyond the address."""
    rows = {"format": one_of(("json",)), **dict.fromkeys(SIZE, PIXELS)}
    return [_parameter(name, row.allowed, dict(row.schema)) for name, row in rows.items()]


def _rows() -> dict[str, Values]:
    """Return the values of each route's own parameter; limits are those of this moment."""
    return {
        "by": BY,
        "limit": whole_number(1, limit("page")),
        "measure": one_of(get_args(Measure)),
        "numbers": LANGUAGE,
        "offset": whole_number(0, MAX_OFFSET),
        "q": _text(f"the name of a place, of 1 to {LONGEST_NAME} characters", r"\S"),
        "series": _text(f"with by=group, the slugs of 1 to {MOST_SERIES} groups", "^[a-z0-9,-]*$"),
        "span": _text("two dates, such as 2022-03,2023-05", "^([0-9-]+,[0-9-]+)?$"),
        "unit": one_of(tuple(UNITS)),
        "view": _text(BOX.allowed, f"^$|{dict(BOX.schema)['pattern']}"),
        "zoom": whole_number(0, MAX_ZOOM),
    }


def _text(allowed: str, pattern: str) -> Values:
    return Values(allowed, lambda _, text: text, (("type", "string"), ("pattern", pattern)))


def _schema(row: Values, default: str) -> Described:
    schema: Described = dict(row.schema)
    if not default:
        return schema
    return schema | {"default": int(default) if schema["type"] == "integer" else default}


def _parameter(name: str, description: str, schema: Described) -> Described:
    return {"name": name, "in": "query", "description": description, "schema": schema}
