"""The names on the base map: the shipped files, and what a browser writes of them."""

import gzip
import json
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from dashboards import Dashboard, opened

FOLDER = Path(__file__).parents[2] / "src" / "geo" / "assets" / "basemap"
LABELS_BYTES, TOWNS_BYTES, VIEW_BYTES = 60_000, 900_000, 100_000  # gzipped
VIEW = {6: (3, 2), 8: (2, 2)}  # cells that a screen of 1280 px touches when a level is first loaded
LOCAL = {
    "Kerman": "کرمان",
    "Shiraz": "شیراز",
    "Tehran": "تهران",
    "Moscow": "Москва",
    "Krasnogorsk": "Красногорск",
    "Dushanbe": "Душанбе",
}
KERMAN = [30.283, 57.079]

Row = list[Any]


@pytest.fixture(scope="module")
def labels() -> dict[str, Any]:
    """Read the file that every map loads."""
    content: dict[str, Any] = json.loads((FOLDER / "labels.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def cells(labels: dict[str, Any]) -> dict[tuple[float, str], list[Row]]:
    """Read the towns of each level and cell."""
    named = [(level["zoom"], cell) for level in labels["levels"] for cell in level["cells"]]
    return {key: json.loads(path_of(*key).read_text("utf-8")) for key in named}


@pytest.fixture(scope="module")
def towns(labels: dict[str, Any], cells: dict[tuple[float, str], list[Row]]) -> list[Row]:
    """List the towns of all files."""
    return [*labels["towns"], *(row for rows in cells.values() for row in rows)]


def path_of(zoom: float, cell: str) -> Path:
    return FOLDER / "towns" / f"{zoom:g}" / f"{cell}.json"


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_credits_its_source(labels: dict[str, Any]) -> None:
    assert list(labels) == ["source", "countries", "towns", "levels"]
    assert "GeoNames (CC BY 4.0)" in labels["source"]


def test_every_file_is_listed(cells: dict[tuple[float, str], list[Row]]) -> None:
    assert {path_of(*key) for key in cells} == set(FOLDER.glob("towns/*/*.json"))


def test_files_are_small(cells: dict[tuple[float, str], list[Row]]) -> None:
    assert gzipped(FOLDER / "labels.json") <= LABELS_BYTES
    assert sum(gzipped(path_of(*key)) for key in cells) <= TOWNS_BYTES


def test_a_view_loads_little(labels: dict[str, Any]) -> None:
    for level in labels["levels"]:
        sizes = {cell: gzipped(path_of(level["zoom"], cell)) for cell in level["cells"]}
        assert max(windows(sizes, level["degrees"], *VIEW[level["zoom"]])) <= VIEW_BYTES


def windows(sizes: dict[str, int], degrees: int, columns: int, rows: int) -> Iterator[int]:
    for cell in sizes:
        west, south = map(int, cell.split("_"))
        around = [
            f"{west + i * degrees}_{south + j * degrees}"
            for i in range(columns)
            for j in range(rows)
        ]
        yield sum(sizes.get(each, 0) for each in around)


def test_rows_are_in_range(labels: dict[str, Any], towns: list[Row]) -> None:
    for name, local, lon, lat, rank, *_ in [*labels["countries"], *towns]:
        assert name == name.strip() != ""
        assert local is None or local == local.strip() not in ("", name)
        assert -180 <= lon <= 180
        assert -90 < lat < 90
        assert round(lon, 3) == lon
        assert round(lat, 3) == lat
        assert 1 <= rank <= 10.5
        assert rank * 2 == int(rank * 2)


def test_towns_come_when_their_file_does(
    labels: dict[str, Any], cells: dict[tuple[float, str], list[Row]]
) -> None:
    zooms = [0, *(level["zoom"] for level in labels["levels"]), 99]
    found = {0: labels["towns"]} | {
        zoom: [row for (at, _), rows in cells.items() if at == zoom for row in rows]
        for zoom in zooms[1:-1]
    }
    for zoom, following in pairwise(zooms):
        assert all(zoom <= rank < following for *_, rank, _ in found[zoom])


def test_towns_lie_in_their_cell(
    labels: dict[str, Any], cells: dict[tuple[float, str], list[Row]]
) -> None:
    degrees = {level["zoom"]: level["degrees"] for level in labels["levels"]}
    for (zoom, cell), rows in cells.items():
        west, south = map(int, cell.split("_"))
        for _, _, lon, lat, *_ in rows:
            assert west <= lon < west + degrees[zoom]
            assert south <= lat < south + degrees[zoom]


def test_the_most_important_come_first(
    labels: dict[str, Any], cells: dict[tuple[float, str], list[Row]]
) -> None:
    for rows in (labels["towns"], *cells.values()):
        ranks = [row[4] for row in rows]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize("name", LOCAL)
def test_has_the_local_name(towns: list[Row], name: str) -> None:
    assert LOCAL[name] in {row[1] for row in towns if row[0] == name}


def test_countries_are_those_with_a_code(labels: dict[str, Any]) -> None:
    names = {row[0]: row[1] for row in labels["countries"]}
    assert names["Iran"] == "ایران"
    assert names["Russia"] == "Россия"
    assert len(names) == len(labels["countries"]) > 220
    assert not names.keys() & {"Kosovo", "Northern Cyprus", "Somaliland", "Siachen Glacier"}


def test_no_disputed_capital_is_drawn_as_one(towns: list[Row]) -> None:
    capitals = {row[0] for row in towns if row[5]}
    assert {"Tehran", "Moscow", "Dushanbe", "Kabul", "Astana", "Washington"} <= capitals
    assert not capitals & {"Jerusalem", "East Jerusalem", "Laayoune", "El Aaiún", "Pristina"}


# In a browser


@pytest.fixture(scope="module")
def dashboard(browser: Browser, server_url: str) -> Iterator[Dashboard]:
    """Open the dashboard once: each of these tests moves the map where it wants it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield opened(context.new_page(), f"{server_url}/")
    context.close()


def show(dashboard: Dashboard, zoom: float) -> list[dict[str, Any]]:
    """Move the map over Kerman and return the names that it writes there."""
    dashboard.frame.evaluate(
        """async ([center, zoom]) => {
            map.setView(center, zoom, { animate: false });
            await map.incidentAtlas.namesDrawn();
        }""",
        [KERMAN, zoom],
    )
    found: list[dict[str, Any]] = dashboard.frame.evaluate("map.incidentAtlas.labels()")
    return found


def touch(one: dict[str, Any], two: dict[str, Any]) -> bool:
    return bool(
        one["x"] < two["x"] + two["w"]
        and two["x"] < one["x"] + one["w"]
        and one["y"] < two["y"] + two["h"]
        and two["y"] < one["y"] + one["h"]
    )


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_round_kerman_do_not_collide(dashboard: Dashboard, theme: str) -> None:
    dashboard.frame.evaluate("theme => void map.incidentAtlas.setState({ theme })", theme)
    names = show(dashboard, 8)
    assert {"Mahan", "Baghin", "Rafsanjan", "Shahdad"} <= {name["text"] for name in names}
    assert not [pair for pair in combinations(names, 2) if touch(*pair)]
    towns = {name["text"] for name in names if name["kind"] != "region"}
    assert "Kerman" not in towns  # its mark bears the name
    color = {"light": "#5b6168", "dark": "#a6adb5"}[theme]
    assert dashboard.frame.evaluate(PIXELS, color) > 100


PIXELS = """hex => {
    const canvas = map.getContainer().querySelector(".atlas-names");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
        count += data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255;
    }
    return count;
}"""


@pytest.mark.browser
def test_names_thin_out_with_the_zoom(dashboard: Dashboard) -> None:
    # The same ground at every zoom: what zoom 10 shows.
    show(dashboard, 10)
    sides = "const b = map.getBounds(); [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]"
    west, south, east, north = dashboard.frame.evaluate(sides)
    counts = []
    for zoom in (5, 7, 8, 10):
        show(dashboard, zoom)
        points = dashboard.frame.evaluate("map.incidentAtlas.labels().map(({ at }) => at)")
        counts.append(sum(west < lon < east and south < lat < north for lon, lat in points))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


@pytest.mark.browser
def test_a_drag_keeps_the_names(dashboard: Dashboard) -> None:
    before = {name["text"]: name["x"] for name in show(dashboard, 8)}
    dashboard.frame.evaluate("void map.panBy([60, 0], { animate: false })")
    after = {name["text"]: name["x"] for name in show_again(dashboard)}
    middle = {text: x for text, x in before.items() if 310 < x < 450}  # right of the legend
    assert middle
    assert {text: after.get(text) for text in middle} == {t: x - 60 for t, x in middle.items()}


def show_again(dashboard: Dashboard) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dashboard.frame.evaluate("map.incidentAtlas.labels()")
    return found


@pytest.mark.browser
def test_the_pointer_finds_the_local_name(dashboard: Dashboard) -> None:
    name = next(name for name in show(dashboard, 8) if name["text"] == "Mahan")
    x, y = dashboard.on_page({"x": name["x"] + name["w"] / 2, "y": name["y"] + name["h"] / 2})
    dashboard.page.mouse.move(x, y)
    tip = dashboard.frame.locator(".atlas-tip")
    tip.wait_for()
    assert tip.inner_text().split() == ["Mahan", "\u2068ماهان\u2069"]


@pytest.mark.browser
def test_the_attribution_names_geonames(dashboard: Dashboard) -> None:
    assert "GeoNames" in dashboard.frame.locator(".leaflet-control-attribution").inner_text()
