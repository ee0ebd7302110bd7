"""Countries by ISO 3166-1 alpha-2 code: their names and the boxes they lie in."""

__all__ = ["country_name", "looks_swapped"]

import json
from functools import cache
from importlib.resources import files

TOLERANCE = 1.0  # degrees: outlines are coarse, and points lie on coasts and borders


@cache
def country_name(code: str) -> str:
    """Return the English short name of a country (Unicode CLDR), or the code if it has none.

    >>> country_name("IR")
    'Iran'
    """
    from babel import Locale  # costs 60 ms: only where a name is shown

    return str(Locale("en").territories.get(code, code))


def looks_swapped(lon: float, lat: float, country: str) -> bool:
    """Tell whether a position lies far from its country, and in it with lon and lat swapped."""
    boxes = _country_boxes().get(country, [])
    swapped = -90 <= lon <= 90 and _in_any(boxes, lat, lon)
    return swapped and not _in_any(boxes, lon, lat)


def _in_any(boxes: list[list[float]], lon: float, lat: float) -> bool:
    return any(
        west - TOLERANCE <= lon <= east + TOLERANCE
        and south - TOLERANCE <= lat <= north + TOLERANCE
        for west, south, east, north in boxes
    )


@cache
def _country_boxes() -> dict[str, list[list[float]]]:
    text = files("geo").joinpath("assets/basemap/country_boxes.json").read_text("utf-8")
    boxes: dict[str, list[list[float]]] = json.loads(text)
    return boxes
