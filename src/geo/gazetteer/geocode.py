"""Geocoding by the gazetteer and, on request, by Nominatim where the gazetteer is not enough."""

__all__ = ["geocode"]

from dataclasses import replace

from geo.gazetteer import geocoder
from geo.gazetteer.geocoder import ALTERNATIVES, Location
from geo.gazetteer.index import country_code
from geo.gazetteer.not_places import NOT_PLACES
from geo.gazetteer.phrase import Level, Phrase, parse
from geo.model.precision import DEFAULT_RADIUS_KM, PRECISIONS, Precision

SURE = 0.5  # least confidence of the gazetteer's answers that are not checked online


def geocode(
    text: str,
    *,
    country: str | None = None,
    admin1: str | None = None,
    language: str | None = None,
    online: bool = False,
) -> Location | None:
    """Find the place that a text in any script means, or None if no place of the name is known.

    `country` is an ISO 3166-1 alpha-2 code; `admin1` a province or state in any spelling, or its
    ISO 3166-2 code; `language` the language of the text (ISO 639-1). With `online`, Nominatim is
    used too where the gazetteer finds nothing, is less sure than 0.5, or finds a coarser place than
    the text names. docs/geocoding.md explains how a place is chosen.

    >>> place = geocode("Тегеран")
    >>> place.name, place.country, place.precision
    ('Tehran', 'IR', 'settlement')

    Raises BadValue for an unknown country, and with `online` if GEO_NOMINATIM_CONTACT is not set.
    """
    found = geocoder.geocode(text, country=country, admin1=admin1, language=language)
    if not online:
        return found
    from geo.gazetteer import nominatim  # loads only where it is used

    nominatim.check_contact()
    phrase = parse(text)
    if phrase is None or _is_enough(found, phrase):
        return found
    code = country_code(country)
    other = nominatim.search(" ".join(text.split()), country=code, admin1=_name(admin1))
    return _better(found, _near(other, phrase))


def _is_enough(found: Location | None, phrase: Phrase) -> bool:
    if {phrase.whole, phrase.core} & NOT_PLACES:
        return True
    if found is None or found.confidence < SURE or found.method == "area":
        return False
    return phrase.level is None or phrase.is_near or not _is_coarser(found.precision, phrase.level)


def _better(found: Location | None, other: Location | None) -> Location | None:
    """Prefer the service's answer unless it is coarser; the gazetteer's becomes an alternative."""
    if found is None or other is None:
        return other or found
    if _is_coarser(other.precision, found.precision):
        return found
    first = replace(found, alternatives=())
    return replace(other, alternatives=(first, *other.alternatives)[:ALTERNATIVES])


def _near(other: Location | None, phrase: Phrase) -> Location | None:
    if other is None or not phrase.is_near or other.precision != "settlement":
        return other
    radius = max(DEFAULT_RADIUS_KM["near_settlement"], other.radius_km or 0)
    return replace(other, precision="near_settlement", radius_km=radius)


def _is_coarser(precision: Precision, level: Level | Precision) -> bool:
    """Tell whether a place is coarser than a level; a landform is an area without clear borders."""
    return PRECISIONS.index(precision) > PRECISIONS.index("fuzzy" if level == "landform" else level)


def _name(admin1: str | None) -> str:
    """Return a province's name; the service does not know codes."""
    text = (admin1 or "").strip()
    return "" if any(char.isdigit() for char in text) or "-" in text[:3] else text
