"""Countries by ISO 3166-1 alpha-2 code: their names, their languages, the boxes they lie in."""

__all__ = [
    "Box",
    "LocalName",
    "countries_of_alias",
    "country_name",
    "country_names",
    "local_name",
    "looks_swapped",
    "outline_boxes_of",
]

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from geo.formats.bidi import balanced
from geo.model.incident import Place

TOLERANCE = 1.0  # degrees: outlines are coarse, and points lie on coasts and borders
# A language of BCP 47 with its script and region, where it has them.
TAG = re.compile("([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalName:
    """A name in a language of its place, with the way its script runs ("auto": see the text)."""

    language: str
    text: str
    direction: Literal["ltr", "rtl", "auto"]


class Box(NamedTuple):
    """Degrees of the sides of a box."""

    west: float
    south: float
    east: float
    north: float


class Written(NamedTuple):
    """A language with its script: "fa", "Arab"."""

    language: str
    script: str


@cache
def country_name(code: str) -> str:
    """Return the English short name of a country (Unicode CLDR), or the code if it has none.

    >>> country_name("IR")
    'Iran'
    """
    from babel import Locale  # costs 60 ms: only where a name is shown

    return str(Locale("en").territories.get(code, code))


@cache
def country_names() -> dict[str, str]:
    """Return the English short names of all countries and territories by code (Unicode CLDR)."""
    from babel import Locale

    territories = Locale("en").territories
    groups = ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ")  # no countries: unions, tests, "unknown"
    names = {str(code): str(name) for code, name in territories.items()}
    return {code: names[code] for code in names if len(code) == len("IR") and code not in groups}


def countries_of_alias(code: str) -> tuple[str, ...]:
    """Return the countries of an ISO 3166-1 alpha-3 or numeric code (Unicode CLDR).

    >>> countries_of_alias("SYR"), countries_of_alias("760")
    (('SY',), ('SY',))
    """
    from babel.core import get_global

    return tuple(get_global("territory_aliases").get(code, ()))


def local_name(place: Place) -> LocalName | None:
    """Return a place's name in the first official language of its country that has one.

    None where there is no such name, or only the English one; a transcription into another script
    than that of the country is not local. Official languages, the most spoken first, and scripts
    are those of Unicode CLDR.
    """
    english = (place.name, place.names.get("en"))
    country = place.country or ""
    names = [(tag, name) for tag, name in place.names.items() if name not in english]
    for official in _official_languages(country) if names else ():
        for tag, name in names:
            if _written(tag, country) == official:
                text = balanced(name)
                return LocalName(language=tag, text=text, direction=_direction(official))
    return None


@cache
def outline_boxes_of(country: str) -> list[Box]:
    """Return the boxes of a country's outlines; none where it has no outline of its own."""
    return [Box(*sides) for sides in _country_boxes().get(country, [])]


@cache
def _boxes_of(country: str) -> list[Box]:
    """Return the boxes that a country lies in, each larger by the tolerance for coasts."""
    return [
        Box(west - TOLERANCE, south - TOLERANCE, east + TOLERANCE, north + TOLERANCE)
        for west, south, east, north in outline_boxes_of(country)
    ]


def looks_swapped(lon: float, lat: float, country: str) -> bool:
    """Tell whether a position lies far from its country, and in it with lon and lat swapped."""
    boxes = _boxes_of(country)
    swapped = -90 <= lon <= 90 and _in_any(boxes, lat, lon)
    return swapped and not _in_any(boxes, lon, lat)


@cache
def _official_languages(country: str) -> tuple[Written, ...]:
    """Return a country's languages by law, or by custom where the law names none."""
    from babel.languages import get_official_languages

    codes = get_official_languages(country) or get_official_languages(country, de_facto=True)
    found = (_written(code.replace("_", "-"), country) for code in codes)
    return tuple(written for written in found if written)


def _written(tag: str, country: str) -> Written | None:
    """Return the language of a tag with its script, which may depend on the country."""
    from babel.core import get_global

    if (parts := TAG.fullmatch(tag)) is None:
        return None
    language = parts[1].lower()
    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{(parts[3] or country).upper()}") or likely.get(language, "__")
    return Written(language, (parts[2] or full.split("_")[1]).title())


@cache
def _direction(written: Written) -> Literal["ltr", "rtl", "auto"]:
    from babel import Locale, UnknownLocaleError

    try:
        return "rtl" if Locale.parse("_".join(written)).text_direction == "rtl" else "ltr"
    except UnknownLocaleError:
        return "auto"


def _in_any(boxes: list[Box], lon: float, lat: float) -> bool:
    return any(box.west <= lon <= box.east and box.south <= lat <= box.north for box in boxes)


@cache
def _country_boxes() -> dict[str, list[list[float]]]:
    text = files("geo").joinpath("assets/basemap/country_boxes.json").read_text("utf-8")
    boxes: dict[str, list[list[float]]] = json.loads(text)
    return boxes
