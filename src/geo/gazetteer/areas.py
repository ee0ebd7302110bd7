"""The areas that a hint may mean: a country, a province, the surroundings of a town."""

__all__ = ["FORMER", "Area", "areas_of_code", "areas_of_hint", "areas_of_province", "distance_km"]

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.gazetteer.codes import index_key, meanings_of
from geo.gazetteer.index import gazetteer
from geo.gazetteer.names import key, latin
from geo.gazetteer.phrase import Phrase, parse
from geo.gazetteer.place import Place
from geo.mercator import EARTH_KM

NEAR_KM = 60.0  # greatest distance of a place from the town or district of its hint
LEAST_LIKE = 72.0  # of 100: least likeness of a misspelt province to one of its country
MAX_PLACES = 12  # that one hint may mean
FORMER = 0.3  # penalty of a unit that a code meant before


@dataclass(frozen=True, slots=True)
class Area:
    """A place as an area: countries and provinces contain by code, other places by distance."""

    place: Place

    def holds(self, other: Place) -> bool:
        place = self.place
        if place.kind == "country":
            return other.country == place.country
        if place.kind == "admin1" and place.admin1:
            return (other.country, other.admin1) == (place.country, place.admin1)
        return distance_km(place, other) <= max(NEAR_KM, place.radius_km or 0)


@lru_cache(maxsize=2048)
def areas_of_province(text: str, country: str) -> tuple[Area, ...]:
    """List the areas that a province's name, in any spelling, or its ISO 3166-2 code may mean."""
    phrase = parse(text)
    if phrase is None:
        return ()
    if phrase.code:
        return areas_of_code(phrase.code, country)
    named = _named(phrase, country)
    provinces = [place for place in named if place.kind == "admin1"]
    if not provinces and country:
        provinces = _like(phrase, country)
    return tuple(Area(place) for place in provinces or named[:MAX_PLACES])


@lru_cache(maxsize=2048)
def areas_of_hint(text: str, country: str) -> tuple[Area, ...]:
    """List the areas that a hint next to a name may mean: a country, else provinces and towns."""
    phrase = parse(text)
    if phrase is None:
        return ()
    if phrase.code:
        return areas_of_code(phrase.code, country)
    named = _named(phrase, country)
    for kind in (phrase.level, "country"):
        named = [place for place in named if place.kind == kind] or named
    return tuple(Area(place) for place in named[:MAX_PLACES] or _like(phrase, country))


def areas_of_code(code: str, country: str) -> tuple[Area, ...]:
    """List the areas that an ISO 3166-2 code means: that of today, then those of earlier days.

    One that is in no source is the place with its name in the country, if one has exactly that.
    """
    index = gazetteer()
    found = {place.id: place for place in index.named(index_key(code), country)}
    for meaning in meanings_of(code):
        if meaning.lon is None and country in ("", meaning.country):
            named = index.named(key(meaning.name), meaning.country)
            found |= {place.id: replace(place, penalty=FORMER) for place in named[:MAX_PLACES]}
    return tuple(Area(place) for place in sorted(found.values(), key=lambda p: (p.penalty, p.id)))


def _named(phrase: Phrase, country: str) -> list[Place]:
    """List the places of a name: provinces first, then the largest."""
    index = gazetteer()
    for words in (phrase.whole, phrase.core):
        for text in (key(words), latin(words)):
            found = [place for place in index.named(text, country) if place.penalty < 1]
            if found:
                return sorted(found, key=lambda p: (p.kind != "admin1", -p.population, p.id))
    return []


def _like(phrase: Phrase, country: str) -> list[Place]:
    """Find the province of a country whose name is most like the phrase's."""
    from rapidfuzz import fuzz, process

    if not country:
        return []
    names = gazetteer().province_names(country)
    found = process.extractOne(
        latin(phrase.core), names, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE
    )
    named = gazetteer().named(found[0], country) if found else ()
    return [place for place in named if place.kind == "admin1"]


def distance_km(one: Place, other: Place) -> float:
    """Return the great-circle distance (haversine)."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
