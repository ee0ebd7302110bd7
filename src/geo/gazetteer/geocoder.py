"""Geocoding: from a place as written to a point with an honest precision, or to nothing."""

__all__ = ["Location", "geocode", "geocode_document"]

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.gazetteer import candidates, mentions
from geo.gazetteer.candidates import Candidate, Search
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
    """A place that was found, how precisely, how, and how surely (0–1)."""

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
    """Find the place that is meant by what is written, in any script.

    `country` is an ISO 3166-1 alpha-2 code; `admin1` a province or state in any spelling, or its
    ISO 3166-2 code; `language` the one that the text is in (ISO 639-1). Raises BadValue for an
    unknown country.
    """
    search = Search(country=country_code(country), admin1=admin1 or "", language=language or "")
    phrase = parse(text)
    return location(candidates.of(phrase, search), phrase) if phrase else None


def geocode_document(mentions_in_order: "Sequence[Mention]") -> list[Location | None]:
    """Find the places that one document mentions, each in the light of the others."""
    chosen = mentions.resolve(mentions_in_order)
    return [location(found, phrase) if phrase else None for phrase, found in chosen]


def location(found: list[Candidate], phrase: Phrase) -> Location | None:
    """Turn candidates, the likeliest first, into an answer with its alternatives."""
    if not found:
        return None
    first, *others = (_answer(one, phrase) for one in found[: ALTERNATIVES + 1])
    sure = candidates.confidence(found)
    return replace(first, confidence=sure, alternatives=tuple(others))


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
        confidence=round(candidates.likelihood(candidate), 2),
        gazetteer_id=place.gazetteer_id,
        credit=CREDITS[place.credit],
    )
