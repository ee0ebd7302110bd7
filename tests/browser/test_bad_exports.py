"""Hostile texts in files: each has the outcome that tests/data/bad_inputs.json says."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bad_inputs import Entry, named, of
from geo.exports import export_bytes
from geo.exports.selection import select
from geo.store.store import Store
from hostile import RAN, check_nothing_ran, hostile_incident
from samples import HOSTILE
from selections import selection_of
from watching import watched_file

pytestmark = pytest.mark.browser

ROWS = 10_000
LETTERS = str.maketrans("0123456789", "abcdefghij")  # ids of letters: 1337 would be a finding
SVG = "{http://www.w3.org/2000/svg}"


def check_figure(_: Browser, folder: Path, entry: Entry) -> None:
    """A title that is not mathematics is drawn as it is, and no figure fails of it."""
    title = entry["input"]
    root = ET.fromstring(export_bytes(selection_of(), "svg", title=title, caption=title))
    assert [each.text for each in root.iter(f"{SVG}text")].count(title) == 2
    for format_ in ("png", "pdf"):
        assert export_bytes(selection_of(), format_, title=title, caption=title)


def check_page(browser: Browser, folder: Path, entry: Entry) -> None:
    """A page of every text opens without a server, runs its own scripts only, and asks nobody."""
    assert entry["input"].startswith(f"{ROWS:,} rows")
    store = Store()
    store.add(
        replace(
            hostile_incident(n % len(HOSTILE), HOSTILE[n % len(HOSTILE)]),
            id=str(n).translate(LETTERS),
        )
        for n in range(ROWS)
    )
    path = folder / "every.html"
    html = export_bytes(select(store), title=HOSTILE[0])
    with watched_file(browser, path, html) as (page, asked):
        expect(page.locator(".atlas-count")).not_to_be_empty()
        expect(page.locator("#shown")).to_contain_text(f"{ROWS:,}")
        check_nothing_ran(page)
        (policy,) = page.locator("meta[http-equiv=Content-Security-Policy]").all()
        scripts = re.findall(r"script-src ([^;]*)", str(policy.get_attribute("content")))
        assert all(re.fullmatch(r"'sha256-[^']+'|blob:", each) for each in scripts[0].split())
    assert {url.partition("#")[0] for url in asked if not url.startswith("blob:")} == {
        path.as_uri()
    }


CHECKS: dict[str, Callable[[Browser, Path, Entry], None]] = {
    "B155": check_figure,
    "B156": check_page,
}


@pytest.mark.parametrize("entry", of("exports"), ids=named)
def test_every_bad_export_has_the_outcome_that_is_written(
    browser: Browser, tmp_path: Path, entry: Entry
) -> None:
    CHECKS[entry["id"]](browser, tmp_path, entry)


def test_a_script_of_the_data_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """What looks whether a script ran sees one that does."""
    html = b"<!doctype html><meta charset=utf-8><script>window.__x = 1</script>"
    with watched_file(browser, tmp_path / "x.html", html) as (page, _):
        assert page.evaluate(RAN)
        with pytest.raises(AssertionError):
            check_nothing_ran(page)
