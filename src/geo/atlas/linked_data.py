"""A record for programs that read pages: JSON-LD in the terms of https://schema.org.

It is a CreativeWork about a time and a place, and not an Event: schema.org has no term for an event
of which each fact is somebody's statement. So it says what the record covers and what it cites, and
no toll, actor or statement.
"""

__all__ = ["linked_data"]

from collections.abc import Iterator
from typing import Any

from geo.model.incident import Incident, Place, Site, Source
from geo.words.references import web_address
from geo.words.reviews import review_in_words

Terms = dict[str, Any]


def linked_data(incident: Incident, *, url: str, data_url: str, description: str) -> Terms:
    """Return the description of a record's page; `data_url` has the record as GeoJSON."""
    origin = incident.origin
    terms = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": url,
        "url": url,
        "name": incident.title,
        "description": description,
        "identifier": incident.id,
        "inLanguage": "en",
        "creativeWorkStatus": review_in_words(incident.review),
        "temporalCoverage": incident.date.period,
        "spatialCoverage": list(_places(incident)),
        "license": {"@type": "CreativeWork", "name": origin.licence},
        "isPartOf": _given(
            {"@type": "Collection", "name": origin.dataset, "version": origin.version}
        ),
        "citation": [_citation(source) for source in incident.sources],
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/geo+json",
            "contentUrl": data_url,
        },
    }
    return _given(terms)


def _given(terms: Terms) -> Terms:
    return {name: value for name, value in terms.items() if value not in (None, "", [], {})}


def _places(incident: Incident) -> Iterator[Terms]:
    place = incident.place
    if not incident.positions:
        if place.name or place.country:
            yield _place(place, place.name)
        return
    for site, (lon, lat) in zip(place.sites, incident.positions, strict=True):
        yield _place(place, site.name or place.name) | _area(site, lon, lat)


def _place(place: Place, name: str | None) -> Terms:
    address = {
        "@type": "PostalAddress",
        "addressCountry": place.country,
        "addressRegion": place.admin1,
    }
    return _given({"@type": "Place", "name": name, "address": _given(address)})


def _area(site: Site, lon: float, lat: float) -> Terms:
    """Return a circle, never a point: a position is as exact as its radius. It is in metres."""
    if site.radius is None:
        return {}
    middle = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    radius = round(site.radius * 1000)
    return {"geo": {"@type": "GeoCircle", "geoMidpoint": middle, "geoRadius": radius}}


def _citation(source: Source) -> Terms:
    return _given(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": {"@type": "Organization", "name": source.publisher},
            "datePublished": source.date,
            "url": web_address(source.url),
        }
    )
