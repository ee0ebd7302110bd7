"""A directory of many small files answers as a store file of the same records: none is missed."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.mercator import WORLD, Bounds
from geo.query.query import Query
from geo.store.attached.open_file import OpenStoreFile
from geo.store.directory import part_files
from geo.store.directory.manifest import read_manifest
from geo.store.file import replacing
from geo.store.history import past_tallies
from geo.store.store import Store
from geo.store.tallies import DEEP, SHALLOW
from samples import located
from store_checks import PHASES, made, queries
from store_directories import DAY, build

CHANCE = random.Random(20261130)
EDGES = [(lon, lat) for lon in (-180.0, -179.99, 0.0, 179.99, 180.0) for lat in (-85.0, 0.0, 85.0)]
APART = [(CHANCE.uniform(-180, 180), CHANCE.uniform(-80, 80)) for _ in range(60)]
POOL = [
    *(made(number, CHANCE) for number in range(60)),
    *(located(f"P{number}", position) for number, position in enumerate([*EDGES, *APART])),
    *(located(f"S{number}", *CHANCE.sample([*EDGES, *APART], 3)) for number in range(6)),
]
POSITIONS = sorted({position for each in POOL for position in each.positions})
Pair = tuple[Store, Store]


@pytest.fixture(scope="module", params=["few", "all"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Open the records as a file, and as a directory of many files a table, with their tallies.

    These are those of few records, or all.
    """
    folder, file, directory = tmp_path_factory.mktemp("pruning"), Store(), Store()
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "all":
            for name in ("MANY", "SHARED"):
                patch.setattr(past_tallies, name, 0)
        patch.setattr(part_files, "ROWS", 8)
        patch.setattr(part_files, "ROW_GROUP", 4)
        patch.setattr(part_files, "_ROW_GROUPS", {"sites": 2})
        path = build(folder / "watch", POOL)
        with replacing(folder / "watch.duckdb", DAY) as fresh:
            fresh.add(POOL)
    found = {part.tally for part in read_manifest(path).tables["tallies"]}
    assert found == {*SHALLOW, *(DEEP if request.param == "all" else ())}
    for store, each in ((file, folder / "watch.duckdb"), (directory, path)):
        assert store.attach(each) == len(POOL)
    assert len(read_manifest(path).tables["sites"]) > 15
    return file, directory


@st.composite
def boxes(draw: st.DrawFn) -> Bounds:
    """Return boxes whose sides are on positions: a point, a line, over ±180° too."""
    sides = st.sampled_from(POSITIONS)
    (west, south), (east, north) = draw(sides), draw(sides)
    south, north = sorted((south, north))
    return Bounds(west=west, south=south, east=east, north=north)


def plain(answer: Any) -> Any:
    """Return an answer without order, and without the last digits of sums."""
    rounded = json.loads(json.dumps(answer), parse_float=lambda text: round(float(text), 6))
    if isinstance(rounded, dict) and "features" in rounded:
        rounded["features"] = sorted(rounded["features"], key=json.dumps)
    return rounded


def seen(store: Store, query: Query, box: Bounds, zoom: int) -> list[Any]:
    """Return what a store answers of a view."""
    return [
        plain(store.marks(query, box, zoom).to_geojson()),
        plain(store.marks(query, box, zoom, most=0).to_geojson()),
        store.timeline(query, bounds=box),
        sorted(row.id for row in store.rows(replace(query, bbox=box), limit=1000)[1]),
    ]


@given(queries(POOL), boxes() | st.just(WORLD), st.sampled_from([0, 3, 9, 16]))
@settings(max_examples=amount(quick=15, thorough=200), phases=PHASES)
def test_a_view_of_many_files_misses_nothing(
    pair: Pair, query: Query, box: Bounds, zoom: int
) -> None:
    file, directory = pair
    assert seen(directory, query, box, zoom) == seen(file, query, box, zoom)


@given(boxes(), st.sampled_from([3, 16]))
@settings(max_examples=amount(quick=15, thorough=200), phases=PHASES)
def test_a_view_of_all_records_misses_nothing(pair: Pair, box: Bounds, zoom: int) -> None:
    file, directory = pair
    assert seen(directory, Query(), box, zoom) == seen(file, Query(), box, zoom)


@given(boxes())
@settings(max_examples=5, phases=PHASES)
def test_the_records_of_a_box_are_those_that_have_a_site_in_it(pair: Pair, box: Bounds) -> None:
    expected = sorted(
        each.id for each in POOL if any(box.contains(lon, lat) for lon, lat in each.positions)
    )
    for store in pair:
        found = store.rows(Query(bbox=box), limit=1000)[1]
        assert sorted(row.id for row in found) == expected


def test_few_files_are_read_of_many(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without that nothing above would tell whether the right ones are."""
    met, near = list[int](), OpenStoreFile.near

    def counted(file: OpenStoreFile, *args: Any) -> dict[str, list[str]]:
        found = near(file, *args)
        met.extend(map(len, found.values()))
        return found

    monkeypatch.setattr(OpenStoreFile, "near", counted)
    _, directory = pair
    lon, lat = APART[0]
    box = Bounds(west=lon, south=lat, east=lon, north=lat)
    assert directory.marks(Query(), box, 16).in_view == 1
    assert met
    assert min(met) < 10
