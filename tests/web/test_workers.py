"""Workers, made of a text in the page: in a frame without an origin, and in a page of a folder."""

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from geo.exports import export_bytes
from geo.exports.carried import content
from geo.exports.selection import select
from geo.intake.dataset import load
from geo.store.store import Store
from samples import DATA
from watching import Traffic

pytestmark = pytest.mark.browser

# What a worker of a text says back, or the name of the event where none starts.
ECHO = """() => new Promise((done) => {
  const text = "postMessage([1 + 1, self.location.protocol])";
  const worker = new Worker(URL.createObjectURL(new Blob([text])));
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = ({ type }) => done(type);
})"""
BY_ADDRESS = """(url) => new Promise((done) => {
  try { new Worker(url).onerror = ({ type }) => done(type); } catch (error) { done(error.name); }
})"""


def framed(page: Page, server_url: str, other_site: tuple[str, Path]) -> Frame:
    """Return the frame of an embed in a page of another site, which gives it no origin."""
    site, folder = other_site
    frame = f'<iframe sandbox="allow-scripts" src="{server_url}/embed/map?from=2024"></iframe>'
    (folder / "article.html").write_text(f"<!doctype html>{frame}", "utf-8")
    page.goto(f"{site}/article.html")
    expect(page.frame_locator("iframe").locator(".atlas-count")).not_to_be_empty()
    return page.frames[1]


def test_a_worker_starts_in_a_frame_without_an_origin(
    page: Page, server_url: str, other_site: tuple[str, Path]
) -> None:
    frame = framed(page, server_url, other_site)
    assert frame.evaluate("self.origin") == "null"
    assert frame.evaluate(ECHO) == [2, "blob:"]


def test_no_worker_starts_from_an_address(page: Page, server_url: str, traffic: Traffic) -> None:
    page.goto(f"{server_url}/embed/map")
    said = page.evaluate(BY_ADDRESS, f"{server_url}/assets/leaflet/leaflet.js")
    assert said in {"error", "SecurityError"}
    assert traffic.errors
    assert all("worker-src blob:" in error for error in traffic.errors)
    traffic.errors.clear()


def test_a_worker_starts_in_a_page_of_a_folder_that_has_columns(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SINGLE", 0)
    store = Store()
    store.add(load(DATA))
    path = tmp_path / "map.html"
    path.write_bytes(export_bytes(select(store)))
    page.goto(path.as_uri())
    expect(page.locator(".atlas-count")).not_to_be_empty()
    assert page.evaluate(ECHO) == [2, "blob:"]
