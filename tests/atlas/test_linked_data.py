"""A record for programs: what schema.org has terms for, and nothing that is somebody's word."""

from datetime import date
from typing import Any

import pytest

from geo.atlas.linked_data import linked_data
from geo.model.incident import Incident, IncidentDate, Place, Source
from samples import KERMAN, curated, incident, located, statement, with_ledger


def described(record: Incident) -> dict[str, Any]:
    return linked_data(record, url="https://a/record/A", data_url="https://a/x", description="D")


@pytest.mark.parametrize(
    ("precision", "start", "end", "period"),
    [
        ("day", "2024-01-03", None, "2024-01-03"),
        ("days", "2024-01-03", "2024-01-05", "2024-01-03/2024-01-05"),
        ("week", "2024-01-01", None, "2024-01-01/2024-01-07"),
        ("month", "2024-03-01", None, "2024-03"),
        ("year", "2024-01-01", None, "2024"),
    ],
)
def test_the_period_is_as_exact_as_the_date(
    precision: Any, start: str, end: str | None, period: str
) -> None:
    when = IncidentDate(
        start=date.fromisoformat(start),
        end=date.fromisoformat(end) if end else None,
        precision=precision,
    )
    assert described(incident(date=when))["temporalCoverage"] == period


def test_an_unknown_date_has_no_period_although_it_was_reported() -> None:
    when = IncidentDate(precision="unknown", reported="2024-04-01")
    assert "temporalCoverage" not in described(incident(date=when))


def test_a_place_is_a_circle_of_its_radius_in_metres() -> None:
    place = Place(name="Kerman", country="IR", admin1="Kerman Province")
    record = located("A", (57.08, 30.28), precision="settlement", place=place)
    assert described(record)["spatialCoverage"] == [
        {
            "@type": "Place",
            "name": "Kerman",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "IR",
                "addressRegion": "Kerman Province",
            },
            "geo": {
                "@type": "GeoCircle",
                "geoMidpoint": {"@type": "GeoCoordinates", "latitude": 30.28, "longitude": 57.08},
                "geoRadius": 5000,
            },
        }
    ]


@pytest.mark.parametrize("precision", ["country", "unknown", "international"])
def test_a_place_without_a_radius_has_no_position(precision: Any) -> None:
    record = located("A", (57.08, 30.28), precision=precision, place=Place(country="IR"))
    [place] = described(record)["spatialCoverage"]
    assert place["address"]["addressCountry"] == "IR"
    assert "geo" not in place


def test_nothing_is_said_of_a_record_without_a_place() -> None:
    assert "spatialCoverage" not in described(incident(place=Place()))


def test_sources_are_cited_with_plain_web_addresses_only() -> None:
    sources = (
        Source(
            id="S", publisher="A paper", title="A report", date="2024-03", url="https://p.example/1"
        ),
        Source(id="T", publisher="B", title="C", url="javascript:alert(1)"),
    )
    first, second = described(incident(sources=sources))["citation"]
    assert first == {
        "@type": "CreativeWork",
        "name": "A report",
        "publisher": {"@type": "Organization", "name": "A paper"},
        "datePublished": "2024-03",
        "url": "https://p.example/1",
    }
    assert "url" not in second


def test_no_statement_toll_or_actor_is_in_it() -> None:
    record = with_ledger(statement("a", "accusation", "ruritania", says="They ordered it."))
    said = str(described(record))
    assert "Ruritania" not in said
    assert "They ordered it." not in said
    assert "Islamic State" not in str(
        {name: value for name, value in described(curated()[KERMAN]).items() if name != "citation"}
    )
