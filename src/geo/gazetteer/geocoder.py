"""Offline geocoding: a place as written becomes a point with an honest precision, or None."""

__all__ = ["Location", "geocode", "geocode_document"]

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.gazetteer import mentions
from geo.gazetteer.candidates import Candidate, Search, candidates_of, confidence, likelihood
from geo.gazetteer.index import country_code
from geo.gazetteer.phrase import Phrase, parse
from geo.gazetteer.place import CREDITS
from geo.model.precision import DEFAULT_RADIUS_KM, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer.mentions import Mention

ALTERNATIVES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place that was found, with how precisely and how surely it is the one that was meant.

    `lon` and `lat` are degrees (WGS 84), `country` is an ISO 3166-1 alpha-2 code, `admin1` the code
    of the province in GeoNames. The place lies within `radius_km` of the point; None means that the
    area is too coarse to draw. `confidence` runs from 0 to 1; docs/geocoding.md explains it, the
    methods and the precisions. Show `credit` where you show the place. `alternatives` are up to
    five other places of the name, the likeliest first.

    >>> import geo
    >>> place = geo.geocode("near Kirkuk")
    >>> place.name, place.country, place.precision, place.radius_km, place.credit
    ('Kirkuk', 'IQ', 'near_settlement', 25, 'GeoNames, CC BY 4.0')
    """

    lon: float
    lat: float
    name: str
    country: str
    admin1: str
    precision: Precision
    radius_km: float | None
    method: str
    confidence: float
    gazetteer_id: str
    credit: str
    alternatives: tuple["Location", ...] = field(default=(), repr=False)


def geocode(
    text: str, *, country: str | None = None, admin1: str | None = None, language: str | None = None
) -> Location | None:
    """Find the place that a text means in the gazetteer. Raises BadValue for an unknown country."""
    search = Search(country=country_code(country), admin1=admin1 or "", language=language or "")
    phrase = parse(text)
    return location(candidates_of(phrase, search), phrase) if phrase else None


def geocode_document(mentions_in_order: "Sequence[Mention]") -> list[Location | None]:
    """Find the places that one document mentions: countries, provinces and neighbours vote.

    Give the mentions in the order of the text. The list has one entry for each of them: a Location,
    or None. A mention right behind another, as in "Paris, Tex.", is also a hint for it.

    >>> from geo import Mention
    >>> text = "Police in Paris, Tex. and in Dallas"
    >>> names = [Mention(text="Paris", start=10, end=15), Mention(text="Tex.", start=17, end=21)]
    >>> [place and place.admin1 for place in geocode_document(names)]
    ['TX', 'TX']
    """
    chosen = mentions.resolve(mentions_in_order)
    return [location(found, phrase) if phrase else None for phrase, found in chosen]


def location(found: list[Candidate], phrase: Phrase) -> Location | None:
    """Turn candidates, the likeliest first, into a Location with its alternatives."""
    if not found:
        return None
    first, *others = (_answer(one, phrase) for one in found[: ALTERNATIVES + 1])
    return replace(first, confidence=confidence(found), alternatives=tuple(others))


def _answer(candidate: Candidate, phrase: Phrase) -> Location:
    place = candidate.place
    precision: Precision = place.kind
    radius = place.radius_km or DEFAULT_RADIUS_KM.get(precision)
    if precision == "settlement" and (phrase.is_near or candidate.stands_for):
        precision, radius = "near_settlement", DEFAULT_RADIUS_KM["near_settlement"]
    return Location(
        lon=place.lon,
        lat=place.lat,
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        precision=precision,
        radius_km=radius,
        method=candidate.method,
        confidence=round(likelihood(candidate), 2),
        gazetteer_id=place.gazetteer_id,
        credit=CREDITS[place.credit],
    )
