"""Places that the words of a search name in any language, for records that have English names."""

__all__ = ["NamedPlace", "places_named"]

from collections.abc import Iterator
from typing import NamedTuple

from geo.gazetteer.index import gazetteer, is_built
from geo.gazetteer.names import fold, key
from geo.gazetteer.place import Place
from geo.query.folding import searched_text

MOST = 20  # places with one name, the largest
KNOWN = 1.5  # greatest penalty of a name that people use, and not only codes
SHORTEST = 3  # Latin letters of one: shorter ones are words and codes
LARGE = 100_000  # people of a town whose name in other languages of Latin letters counts


class NamedPlace(NamedTuple):
    """The country of a place, and its English name as search compares it; "" for the country."""

    country: str
    name: str = ""


def places_named(words: str) -> tuple[NamedPlace, ...]:
    """Return the countries, provinces and towns with a name; none while the index is not built.

    English names are not here: a record has these itself. In Latin letters, hamlets and words such
    as "island", which is Iceland in German, would find what nobody looks for.

    >>> places_named("тегеран")
    (NamedPlace(country='IR', name='tehran'),)
    """
    if not is_built():
        return ()
    known = [place for place in gazetteer().named(key(words)) if place.penalty <= KNOWN]
    if words.isascii():
        known = [place for place in known if _is_sought(place, words)]
    known.sort(key=lambda place: -place.population)
    return tuple(dict.fromkeys(_named(known[:MOST])))


def _named(places: list[Place]) -> Iterator[NamedPlace]:
    for place in places:
        if place.kind == "country":
            yield NamedPlace(place.country)
        elif place.country:
            yield NamedPlace(place.country, searched_text(place.name))


def _is_sought(place: Place, words: str) -> bool:
    if len(key(words)) < SHORTEST or words in searched_text(place.name):
        return False
    if place.kind == "country":
        return words not in _english_words()
    return place.kind == "admin1" or place.population >= LARGE


def _english_words() -> set[str]:
    names = gazetteer().countries().values()
    return {word for name in names for word in fold(name).split()}
