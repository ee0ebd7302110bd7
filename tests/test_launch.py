"""The two doors of the program: one table of settings, and a server that keeps to itself."""

import ast
import asyncio
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit import get_option, net_util
from streamlit.web.server.app_discovery import discover_asgi_app

from geo import launch
from geo.atlas import atlas
from geo.errors import NotPublishable
from samples import ROOT
from server_process import Server


def flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def test_the_repository_and_the_wheel_have_the_same_settings() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert dict(flat(written)) == launch.SETTINGS


@pytest.mark.parametrize("path", [ROOT / "app.py", Path(launch.__file__)])
def test_streamlit_run_finds_the_app_by_reading(path: Path) -> None:
    assert discover_asgi_app(path).import_string == f"{path.stem}:app"


def test_both_doors_open_on_the_same_app() -> None:
    calls = []
    for path in (ROOT / "app.py", Path(launch.__file__)):
        tree = ast.parse(path.read_text("utf-8"))
        values = [node.value for node in tree.body if isinstance(node, ast.Assign)]
        calls += [ast.unparse(value) for value in values if "st.App" in ast.unparse(value)]
    assert (
        calls == ["st.App(DASHBOARD, routes=ROUTES, middleware=MIDDLEWARE, lifespan=LIFESPAN)"] * 2
    )


def test_the_address_of_this_machine_is_asked_of_nobody() -> None:
    assert net_util.get_external_ip() is None


def test_an_answer_waits_for_no_word_of_the_browser() -> None:
    told = asyncio.Event()
    options: list[int] = []

    def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        options.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        told.set()

    async def connect() -> None:
        with socket.socket() as listening:  # as Streamlit makes it
            listening.bind(("127.0.0.1", 0))
            async with await asyncio.start_server(note, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname())
                await told.wait()
                writer.close()

    with ThreadPoolExecutor(1) as pool:  # a browser test may have left a loop in this thread
        pool.submit(lambda: asyncio.run(connect())).result()
    assert options == [1]


def test_serve_passes_what_the_caller_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: dict[str, Any] = {}
    monkeypatch.setattr(launch.app, "run", lambda config: ran.update(config))
    launch.serve("0.0.0.0", 8600, "atlas.example")
    assert (ran["server.address"], ran["server.port"]) == ("0.0.0.0", 8600)
    assert ran["browser.serverAddress"] == "atlas.example"
    assert {name: value for name, value in ran.items() if name.startswith("theme.")} == {
        name: value for name, value in launch.SETTINGS.items() if name.startswith("theme.")
    }


@pytest.mark.parametrize("private", [True, False])
def test_nothing_is_served_to_others_that_may_not_be_passed_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], private: bool
) -> None:
    ended: list[int] = []
    hosts: list[str | None] = []

    def allow_readers(host: str | None) -> None:
        hosts.append(host)
        if private:
            raise NotPublishable("why")

    async def start() -> None:
        async with launch.LIFESPAN(launch.app):
            pass

    monkeypatch.setattr(atlas, "allow_readers", allow_readers)
    monkeypatch.setattr(os, "_exit", ended.append)
    with ThreadPoolExecutor(1) as pool:  # a browser test may have left a loop in this thread
        pool.submit(lambda: asyncio.run(start())).result()
    assert hosts == [get_option("server.address")]
    assert (ended, capsys.readouterr().err) == (([1], "Error: why\n") if private else ([], ""))


# In processes of their own: in this one, most modules are loaded already.
LOADED = """
import sys
from importlib import import_module
from geo import launch
for module in launch.FIRST_PAGE:
    import_module(module)
print([name for name in sys.argv[1:] if name not in sys.modules])
"""
OPENED = """
import sys
from geo import launch
from geo.atlas import atlas
assert atlas.current().summary.attacks
late = ("folium", "geo.intake.run", "numpy", "pandas", "pyarrow", "rapidfuzz", "streamlit_folium")
print([name for name in late if name in sys.modules])
"""


def test_what_the_first_page_imports_is_loaded_before_it() -> None:
    script = ast.parse(Path(launch.DASHBOARD).read_text("utf-8"))
    names = [str(node.module) for node in script.body if isinstance(node, ast.ImportFrom)]
    command = [sys.executable, "-c", LOADED, *names]
    missing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert missing == "['streamlit_folium']\n", "the one that a script has to import"


def test_no_first_answer_waits_for_what_it_has_no_use_for() -> None:
    command = [sys.executable, "-c", OPENED]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.browser
def test_the_dashboard_opens_within_its_policy_and_asks_nobody_else(
    page: Page, server: Server
) -> None:
    page.goto(server.url)
    expect(page.get_by_test_id("stApp")).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page).not_to_have_title("Streamlit")
    assert "network refused" not in server.log.read_text("utf-8")
