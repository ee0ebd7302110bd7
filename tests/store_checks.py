"""A store's answers to any query, each compared with what plain Python makes of the incidents."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import Phase
from hypothesis import strategies as st

import oracle
from geo.mercator import Bounds, cell_bounds
from geo.model.attribution import STATUSES
from geo.model.dates import day_in_words, month_name
from geo.model.incident import (
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Place,
    Range,
    Site,
)
from geo.model.precision import Precision
from geo.query.labels import STATEMENT_LABELS
from geo.query.query import Query
from geo.query.search_terms import terms_of
from geo.store.order import NEWEST, ORDERS
from geo.store.store import Store
from said import SAID
from samples import statement, with_ledger
from strategies import incidents, positions

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink a database takes minutes
BY_ANY_TEXT = [order for order in ORDERS if order != "place"]  # DuckDB folds rare letters less
WORLD = Bounds(west=-180, south=-90, east=180, north=90)
PACIFIC = Bounds(west=170, south=-90, east=-170, north=90)
ARCTIC = Bounds(west=-180, south=85, east=180, north=90)
ALL = Query()
LEDGERS = (
    (),
    (statement("c", "claim", "isis-k", "armed_group"),),
    (statement("c", "claim", "front", "armed_group"), statement("a", "attribution", "front")),
    (statement("c", "claim", "front"), statement("d", "claim", "islamic-state")),
    (statement("a", "attribution", "islamic-state"), statement("x", "accusation", "ruritania")),
    (
        statement("x", "accusation", "ruritania", "armed_group", of="front"),
        statement("d", "denial", "ruritania", "state", of="ruritania", replies_to="x"),
        statement("a", "attribution", "isis-k", "state", of="ruritania"),
    ),
)
CORNERS = ((180.0, 0.0), (-180.0, 0.0), (0.0, 90.0), (0.0, -90.0), (179.9, -16.8), (-179.9, -16.8))


def several() -> st.SearchStrategy[list[Incident]]:
    return st.lists(incidents(), min_size=1, max_size=4, unique_by=lambda found: found.id)


def made(number: int, chance: random.Random) -> Incident:
    """Return one of many incidents that share days, places, groups and tolls."""
    first = date(2015, 1, 1) + timedelta(days=50 * chance.randrange(60))
    last = first + timedelta(days=chance.choice([0, 0, 3, 400]))
    near = (chance.choice([57.0, 51.4, 37.4]), chance.choice([30.3, 35.7, 55.8]))
    sites = [chance.choice([near, near, *CORNERS]) for _ in range(chance.choice([0, 1, 1, 2, 3]))]
    tolls = sorted(chance.choices(range(40), k=3))
    record_type = chance.choice(["incident", "incident", "aggregate", "context"])
    allowed = [
        p for p in get_args(Precision) if p != "capital_as_actor" or record_type == "context"
    ]
    has_toll = record_type != "context" and chance.random() < 0.7
    return with_ledger(
        *chance.choice(LEDGERS),
        id_=f"{chance.choice('ABC')}-{number}",
        record_type=record_type,
        title=chance.choice(["Kermān", "A hall", "A square"]),
        date=IncidentDate(start=first, end=last, precision="days"),
        place=Place(
            country=chance.choice([None, "IR", "RU"]),
            sites=tuple(Site(precision=chance.choice(allowed)) for _ in sites),
        ),
        positions=tuple(sites),
        types=tuple(
            IncidentType(scheme="x", code=c, label=c) for c in chance.choice(["", "a", "ab"])
        ),
        casualties=Casualties(killed=Range(low=tolls[0], best=tolls[1], high=tolls[2]))
        if has_toll
        else None,
    )


def opened(found: Sequence[Incident], *, is_held: bool = False) -> Store:
    store = Store()
    store.add(found)
    if is_held:
        store.hold()
    return store


@contextmanager
def mark_limit(limit: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_MARKS", str(limit))
        yield


@st.composite
def boxes(draw: st.DrawFn) -> Bounds:
    """Return boxes whose corners are places where incidents are."""
    (west, south), (east, north) = draw(positions()), draw(positions())
    low, high = sorted((south, north))
    return Bounds(west=west, south=low, east=east, north=high)


VIEWS = st.sampled_from([WORLD, PACIFIC, ARCTIC]) | boxes()


def some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not values:
        return st.just(())
    return st.lists(st.sampled_from(sorted(set(values))), max_size=2, unique=True).map(tuple)


OTHERS = ['"an attack"', "тегеран", "Россия атака", "иран", "Moskau", "холл"]


def _texts(one: Incident) -> list[str]:
    """Return what may be searched for: words, phrases, numbers and days."""
    toll = one.casualties and one.casualties.killed
    numbers = [str(toll.high or toll.best or toll.low)] if toll else []
    day = one.date.first
    days = [f"{day}", f"{day.year}", f'"{day_in_words(day)}"', month_name(day)] if day else []
    titles = [one.title[:3].strip(), f"«{one.title[:9].strip()}»", f'"{one.title[:5].strip()}']
    return [*titles, *numbers, *days, "hall", "iran", "1{{", "A paper", one.id, *OTHERS]


@st.composite
def queries(draw: st.DrawFn, found: Sequence[Incident]) -> Query:
    """Return queries by what some incidents have; most filters are empty."""
    one = draw(st.sampled_from(list(found)))
    said = {name: SAID[name](one, date.today()) for name in SAID}
    filters: dict[str, st.SearchStrategy[Any]] = {
        "from_": st.sampled_from([4, 10]).map(
            lambda end: str(one.date.first or "2020-01-01")[:end]
        ),
        "to": st.sampled_from([4, 7]).map(lambda end: str(one.date.last or "2020-01-01")[:end]),
        "group": some([actor.id for actor in one.actors]),
        "record": some(["incident", "aggregate", "context"]),
        "type": some([type_.code for type_ in one.types if type_.code == type_.code.strip() != ""]),
        "country": some([one.place.country or "IR", "RU"]),
        "status": some(list(STATUSES)),
        "precision": some([one.precision, "site", "none"]),
        "q": st.sampled_from([text for text in _texts(one) if terms_of(text)]),
        "statement": some(list(STATEMENT_LABELS)),
        "speaker": some(["front", "ruritania", "media", *said["speaker"]]),
        "attribution": some(["media--front", *said["attribution"]]),
        "accused": some(["ruritania", *said["accused"]]),
        "disputed": some(["front--ruritania", *said["disputed"]]),
        "bbox": VIEWS,
        "id": some([one.id, "nobody"]),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(filters)), max_size=3))
    values = {name: draw(filters[name]) for name in sorted(chosen)}
    return Query(**values)


def check_summary(store: Store, found: Sequence[Incident], query: Query) -> None:
    summary, matched = store.summary(query), oracle.matching(found, query)
    years = [year for i in matched for year in oracle.years_of(i)]
    assert summary.matched == len(matched)
    assert summary.context == sum(i.record_type == "context" for i in matched)
    assert summary.unlocated == sum(not i.positions for i in matched)
    assert summary.undated == sum(i.date.first is None for i in matched)
    assert summary.years == ((min(years), max(years)) if years else None)
    assert summary.killed == oracle.toll(matched, "killed")
    assert summary.injured == oracle.toll(matched, "injured")
    for name, values in summary.facets.items():
        asked = getattr(query, name, ())
        counts = {v.value: v.count for v in values if v.count or v.value not in asked}
        assert set(asked) <= {value.value for value in values}
        assert counts == oracle.facet(found, query, name), name
        assert len({value.value for value in values}) == len(values)


def check_pages(
    store: Store, found: Sequence[Incident], query: Query, size: int, order: str = NEWEST
) -> None:
    matched = oracle.matching(found, query)
    ids: list[str] = []
    while True:
        count, rows = store.rows(query, order=order, limit=size, offset=len(ids))
        assert count == len(matched)
        ids += [row.id for row in rows]
        if len(rows) < size:
            break
    assert ids == oracle.ordered(matched, order)
    for id_ in {found[0].id, *ids[:1], *ids[-1:], *ids[len(ids) // 2 :][:1]}:
        assert store.position(query, id_, order) == (ids.index(id_) if id_ in ids else None)
    newest_first = oracle.ordered(matched, NEWEST)
    count, page = store.incidents(query, limit=size)
    assert count == len(matched)
    assert [found.id for found in page] == newest_first[:size]


def check_marks(store: Store, found: Sequence[Incident], query: Query, view: Bounds) -> None:
    matched = oracle.matching(found, query)
    sites = oracle.shown(matched, view)
    in_view = oracle.incidents_of(sites)
    marks = store.marks(query, view, 3)
    drawn = [(m.properties["id"], m.properties["site"], (m.lon, m.lat)) for m in marks.marks]
    assert drawn == [(site.incident.id, site.site, site.position) for site in sites]
    assert marks.cells == ()
    assert (marks.matched, marks.in_view) == (len(matched), len(in_view))
    assert marks.legend == {
        "status": oracle.statuses(in_view),
        "group": oracle.groups(in_view),
    }
    assert marks.unplaced == oracle.unplaced(matched)


def check_cells(
    store: Store, found: Sequence[Incident], query: Query, view: Bounds, zoom: int
) -> None:
    sites = oracle.shown(oracle.matching(found, query), view)
    with mark_limit(0):
        cells = store.marks(query, view, zoom).cells
    expected = sorted(oracle.cells(sites, zoom).items())
    assert [cell.bounds for cell in cells] == [cell_bounds(*place, zoom) for place, _ in expected]
    for cell, (_, inside) in zip(cells, expected, strict=True):
        incidents_in = oracle.incidents_of(inside)
        assert cell.count == len(incidents_in)
        assert cell.status == oracle.statuses(incidents_in)
        assert cell.killed == oracle.killed(incidents_in)
        lons, lats = zip(*(site.position for site in inside), strict=True)
        assert min(lons) - 1e-9 <= cell.lon <= max(lons) + 1e-9
        assert min(lats) - 1e-9 <= cell.lat <= max(lats) + 1e-9
