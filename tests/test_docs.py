"""The documents name every route, parameter, command, option, error, status and property."""

import inspect
import json
import re
import runpy
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, get_args, get_type_hints

import pytest

import geo
from geo import errors
from geo.atlas.links import SCREEN
from geo.exports import FORMATS
from geo.gazetteer import nominatim
from geo.gazetteer.candidates import BASE
from geo.gazetteer.csv_file import ADDED
from geo.gazetteer.geocoder import Location
from geo.gazetteer.index import VARIABLE
from geo.gazetteer.place import CREDITS
from geo.model.attribution import STATUSES
from geo.model.incident import Assertion, Incident
from geo.model.known import known_as_of
from geo.model.pieces import piece_from_json
from geo.model.precision import Precision
from geo.model.tolls import Casualties, Range
from geo.query.filters import FILTERS, Filter
from geo.settings import LIMITS, READING, SETTINGS, Limit, Setting
from geo.store.order import ORDERS
from geo.web.refusals import error_codes
from geo.web.server import make_table
from samples import incident
from serving import atlas_of
from test_house import DATA, ORDER

ROOT = Path(__file__).parents[1]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
API = (ROOT / "docs/api.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
CITATION = (ROOT / "CITATION.cff").read_text("utf-8")
CLI = (ROOT / "docs/cli.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PYTHON = (ROOT / "docs/python.md").read_text("utf-8")
REPORTS = (ROOT / "docs/reports.md").read_text("utf-8")
GEOCODING = (ROOT / "docs/geocoding.md").read_text("utf-8")
ATTRIBUTION = (ROOT / "docs/attribution.md").read_text("utf-8")
MODEL = (ROOT / "docs/data-model.md").read_text("utf-8")
DOCUMENTS = "\n".join([README, *(p.read_text("utf-8") for p in (ROOT / "docs").glob("*.md"))])
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NOT_PROPERTIES = {"positions"}  # they are the geometry of the Feature


@pytest.mark.parametrize("filter_", FILTERS, ids=lambda filter_: str(filter_.name))
def test_a_filter_is_a_line_of_the_table(filter_: Filter) -> None:
    name = f"`{filter_.name}`{'*' if filter_.repeatable else ''}"
    assert re.search(rf"^\| {re.escape(name)} \| .+ \| {re.escape(filter_.matches)} \|$", API, re.M)


@pytest.mark.parametrize("name", [filter_.name for filter_ in FILTERS])
def test_a_parameter_is_documented(name: str) -> None:
    assert f"| `{name}`" in API


def test_the_formats_are_listed_in_their_order() -> None:
    table = REPORTS.split("| format | what it is |")[1].split("\n\n")[0]
    named = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    assert [name for names in named for name in names] == list(FORMATS)
    listed = next(line for line in PYTHON.splitlines() if line.startswith("| `export_file("))
    assert ", ".join(f"`{name}`" for name in FORMATS) in listed


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_in_the_readme(name: str) -> None:
    assert re.search(rf"\.{name}\b", README)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: str(setting.variable))
def test_a_setting_is_documented(setting: Setting) -> None:
    default = f" (`{setting.default}`)" if setting.default else ""
    assert f"| `{setting.variable}` | {setting.help}{default} |" in CLI


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: str(limit.name))
def test_a_limit_is_documented(limit: Limit) -> None:
    assert f"| `{limit.variable}` | {limit.default:,} | {limit.help} |" in API


@pytest.mark.parametrize("limit", READING, ids=lambda limit: str(limit.name))
def test_a_limit_of_files_is_documented(limit: Limit) -> None:
    text = (ROOT / "docs/datasets.md").read_text("utf-8")
    assert f"| `{limit.variable}` | {limit.default:,} | {limit.help} |" in text


def paths() -> list[str]:
    """Return every path that we serve, as the documents write it."""
    rows = [getattr(route, "path", "") for route in make_table(atlas_of())]
    return sorted({"/assets/…" if row.startswith("/assets") else row for row in rows})


@pytest.mark.parametrize("path", [path.replace("{id:path}", "{id}") for path in paths()])
def test_a_route_is_documented(path: str) -> None:
    headings = [line for line in API.splitlines() if line.startswith("### ")]
    assert any(f"`{path}`" in heading for heading in headings)


@pytest.mark.parametrize("path", [path.replace("{id:path}", "{id}") for path in paths()])
def test_a_route_is_in_the_table(path: str) -> None:
    assert f"| `{path}` |" in API


def architecture() -> dict[str, Any]:
    """Return the script that draws the picture of the folders."""
    return runpy.run_path(str(ROOT / "scripts/build_architecture.py"))


def test_the_picture_of_the_folders_is_drawn_from_the_imports() -> None:
    assert architecture()["page"]() == ARCHITECTURE, "run scripts/build_architecture.py"


def test_the_fewest_arrows_lead_to_the_same_folders() -> None:
    script = architecture()
    graph = script["edges"]()
    fewest = script["reduced"](graph)
    for folder in graph:
        assert script["reachable"](fewest, folder) == script["reachable"](graph, folder)
        assert fewest[folder] <= graph[folder]


def test_every_folder_is_described_in_the_order() -> None:
    table = ARCHITECTURE.split("| folder |")[1].split("\n\n")[0]
    names = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert names == [name for name in ORDER if "." not in name]


def test_the_folders_without_python_are_named() -> None:
    (sentence,) = re.findall("^(.*) folders hold no Python: (.*?)\\.", ARCHITECTURE, re.M | re.S)
    assert set(re.findall(r"`(\w+)` (?:has )?the", sentence[1])) == DATA


def test_every_folder_of_the_browser_is_described() -> None:
    table = ARCHITECTURE.split("| folder of `assets` |")[1].split("\n\n")[0]
    folders = {path.parent.name for path in (ROOT / "src/geo/assets").glob("*/*.js")}
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == folders


@pytest.mark.parametrize("name", re.findall(r"`(geo\.[\w.]+)`", ARCHITECTURE))
def test_a_name_of_the_architecture_exists(name: str) -> None:
    resolve_name(name)  # a module, or what is in one


@pytest.mark.parametrize("name", re.findall(r"`(assets/[\w./]+)`", ARCHITECTURE))
def test_a_file_of_the_architecture_exists(name: str) -> None:
    assert (ROOT / "src/geo" / name).is_file()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_links_of_a_page_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        page = path.parent / file if file else path
        assert page.exists(), target
        assert not anchor or anchor in anchors(page), target


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    headings = re.findall("^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_files_that_a_page_names_exist(path: Path) -> None:
    folders = "src|tests|scripts|docs|benchmarks|data"
    for name in re.findall(rf"(?:`|\s)((?:{folders})/[\w./-]*\w)", path.read_text("utf-8")):
        assert (ROOT / name).exists(), name


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    assert f"\nversion: {version}\n" in CITATION
    assert f"\nlicense: {project['license']}\n" in CITATION
    assert f"({version})" in README
    released = re.findall(r"^## (\S+)", CHANGELOG, re.MULTILINE)
    assert released[0] == "Unreleased"
    assert not [name for name in released[1:] if not re.fullmatch(r"\d+\.\d+\.\d+", name)]


def test_every_decision_is_listed_and_told_in_four_parts() -> None:
    folder = ROOT / "docs/decisions"
    pages = sorted(folder.glob("0*.md"))
    listed = re.findall(
        r"^(\d+)\. \[(.*)\]\((.*)\)$", (folder / "README.md").read_text("utf-8"), re.M
    )
    assert [name for _, _, name in listed] == [page.name for page in pages]
    for (number, title, name), page in zip(listed, pages, strict=True):
        heading, *parts = re.findall("^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
        assert heading == f"{number}. {title}"
        assert int(number) == int(name[:4])
        assert parts == ["Context", "Decision", "What was measured", "Consequences"]


def models(model: Any) -> Iterator[Any]:
    """Yield a dataclass and all that its fields are made of."""
    yield model
    for hint in get_type_hints(model).values():
        for part in parts(hint):
            yield from models(part)


def parts(hint: Any) -> Iterator[Any]:
    if is_dataclass(hint):
        yield hint
    for argument in get_args(hint):
        yield from parts(argument)


EXAMPLES = re.findall(r"(?:^    .*\n)+", MODEL, re.MULTILINE)
MODELS = {model.__name__: model for model in models(Incident)}


@pytest.mark.parametrize("name", MODELS)
def test_every_property_of_the_model_is_documented(name: str) -> None:
    names = {field.name for field in fields(MODELS[name])} - NOT_PROPERTIES
    documented = set(re.findall("[a-z0-9_]+", " ".join(re.findall("`([^`]+)`", MODEL))))
    assert not names - documented


def test_the_examples_of_the_model_are_valid() -> None:
    verdict, ruling, history = (json.loads(text) for text in EXAMPLES)
    for statement in (verdict, ruling):
        assert piece_from_json(Assertion, statement).kind == statement["kind"]
    tolls = piece_from_json(Casualties, {"reports": history})
    assert tolls.range_from_reports("killed") == Range(low=2, best=2, high=2)


@pytest.mark.parametrize(("day", "figure"), [(13, 4), (14, 2)])
def test_the_example_of_a_history_is_told_right(day: int, figure: int) -> None:
    given = {"killed": {"best": 2}, "reports": json.loads(EXAMPLES[-1])}
    record = incident(casualties=piece_from_json(Casualties, given))
    known = known_as_of(record, date(2023, 8, day))
    assert known
    assert known.casualties
    assert known.casualties.killed
    assert known.casualties.killed.best == figure


def test_the_whole_model_is_looked_at() -> None:
    assert set(MODELS) == {
        *("Incident", "IncidentDate", "Place", "Site", "IncidentType", "Actor", "Assertion"),
        *("Speaker", "Casualties", "Range", "TollReport", "Link", "Source", "Origin", "Review"),
    }


@pytest.mark.parametrize("name", dir(geo))
def test_a_name_of_the_package_is_documented(name: str) -> None:
    assert re.search(rf"\b{name}\b", DOCUMENTS)


@pytest.mark.parametrize(
    ("status", "code"), [(status, code) for status, all_ in error_codes().items() for code in all_]
)
def test_an_error_code_is_documented(status: int, code: str) -> None:
    assert f"| {status} | `{code}` |" in API


@pytest.mark.parametrize("name", errors.__all__)
def test_an_error_class_is_documented(name: str) -> None:
    found = getattr(errors, name)
    if isinstance(found, type) and issubclass(found, errors.GeoError):
        assert name in API
        assert inspect.getdoc(found)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_documented(status: str) -> None:
    assert f"| `{status}` |" in ATTRIBUTION


@pytest.mark.parametrize("precision", get_args(Precision))
def test_a_precision_is_documented(precision: str) -> None:
    assert f"`{precision}`" in MODEL


def test_the_commands_are_those_of_the_program() -> None:
    script = runpy.run_path(str(ROOT / "scripts/build_cli_docs.py"))
    assert script["page"]() == CLI, "run scripts/build_cli_docs.py"
    assert re.findall("<!-- (geo .*) -->", CLI) == list(dict(script["commands"]()))


@pytest.mark.parametrize("name", SCREEN)
def test_a_parameter_of_the_dashboard_is_documented(name: str) -> None:
    table = API.split("The dashboard's address has")[1].split("\n## ")[0]
    assert f"| `{name}` |" in table


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_of_the_table_is_documented(order: str) -> None:
    assert f"`{order}`" in API


@pytest.mark.parametrize("name", [VARIABLE, nominatim.SERVER, nominatim.CONTACT])
def test_a_setting_of_geocoding_is_documented(name: str) -> None:
    assert f"`{name}`" in GEOCODING


@pytest.mark.parametrize("credit", [*CREDITS.values(), nominatim.CREDIT])
def test_whom_places_are_owed_to_is_documented(credit: str) -> None:
    assert all(part in GEOCODING for part in re.split(r"; |, ", credit))


@pytest.mark.parametrize("method", [*BASE, "nominatim"])
def test_a_method_is_documented(method: str) -> None:
    assert f"| `{method}` |" in GEOCODING


@pytest.mark.parametrize("name", [field.name for field in fields(Location)])
def test_a_field_of_a_location_is_documented(name: str) -> None:
    assert f"`{name}`" in GEOCODING


@pytest.mark.parametrize("column", ADDED)
def test_a_column_that_is_added_is_documented(column: str) -> None:
    assert f"`{column}`" in GEOCODING
