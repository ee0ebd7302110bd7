"""The base map as a file carries it: outlines in whole steps, and the names that may be in view."""

__all__ = ["base_map", "extent_of"]

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from geo.mercator import Bounds
from geo.templates import ASSETS

SCALE = 100  # the outlines are given to 1/100 of a degree
MARGIN = 20.0  # degrees around the records within which towns are named
KNOWN = 3.5  # the zoom from which a town is named that is in the file wherever it lies
MOST = 600  # towns that are in the file, the largest first

Points = Sequence[Sequence[float]]


def base_map(extent: Bounds | None) -> dict[str, Any]:
    """Return outlines, and names: of the world's large towns, and of all towns near the extent."""
    outlines, names = _read("110m"), _read("labels")
    near = extent and _widened(extent)
    return {
        "land": [[_steps(ring) for ring in rings] for rings in outlines["land"]["coordinates"]],
        "borders": list(map(_steps, outlines["borders"]["coordinates"])),
        "disputed": list(map(_steps, outlines["disputed"]["coordinates"])),
        "countries": names["countries"],
        "towns": [town for town in names["towns"] if _is_named(town, near)][:MOST],
    }


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "basemap" / f"{name}.json").read_text("utf-8"))
    return found


def _steps(points: Points) -> list[int]:
    """Return lon, lat of the first point, then the steps to each next one."""
    rounded = [(round(lon * SCALE), round(lat * SCALE)) for lon, lat in points]
    pairs = zip([(0, 0), *rounded], rounded, strict=False)
    return [step for (x0, y0), (x1, y1) in pairs for step in (x1 - x0, y1 - y0)]


def _is_named(town: Sequence[Any], near: Bounds | None) -> bool:
    _, _, lon, lat, zoom, is_capital = town
    return bool(is_capital) or zoom <= KNOWN or bool(near and near.contains(lon, lat))


def _widened(extent: Bounds) -> Bounds:
    return Bounds(
        west=max(-180, extent.west - MARGIN),
        south=max(-90, extent.south - MARGIN),
        east=min(180, extent.east + MARGIN),
        north=min(90, extent.north + MARGIN),
    )


def extent_of(positions: Iterable[tuple[float, float]]) -> Bounds | None:
    """Return the smallest box around positions, lon and lat; None around nothing."""
    listed = list(positions)
    if not listed:
        return None
    lons, lats = zip(*listed, strict=True)
    return Bounds(west=min(lons), south=min(lats), east=max(lons), north=max(lats))
