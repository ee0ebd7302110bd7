"""The country of a row that states none: the one whose outline certainly holds its position.

The core of a country is what lies CORE_MARGIN_KM or more inside its outline, without what is
disputed; scripts/build_country_cores.py says how it is made. A position elsewhere is not decided.
"""

__all__ = [
    "CORE_MARGIN_KM",
    "CORE_SCALE",
    "COUNTRY_METHOD",
    "Found",
    "countries_at",
    "country_at",
    "found_country",
    "reach_km",
]

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.mercator import EARTH_KM
from geo.model.precision import DEFAULT_RADIUS_KM, LOCATED, Precision
from geo.words.countries import country_name

CORE_MARGIN_KM = 5.0  # docs/decisions/0064-the-country-of-a-position.md: how it was measured
CORE_SCALE = 100  # parts of a degree that the file is written in
COUNTRY_METHOD = "outline"  # of a place's country, which no source states
_SIDES = 32  # of the polygon around a circle
_FARTHEST = 89.0  # degrees of latitude; beyond it a circle is as wide as there

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]


class Found(NamedTuple):
    """What is said of a row whose country was found."""

    rule: str
    remedy: str
    value: str


class _Cores(NamedTuple):
    """Polygons, the code of each, and the tree of their boxes."""

    tree: Any
    polygons: "NDArray[Any]"
    codes: "NDArray[np.object_]"


def reach_km(precision: Precision, radius_km: float | None) -> float:
    """Return how far from its position an event may lie in another country; NaN if it is unknown.

    A town with no larger radius than usual lies in one country, whatever is around it.
    """
    usual = DEFAULT_RADIUS_KM.get(precision)
    if usual is None:  # a position that stands for a country, or for nothing
        return math.nan
    radius = radius_km or usual
    return 0.0 if precision in LOCATED and radius <= usual else radius


def country_at(lon: float, lat: float, reach: float) -> str | None:
    """Return the country of one position, as `countries_at` does it with many."""
    import numpy as np

    (found,) = countries_at(*(np.array([each], np.float64) for each in (lon, lat, reach)))
    return found if found is None else str(found)


def countries_at(lon: "Reals", lat: "Reals", reach: "Reals") -> "NDArray[np.object_]":
    """Return the ISO 3166-1 code of the country that holds each position, or None.

    It holds the circle of `reach` in km around it too; NaN is never decided. A position that recurs
    is looked at once.
    """
    import numpy as np

    found = np.full(len(lon), None, np.object_)
    known = np.flatnonzero(~np.isnan(reach))
    places = np.column_stack((lon, lat, reach))[known]
    distinct, numbers = np.unique(places, axis=0, return_inverse=True)
    if len(distinct):
        found[known] = _countries(distinct)[numbers.reshape(-1)]
    return found


def found_country(country: str) -> Found:
    """Say that a country was found."""
    return Found(
        rule="none is given: the outline that holds the position says which",
        remedy="place.country_method of the record tells it from one that a source states.",
        value=f"{country_name(country)} ({country})",
    )


def _countries(places: "Reals") -> "NDArray[np.object_]":
    """Return the country of each row of longitude, latitude and reach."""
    import numpy as np
    import shapely  # 60 ms with the file of the cores: only where a row has no country

    cores, areas = _cores(), _areas(places)
    found = np.full(len(places), None, np.object_)
    rows, numbers = cores.tree.query(areas)
    is_in = shapely.covers(cores.polygons[numbers], areas[rows])
    found[rows[is_in]] = cores.codes[numbers[is_in]]
    return found


def _areas(places: "Reals") -> "NDArray[Any]":
    """Return a point for each row, or the circle of its reach."""
    import numpy as np
    import shapely

    areas = np.asarray(shapely.points(places[:, :2]))
    is_wide = places[:, 2] > 0
    lon, lat, reach = places[is_wide].T[:, :, None]
    degrees = np.degrees(reach / EARTH_KM) / np.cos(np.pi / _SIDES)
    farthest = np.minimum(np.abs(lat) + degrees, _FARTHEST)
    turns = np.linspace(0, 2 * np.pi, _SIDES, endpoint=False)[None, :]
    x = lon + degrees / np.cos(np.radians(farthest)) * np.cos(turns)
    areas[is_wide] = shapely.polygons(np.stack((x, lat + degrees * np.sin(turns)), axis=-1))
    return areas


@cache
def _cores() -> _Cores:
    import numpy as np
    import shapely

    file = files("geo") / "assets" / "basemap" / "country_cores.json"
    content = json.loads(file.read_text("utf-8"))
    shapes = [(code, _polygon(rings)) for code, parts in content.items() for rings in parts]
    polygons = np.array([shape for _, shape in shapes])
    shapely.prepare(polygons)
    codes = np.array([code for code, _ in shapes], np.object_)
    return _Cores(shapely.STRtree(polygons), polygons, codes)


def _polygon(rings: list[list[int]]) -> Any:
    import numpy as np
    from shapely import Polygon

    edge, *holes = (np.cumsum(np.reshape(r, (-1, 2)), axis=0) / CORE_SCALE for r in rings)
    return Polygon(edge, holes)
