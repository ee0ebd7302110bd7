"""What the tests share: a blocked network, the real server, and a Chromium that stays here too."""

import os
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from chromium import MISSING, find_chromium

ROOT = Path(__file__).parents[1]
OFFLINE = Path(__file__).with_name("offline")
START_SECONDS = 60
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
runpy.run_path(str(OFFLINE / "sitecustomize.py"))  # for the process of the tests itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server in a process of its own."""

    url: str
    log: Path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, port: int, home: Path) -> Iterator[Server]:
    """Run a server's command in a folder until the block ends; `home` stands for the user's."""
    log = home / f"server-{port}.log"
    paths = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": paths, "HOME": str(home)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/health", process, log)
            yield Server(url=url, log=log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=1):
                return
        except OSError:  # refused, reset, or no answer yet
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")


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


@dataclass(slots=True)
class Traffic:
    """What a page did: console errors, page errors, and the hosts that it asked."""

    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Record from now on (in lambdas: playwright writes on the owner of a bound method)."""
        page.on("console", lambda message: self._said(message))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        if host := urlsplit(request.url).hostname:
            self.hosts.add(host)


@pytest.fixture
def traffic() -> Traffic:
    """Record what `page` does; a test that expects errors clears them."""
    return Traffic()


@contextmanager
def watched(browser: Browser, traffic: Traffic | None = None, **options: Any) -> Iterator[Page]:
    """Open a page of 1280 × 800; at the end no error and no other host may have occurred."""
    traffic = traffic or Traffic()
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
    page = context.new_page()
    traffic.watch(page)
    yield page
    context.close()
    assert traffic.hosts <= {"127.0.0.1", "localhost"}
    assert traffic.errors == []


@pytest.fixture
def page(browser: Browser, traffic: Traffic) -> Iterator[Page]:
    """Open a watched page for one test."""
    with watched(browser, traffic) as page:
        yield page
