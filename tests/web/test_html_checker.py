"""Pages without Streamlit, as the Nu HTML checker reads them: no error and no warning."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

import geo
from geo.atlas.current import CurrentAtlas
from geo.atlas.embed_params import EmbedParams
from geo.atlas.embeds import EmbedPage
from geo.atlas.snippets import Frame, iframe, snippet
from geo.exports.selection import select
from geo.exports.standalone.notebook_map import incident_map
from geo.exports.standalone.one_file import html_from_selection
from geo.query.query import Query
from geo.store.store import Store
from html_checker import JAR, faults
from samples import CROCUS, DATA, KERMAN
from serving import atlas_of, client_of

BASE = "https://atlas.example"
PAGES = {
    "embed": "/embed/map",
    "words": "/embed/map?title=A+%3Cb%3E+%26+B&subtitle=Since+2017&credit=A+desk&numbers=de",
    "bare": "/embed/map?legend=0&caption=0&years=0&theme=dark&borders=un",
    "groups": "/embed/map?color=group&from=2024&at=35.7,51.4,6",
    "open": f"/embed/map?select={KERMAN}",
    "empty": "/embed/map?from=1999&to=1999",
    "refused": "/embed/map?from=20x4",
    "about": "/about",
    "record": f"/record/{CROCUS}",
    "missing": "/record/none",
    "card": f"/embed/record/{KERMAN}",
    "no_card": "/embed/record/none",
    "print": f"/print?select={CROCUS}&title=A+%3Cb%3E+%26+B",
    "no_print": "/print?select=none",
}
# What is wrong with a page of folium's, whose template is not ours, and what a notebook that is not
# trusted shows in the place of a frame.
FOLIUM = {
    "notebook.html: Consider avoiding viewport values that prevent users from resizing documents.",
    "notebook.html: Consider adding a “lang” attribute to the “html” start tag to declare the"
    " language of this document.",
    "notebook.html: Stray start tag “script”.",
    "output.html: Text not allowed in element “iframe” in this context.",
}

pytestmark = pytest.mark.skipif(
    not JAR.exists(), reason=f"{JAR} is missing: make lint installs it, from package.json"
)


@pytest.fixture(scope="module")
def bundled() -> CurrentAtlas:
    return atlas_of(public_url=BASE)


@pytest.fixture(scope="module")
def client(bundled: CurrentAtlas) -> TestClient:
    return client_of(bundled)


def around(html: str) -> str:
    """Return a page of somebody else, with HTML of ours in it."""
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>{html}</html>"


def test_the_checker_finds_a_fault(tmp_path: Path) -> None:
    wrong = around("<img alt=x src=x aria-busy=maybe>")
    [found] = faults(tmp_path, wrong=wrong, right=around("<p>A"))
    assert found.startswith("wrong.html: Bad value “maybe” for attribute “aria-busy”")


def test_pages_of_the_server_are_valid(client: TestClient, tmp_path: Path) -> None:
    assert faults(tmp_path, **{name: client.get(path).text for name, path in PAGES.items()}) == []


def test_what_other_pages_paste_is_valid(
    client: TestClient, bundled: CurrentAtlas, tmp_path: Path
) -> None:
    page = EmbedPage(bundled.atlas(), EmbedParams(query=Query(q='"<&>')), BASE)
    asked = {"map": f"{BASE}/embed/map?from=2024", "record": f"{BASE}/record/{KERMAN}"}
    answers = {
        name: client.get(f"/oembed?{urlencode({'url': url})}").json()["html"]
        for name, url in asked.items()
    }
    pasted = {"snippet": snippet(page), "plain": iframe(page, frame=Frame.parse("16:9"))} | answers
    assert faults(tmp_path, **{name: around(html) for name, html in pasted.items()}) == []


def test_a_page_in_one_file_is_valid(tmp_path: Path) -> None:
    store = Store()
    store.add(geo.load(DATA))
    assert faults(tmp_path, file=html_from_selection(select(store)).decode()) == []


def test_a_notebook_has_no_fault_but_those_of_its_frame(tmp_path: Path) -> None:
    shown = incident_map(geo.load(DATA))
    page = shown.get_root().render()
    found = faults(tmp_path, notebook=page, output=around(shown._repr_html_()))
    assert {each.partition(" | ")[0] for each in found} == FOLIUM
