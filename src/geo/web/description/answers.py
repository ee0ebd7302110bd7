"""The answers of the API as JSON Schemas: of our own values where there is a type of them."""

__all__ = ["ERROR", "schemas"]

import json
from collections.abc import Mapping
from typing import Any, get_args

from geo.maps.templates import ASSETS
from geo.model.attribution import STATUSES
from geo.model.schema import schema_of
from geo.query.bins import UNITS
from geo.query.facets import FACETS, YEAR
from geo.query.timeline import By, Measure
from geo.words.detail import Detail

Schema = dict[str, Any]

REF = "#/components/schemas/"
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBERS: Schema = {"type": "array", "items": {"type": "number"}}
LIST: Schema = {"type": "array"}
BOX: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
POINT: Schema = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
    "description": "longitude, latitude in degrees",
}


def obj(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """Return the schema of an object with these members and no others."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """Return the reference to a schema."""
    return {"$ref": f"{REF}{name}"}


def many(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def counted(names: Schema = TEXT) -> Schema:
    """Return the schema of counts by name."""
    return {"type": "object", "additionalProperties": COUNT, "propertyNames": names}


def or_null(schema: Schema) -> Schema:
    """Return a schema that allows null too."""
    return {"anyOf": [schema, {"type": "null"}]}


ERROR: Schema = obj(
    {
        "error": obj(
            {"code": TEXT, "message": TEXT, "id": {"type": "string", "pattern": "^[A-Z2-7]{8}$"}},
            parameter=TEXT,
            value=TEXT,
            allowed=TEXT,
            base_path=TEXT,
            path=TEXT,
        )
    }
)
_FIGURES = obj({name: or_null(COUNT) for name in ("low", "best", "high")})
_TOLL = obj(dict.fromkeys(("low", "best", "high", "without_figure"), COUNT))
_STATUS = obj(
    {
        "code": {"enum": list(STATUSES)},
        "label": TEXT,
        "rule": TEXT,
        "contested": {"type": "boolean"},
        "as_of": {"type": "string", "format": "date"},
    }
)


def schemas() -> dict[str, Schema]:
    """Return the schemas by name."""
    return {
        "Error": ERROR,
        "Status": _STATUS,
        **_incident(),
        "IncidentPage": _page(),
        "Cells": _cells(),
        "Timeline": _timeline(),
        "Summary": _summary(),
        "Rows": _rows(),
        "Caption": obj(dict.fromkeys(("sentence", "tolls", "sources", "dated", "licence"), TEXT)),
        "Places": _places(),
        "OEmbed": _oembed(),
        "Health": obj({"status": {"const": "ok"}}),
        "Ready": _ready(),
    }


_OF_FILE = ("$id", "$schema", "$comment")  # of a schema that stands by itself


def _incident() -> dict[str, Schema]:
    """Return the published schema of an incident, with what the API derives of it."""
    published: Schema = json.loads((ASSETS / "incident.schema.json").read_text("utf-8"))
    parts = published.pop("$defs")
    feature = {name: member for name, member in published.items() if name not in _OF_FILE}
    parts["Properties"]["properties"] |= {
        "status": ref("Status"),
        "groups": many(TEXT),
        "in_words": ref("InWords"),
    }
    detail, of_detail = _detail()
    found = {"Incident": feature, **parts, "InWords": detail, **of_detail}
    return {name: _moved(schema) for name, schema in found.items()}


def _detail() -> tuple[Schema, dict[str, Schema]]:
    made = schema_of(Detail, f"{REF}{{model}}")
    parts = made.pop("$defs", {})
    made["properties"]["outside"] = TEXT
    return made, parts


def _moved(node: Any) -> Any:
    """Let references lead to where the parts of a schema stand in the description."""
    if isinstance(node, list):
        return [_moved(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: value.replace("#/$defs/", REF) if key == "$ref" else _moved(value)
        for key, value in node.items()
    }


def _page() -> Schema:
    link = obj({"rel": {"enum": ["self", "next", "prev"]}, "type": TEXT, "href": TEXT})
    return obj(
        {
            "type": {"const": "FeatureCollection"},
            "numberMatched": COUNT,
            "numberReturned": COUNT,
            "limit": COUNT,
            "offset": COUNT,
            "links": many(link),
            "features": many(ref("Incident")),
        }
    )


def _cells() -> Schema:
    cell = obj(
        {
            "kind": {"const": "cell"},
            "count": COUNT,
            "killed": or_null(_FIGURES),
            "status": counted({"enum": list(STATUSES)}),
            "bounds": BOX,
        }
    )
    site: Schema = {
        "type": "object",
        "properties": {"kind": {"const": "incident"}, "id": TEXT, "title": TEXT},
        "required": ["kind", "id", "title"],
    }
    point = obj({"type": {"const": "Point"}, "coordinates": POINT})
    feature = obj(
        {"type": {"const": "Feature"}, "geometry": point, "properties": {"anyOf": [cell, site]}}
    )
    country = obj({"country": or_null(TEXT), "label": TEXT, "count": COUNT})
    return obj(
        {
            "type": {"const": "FeatureCollection"},
            "kind": {"enum": ["incidents", "cells"]},
            "numberMatched": COUNT,
            "numberInView": COUNT,
            "numberReturned": COUNT,
            "legend": obj({"status": counted(), "group": counted()}),
            "unplaced": obj({"country": COUNT, "none": COUNT, "countries": many(country)}),
            "features": many(feature),
        },
        zoom=COUNT,
    )


def _timeline() -> Schema:
    return obj(
        {
            "unit": {"enum": list(UNITS)},
            "by": {"enum": list(get_args(By))},
            "measure": {"enum": list(get_args(Measure))},
            "first": or_null(TEXT),
            "bins": COUNT,
            "series": many(obj({"value": TEXT, "exact": NUMBERS, "spread": NUMBERS})),
            "undated": COUNT,
            "unknown": COUNT,
        },
        low=NUMBERS,
        high=NUMBERS,
    )


def _summary() -> Schema:
    facets = {name: many(_facet({"type": "integer"} if name == YEAR else TEXT)) for name in FACETS}
    counts = ("attacks", "context", "unlocated", "undated", "not_known_yet")
    return obj(
        {
            "sentence": TEXT,
            **dict.fromkeys(counts, COUNT),
            "years": or_null({"type": "array", "items": {"type": "integer"}, "maxItems": 2}),
            "killed": _TOLL,
            "injured": _TOLL,
            "facets": obj(facets),
            "unlisted": counted({"enum": list(FACETS)}),
        }
    )


def _facet(value: Schema) -> Schema:
    return obj({"value": value, "label": TEXT, "count": COUNT, "part_of": or_null(TEXT)})


def _rows() -> Schema:
    coded = obj({"values": LIST, "codes": many({"type": "integer"})})
    columns: Schema = {"anyOf": [TEXT, LIST, coded]}
    filter_ = obj({"name": TEXT, "kind": TEXT, "column": TEXT, "part": {}})
    return obj(
        {
            "columns": {"type": "object", "additionalProperties": columns},
            "filters": many(filter_),
            "limit": COUNT,
            "precisions": many(TEXT),
            "countries": {"type": "object", "additionalProperties": TEXT},
            "noAttacks": many(TEXT),
        }
    )


def _places() -> Schema:
    texts = ("name", "line", "precision", "country", "gazetteer_id", "credit")
    numbers: Schema = {"type": "number"}
    place = obj({**dict.fromkeys(texts, TEXT), "lon": numbers, "lat": numbers, "bounds": BOX})
    return obj({"places": many(place)})


def _ready() -> Schema:
    file = obj({"name": TEXT, "fault": or_null(TEXT)})
    status: Schema = {"enum": ["ready", "not ready"]}
    return obj({"status": status, "files": many(file)}, id=TEXT)


def _oembed() -> Schema:
    texts = ("title", "provider_name", "provider_url", "html")
    thumbnail = dict.fromkeys(("thumbnail_width", "thumbnail_height"), COUNT)
    return obj(
        {
            "version": {"const": "1.0"},
            "type": {"const": "rich"},
            **dict.fromkeys(texts, TEXT),
            "width": COUNT,
            "height": COUNT,
        },
        thumbnail_url=TEXT,
        cache_age=COUNT,
        **thumbnail,
    )
