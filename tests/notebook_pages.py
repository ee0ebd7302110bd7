"""A report as Quarto makes it, with maps of a notebook."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, expect

from watching import watched_file

HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>A report</title>"
COLUMN = "<main style='max-width: 700px; margin: 24px auto'><h1>A report</h1>"


@contextmanager
def opened(browser: Browser, folder: Path, *outputs: str, **options: Any) -> Iterator[Page]:
    """Open a page of outputs, as Quarto makes it; it asks for nothing but its workers."""
    path = folder / "report.html"
    cells = "\n".join(f"<div class=cell-output-display>{html}</div>" for html in outputs)
    html = f"{HEAD}{COLUMN}{cells}</main></html>".encode()
    with watched_file(browser, path, html, **options) as (page, asked):
        for frame in frames(page):
            expect(frame.locator(".atlas-count")).not_to_be_empty()
        yield page
    assert [url for url in asked if not url.startswith("blob:")] == [path.as_uri()]


def frames(page: Page) -> list[Frame]:
    return page.frames[1:]
