"""The borders of the base map: what is dashed in which view, as docs/borders.md tells it."""

import json
import re
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry import shape

from geo.maps.outlines import finest_borders_in_unit_square, outlines_in_degrees
from geo.mercator import unit_square
from geo.words.borders import BORDERS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "geo" / "assets" / "basemap"
FINE = ", from zoom 4"  # of a row about a line that the coarse outlines do not have
# Where the line of each row is crossed: lon, lat to lon, lat.
CROSSED = {
    "Crimea and the mainland of Ukraine": ((34.2, 46.4), (34.2, 45.8)),
    "Donetsk and Luhansk, to the west": ((37.2, 47.7), (38.1, 47.9)),
    "Ukraine and Russia, on land": ((39.0, 49.6), (40.5, 49.4)),
    "Abkhazia, to the south-east": ((41.5, 42.8), (42.4, 42.7)),
    "South Ossetia, to the south": ((44.0, 41.8), (44.0, 42.35)),
    "Transnistria, to the west": ((28.6, 47.65), (29.05, 47.75)),
    "Nagorno-Karabakh: former oblast, and ceasefire line of 1994": ((46.75, 40.5), (46.75, 39.8)),
    "Kosovo and Serbia": ((20.9, 42.9), (20.9, 43.4)),
    "Cyprus, the line across the island": ((33.0, 35.0), (33.0, 35.3)),
    "Israel and Lebanon": ((35.3, 33.2), (35.3, 33.0)),
    "Golan, to the west": ((35.5, 33.0), (35.75, 33.0)),
    "Golan, to the east: ceasefire line of 1974": ((35.75, 33.0), (36.0, 33.0)),
    "West Bank and Israel": ((35.2, 32.7), (35.2, 32.3)),
    "Gaza and Israel, from zoom 4": ((34.35, 31.45), (34.55, 31.3)),
    "Western Sahara, to the north": ((-11.0, 28.0), (-11.0, 27.3)),
    "Western Sahara, along the berm": ((-14.6, 23.0), (-13.3, 23.0)),
    "Egypt and Sudan, at Hala'ib and Bir Tawil": ((35.0, 21.8), (35.0, 22.2)),
    "Egypt and Sudan, further west": ((28.0, 21.8), (28.0, 22.2)),
    "Abyei, to the north": ((28.5, 10.4), (28.5, 9.9)),
    "Abyei, to the south": ((28.5, 9.6), (28.5, 9.1)),
    "Ilemi, to the south": ((35.3, 4.4), (35.3, 4.8)),
    "Ilemi, to the north, from zoom 4": ((35.3, 4.8), (35.3, 5.5)),
    "Somaliland, to the east": ((48.6, 10.0), (49.2, 10.0)),
    "Kashmir, line of control": ((73.7, 34.0), (74.4, 34.0)),
    "Kashmir, to the west": ((73.2, 34.3), (73.6, 34.3)),
    "Siachen, to the west, from zoom 4": ((76.8, 35.3), (77.2, 35.2)),
    "Aksai Chin, to the west": ((78.3, 34.2), (79.2, 34.2)),
    "Aksai Chin, to the east": ((79.5, 35.0), (80.8, 35.0)),
    "Arunachal Pradesh, to the north": ((94.0, 28.5), (94.0, 29.6)),
    "Arunachal Pradesh, to the south": ((94.0, 26.8), (94.0, 28.0)),
    "North and South Korea": ((127.5, 38.0), (127.5, 38.7)),
    "Kuril Islands, in the sea between Iturup and Urup": ((148.8, 45.6), (149.6, 45.6)),
    "Venezuela and Guyana": ((-60.9, 7.0), (-60.0, 7.2)),
    "Guyana, claim of Venezuela to the east": ((-58.9, 4.0), (-58.2, 4.1)),
    "Guatemala and Belize": ((-89.5, 17.0), (-89.0, 17.0)),
    "Bolivia and Chile": ((-69.0, -20.5), (-68.0, -20.5)),
}


def told() -> dict[str, dict[str, str]]:
    """Return the rows of the table in the docs: where, and how each view draws it."""
    text = (ROOT / "docs" / "borders.md").read_text("utf-8")
    _, _, table = text.partition("| where | `control` | `un` |")
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", table.partition("\n\n")[0], re.MULTILINE)
    return {where: {"control": control, "un": un} for where, control, un in rows}


@cache
def lines(scale: str) -> dict[str, Any]:
    """Return solid and dashed lines of a base map, or the finest ones, and those of each view."""
    if scale == "10m":
        content = json.loads((FOLDER / "borders.json").read_text("utf-8"))
        parts = {name: content[name] for name in ("borders", "disputed")} | content["views"]
        return {name: MultiLineString(list(map(walked, part))) for name, part in parts.items()}
    content = json.loads((FOLDER / f"{scale}.json").read_text("utf-8"))
    parts = {name: content[name] for name in ("borders", "disputed")} | content["views"]
    return {name: shape(part) for name, part in parts.items()}


def walked(steps: list[int]) -> list[tuple[float, float]]:
    """Return the positions of a line that is given by its first one and steps to the others."""
    lons, lats = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(lon / 1000, lat / 1000) for lon, lat in zip(lons, lats, strict=True)]


def drawn(where: str, view: str, scale: str) -> str:
    """Say how a view draws the line that is crossed."""
    across, found = LineString(CROSSED[where]), lines(scale)
    kinds = {"solid": found["borders"], "dashed": found["disputed"] | found[view]}
    return ", ".join(kind for kind, part in kinds.items() if part.crosses(across)) or "not drawn"


def test_the_docs_tell_of_each_line() -> None:
    assert list(told()) == list(CROSSED)


@pytest.mark.parametrize("view", list(BORDERS))
@pytest.mark.parametrize("where", list(CROSSED))
def test_a_line_is_drawn_as_the_docs_tell(where: str, view: str) -> None:
    said = told()[where][view]
    assert drawn(where, view, "50m") == drawn(where, view, "10m") == said
    assert drawn(where, view, "110m") == ("not drawn" if where.endswith(FINE) else said)


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_views_differ_in_few_lines(scale: str) -> None:
    content = json.loads((FOLDER / f"{scale}.json").read_text("utf-8"))
    assert list(content["views"]) == list(BORDERS)
    assert len(json.dumps(content["views"])) < 2_000  # so that every map has both


def test_the_finest_borders_are_the_same_lines_drawn_more_finely() -> None:
    fine, coarse = lines("10m"), lines("50m")
    for name in ("borders", "disputed", "control"):
        away = fine[name].difference(coarse[name].buffer(0.15))
        assert away.length < 0.01 * fine[name].length
    assert coarse["borders"].difference(fine["borders"].buffer(0.15)).length < 5  # of 2,047 degrees
    points = shapely.get_num_coordinates([coarse["borders"], fine["borders"]])
    assert points[1] > 2 * points[0]
    assert (FOLDER / "borders.json").stat().st_size < 350_000


def test_figures_have_the_finest_borders() -> None:
    found = finest_borders_in_unit_square()
    assert list(found) == ["borders", "disputed", *BORDERS]
    for name, part in found.items():
        first = list(lines("10m")[name].geoms)[:1]
        expected = [[unit_square(*point) for point in line.coords] for line in first]
        assert [list(line.coords) for line in part[:1]] == expected


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_outlines_have_the_lines_of_each_view_by_its_name(scale: Any) -> None:
    outlines = outlines_in_degrees(scale)
    for view in BORDERS:
        assert list(outlines[view]) == list(getattr(lines(scale)[view], "geoms", []))
