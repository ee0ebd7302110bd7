"""Marks of the map: one for each site in view, or cells where there are too many."""

__all__ = ["Cell", "Mark", "Marks"]

from dataclasses import dataclass
from typing import Any

from geo.mercator import Bounds
from geo.query.summary import FacetValue

Figures = dict[str, int | None]  # low, best, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One site of one incident; `properties` are those that the layer shows."""

    lon: float
    lat: float
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Many incidents of one grid cell, at their mean position."""

    lon: float
    lat: float
    count: int
    killed: Figures | None
    status: dict[str, int]
    bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The answer for one view. `in_view` counts incidents, of `matched` that the query finds.

    `zoom` is the level whose grid the cells are of. `legend` counts those in view by status, and by
    the MOST_GROUPS most frequent groups; `unplaced` counts matches that are listed only: too coarse
    to draw, or without a position; `coarse` has the former by country.
    """

    marks: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()
    zoom: int | None = None
    matched: int
    in_view: int
    legend: dict[str, dict[str, int]]
    unplaced: dict[str, int]
    coarse: tuple[FacetValue, ...] = ()

    def to_geojson(self) -> dict[str, Any]:
        """Return the FeatureCollection that /api/cells answers."""
        features = [_feature(m.lon, m.lat, m.properties) for m in self.marks]
        features += [_feature(c.lon, c.lat, _cell_properties(c)) for c in self.cells]
        return {
            "type": "FeatureCollection",
            "kind": "cells" if self.cells else "incidents",
            **({"zoom": self.zoom} if self.cells else {}),
            "numberMatched": self.matched,
            "numberInView": self.in_view,
            "numberReturned": len(features),
            "legend": self.legend,
            "unplaced": self.unplaced | {"countries": [_country(value) for value in self.coarse]},
            "features": features,
        }


def _country(value: FacetValue) -> dict[str, Any]:
    return {"country": value.value or None, "label": value.label, "count": value.count}


def _cell_properties(cell: Cell) -> dict[str, Any]:
    return {
        "kind": "cell",
        "count": cell.count,
        "killed": cell.killed,
        "status": cell.status,
        "bounds": cell.bounds.as_tuple(),
    }


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": properties}
