"""Take the pictures of the documents from the real dashboard.

Run by hand, after a change to what readers see::

    pip install -e '.[dev]'
    python scripts/build_screenshots.py

It serves the curated data, opens the machine's Chromium and writes docs/*.png.
"""

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from chromium import MISSING, find_chromium  # noqa: E402, the tests know where it is

MAP = 'iframe[title="streamlit_folium.st_folium"]'
SETTLED = 2_500  # ms for the finer outlines and the table
# Name → path of the page, width, height, colour scheme.
PICTURES = {
    "dashboard": ("/?select=RU-2024-03-22-crocus", 1280, 800, "light"),
    "dashboard-dark": ("/?select=IR-2024-01-03-kerman", 1280, 800, "dark"),
    "phone": ("/", 390, 844, "light"),
    "embed": ("/embed/map?group=islamic-state", 900, 560, "light"),
}


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description="Take the pictures of the documents.")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", help="folder for the PNGs")
    output: Path = parser.parse_args().output
    with served() as url, sync_playwright() as playwright:
        chromium = find_chromium() or sys.exit(MISSING)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in PICTURES:
            take(browser, url, name, output)
        browser.close()


def take(browser: Browser, url: str, name: str, output: Path) -> None:
    """Take one picture."""
    path, width, height, scheme = PICTURES[name]
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(url + path)
    embedded = path.startswith("/embed")
    (page if embedded else page.frame_locator(MAP)).locator(".atlas-count").wait_for()
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=output / f"{name}.png")
    context.close()


@contextmanager
def served() -> Iterator[str]:
    """Serve the curated data on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    geo = Path(sys.executable).with_name("geo")
    with subprocess.Popen([geo, "serve", "--port", str(port)]) as process:
        try:
            url = f"http://localhost:{port}"
            wait_for(f"{url}/health")
            yield url
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    """Wait until an address answers, half a minute at most."""
    for _ in range(300):
        try:
            with urlopen(url, timeout=1):
                return
        except (URLError, TimeoutError):
            time.sleep(0.1)
    sys.exit("the server did not start")


if __name__ == "__main__":
    main()
