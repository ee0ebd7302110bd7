"""The house: each module imports only from its left, and each heavy package has one room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo

SOURCE = Path(geo.__file__).parent
ORDER = (  # noqa: SIM905, it reads as a line of rooms
    "errors limits dates bidi formulas excel_text mercator viewpoint fields assertion tolls"
    " incident feature schema attribution countries detail order query links summary facets"
    " licences captions citations symbols marks flat tables templates atomic json_text names"
    " not_places phrase place gazetteer_build gazetteer gazetteer_file areas candidates mentions"
    " geocoder answers nominatim online geocode_csv geopackage wkb importers placement"
    " import_parts tallies store_file sql results store import_report imports layer frames dataset"
    " figures tiles static maps exports notebook_map atlas uploads packed headers asked embeds"
    " pictures server address screen dashboard launch cli"
).split()
# Two rooms only where one noun needs the other's package: HTTP headers and routes, a value and
# its Feature, a store and its file, the maps of two hosts, the two doors to Streamlit.
HEAVY = {
    "anyascii": {"importers", "names"},
    "babel": {"countries"},
    "click": {"cli"},
    "docx": {"exports"},
    "duckdb": {"store", "store_file"},
    "filelock": {"gazetteer", "store_file"},
    "folium": {"maps", "notebook_map"},
    "geopandas": {"frames"},
    "geopy": {"nominatim"},
    "jinja2": {"templates"},
    "jsonschema": {"schema"},
    "matplotlib": {"figures"},
    "openpyxl": {"exports", "importers"},
    "platformdirs": {"answers", "gazetteer"},
    "pyarrow": {"frames", "importers", "tables"},
    "pyogrio": {"frames"},
    "pydantic": {"assertion", "feature", "fields", "incident", "tolls"},
    "rapidfuzz": {"areas", "candidates", "gazetteer", "gazetteer_build"},
    "shapely": {"frames"},
    "starlette": {"asked", "headers", "packed", "server"},
    "streamlit": {"address", "dashboard", "launch", "screen"},
    "streamlit_folium": {"dashboard"},
}
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.name != "__init__.py")


def room(path: Path) -> str:
    """Return the module, or the folder for one of several importers or exports."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in it, but for types alone."""
    names: set[str] = set()
    for node in walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree, leaving out what only a type checker runs."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walk(child)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_its_left(path: Path) -> None:
    own = ORDER.index(room(path))
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("geo.")}
    beside = rooms & set(ORDER[own:]) - {room(path)}
    assert not beside


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_heavy_package_is_imported_in_its_own_room_only(path: Path) -> None:
    packages = {name.split(".")[0] for name in imported(path)}
    strangers = {package for package in packages & set(HEAVY) if room(path) not in HEAVY[package]}
    assert not strangers


def test_server_and_dashboard_never_import_each_other() -> None:
    assert "geo.dashboard" not in " ".join(imported(SOURCE / "server.py"))
    assert "geo.server" not in " ".join(imported(SOURCE / "dashboard.py"))


def test_no_data_enters_a_folium_element() -> None:
    risky = ("folium.Popup", "folium.Tooltip", "folium.GeoJson", "folium.DivIcon", "folium.Marker")
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not [name for name in risky if name in text], path.name
