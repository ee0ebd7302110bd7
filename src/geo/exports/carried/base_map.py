"""The base map as a file carries it: outlines in whole steps, and the names that may be in view.

Around records that lie close together there are finer outlines too, cut to a box.
"""

__all__ = ["base_map", "extent_of"]

from collections.abc import Iterable
from typing import Any

from geo.maps.labels import LabelRow, countries, large_towns
from geo.maps.outlines import Outlines, cut, outlines_in_degrees
from geo.maps.scales import OUTLINE_SCALE
from geo.mercator import Bounds, arc_of

MARGIN = 20.0  # degrees around the records within which towns are named
KNOWN = 3.5  # zoom; a town named from here on is in the file wherever it lies
MOST_TOWNS = 600  # towns that are in the file, the largest first …
MOST_TOWNS_WITH_FINE = 400  # … and with finer outlines, which take their bytes
AROUND = (14.0, 7.0)  # degrees of finer outlines around the records: a view at the first zoom
WIDEST = 60.0  # degrees that finer outlines may reach across
MOST_POINTS = 4_000  # of finer land and borders; where there would be more, there are none


def base_map(extent: Bounds | None, borders: str) -> dict[str, Any]:
    """Return coarse outlines, finer ones or None, and names of countries and towns.

    `borders` is the view of the borders that the file has.
    """
    near = extent and _widened(extent, MARGIN, MARGIN)
    fine = extent and _fine(_widened(extent, *AROUND), borders)
    towns = [town for town in large_towns() if _is_named(town, near)]
    return {
        "coarse": _stepped(outlines_in_degrees("110m"), borders),
        "fine": fine,
        "countries": countries(),
        "towns": towns[: MOST_TOWNS_WITH_FINE if fine else MOST_TOWNS],
    }


def _fine(box: Bounds, borders: str) -> dict[str, Any] | None:
    """Return the finer outlines in a box, which is `within`; None where they are too many."""
    if max(box.width, box.north - box.south) > WIDEST:
        return None
    parts = [
        _stepped(cut(outlines_in_degrees("50m"), part.as_tuple()), borders) for part in box.split()
    ]
    fine = {name: [line for part in parts for line in part[name]] for name in parts[0]}
    numbers = sum(len(line) for lines in (*fine["land"], fine["borders"]) for line in lines)
    return fine | {"within": box.as_tuple()} if numbers <= 2 * MOST_POINTS else None


def _stepped(outlines: Outlines, borders: str) -> dict[str, list[Any]]:
    """Return outlines without the coast, which the page takes from its land."""
    return {
        "land": [[*map(_steps, (area.exterior, *area.interiors))] for area in outlines["land"]],
        "borders": [*map(_steps, outlines["borders"])],
        "disputed": [_steps(line) for name in ("disputed", borders) for line in outlines[name]],
    }


def _steps(line: Any) -> list[int]:
    """Return lon, lat of the first point of a line or ring, then the steps to each next one."""
    rounded = [(round(lon * OUTLINE_SCALE), round(lat * OUTLINE_SCALE)) for lon, lat in line.coords]
    pairs = zip([(0, 0), *rounded], rounded, strict=False)
    return [step for (x0, y0), (x1, y1) in pairs for step in (x1 - x0, y1 - y0)]


def _is_named(town: LabelRow, near: Bounds | None) -> bool:
    _, _, lon, lat, zoom, is_capital = town
    return bool(is_capital) or zoom <= KNOWN or bool(near and near.contains(lon, lat))


def _widened(extent: Bounds, lon: float, lat: float) -> Bounds:
    return Bounds.unrolled(
        extent.west - lon,
        max(-90, extent.south - lat),
        extent.west + extent.width + lon,
        min(90, extent.north + lat),
    )


def extent_of(positions: Iterable[tuple[float, float]]) -> Bounds | None:
    """Return the smallest box around positions, lon and lat; None around nothing."""
    listed = list(positions)
    if not listed:
        return None
    lons, lats = zip(*listed, strict=True)
    west, east = arc_of((lon, lon) for lon in lons)
    return Bounds.unrolled(west, min(lats), east, max(lats))
