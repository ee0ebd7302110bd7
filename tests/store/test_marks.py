"""Marks and cells as the GeoJSON that the map layer reads."""

import json

from geo.mercator import Bounds
from geo.query.summary import FacetValue
from geo.store.answers.results import marks_from_view
from geo.store.marks import Cell, Mark, Marks

KILLED: dict[str, int | None] = {"low": 1, "best": 2, "high": 3}
NOTHING = Marks(matched=0, in_view=0, legend={"status": {}, "group": {}}, unplaced={})
MARK = Mark(lon=180.0, lat=-90.0, properties={"kind": "incident", "id": "A"})
CELL = Cell(
    lon=-180.0,
    lat=0.5,
    count=12,
    killed=KILLED,
    status={"claimed": 12},
    bounds=Bounds(west=-180, south=0, east=-135, north=40),
)


def test_nothing_in_view() -> None:
    assert NOTHING.to_geojson() == {
        "type": "FeatureCollection",
        "kind": "incidents",
        "numberMatched": 0,
        "numberInView": 0,
        "numberReturned": 0,
        "legend": {"status": {}, "group": {}},
        "unplaced": {"countries": []},
        "features": [],
    }


def test_a_mark_is_a_point() -> None:
    answer = Marks(
        marks=(MARK,),
        matched=7,
        in_view=1,
        legend={"status": {"claimed": 1}, "group": {"a": 1}},
        unplaced={"country": 2, "none": 4},
        coarse=(FacetValue(value="IR", label="Iran", count=2),),
    ).to_geojson()
    assert answer == {
        "type": "FeatureCollection",
        "kind": "incidents",
        "numberMatched": 7,
        "numberInView": 1,
        "numberReturned": 1,
        "legend": {"status": {"claimed": 1}, "group": {"a": 1}},
        "unplaced": {
            "country": 2,
            "none": 4,
            "countries": [{"country": "IR", "label": "Iran", "count": 2}],
        },
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [180.0, -90.0]},
                "properties": {"kind": "incident", "id": "A"},
            }
        ],
    }


def test_a_cell_is_a_point_with_a_count_and_bounds() -> None:
    answer = Marks(
        cells=(CELL,), zoom=1, matched=20, in_view=12, legend={}, unplaced={}
    ).to_geojson()
    assert (answer["kind"], answer["zoom"], answer["numberReturned"]) == ("cells", 1, 1)
    assert json.loads(json.dumps(answer))["features"] == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-180.0, 0.5]},
            "properties": {
                "kind": "cell",
                "count": 12,
                "killed": {"low": 1, "best": 2, "high": 3},
                "status": {"claimed": 12},
                "bounds": [-180, 0, -135, 40],
            },
        }
    ]


def test_statuses_are_counted_in_one_order_whatever_the_engine_gives() -> None:
    """The threads of DuckDB end in any order."""
    nothing: dict[str, list[object]] = {"key": [], "number": []}
    cell = {"cell": [0], "number": [3], "lon": [0.0], "lat": [0.0]}
    killed = {f"killed_{part}": [None] for part in ("low", "best", "high")}
    view = {
        "matched": 3,
        "nowhere": 0,
        "coarse": nothing,
        "groups": nothing,
        "status": {"key": ["suspected", "claimed"], "number": [1, 2]},
        "cells": {**cell, **killed, "status": [{"suspected": 1, "claimed": 2}]},
    }
    found = marks_from_view(view, 2, None)
    assert list(found.legend["status"]) == ["claimed", "suspected"]
    assert list(found.cells[0].status) == ["claimed", "suspected"]
