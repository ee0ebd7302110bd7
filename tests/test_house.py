"""The house: imports only from above, no folder too full, each heavy package in one folder."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import geo

SOURCE = Path(geo.__file__).parent
# A dataset is one module, so no list names them; none of them imports another.
DATASETS = sorted((SOURCE / "importers/datasets").glob("[!_]*.py"))
# A module imports from the folders before its own, and in its own from the modules before it. A
# folder within a folder is one name in its parent's order.
ORDER: dict[str, str] = {
    "errors": "",
    "settings": "",
    "mercator": "",
    "viewpoint": "",
    "formats": "and_line terminal disk_errors temporary atomic bidi crs excel_text file_errors"
    " formulas geopackage geoparquet json_text one_line own_words pmtiles wkb",
    "model": "dates licences precision schema name_lengths fields assertion tolls incident feature"
    " flat_feature ledger relations attribution known pieces",
    "query": "folding search_terms values labels filters facets query summary bins timeline",
    "words": "countries country_fit numbers counts calendar_names parties phrases borders captions"
    " lines references notices reviews ledger heads tolls detail facets citations world_regions"
    " record timeline",
    "words.notices": "reasons scope contact",
    "words.heads": "head_lines head",
    "words.tolls": "history letter_widths layout chart figures",
    "gazetteer": "cache names codes country_names place not_places phrase building index areas"
    " likeness file candidates hint_notes mentions geocoder placed_feature nominatim"
    " geocode search csv_file",
    "gazetteer.building": "cities tables country_file place_rows sorted_rows build",
    "gazetteer.likeness": "transcription alike by_sound other_names",
    "importers": "headings columns row record survey cells published checks actors sheets"
    " geojson feature_parts parts importer datasets registry terms tables opening"
    " line_record reading geojson_rows guessing sources",
    "importers.cells": "cell_text nested digits text_cache unknown country_codes dates days"
    " date_columns number_words values degrees geometries grid_squares positions tolls",
    "importers.cells.dates": "when calendars plain unknown written resolved spans ranges readings"
    " numbers unreadable",
    "importers.datasets": " ".join(path.stem for path in DATASETS),
    "importers.checks": "day_fields country_check country_outlines garbled_text repeated_names"
    " many_positions",
    "importers.headings": "words spellings fillers yes_no hxl known_names cut_names heading",
    "importers.sheets": "line mark sheet_batch options grid heading_rows swallowed_rows stray_rows"
    " sheet encodings file_kinds text_file json_files headed_sheet delimited"
    " workbooks typed_columns parquet_sheet row_keys unpacking",
    "importers.sheets.delimited": "csv_lines csv_piece csv_batches dialect csv_sheet",
    "importers.sheets.json_files": "json_window json_shape json_path flat_record json_sheet"
    " feature_stream feature_sheet",
    "importers.sheets.workbooks": "zip_size number_formats sheet_choice tab_grid"
    " formula_values links calamine_process calamine_sheet excel_sheet",
    "importers.tables": "languages columns identity sources likeness surveying unfit deciding"
    " date_parts dates places tolls table",
    "store": "kept lists marks order page_rows searching where tallies pieces history tables"
    " documents source_rows memory changes directory attached statements file building records"
    " answers questions store",
    "store.attached": "watched_parts intact versions directory attaching open_file",
    "store.directory": "ranges remote listed manifest numbering geometry parquet_sql"
    " part_files task_engine part_counts in_order spill",
    "store.answers": "results summaries held",
    "store.history": "knowledge past_tallies",
    "store.statements": "asking as_of days matches told merging site_rows sql similar timeline",
    "frames": "gis_row frame_features frames",
    "intake": "stable_file fingerprint finding_kinds placement look_ups dataset geodataframe"
    " file_store unused command report listener columns batches processes table_batches run"
    " build",
    "intake.columns": "distinct texts lines positions row_texts part_columns known_days warned"
    " pieces assembly placing outlined batch",
    "spark": "kinds columns dialect session files versions store tasks findings placing looking"
    " making counting fresh numbering writing build",
    "maps": "symbols themes mark_rules marks templates ground_rules name_rules"
    " page_rules scales time_rules outlines labels near_ground locator tiles streets modules"
    " shared static shell",
    "maps.marks": "contrast map_key symbol_svg",
    "figures": "sheet theme view typesetting shapes spots drawing sheet_text boxes lettering"
    " mark_names place_names base_map globe_rings globe marks legend time tolls files figure",
    "figures.time": "axis bars chart",
    "figures.files": "svg_text canvases",
    "exports": "formats export selection zips file_names file_orders about figure fitting"
    " column_dictionary table_rows csvw csv_file excel geojson gis_files documents carried"
    " standalone",
    "exports.carried": "columns cells page_data panels base_map planes coded packed content",
    "exports.documents": "key_facts picture briefing_rows statements briefing markdown"
    " word_styles word_tables word_text word",
    "exports.standalone": "page_code notebook_map one_file",
    "atlas": "link_tags links params play embed_params readers serving access options atlas"
    " reasons embeds linked_data record_pages record_embeds printing snippets oembed view_tags"
    " opening uploads map_views current",
    "atlas.access": "sign_in",
    "atlas.serving": "prefixes base_path edition",
    "atlas.reasons": "outside ways_out unknown",
    "atlas.printing": "params picture page",
    "web": "bounds columns refused_page headers paths refusals guard admission kept preview"
    " request_params first_page api embed places record printing about files made streets"
    " unknown_page description log server application",
    "web.paths": "logged base_path",
    "web.bounds": "amounts sizes facets",
    "web.kept": "gzipped compression conditional at_hand",
    "web.description": "parameters answers document",
    "web.log": "log_file route_names access_log",
    "web.guard": "targets preflights streamlit_paths no_dashboard kept_view sign_in_page sign_in"
    " boundary",
    "web.admission": "turns buckets bounded_log open_files own_threads refused known_hosts"
    " handshakes connections bodies held_files per_client fair_share",
    "screen": "address application page_element"
    " plain as_of period session_files session_map downloads files"
    " no_match filters table own embed_builder share map detail method sign_in dashboard script",
    "screen.own": "fields chosen_file columns table_choice upload_report upload",
    "screen.script": "atlas_dashboard",
    "screen.sign_in": "secrets_file cookies reader",
    "launch": "",
    "cli": "saying words listening importing build deployed check export gazetteer geocode import_"
    " locate serve validate",
    "cli.deployed": "site certificate checks",
}
DATA = {"assets", "pages"}  # folders without code
# One folder each; two where a file of the field is read in one and written in the other, where
# values travel as its arrays, or where Streamlit is both started and drawn with.
HEAVY = {
    "chardet": {"importers"},
    "anyascii": {"gazetteer", "importers"},
    "babel": {"words"},
    "click": {"cli"},
    "docx": {"exports"},
    "duckdb": {"store"},
    "filelock": {"formats"},
    "folium": {"exports", "maps"},
    "fsspec": {"store"},
    "geopandas": {"frames"},
    "geopy": {"gazetteer"},
    "hijridate": {"importers"},
    "jinja2": {"maps"},
    "jsonschema": {"model"},
    "PIL": {"exports"},
    "matplotlib": {"figures"},
    "mgrs": {"importers"},
    "openpyxl": {"exports", "importers"},
    "persiantools": {"importers"},
    "platformdirs": {"gazetteer"},
    "pyarrow": {"frames", "importers", "intake", "spark", "store"},
    "pydantic": {"model"},
    "pyogrio": {"frames"},
    "python_calamine": {"importers"},
    "rapidfuzz": {"gazetteer"},
    "pyspark": {"spark"},
    "shapely": {"frames", "importers", "maps"},
    "sqlglot": {"spark"},
    "itsdangerous": {"screen"},
    "starlette": {"web"},
    "streamlit": {"launch", "screen"},
    "streamlit_folium": {"screen"},
    "uvicorn": {"web"},
}
MOST_FILES = 20  # of a folder
MOST_NAMES = 26  # of the package's own folder
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.name != "__init__.py")


def folder_of(path: Path) -> str:
    """Return the folder of src/geo that a module lies in, or its own name where it lies in none."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def dotted(path: Path) -> str:
    """Return a module's name below geo."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def inside(folder: str, names: Iterable[str]) -> set[str]:
    """Return what some dotted names below geo are called in a folder, and leave out all others."""
    within = (name.removeprefix(f"{folder}.") for name in names if name.startswith(f"{folder}."))
    return {name.split(".")[0] for name in within}


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in it, except for types only."""
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


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_imports_only_from_the_folders_above(path: Path) -> None:
    folders = list(ORDER)
    place = folders.index(folder_of(path))
    found = {name.split(".")[1] for name in imported(path) if name.startswith("geo.")}
    below = {name for name in found if name in ORDER and folders.index(name) > place}
    assert not below


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_imports_only_from_those_before_it_in_its_folder(path: Path) -> None:
    names = {name.removeprefix("geo.") for name in imported(path)}
    for folder, order in ORDER.items():
        for name in inside(folder, [dotted(path)]):
            before, _, _ = f" {order} ".partition(f" {name} ")
            assert inside(folder, names) & set(order.split()) <= {name, *before.split()}


@pytest.mark.parametrize("path", DATASETS, ids=dotted)
def test_a_dataset_imports_no_other(path: Path) -> None:
    assert not inside("importers.datasets", {name.removeprefix("geo.") for name in imported(path)})


def test_the_order_names_every_module() -> None:
    modules = {dotted(path) for path in MODULES}
    assert {name.split(".")[0] for name in modules} == {name for name in ORDER if "." not in name}
    for folder, order in ORDER.items():
        assert sorted(order.split()) == sorted(inside(folder, modules))


def test_no_folder_is_too_full() -> None:
    folders = [path for path in SOURCE.rglob("*") if path.is_dir() and path.name != "__pycache__"]
    for folder in folders:
        if folder.relative_to(SOURCE).parts[0] not in DATA:
            files = [path for path in folder.iterdir() if path.is_file()]
            assert len(files) <= MOST_FILES, folder.name
    names = [path for path in SOURCE.iterdir() if path.name not in {"__pycache__", "py.typed"}]
    assert len(names) <= MOST_NAMES


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_heavy_package_is_imported_in_its_own_folder_only(path: Path) -> None:
    packages = {name.split(".")[0] for name in imported(path)}
    strangers = {name for name in packages & set(HEAVY) if folder_of(path) not in HEAVY[name]}
    assert not strangers


@pytest.mark.parametrize(("folder", "other"), [("web", "screen"), ("screen", "web")])
def test_server_and_dashboard_never_import_each_other(folder: str, other: str) -> None:
    modules = [path for path in MODULES if folder_of(path) == folder]
    assert modules
    for path in modules:
        assert not [name for name in imported(path) if name.startswith(f"geo.{other}")], path.name


def test_the_script_of_the_dashboard_lies_alone() -> None:
    folder = SOURCE / "screen" / "script"
    assert [path.name for path in folder.iterdir() if path.name != "__pycache__"] == [
        "atlas_dashboard.py"
    ]


def test_no_data_enters_a_folium_element() -> None:
    risky = ("folium.Popup", "folium.Tooltip", "folium.GeoJson", "folium.DivIcon", "folium.Marker")
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not [name for name in risky if name in text], path.name
