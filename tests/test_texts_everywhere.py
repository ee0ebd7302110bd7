"""Every hostile text through every output: a reader is shown it, as it is, and only as a text.

The outputs are those of the program's own tables: a new one has a row here, or the tests fail.
Browser tests hold the screens: `browser/test_hostile.py` the dashboard and the embed, others the
page of one file, the notebook, the print.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bad_inputs import Entry, named, of
from geo.atlas.linked_data import linked_data
from geo.cli import main
from geo.exports import export_bytes
from geo.exports.formats import FORMATS
from geo.exports.selection import Selection, select
from geo.figures import typesetting
from geo.model.incident import Incident, Origin, Source
from geo.query.query import Query
from geo.store.store import Store
from geo.web.server import make_table
from geo.words.citations import FORMS
from hostile import COMPUTED, hostile_incident
from samples import HOSTILE, ROOT, SOURCE
from selections import DAY
from serving import Reader, atlas_of, client_of, write
from shown import (
    of_columns,
    of_csv,
    of_geopackage,
    of_json,
    of_markdown,
    of_page,
    of_parquet,
    of_svg,
    of_word,
    of_workbook,
    plain,
    strings,
)

ADDRESS = "https://atlas.example"
PLAIN = "plain words"  # what all tags of a page are those of


class World:
    """The hostile records, served and as files; each has its text also as dataset and licence."""

    def __init__(self, folder: Path) -> None:
        records = [record(number, text) for number, text in enumerate([*HOSTILE, PLAIN])]
        self.records = dict(zip([*HOSTILE, PLAIN], records, strict=True))
        self.store = Store(DAY)
        self.store.add(records)
        self.current = atlas_of(write(folder / "hostile.geojson", *records), public_url=ADDRESS)
        self.files: dict[str, str] = {}
        self.pages: dict[str, set[str]] = {}

    @cached_property
    def client(self) -> TestClient:
        return client_of(self.current, follow_redirects=False)

    def select(self, text: str) -> Selection:
        return select(self.store, Query(id=(self.records[text].id,)))

    def answer(self, path: str, **params: str) -> bytes:
        """Return what a route answers, which it does well and without a computed text."""
        found = self.client.get(f"{path}?{urlencode(params)}" if params else path)
        assert found.status_code == 200, found.text
        if found.headers["content-type"].startswith(("text", "application/json")):
            assert COMPUTED not in found.text
        return found.content

    def file(self, format_: str, read: Callable[[bytes], str]) -> str:
        """Return what a file of all records shows."""
        if format_ not in self.files:
            content = export_bytes(select(self.store), format_)
            self.files[format_] = plain(read(content))
        return self.files[format_]


def record(number: int, text: str) -> Incident:
    """Return the record of a text, without a toll: its page then has the tags of any other."""
    origin = Origin(dataset=text.strip(), version=text, licence=text, redistributable=True)
    sources = (SOURCE, Source(id="H", publisher=text, title=text, url=text))
    found = hostile_incident(number, text)
    return replace(found, origin=origin, casualties=None, sources=sources)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("texts"))
    yield made
    made.current.close()


# --- what an output shows of the record of a text ----------------------------------------------

Shown = Callable[[World, str], str]


def route(path: str, read: Callable[[bytes], str], **params: str) -> Shown:
    """Ask a route for the record; `{id}` and `{text}` stand for those of the record."""

    def shown(world: World, text: str) -> str:
        values = {"id": world.records[text].id, "text": text}
        address = path.replace("{id:path}", quote(values["id"], safe=""))
        given = {name: value.format(**values) for name, value in params.items()}
        content = world.answer(address, **given)
        if read is of_page:
            check_tags(world, path, content, text)
        return plain(read(content))

    return shown


def check_tags(world: World, path: str, content: bytes, text: str) -> None:
    """The page has the tags of any other, no handler, and no address that a text made."""
    page = Reader(content.decode())
    tags = {tag for tag, _ in page.tags}
    if text == PLAIN:
        world.pages[path] = tags
    assert tags <= world.pages.get(path, tags)
    assert not [name for _, attributes in page.tags for name in attributes if name[:2] == "on"]
    for name in ("src", "href", "action", "srcdoc"):
        assert text not in page.attributes(name)
        for address in page.attributes(name):
            assert str(address).startswith(("/", "#", "data:image/", f"{ADDRESS}/", "https://"))


def file(format_: str, read: Callable[[bytes], str]) -> Shown:
    return lambda world, _: world.file(format_, read)


def figure(world: World, _: str) -> str:
    """Draw figures with every text in their captions, which hold many."""
    if "svg" not in world.files:
        captions = ["\n".join(HOSTILE[start : start + 10]) for start in range(0, len(HOSTILE), 10)]
        drawn = (export_bytes(world.select(PLAIN), "svg", caption=each) for each in captions)
        world.files["svg"] = plain("\n".join(map(of_svg, drawn)))
    return world.files["svg"]


def oembed(world: World, text: str) -> str:
    embed = f"{ADDRESS}/embed/record/{quote(world.records[text].id, safe='')}"
    content = world.answer("/oembed", url=embed)
    return plain(of_json(content))


def cited(form: str) -> Shown:
    """Cite the view of the record's dataset; TeX signs are as TeX shows them."""

    def shown(world: World, text: str) -> str:
        selection = select(world.store, Query(dataset=(text.strip(),)))
        cited_ = FORMS[form](selection.caption, f"{ADDRESS}/", DAY)
        return plain(cited_ if form != "BibTeX" else untexed(cited_))

    return shown


def untexed(text: str) -> str:
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~"}
    for name, sign in {**names, "asciicircum": "^"}.items():
        text = text.replace(f"\\text{name}{{}}", sign)
    for sign in "$&#_%":
        text = text.replace(f"\\{sign}", sign)
    return text


def described(world: World, text: str) -> str:
    """Describe the record as JSON-LD."""
    terms = linked_data(world.records[text], url=ADDRESS, data_url=ADDRESS, description=text)
    return plain("\n".join(strings(terms)))


# By the path of a route, as the program's table has it.
ROUTES: dict[str, Shown] = {
    "/about": route("/about", of_page),
    "/api/caption": route("/api/caption", of_json, dataset="{text}"),
    "/api/cells": route("/api/cells", of_json, id="{id}"),
    "/api/columns": route("/api/columns", of_columns, id="{id}"),
    "/api/incidents": route("/api/incidents", of_json, id="{id}"),
    "/api/incidents/{id:path}": route("/api/incidents/{id:path}", of_json),
    "/api/rows": route("/api/rows", of_json, id="{id}"),
    "/api/summary": route("/api/summary", of_json, id="{id}"),
    "/embed/map": route("/embed/map", of_page, id="{id}", title="{text}"),
    "/embed/record/{id:path}": route("/embed/record/{id:path}", of_page),
    "/oembed": oembed,
    "/print": route("/print", of_page, select="{id}"),
    "/record/{id:path}": route("/record/{id:path}", of_page),
}
# Routes that show no text of a record, and why.
SILENT = {
    "/api/openapi.json": "the program's own tables",
    "/api/places": "names of the gazetteer; browser/test_place_search.py",
    "/api/timeline": "numbers, slugs of groups and codes of statuses",
    "/assets": "files of the program",
    "/assets/v-{version}": "files of the program",
    "/basemap/{mark}.pmtiles": "a file of the operator; web/test_streets_map.py",
    "/embed/map.png": "a picture; its words are drawn as those of `svg`",
    "/favicon.ico": "a file of the program",
    "/health": "a word of the program",
    "/ready": "names of the operator's files",
    "/print/map.svg": "the map and its legend only, drawn as `svg` is",
    "/made/{token}/{name}": "a file of FORMATS, and its name: web/test_made.py",
}
FILES: dict[str, Shown] = {
    "csv": file("csv", of_csv),
    "docx": file("docx", of_word),
    "geojson": file("geojson", of_json),
    "gpkg": file("gpkg", of_geopackage),
    "html": file("html", of_page),
    "md": file("md", of_markdown),
    "parquet": file("parquet", of_parquet),
    "svg": figure,
    "xlsx": file("xlsx", of_workbook),
}
PICTURES = {
    "png",
    "pdf",
}  # drawn by the code that draws svg; browser/test_bad_exports.py makes them
OTHERS: dict[str, Shown] = {
    **{f"citation: {form}": cited(form) for form in FORMS},
    "JSON-LD": described,
}
# How an output writes a text where it has no letters for it.
WRITTEN: dict[str, Callable[[str], str]] = {"svg": lambda text: plain(typesetting.plain(text))}
OUTPUTS = {**ROUTES, **FILES, **OTHERS}
# The command line shows texts through one function; where its commands are put to hostile ones.
COMMANDS = {
    "build": "cli/test_cli_build.py",
    "check": "cli/test_check.py",
    "export": "cli/test_cli_export.py",
    "gazetteer": "cli/test_cli_places.py",
    "geocode": "gazetteer/test_geocode_csv.py",
    "import": "cli/test_cli.py",
    "locate": "cli/test_cli_places.py",
    "serve": "cli/test_cli.py",
    "validate": "cli/test_cli.py",
}


@pytest.mark.parametrize("entry", of("texts"), ids=named)
def test_a_text_is_shown_as_it_is_by_every_output(world: World, entry: Entry) -> None:
    text = entry["input"]
    missing = []
    for name, shown in OUTPUTS.items():
        if name in ROUTES and name not in world.pages:
            shown(world, PLAIN)  # the tags of any other page
        if WRITTEN.get(name, plain)(text) not in shown(world, text):
            missing.append(name)
    assert missing == []


def test_every_route_is_an_output_or_shows_no_text_of_a_record() -> None:
    routes = {each.path for each in make_table(atlas_of()) if isinstance(each, Route | Mount)}
    assert sorted([*ROUTES, *SILENT]) == sorted(routes)


def test_every_format_is_an_output_or_a_picture() -> None:
    assert sorted([*FILES, *PICTURES]) == sorted(FORMATS)


def test_every_command_is_put_to_hostile_texts_somewhere() -> None:
    assert sorted(COMMANDS) == sorted(main.commands)
    for file_ in COMMANDS.values():
        assert (ROOT / "tests" / file_).exists()


def test_an_output_that_loses_a_text_is_found(world: World) -> None:
    """What looks for a text does not find one that is not there, nor a part of it."""
    text = HOSTILE[5]
    for name, shown in OUTPUTS.items():
        assert plain(f"{text} and more") not in shown(world, text), name
