"""The OpenAPI document, and the route that gives it.

What is said here of parameters, limits and errors comes from the tables that the routes themselves
use. A test holds that each route and each of its parameters is in it, and asks the routes for what
it says.
"""

__all__ = ["DESCRIBED", "description", "make_routes"]

from importlib.metadata import version
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geo.errors import UnknownParameter
from geo.web.description.answers import schemas
from geo.web.description.parameters import (
    PATH_ID,
    URL,
    Described,
    own_parameters,
    query_parameters,
    sizes,
)
from geo.web.headers import ERROR_HEADER
from geo.web.paths.base_path import root_of
from geo.web.refusals import error_codes
from geo.web.request_params import GEOJSON, PAGE, PLACE, TIMELINE, VIEW, WORDED

JSON = "application/json"
BYTES = "application/octet-stream"
OPENAPI = "3.1.0"
PATH = "/api/openapi.json"


class Row(NamedTuple):
    """One address: what it answers, its own parameters with their defaults, its answer's schema."""

    summary: str
    answer: str = ""
    own: dict[str, str] | None = None
    has_query: bool = True
    media_type: str = JSON
    further: tuple[int, ...] = ()  # statuses beyond those that any address may answer
    or_503: str = ""  # the schema of an answer with this status that is not an error


DESCRIBED = {
    "/api/incidents": Row("Incidents with their status", "IncidentPage", PAGE, media_type=GEOJSON),
    "/api/incidents/{id}": Row(
        "One incident, with the words of its panel",
        "Incident",
        WORDED,
        media_type=GEOJSON,
        further=(404,),
    ),
    "/api/cells": Row("What the map draws in a view", "Cells", VIEW, media_type=GEOJSON),
    "/api/timeline": Row("A query's records over time", "Timeline", TIMELINE),
    "/api/summary": Row("Counts, tolls and facets", "Summary", WORDED),
    "/api/rows": Row("All matches as columns", "Rows", WORDED),
    "/api/columns": Row("All matches as a columns file", media_type=BYTES),
    "/api/caption": Row("The lines that go with a map", "Caption", WORDED),
    "/api/places": Row("Places of a name", "Places", PLACE, has_query=False),
    PATH: Row("This description", own={}, has_query=False),
    "/oembed": Row(
        "How another page shows an address", "OEmbed", has_query=False, further=(401, 404, 501)
    ),
    "/ready": Row("Whether each file can be read", "Ready", has_query=False, or_503="Ready"),
    "/health": Row("Whether the process serves", "Health", has_query=False),
}
# Statuses of one kind of request only, which is not described here or has a row of its own.
_ELSEWHERE = {401, 404, 405, 408, 413, 416, 501}


def description(root: str = "") -> Described:
    """Return the OpenAPI document of the API, with the limits of this moment.

    `root` is the path below which the server has everything.
    """
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "Incident Atlas",
            "version": version("incident-atlas"),
            "description": "Read only. docs/api.md explains each parameter and answer.",
        },
        "servers": [{"url": root or "/"}],
        "paths": {path: {"get": _operation(path, row)} for path, row in DESCRIBED.items()},
        "components": {"schemas": schemas()},
    }


def make_routes() -> list[BaseRoute]:
    """Return the route of the description; it is the same whatever data are open."""
    return [Route(PATH, openapi)]


def openapi(request: Request) -> Response:
    """Answer the OpenAPI document."""
    for name, text in request.query_params.multi_items():
        raise UnknownParameter(name, text, ("none",))
    return JSONResponse(description(root_of(request.scope)))


def _operation(path: str, row: Row) -> Described:
    own = own_parameters(path, row.own or {})
    found = [*([PATH_ID] if "{id}" in path else []), *(query_parameters() if row.has_query else ())]
    further = [URL, *sizes()] if path == "/oembed" else own
    return {
        "operationId": path.strip("/").replace("/", "_").replace("{id}", "one").replace(".", "_"),
        "summary": row.summary,
        "parameters": [*found, *further],
        "responses": {"200": _answer(row), **_errors(row)},
    }


def _answer(row: Row) -> Described:
    schema: Described = {"$ref": f"#/components/schemas/{row.answer}"} if row.answer else {}
    content: Any = {"schema": schema} if row.media_type != BYTES else {}
    return {"description": row.summary, "content": {row.media_type: content}}


def _errors(row: Row) -> Described:
    found = error_codes()
    return {
        str(status): _error(codes, row.or_503 if status == 503 else "")
        for status, codes in sorted(found.items())
        if status not in _ELSEWHERE or status in row.further
    }


def _error(codes: list[str], other: str = "") -> Described:
    kinds = [{"$ref": f"#/components/schemas/{name}"} for name in ("Error", other) if name]
    return {
        "description": ", ".join(codes),
        "headers": {ERROR_HEADER: {"required": True, "schema": {"type": "string"}}},
        "content": {JSON: {"schema": {"anyOf": kinds}}},
    }
