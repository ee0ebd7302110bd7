"""Hypothesis strategies for valid incidents, with the places and texts that break programs.

Strategies are built once: building them costs more than drawing from them.
"""

import string
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy, composite

from geo.model.assertion import STANCES, THE_ATTACK, Alleges, AssertionKind, Finds
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
from geo.model.tolls import REPLACED
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
MOST = 3  # of most things


def _literal(model: type, field: str) -> SearchStrategy[Any]:
    return st.sampled_from(get_args(get_type_hints(model)[field]))


def _tuple_of(items: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=2).map(tuple)


@cache
def _numbers(below: int, least: int) -> SearchStrategy[list[int]]:
    return st.lists(st.integers(0, below - 1), min_size=least, max_size=MOST)


def _fields(**values: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(values)


def _some(draw: st.DrawFn, items: Sequence[T], least: int = 0) -> tuple[T, ...]:
    """Draw up to three of some items."""
    return tuple(items[n] for n in draw(_numbers(len(items), least))) if items else ()


_TEXTS = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=12)
_CONTROLS: Any = ["Cc", "Cs"]
_ONE_LINE = st.text(st.characters(exclude_categories=_CONTROLS), min_size=1, max_size=12)
_IDS = (st.sampled_from(HOSTILE) | _ONE_LINE).map(id_from).filter(bool)
_POSITIONS = st.sampled_from(POSITIONS) | st.tuples(st.floats(-180, 180), st.floats(-90, 90))
_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
_PARTIAL_DATES = st.builds(
    lambda day, length: day.isoformat()[:length], _DAYS, st.sampled_from((4, 7, 10))
)
_COUNTS = st.integers(0, 5000)
_MAYBE_TEXT, _MAYBE_DATE, _MAYBE_COUNT = (
    st.none() | known for known in (_TEXTS, _PARTIAL_DATES, _COUNTS)
)
_PRECISIONS = _literal(IncidentDate, "precision")
_UP_TO_THREE = st.integers(0, MOST)
_NAMES = _TEXTS.filter(str.strip)  # what is not blank
_SPEAKERS = st.builds(Speaker, name=_TEXTS, kind=_literal(Speaker, "kind"))
_HEARINGS = st.none() | st.sampled_from(("open", "closed"))
_COURT = _fields(court=_MAYBE_TEXT, instance=_MAYBE_TEXT, hearing=_HEARINGS, appeal=_MAYBE_TEXT)
_FINDS = st.none() | st.sampled_from(get_args(Finds))
_ALLEGES = st.none() | st.sampled_from(get_args(Alleges))
_KINDS = st.sampled_from(tuple(STANCES))
_KINDS_OF_FIRST = _KINDS.filter(lambda kind: kind != "retraction")
_STANCES = {kind: st.sampled_from(stances) for kind, stances in STANCES.items()}
_STATEMENTS = _fields(
    date=_PARTIAL_DATES,
    dated_by=_literal(Assertion, "dated_by"),
    basis=_MAYBE_TEXT,
    channel=_MAYBE_TEXT,
)
_THREE_COUNTS = st.tuples(_COUNTS, _COUNTS, _COUNTS)
_KEPT = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any)
_REPORTS = _fields(
    value=_COUNTS,
    measure=_literal(TollReport, "measure"),
    qualifier=_literal(TollReport, "qualifier"),
    said_by=st.none() | _SPEAKERS,
    as_of=_MAYBE_DATE,
    status=_literal(TollReport, "status"),
    note=_MAYBE_TEXT,
)
_SITES = {
    record_type: _fields(
        name=_MAYBE_TEXT,
        precision=st.sampled_from(
            [p for p in get_args(Precision) if p != CAPITAL or record_type == "context"]
        ),
        radius_km=st.none() | st.floats(0.001, 5000),
        gazetteer_id=_MAYBE_TEXT,
        method=_MAYBE_TEXT,
    )
    for record_type in get_args(RecordType)
}
_PLACES = _fields(
    name=_MAYBE_TEXT,
    names=st.dictionaries(st.sampled_from(("en", "fa", "ru", "zh-Hant")), _TEXTS),
    country=st.none() | st.text(string.ascii_uppercase, min_size=2, max_size=2),
    country_method=_MAYBE_TEXT,
    admin1=_MAYBE_TEXT,
    admin2=_MAYBE_TEXT,
)
_SOURCES = st.builds(
    Source,
    id=_TEXTS,
    publisher=_TEXTS,
    title=_TEXTS,
    date=_MAYBE_DATE,
    url=_MAYBE_TEXT,
    licence=_MAYBE_TEXT,
    mirror_of=_MAYBE_TEXT,
    seen=_MAYBE_DATE,
    archived=_MAYBE_TEXT,
)
_SOURCE_LISTS = st.lists(_SOURCES, max_size=2, unique_by=lambda source: source.id)
_ACTOR_IDS = st.lists(st.sampled_from(SLUGS), max_size=MOST, unique=True)
_ACTORS = _fields(name=_TEXTS, kind=_literal(Actor, "kind"), role=_MAYBE_TEXT)
_VALUES = st.none() | st.booleans() | _COUNTS | _TEXTS
_INCIDENTS = _fields(
    id=_IDS,
    title=_TEXTS,
    summary=_MAYBE_TEXT,
    types=_tuple_of(st.builds(IncidentType, scheme=_TEXTS, code=_NAMES, label=_TEXTS)),
    links=_tuple_of(st.builds(Link, rel=_literal(Link, "rel"), id=_IDS)),
    origin=st.builds(
        Origin,
        dataset=_NAMES,
        version=_MAYBE_TEXT,
        record_id=_MAYBE_TEXT,
        licence=_TEXTS,
        redistributable=st.booleans(),
        raw=st.dictionaries(_TEXTS, _VALUES, max_size=2),
    ),
    review=st.builds(
        Review,
        status=_literal(Review, "status"),
        by=_MAYBE_TEXT,
        date=_MAYBE_DATE,
        scope=_MAYBE_TEXT,
    ),
)
_RECORD_TYPES = _literal(Incident, "record_type")


def texts() -> SearchStrategy[str]:
    """Return texts of any script, some of them attacks on whatever shows them."""
    return _TEXTS


def ids() -> SearchStrategy[str]:
    """Return ids: texts that an address can carry."""
    return _IDS


def positions() -> SearchStrategy[Position]:
    """Return (lon, lat) in degrees; poles, antimeridian and origin come often."""
    return _POSITIONS


def days() -> SearchStrategy[date]:
    """Return days of the years that the atlas may hold."""
    return _DAYS


def partial_dates() -> SearchStrategy[str]:
    """Return a year, a month or a day."""
    return _PARTIAL_DATES


@cache
def incidents() -> SearchStrategy[Incident]:
    """Return valid incidents of every kind."""
    return _incidents()


@composite
def _incidents(draw: st.DrawFn) -> Incident:
    record_type: RecordType = draw(_RECORD_TYPES)
    sources = draw(_SOURCE_LISTS)
    source_ids = [source.id for source in sources]
    actors = _actors(draw)
    sites = draw(_UP_TO_THREE)
    located = draw(st.booleans())
    has_tolls = record_type != "context" and draw(st.booleans())
    return Incident(
        record_type=record_type,
        date=_incident_date(draw),
        place=_place(draw, sites, source_ids, record_type),
        positions=tuple(draw(_POSITIONS) for _ in range(sites * located)),
        actors=actors,
        assertions=_ledger(draw, [actor.id for actor in actors], source_ids),
        casualties=_casualties(draw, source_ids) if has_tolls else None,
        summary_sources=_some(draw, source_ids),
        sources=tuple(sources),
        **draw(_INCIDENTS),
    )


def _incident_date(draw: st.DrawFn) -> IncidentDate:
    """Draw a date of any precision."""
    precision = draw(_PRECISIONS)
    if precision == "unknown":
        return IncidentDate(precision=precision, reported=draw(_MAYBE_DATE))
    start, last = sorted((draw(_DAYS), draw(_DAYS)))
    end = last if precision in SPANS or draw(st.booleans()) else None
    end = None if precision in PARTIAL_LENGTH else end
    return IncidentDate(start=start, end=end, precision=precision, reported=draw(_MAYBE_DATE))


def _actors(draw: st.DrawFn) -> tuple[Actor, ...]:
    """Draw actors of which each may be part of one before it, so that there is no circle."""
    ids = draw(_ACTOR_IDS)
    return tuple(
        Actor(id=id_, part_of=_one_or_none(draw, ids[:number]), **draw(_ACTORS))
        for number, id_ in enumerate(ids)
    )


def _one_or_none(draw: st.DrawFn, items: list[str]) -> str | None:
    return next(iter(_some(draw, items)), None)


def _ledger(draw: st.DrawFn, actors: list[str], sources: list[str]) -> tuple[Assertion, ...]:
    """Draw the statements of one incident, replying to those before them."""
    ids = [f"statement-{number}" for number in range(draw(_UP_TO_THREE))] if sources else []
    return tuple(
        _assertion(draw, id_, ids[:number], actors, sources) for number, id_ in enumerate(ids)
    )


def _assertion(
    draw: st.DrawFn, id_: str, ids: list[str], actors: list[str], sources: list[str]
) -> Assertion:
    kind: AssertionKind = draw(_KINDS if ids else _KINDS_OF_FIRST)
    stance = draw(_STANCES[kind])
    about = _some(draw, [*actors, THE_ATTACK] if stance == "denies" else actors)
    retracts = kind == "retraction"
    speaks_for = None if retracts else _one_or_none(draw, actors)  # a party takes back its own only
    by = replace(draw(_SPEAKERS), of=speaks_for)
    is_of_court = kind == "finding" or by.kind == "court"
    return Assertion(
        id=id_,
        kind=kind,
        about=about,
        by=by,
        stance=stance,
        finds=draw(_FINDS) if (kind, stance) == ("finding", "asserts") else None,
        alleges=draw(_ALLEGES) if kind == "accusation" else None,
        says=draw(_MAYBE_TEXT if about else _TEXTS),
        replies_to=_some(draw, ids, least=1)[0] if retracts else _one_or_none(draw, ids),
        sources=_some(draw, sources, least=1),
        **draw(_STATEMENTS),
        **(draw(_COURT) if is_of_court else {}),
    )


def _casualties(draw: st.DrawFn, sources: list[str]) -> Casualties:
    """Draw tolls with their reports."""
    reports = range(draw(_UP_TO_THREE) if sources else 0)
    return Casualties(
        killed=_range(draw),
        injured=_range(draw),
        perpetrators_killed=draw(_MAYBE_COUNT),
        reports=_successive(
            TollReport(
                **draw(_REPORTS), id=f"report-{number}", sources=_some(draw, sources, least=1)
            )
            for number in reports
        ),
    )


def _successive(reports: Iterable[TollReport]) -> tuple[TollReport, ...]:
    """Name, for reports that were replaced, the next one of their measure as the one that did."""
    made = list(reports)
    for place, report in enumerate(made):
        later = (other.id for other in made[place + 1 :] if other.measure == report.measure)
        if report.status in REPLACED:
            made[place] = replace(report, superseded_by=next(later, None))
    return tuple(made)


def _range(draw: st.DrawFn) -> Range | None:
    """Draw a range, whole or in part, or none."""
    if not draw(st.booleans()):
        return None
    figures = zip(("low", "best", "high"), sorted(draw(_THREE_COUNTS)), draw(_KEPT), strict=True)
    return Range(**{name: figure for name, figure, kept in figures if kept})


def _place(draw: st.DrawFn, sites: int, sources: list[str], record_type: RecordType) -> Place:
    """Draw a place with this many sites; only context records name a capital for its state."""
    site = _SITES[record_type]
    return Place(
        sites=tuple(Site(**draw(site), sources=_some(draw, sources)) for _ in range(sites)),
        sources=_some(draw, sources),
        **draw(_PLACES),
    )
