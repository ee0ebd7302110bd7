"""Hypothesis strategies for valid incidents, with the places and texts that break programs."""

import string
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy, composite

from geo.model.assertion import STANCES, THE_ATTACK, AssertionKind
from geo.model.fields import Position
from geo.model.incident import (
    PARTIAL_LENGTH,
    SPANS,
    Actor,
    Assertion,
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Link,
    Origin,
    Place,
    Range,
    RecordType,
    Review,
    Site,
    Source,
    Speaker,
    TollReport,
)
from geo.model.precision import Precision
from samples import id_from

HOSTILE = (
    "{{7*191}}",
    "{% for x in ().__class__.__mro__ %}{{x}}{% endfor %}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "![x](http://example.invalid/p.png)",
    "[x](javascript:alert(1))",
    "`${alert(1)}`",
    "'); DROP TABLE incidents; --",
    '=HYPERLINK("http://example.invalid")',
    "</script>\u2028\u2029",
    "\u202eright to left",
    "کرمان Красногорск 𓀀",
    "a\nb\tc \\ \" ' &amp;",
    "None",
    " ",
)
POSITIONS: tuple[Position, ...] = (
    (0.0, 90.0),
    (0.0, -90.0),
    (180.0, 0.0),
    (-180.0, 0.0),
    (-180.0, -90.0),
    (179.999999, 66.5),
    (-179.999999, -16.8),
    (0.0, 0.0),
    (-0.0, 51.5),
    (57.07879, 30.28321),
)
T = TypeVar("T")

CAPITAL = "capital_as_actor"
SLUGS = ("islamic-state", "isis-k", "ukraine", "a", "0", "group-2")


def texts() -> SearchStrategy[str]:
    """Return texts of any script, some of them attacks on whatever shows them."""
    return st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=12)


def ids() -> SearchStrategy[str]:
    """Return ids: texts that an address can carry."""
    controls: Any = ["Cc", "Cs"]
    plain = st.text(st.characters(exclude_categories=controls), min_size=1, max_size=12)
    return (st.sampled_from(HOSTILE) | plain).map(id_from).filter(bool)


def positions() -> SearchStrategy[Position]:
    """Return (lon, lat) in degrees; poles, antimeridian and origin come often."""
    lon, lat = st.floats(-180, 180), st.floats(-90, 90)
    return st.sampled_from(POSITIONS) | st.tuples(lon, lat)


def days() -> SearchStrategy[date]:
    """Return days of the years that the atlas may hold."""
    return st.dates(date(1900, 1, 1), date(2100, 12, 31))


def partial_dates() -> SearchStrategy[str]:
    """Return a year, a month or a day."""
    return st.builds(
        lambda day, length: day.isoformat()[:length], days(), st.sampled_from((4, 7, 10))
    )


def counts() -> SearchStrategy[int]:
    """Return numbers of people."""
    return st.integers(0, 5000)


@composite
def incident_dates(draw: st.DrawFn) -> IncidentDate:
    """Return dates of every precision."""
    precision = draw(_literal(IncidentDate, "precision"))
    if precision == "unknown":
        return IncidentDate(precision=precision, reported=draw(partial_dates()))
    start, last = sorted((draw(days()), draw(days())))
    spans = precision in SPANS
    end = last if spans else draw(st.none() | st.just(last))
    end = None if precision in PARTIAL_LENGTH else end
    reported = draw(st.none() | partial_dates())
    return IncidentDate(start=start, end=end, precision=precision, reported=reported)


@composite
def assertions(draw: st.DrawFn, actors: list[str], sources: list[str]) -> dict[str, Any]:
    """Return the fields of a statement, but for its id."""
    kind: AssertionKind = draw(st.sampled_from(tuple(STANCES)))
    stance = draw(st.sampled_from(STANCES[kind]))
    about = draw(_some([*actors, THE_ATTACK] if stance == "denies" else actors))
    says = draw(texts() if not about else st.none() | texts())
    return {
        "kind": kind,
        "about": about,
        "by": draw(_speakers()),
        "stance": stance,
        "date": draw(partial_dates()),
        "dated_by": draw(_literal(Assertion, "dated_by")),
        "says": says,
        "basis": draw(st.none() | texts()),
        "channel": draw(st.none() | texts()),
        "sources": draw(_some(sources, least=1)),
    }


@composite
def ledgers(draw: st.DrawFn, actors: list[str], sources: list[str]) -> list[Assertion]:
    """Return the statements of one incident, replying to one another."""
    fields = draw(st.lists(assertions(actors, sources), max_size=3)) if sources else []
    ids = [f"statement-{number}" for number in range(len(fields))]
    replies = st.sampled_from(ids) if ids else st.nothing()
    return [
        Assertion(
            id=id_,
            replies_to=draw(replies if found["kind"] == "retraction" else st.none() | replies),
            **found,
        )
        for id_, found in zip(ids, fields, strict=True)
    ]


@composite
def ranges(draw: st.DrawFn) -> Range:
    """Return ranges, whole or in part."""
    low, best, high = sorted(draw(st.tuples(counts(), counts(), counts())))
    keep = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any))
    known = (value if kept else None for value, kept in zip((low, best, high), keep, strict=True))
    return Range(**dict(zip(("low", "best", "high"), known, strict=True)))


def casualties(sources: list[str]) -> SearchStrategy[Casualties]:
    """Return tolls with their reports."""
    reports = st.builds(
        TollReport,
        value=counts(),
        measure=_literal(TollReport, "measure"),
        qualifier=_literal(TollReport, "qualifier"),
        said_by=st.none() | _speakers(),
        as_of=st.none() | partial_dates(),
        status=_literal(TollReport, "status"),
        note=st.none() | texts(),
        sources=_some(sources, least=1),
    )
    return st.builds(
        Casualties,
        killed=st.none() | ranges(),
        injured=st.none() | ranges(),
        perpetrators_killed=st.none() | counts(),
        reports=st.lists(reports, max_size=3) if sources else st.just([]),
    )


@composite
def places(draw: st.DrawFn, sites: int, sources: list[str], record_type: RecordType) -> Place:
    """Return a place with this many sites; only context records name a capital for its state."""
    allowed = [p for p in get_args(Precision) if p != CAPITAL or record_type == "context"]
    site = st.builds(
        Site,
        name=st.none() | texts(),
        precision=st.sampled_from(allowed),
        radius_km=st.none() | st.floats(0.001, 5000),
        gazetteer_id=st.none() | texts(),
        method=st.none() | texts(),
        sources=_some(sources),
    )
    return Place(
        name=draw(st.none() | texts()),
        names=draw(st.dictionaries(st.sampled_from(("en", "fa", "ru", "zh-Hant")), texts())),
        country=draw(st.none() | st.text(string.ascii_uppercase, min_size=2, max_size=2)),
        admin1=draw(st.none() | texts()),
        admin2=draw(st.none() | texts()),
        sites=tuple(draw(st.lists(site, min_size=sites, max_size=sites))),
        sources=draw(_some(sources)),
    )


@composite
def incidents(draw: st.DrawFn) -> Incident:
    """Return valid incidents of every kind."""
    record_type = draw(_literal(Incident, "record_type"))
    sources = draw(st.lists(_sources(), max_size=2, unique_by=lambda source: source.id))
    source_ids = [source.id for source in sources]
    actors = draw(_actors())
    sites = draw(st.integers(0, 3))
    located = draw(st.booleans())
    tolls = st.none() if record_type == "context" else st.none() | casualties(source_ids)
    return Incident(
        id=draw(ids()),
        record_type=record_type,
        title=draw(texts()),
        summary=draw(st.none() | texts()),
        date=draw(incident_dates()),
        place=draw(places(sites, source_ids, record_type)),
        positions=tuple(draw(positions()) for _ in range(sites * located)),
        types=draw(_tuple_of(st.builds(IncidentType, scheme=texts(), code=texts(), label=texts()))),
        actors=actors,
        assertions=tuple(draw(ledgers([actor.id for actor in actors], source_ids))),
        casualties=draw(tolls),
        links=draw(_tuple_of(st.builds(Link, rel=_literal(Link, "rel"), id=ids()))),
        sources=tuple(sources),
        origin=draw(_origins()),
        review=draw(st.builds(Review, status=_literal(Review, "status"))),
    )


def _sources() -> SearchStrategy[Source]:
    return st.builds(
        Source,
        id=texts(),
        publisher=texts(),
        title=texts(),
        date=st.none() | partial_dates(),
        url=st.none() | texts(),
        licence=st.none() | texts(),
        mirror_of=st.none() | texts(),
    )


@composite
def _actors(draw: st.DrawFn) -> tuple[Actor, ...]:
    """Return actors of which each may be part of one before it, so that there is no circle."""
    ids = draw(st.lists(st.sampled_from(SLUGS), max_size=3, unique=True))
    return tuple(
        Actor(
            id=id_,
            name=draw(texts()),
            kind=draw(_literal(Actor, "kind")),
            role=draw(st.none() | texts()),
            part_of=draw(st.none() | st.sampled_from(ids[:number])) if number else None,
        )
        for number, id_ in enumerate(ids)
    )


def _speakers() -> SearchStrategy[Speaker]:
    return st.builds(Speaker, name=texts(), kind=_literal(Speaker, "kind"))


def _origins() -> SearchStrategy[Origin]:
    row = st.dictionaries(texts(), st.none() | st.booleans() | counts() | texts(), max_size=2)
    return st.builds(
        Origin,
        dataset=texts(),
        version=st.none() | texts(),
        record_id=st.none() | texts(),
        licence=texts(),
        redistributable=st.booleans(),
        raw=row,
    )


def _literal(model: type, field: str) -> SearchStrategy[Any]:
    return st.sampled_from(get_args(get_type_hints(model)[field]))


def _some(items: list[T], least: int = 0) -> SearchStrategy[tuple[T, ...]]:
    if not items:
        return st.just(())
    return st.lists(st.sampled_from(items), min_size=least, max_size=3).map(tuple)


def _tuple_of(items: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=2).map(tuple)
