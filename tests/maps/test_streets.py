"""The local extract of tiles: which files are taken, what they are called, and who is credited."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.errors import BadValue, UnreadableData
from geo.launch import app_parts
from geo.maps.shell import Shell
from geo.maps.static import STREETS
from geo.maps.streets import Streets, mark_of
from geo.maps.tiles import Tiles
from samples import DATA
from serving import Reader, atlas_of, client_of
from vector_tiles import earth, write_extract

BOX = (37.3, 55.77, 37.48, 55.88)
HOSTILE = "<b>me</b> <img src=x onerror='window.__x=1'> {{7*191}} \" ' & </script>"


def extract(path: Path, **metadata: Any) -> Path:
    return write_extract(path, [earth(BOX)], BOX, (10, 10), metadata=metadata)


def credit_of(folder: Path, attribution: Any) -> str:
    return Streets.open(extract(folder / "x.pmtiles", attribution=attribution)).credit


def test_a_file_says_where_it_has_streets(tmp_path: Path) -> None:
    path = extract(tmp_path / "my streets.pmtiles")
    streets = Streets.open(path)
    assert streets.options("") == {
        "url": f"/basemap/{mark_of(path.stat())}.pmtiles",
        "bounds": list(BOX),
        "zooms": [10, 10],
        "credit": "© OpenStreetMap",
    }


def test_a_file_that_changes_has_another_mark(tmp_path: Path) -> None:
    path = extract(tmp_path / "x.pmtiles")
    before = Streets.open(path)
    assert Streets.open(path) == before
    os.utime(path, ns=(0, 1_700_000_000_000_000_001))
    after = Streets.open(path)
    assert after.mark != before.mark
    assert after.url != before.url


@pytest.mark.parametrize(
    ("metadata", "rule"),
    [
        ({"vector_layers": [{"id": "water"}, {"id": "transportation"}]}, "earth, places, roads of"),
        ({"vector_layers": None}, "has the layers none, and earth, places, roads, water of"),
        ({"vector_layers": {"id": "earth"}}, "has the layers none"),
        ({"vector_layers": ["earth"]}, "has the layers none"),
        ({"version": "3.5.0"}, "is of version 3.5.0 of the basemap, and version 4 is drawn"),
        ({"version": 2}, "is of version 2 of the basemap, and version 4 is drawn"),
    ],
)
def test_tiles_of_another_schema_are_refused(
    tmp_path: Path, metadata: dict[str, Any], rule: str
) -> None:
    with pytest.raises(UnreadableData, match=f"x.pmtiles .*{rule}.*: extract one from a build"):
        Streets.open(extract(tmp_path / "x.pmtiles", **metadata))


@pytest.mark.parametrize("version", ["4.0.0", "4.13.2", "5.1", "main", ""])
def test_later_and_unknown_versions_are_taken(tmp_path: Path, version: str) -> None:
    streets = Streets.open(extract(tmp_path / "x.pmtiles", version=version))
    assert streets.zooms == (10, 10)


@pytest.mark.parametrize(
    ("attribution", "credit"),
    [
        ('<a href="https://protomaps.com">Protomaps</a> &copy; <a href="https://x">OpenStreetMap</a>',
         "Protomaps © OpenStreetMap"),
        ("City of Łódź", "© OpenStreetMap · City of Łódź"),
        ("", "© OpenStreetMap"),
        (None, "© OpenStreetMap"),
        (["x"], "© OpenStreetMap"),
        ("a\nb", "© OpenStreetMap · a b"),
        ("&lt;b&gt; OpenStreetMap", "<b> OpenStreetMap"),
    ],
)  # fmt: skip
def test_the_credit_is_the_text_of_the_attribution(
    tmp_path: Path, attribution: Any, credit: str
) -> None:
    assert credit_of(tmp_path, attribution) == credit


@settings(max_examples=40)
@given(attribution=st.text(max_size=300))
def test_every_credit_is_one_line_that_names_the_source(
    tmp_path_factory: pytest.TempPathFactory, attribution: str
) -> None:
    credit = credit_of(tmp_path_factory.getbasetemp(), attribution)
    assert "OpenStreetMap" in credit
    assert len(credit.splitlines()) == 1
    assert len(credit) < 230


@settings(max_examples=15)
@given(credit=st.one_of(st.just(HOSTILE), st.text(max_size=60)))
def test_no_credit_becomes_markup(tmp_path_factory: pytest.TempPathFactory, credit: str) -> None:
    streets = Streets(path=Path("x"), mark="m", bounds=BOX, zooms=(0, 15), credit=credit)
    given = Reader(client_of(atlas_of(DATA, streets=streets)).get("/embed/map").text)
    plain = Reader(client_of(atlas_of(DATA)).get("/embed/map").text)
    assert given.skeleton == plain.skeleton
    page = Shell(None, streets).get_root().render()
    assert "<img src=x" not in page
    assert str(7 * 191) not in page


def test_by_default_nothing_says_streets() -> None:
    page = client_of(atlas_of(DATA)).get("/embed/map").text
    assert 'data-streets=""' in page
    assert "protomaps" not in page


def test_the_environment_names_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = extract(tmp_path / "x.pmtiles")
    monkeypatch.setenv("GEO_BASEMAP", str(path))
    current = CurrentAtlas(ServeOptions.from_environment())
    assert current.streets == current.atlas().streets == Streets.open(path)
    monkeypatch.setenv("GEO_BASEMAP", str(tmp_path / "none.pmtiles"))
    with pytest.raises(UnreadableData, match=r"none\.pmtiles does not exist"):
        app_parts()


def test_outside_tiles_do_not_cover_a_local_file(tmp_path: Path) -> None:
    streets = Streets.open(extract(tmp_path / "x.pmtiles"))
    tiles = Tiles(url="https://tiles.example/{z}/{x}/{y}.png")
    with pytest.raises(BadValue, match=r"basemap=.*outside tiles would cover it"):
        ServeOptions(tiles=tiles, streets=streets)


def test_what_goes_with_a_map_says_whose_borders_its_streets_have(tmp_path: Path) -> None:
    streets = Streets.open(extract(tmp_path / "x.pmtiles"))
    said = "Where streets are drawn, borders are those of OpenStreetMap."
    with_, without = (
        Reader(client_of(atlas_of(DATA, streets=each)).get("/embed/map").text).text
        for each in (streets, None)
    )
    assert said in with_
    assert said not in without


def test_the_library_comes_with_all_licences_and_asks_no_host() -> None:
    licences = (STREETS.parent / "LICENSE").read_text("utf-8")
    for package in ("protomaps-leaflet", "pbf", "pmtiles", "rbush", "color2k", "fflate", "potpack"):
        assert re.search(rf"^{package} \d", licences, re.MULTILINE)
    code = STREETS.read_text("utf-8")
    hosts = set(re.findall(r"https?://([\w.-]+)", code))
    credited = {"protomaps.com", "openstreetmap.org"}  # of its own attribution, which is not shown
    assert hosts == {*credited, "www.w3.org", "example.com"}  # a namespace, and a base of addresses
    assert "sourceMappingURL" not in code
