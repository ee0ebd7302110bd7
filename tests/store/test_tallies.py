"""Tallies: which of them tells what, where on the map they do, and that they are asked."""

import pytest
from hypothesis import given

from geo.mercator import MAX_ZOOM, Bounds, cell_of
from geo.query.facets import FACETS
from geo.query.query import Query
from geo.store.statements.told import Told, inner_of, told_by
from geo.store.store import Store
from geo.store.tallies import DEEP, tally_of, timed_tally
from geo.store.where import where_of
from samples import located
from strategies import positions

WORLD = Bounds(west=-180, south=-90, east=180, north=90)
ALL = Query()
LEVEL = 4  # of which cells are tallied of any number of records
BITS = MAX_ZOOM - LEVEL


@pytest.mark.parametrize(
    ("query", "keys", "tally"),
    [
        (ALL, (), "places"),
        (ALL, ("types",), "types"),
        (ALL, ("groups",), "groups"),
        (Query(from_="2015", to="2016-12"), ("years",), "places"),
        (Query(country=("IR",), precision=("site",)), ("credit",), "places"),
        (Query(country=("IR",)), ("types",), "types"),
        (Query(group=("front",), status=("claimed",)), ("years",), "groups"),
        (Query(group=("front",)), ("country",), None),
        (Query(type=("attack",)), ("finest",), None),
        (Query(from_="2015-02"), (), None),
        (Query(to="2015-11"), (), None),
        (Query(q="hall"), (), None),
        (Query(id=("A",)), (), None),
        (Query(bbox=WORLD), (), None),
    ],
)
def test_a_tally_tells_what_its_keys_know(
    query: Query, keys: tuple[str, ...], tally: str | None
) -> None:
    assert tally_of(where_of(query), *keys) == tally


@pytest.mark.parametrize(
    ("query", "keys", "tally"),
    [
        (ALL, ("groups",), "groups"),
        (Query(group=("front",)), ("country",), "groups_by_place"),
        (Query(group=("front",)), ("types",), "groups_by_type"),
        (Query(type=("attack",)), ("finest",), "groups_by_type"),
        (Query(country=("IR",), from_="2015"), ("groups",), "groups_by_place"),
        (Query(country=("IR",), group=("front",)), ("types",), None),
        (Query(from_="2015-02"), (), None),
        (Query(group=("front",), as_of="2024"), ("country",), None),
    ],
)
def test_deep_tallies_know_two_of_place_type_and_group(
    query: Query, keys: tuple[str, ...], tally: str | None
) -> None:
    assert tally_of(where_of(query, DEEP), *keys) == tally


@pytest.mark.parametrize(
    ("query", "keys", "tally"),
    [
        (ALL, ("days",), "days"),
        (ALL, ("months",), "days"),
        (Query(status=("claimed",)), ("days",), "days"),
        (ALL, ("months", "groups"), "months_by_group"),
        (ALL, ("days", "groups"), None),
        (Query(country=("IR",)), ("months",), "months_by_place"),
        (Query(type=("attack",)), ("months",), "months_by_type"),
        (Query(country=("IR",), type=("attack",)), ("months",), None),
    ],
)
def test_a_tally_tells_of_days_or_of_months(
    query: Query, keys: tuple[str, ...], tally: str | None
) -> None:
    assert timed_tally(where_of(query, DEEP), *keys) == tally
    assert timed_tally(where_of(query), *keys) is None


def names(told: Told) -> list[str]:
    """Return the names of the tallies that are asked."""
    return [rows.split("'")[1] for rows in told.rows]


def test_across_the_antimeridian_each_side_is_told_by_itself() -> None:
    pacific = Bounds(west=150, south=-40, east=-150, north=40)
    told = told_by(where_of(Query(bbox=pacific), DEEP), "cells", WORLD, 7)
    assert names(told) == ["cells7"] * 2 + ["cells10"] * 6  # above, below, and between
    assert len(told.rest) == len(told.strips) == 3
    assert len(told_by(where_of(ALL), "cells", pacific, 7).rest) == 2


def test_each_level_tells_what_no_coarser_one_does() -> None:
    view = Bounds(west=0, south=0, east=100, north=60)
    told = told_by(where_of(ALL, DEEP), "cells", view, 5)
    assert names(told) == ["cells7", *["cells10"] * 3]  # the equator is the edge of a cell of both
    assert not any("not (" in rows for rows in told.rows)
    assert len(told.rest) == 4


def test_a_level_without_a_whole_cell_in_view_is_not_asked() -> None:
    town = Bounds(west=57, south=30, east=57.5, north=30.5)
    assert names(told_by(where_of(ALL, DEEP), "cells", town, 0)) == ["cells10"]
    assert told_by(where_of(ALL), "cells", town, 0).rows == ()


def test_every_facet_of_all_records_has_a_tally() -> None:
    assert None not in {tally_of(where_of(ALL), facet.column) for facet in FACETS.values()}


@pytest.mark.parametrize(
    ("query", "zoom", "is_told"),
    [
        (ALL, LEVEL, True),
        (ALL, LEVEL + 1, False),
        (Query(from_="2015", precision=("site",), dataset=("a",)), 0, True),
        (Query(bbox=WORLD), 0, True),
        (Query(bbox=WORLD, q="hall"), 0, False),
        (Query(from_="2015-06"), 0, False),
        (Query(group=("front",)), 0, False),
    ],
)
def test_cells_of_low_zooms_are_told(query: Query, zoom: int, is_told: bool) -> None:
    assert bool(told_by(where_of(query), "cells", WORLD, zoom).rows) is is_told


def test_cells_are_told_where_they_are_wholly_in_the_box_too() -> None:
    store = Store()
    store.add([located("A", (1.0, 2.0)), located("B", (50.0, 4.0))])
    store._connection.execute("update added.tallies set number = 9 * number")
    near_both = Query(bbox=Bounds(west=0.5, south=-90, east=180, north=90))
    assert store.marks(near_both, WORLD, 2).in_view == 1 + 9
    assert store.marks(near_both, WORLD, 2).matched == 2


@given(positions(), positions(), positions())
def test_no_cell_that_is_told_reaches_out_of_the_bounds(
    a: tuple[float, float], b: tuple[float, float], position: tuple[float, float]
) -> None:
    (west, east), (south, north) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    bounds = Bounds(west=west, south=south, east=east, north=north)
    first_x, first_y, last_x, last_y = inner_of(bounds, LEVEL)
    x, y = (place >> BITS << BITS for place in cell_of(*position, MAX_ZOOM))
    is_told = first_x <= x <= last_x and first_y <= y <= last_y
    assert bounds.contains(*position) or not is_told


def test_all_cells_of_the_world_are_told() -> None:
    end = (1 << 24) - 1
    assert inner_of(WORLD, LEVEL) == (0, 0, end, end)
    assert inner_of(Bounds(west=-180, south=-85, east=180, north=85), LEVEL) == (
        *(0, 1 << BITS),
        *(end, end - (1 << BITS)),
    )


def test_answers_come_from_the_tallies_where_they_can() -> None:
    store = Store()
    store.add([located("A", (1.0, 2.0)), located("B", (3.0, 4.0))])
    assert store.marks(ALL, WORLD, 2).matched == 2
    store._connection.execute("update added.tallies set number = 9 * number")
    marks = store.marks(ALL, WORLD, 2)
    assert (marks.matched, marks.in_view) == (18, 18)
    assert store.marks(ALL, WORLD, LEVEL + 1).in_view == 2
    assert store.summary(ALL).matched == 18
    assert store.summary(Query(q="attack")).matched == 2


def test_what_is_added_later_is_tallied_once() -> None:
    store = Store()
    store.add([located("A", (1.0, 2.0))])
    store.add([located("B", (3.0, 4.0))])
    assert store.summary(ALL).matched == 2
    assert sum(value.count for value in store.summary(ALL).facets["year"]) == 2
