"""Whether a position fits the country that is stated for it, and what would fit if it does not."""

__all__ = ["FAR_KM", "Stray", "all_boxes_of", "stray_from"]

import math
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from geo.words.countries import Box, outline_boxes_of

FAR_KM = 100.0  # outlines are coarse, and incidents happen at sea, off a coast
_EARTH_KM = 6371.0088
_STEPS = 16  # points of a side of a box, between which the nearest one is looked for

# Codes of ISO 3166-1 for parts of a country that have one of their own, and what countries claim:
# who states the country of a place there may mean either.
_PARTS = {
    "AR": "FK GS",
    "AU": "CX CC NF HM",
    "CN": "HK MO TW",
    "DK": "GL FO",
    "FI": "AX",
    "FR": "GF GP MQ RE YT PM BL MF NC PF WF TF",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "MA": "EH",
    "MU": "IO",
    "NL": "AW BQ CW SX",
    "NO": "BV SJ",
    "NZ": "CK NU TK",
    "RS": "XK",
    "US": "AS GU MP PR UM VI",
}
# Islands that the outlines are too coarse for, as boxes in degrees: west, south, east, north.
_ISLANDS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "AS": ((-171.1, -14.6, -168.1, -11.0),),
    "AU": (
        *((159.0, -31.9, 159.3, -31.4), (155.8, -29.5, 155.9, -29.4)),
        *((105.5, -10.6, 105.8, -10.4), (96.8, -12.3, 97.0, -11.8)),
    ),
    "BR": ((-33.9, -4.0, -32.3, -3.8), (-29.4, 0.9, -29.3, 1.0), (-29.4, -20.6, -28.8, -20.4)),
    "CL": (
        *((-109.5, -27.3, -105.3, -26.4), (-80.8, -33.9, -78.7, -33.5)),
        (-80.2, -26.4, -79.8, -26.2),
    ),
    "CN": ((109.5, 3.8, 118.0, 21.0),),
    "CO": ((-82.0, 12.0, -79.8, 16.0), (-81.7, 3.9, -81.5, 4.1)),
    "CR": ((-87.2, 5.4, -87.0, 5.6),),
    "FM": ((137.3, 0.9, 163.2, 10.2),),
    "FR": ((-109.3, 10.2, -109.1, 10.4),),
    "GB": ((32.7, 34.5, 33.9, 35.1), (-5.4, 36.1, -5.3, 36.2), (-14.0, 57.5, -13.6, 57.7)),
    "GQ": ((5.5, -1.6, 5.7, -1.3),),
    "GR": ((29.4, 36.0, 29.7, 36.2),),
    "ID": ((126.5, 5.5, 126.7, 5.6),),
    "IN": ((71.7, 8.2, 74.0, 12.5), (92.1, 6.7, 94.3, 13.7)),
    "IT": ((12.3, 35.4, 12.9, 35.9),),
    "JP": (
        *((131.1, 24.4, 131.4, 26.0), (123.4, 25.7, 124.6, 26.0), (140.8, 24.2, 142.3, 27.8)),
        *((136.0, 20.4, 136.1, 20.5), (153.9, 24.2, 154.0, 24.4)),
    ),
    "KI": (
        *((169.5, -2.8, 177.0, 3.5), (-174.6, -4.8, -170.7, -2.7)),
        (-162.0, -11.6, -150.1, 4.8),
    ),
    "KR": ((124.5, 37.7, 125.8, 38.0), (130.7, 37.2, 131.9, 37.6)),
    "MH": ((160.7, 4.5, 172.2, 14.8),),
    "MU": ((63.3, -19.9, 63.5, -19.6), (56.5, -10.5, 56.7, -10.3), (59.4, -16.9, 59.8, -16.2)),
    "MV": ((72.6, -0.8, 73.8, 7.2),),
    "MX": ((-114.8, 18.2, -110.7, 19.4), (-118.5, 28.8, -118.2, 29.3)),
    "NO": ((-9.2, 70.8, -7.9, 71.2), (10.4, 74.3, 33.6, 80.9), (3.3, -54.5, 3.5, -54.4)),
    "NZ": (
        *((-177.0, -44.6, -175.7, -43.5), (-178.7, -31.5, -177.7, -29.2)),
        (165.8, -52.7, 179.2, -47.6),
    ),
    "PF": ((-154.8, -28.0, -134.3, -7.8),),
    "PH": ((118.2, 5.9, 118.7, 7.1), (114.2, 10.6, 117.8, 11.6)),
    "PN": ((-130.8, -25.2, -124.7, -23.8),),
    "PT": ((-31.4, 36.9, -24.9, 39.8), (-17.4, 29.9, -15.8, 33.2)),
    "PW": ((131.0, 2.9, 134.8, 8.2),),
    "SC": ((46.1, -10.4, 56.4, -3.6),),
    "SH": ((-14.5, -8.1, -14.2, -7.8), (-12.8, -40.5, -9.8, -36.9), (-5.9, -16.1, -5.6, -15.8)),
    "TF": ((77.4, -38.8, 77.7, -37.7), (50.1, -46.6, 52.4, -45.9), (39.6, -22.5, 54.6, -11.4)),
    "TO": ((-176.3, -22.5, -173.6, -15.5),),
    "TW": ((118.1, 24.3, 120.6, 26.5), (116.6, 20.6, 116.9, 20.8), (114.2, 10.3, 114.5, 10.5)),
    "US": (
        *((-178.5, 23.4, -161.7, 28.6), (166.5, 19.2, 166.7, 19.4), (-169.6, 16.6, -169.4, 16.8)),
        *((-162.5, 5.8, -162.0, 6.5), (-176.7, 0.1, -176.4, 0.9), (-160.1, -0.5, -159.9, -0.3)),
    ),
    "VE": ((-63.7, 15.6, -63.5, 15.7),),
    "VN": ((111.1, 6.5, 114.8, 17.2),),
    "ZA": ((37.5, -47.1, 38.1, -46.5),),
}


class Stray(NamedTuple):
    """How far a position lies from its country, and with which changes it would lie in it."""

    km: float
    fits: tuple[str, ...]


def stray_from(lon: float, lat: float, country: str) -> Stray | None:
    """Return what is to be said of a position far outside its country; None of any other.

    A country without an outline is never left.
    """
    km = _km_from(lon, lat, country)
    if km <= FAR_KM:
        return None
    changed = (
        ("the sign of the longitude turned", -lon, lat),
        ("the sign of the latitude turned", lon, -lat),
        ("both signs turned", -lon, -lat),
        ("latitude and longitude swapped", lat, lon),
    )
    fits = (how for how, x, y in changed if abs(y) <= 90 and _is_in(x, y, country))
    return Stray(km, tuple(fits))


@cache
def all_boxes_of(country: str) -> tuple[Box, ...]:
    """Return the boxes that a country lies in with its islands, and parts with their own code."""
    outlines = outline_boxes_of(country)
    if not outlines:
        return ()
    parts = _PARTS.get(country, "").split()
    others = (box for part in parts for box in (*outline_boxes_of(part), *_islands(part)))
    return (*outlines, *_islands(country), *others)


def _islands(country: str) -> Iterator[Box]:
    return (Box(*sides) for sides in _ISLANDS.get(country, ()))


def _is_in(lon: float, lat: float, country: str) -> bool:
    return any(
        box.west <= lon <= box.east and box.south <= lat <= box.north
        for box in all_boxes_of(country)
    )


def _km_from(lon: float, lat: float, country: str) -> float:
    """Return the kilometres to the nearest box of a country; 0 in one, or where it has none."""
    boxes = all_boxes_of(country)
    if not boxes or _is_in(lon, lat, country):
        return 0.0
    nearest = min(_km(lon, lat, *_clamped(lon, lat, box)) for box in boxes)
    if nearest <= FAR_KM:
        return nearest
    sides = (point for box in boxes for point in _points_of_sides(box))
    return min(nearest, *(_km(lon, lat, *point) for point in sides))


def _clamped(lon: float, lat: float, box: Box) -> tuple[float, float]:
    """Return the point of a box in the direction of north, south, east or west, or its corner."""
    turn = min(
        (0, -360, 360), key=lambda turn: abs(_into(lon + turn, box.west, box.east) - lon - turn)
    )
    return _into(lon + turn, box.west, box.east), _into(lat, box.south, box.north)


def _into(number: float, least: float, most: float) -> float:
    return min(max(number, least), most)


def _points_of_sides(box: Box) -> Iterator[tuple[float, float]]:
    steps = [step / _STEPS for step in range(_STEPS + 1)]
    for share, end in product(steps, (0.0, 1.0)):
        along_lon = box.west + share * (box.east - box.west)
        along_lat = box.south + share * (box.north - box.south)
        yield along_lon, box.south + end * (box.north - box.south)
        yield box.west + end * (box.east - box.west), along_lat


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the length of the great circle between two positions."""
    here, there = math.radians(lat), math.radians(other_lat)
    turn = math.radians(other_lon - lon)
    half = math.sin((there - here) / 2) ** 2
    half += math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))
