"""What the tests share: a blocked network, the real server, and a Chromium that stays here too."""

import os
import runpy
import sys
import threading
from collections.abc import Generator, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

# Their assertions say what they compared, as those of tests do.
pytest.register_assert_rewrite(
    "accessible",
    "exported_tables",
    "hostile",
    "notebook_pages",
    "printed",
    "shown",
    "table_files",
    "watching",
)

from chromium import MISSING, find_chromium
from effort import amount
from node import Node, running_node
from samples import ROOT
from server_process import OFFLINE, RUNNING, Server, free_port, running
from spark_here import session_or_skip
from watching import Traffic, check_open_pages, watched

MOST_SAID = 3000  # characters of a server's log
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

# A loaded machine is no fault of the code; on a build server, the same examples every time.
settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("steady")
expect.set_options(timeout=20_000)  # ms
runpy.run_path(str(OFFLINE / "sitecustomize.py"))  # for the process of the tests itself


def pytest_report_header() -> str:
    """Say in which form the long tests run."""
    return "long tests: " + amount(quick="quick (in full: make check)", thorough="in full")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the servers that run said last."""
    report = yield
    if report.failed:
        for server in RUNNING:
            said = server.log.read_text("utf-8", errors="replace")[-MOST_SAID:]
            report.sections.append((server.url, said))
    return report


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Give the session of Spark that all tests share."""
    with session_or_skip() as session:
        yield session


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the repository as its README says."""
    port = free_port()
    options = ["--server.port", str(port)]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    with running(command, ROOT, port, tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture(scope="session")
def server_url(server: Server) -> str:
    """Return the address of the running repository, without a slash at the end."""
    return server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium; it can reach this machine only."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def js() -> Iterator[Node]:
    """Start a Node for the browser's pure modules: js("drawing/words", "abbreviated", 1204)."""
    with running_node() as node:
        yield node


@pytest.fixture
def traffic() -> Traffic:
    """Record what `page` does; a test that expects errors clears them."""
    return Traffic()


@pytest.fixture(autouse=True)
def _pages_are_clean() -> Iterator[None]:
    """Hold each test to it that no open page complained or asked another host."""
    yield
    check_open_pages()


@pytest.fixture
def page(browser: Browser, traffic: Traffic) -> Iterator[Page]:
    """Open a watched page for one test."""
    with watched(browser, traffic) as page:
        yield page


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line on the terminal for each."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the name is given
        pass


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a folder as another site: its address and the folder."""
    (tmp_path / "favicon.ico").touch()
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://localhost:{site.server_port}", tmp_path
        site.shutdown()
