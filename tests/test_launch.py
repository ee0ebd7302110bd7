"""Both ways to start the program: one table of settings, and a server that keeps to itself."""

import ast
import asyncio
import logging
import os
import socket
import subprocess
import sys
import tomllib
from asyncio import base_events
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import streamlit as st
from playwright.sync_api import Page, expect
from streamlit import get_option, net_util
from streamlit.web.server.app_discovery import discover_asgi_app

from geo import launch
from geo.atlas.current import CurrentAtlas
from geo.errors import NotPublishable
from geo.screen.application import application_atlas
from geo.web.admission.bounded_log import LOGGERS, ErrorBound
from geo.web.application import ANOTHER_PARSER
from samples import ROOT
from server_process import Server
from serving import atlas_of

T = TypeVar("T")


def flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def test_the_repository_and_the_wheel_have_the_same_settings() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert dict(flat(written)) == launch.STREAMLIT_OPTIONS


def test_streamlit_run_finds_the_app_by_reading() -> None:
    assert discover_asgi_app(ROOT / "app.py").import_string == "app:app"


def test_both_ways_start_the_same_app() -> None:
    calls = []
    for path in (ROOT / "app.py", Path(launch.__file__)):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        values = [ast.unparse(node.value) for node in nodes if isinstance(node, ast.Assign)]
        calls += [value for value in values if value.startswith("st.App(")]
    assert calls == ["st.App(DASHBOARD, **app_parts())", "st.App(DASHBOARD, **app_parts(current))"]


@asynccontextmanager
async def started(current: CurrentAtlas) -> AsyncIterator[None]:
    """Run the start and the end of an app, with its lifespan in between."""
    parts = launch.app_parts(current)
    async with parts["lifespan"](st.App(launch.DASHBOARD, **parts)):
        yield


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in another thread: a browser test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, main).result()


def replaced() -> list[object]:
    """Return the two functions of others that the app replaces while it runs."""
    return [net_util.get_external_ip, base_events._set_nodelay]  # type: ignore[attr-defined]  # private


def test_functions_of_others_are_replaced_only_while_the_app_runs() -> None:
    before = replaced()

    async def main() -> list[object]:
        async with started(atlas_of()):
            assert net_util.get_external_ip() is None
            return replaced()

    during = run(main())
    assert all(one is not other for one, other in zip(before, during, strict=True))
    assert replaced() == before
    assert [getattr(each, "__module__", "") for each in before] == [
        "streamlit.net_util",
        "asyncio.base_events",
    ]


def test_the_log_of_errors_is_bounded_while_the_app_runs() -> None:
    def bounds() -> list[logging.Filter]:
        found = [each for name in LOGGERS for each in logging.getLogger(name).filters]
        return [each for each in found if isinstance(each, ErrorBound)]

    async def main() -> list[logging.Filter]:
        async with started(atlas_of()):
            return bounds()

    assert len(run(main())) == len(LOGGERS)
    assert bounds() == []


def test_the_script_gets_the_atlas_of_the_running_app() -> None:
    current = atlas_of()

    async def main() -> None:
        async with started(current):
            assert application_atlas() is current
            st.cache_resource.clear()  # any browser may ask for it
            assert application_atlas() is current

    run(main())
    assert not current.is_open
    with pytest.raises(RuntimeError, match="start it with geo serve"):
        application_atlas()


def test_apps_that_follow_each_other_have_their_own_atlas() -> None:
    async def main(current: CurrentAtlas) -> CurrentAtlas:
        async with started(current):
            return application_atlas()

    for current in (atlas_of(), atlas_of()):
        assert run(main(current)) is current


def test_an_answer_does_not_wait_for_the_browser() -> None:
    options: list[int] = []
    told = asyncio.Event()

    def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        options.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        told.set()

    async def connect() -> None:
        with socket.socket() as listening:  # as Streamlit makes it
            listening.bind(("127.0.0.1", 0))
            async with started(atlas_of()), await asyncio.start_server(note, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname())
                await told.wait()
                writer.close()

    run(connect())
    assert options == [1]


def test_serve_passes_what_the_caller_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: dict[str, Any] = {}
    monkeypatch.setattr(st.App, "run", lambda _, config: ran.update(config))
    launch.serve(atlas_of(), "0.0.0.0", 8600, "atlas.example")
    assert (ran["server.address"], ran["server.port"]) == ("0.0.0.0", 8600)
    assert ran["browser.serverAddress"] == "atlas.example"
    assert {name: value for name, value in ran.items() if name.startswith("theme.")} == {
        name: value for name, value in launch.STREAMLIT_OPTIONS.items() if name.startswith("theme.")
    }


@pytest.mark.parametrize("private", [True, False])
def test_nothing_is_served_to_others_that_may_not_be_passed_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], private: bool
) -> None:
    ended: list[int] = []
    hosts: list[str | None] = []

    def listen_on(host: str | None) -> None:
        hosts.append(host)
        if private:
            raise NotPublishable("why")

    current = atlas_of()

    async def start() -> None:
        async with started(current):
            pass

    monkeypatch.setattr(current, "listen_on", listen_on)
    monkeypatch.setattr(os, "_exit", ended.append)
    run(start())
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
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
current = CurrentAtlas(ServeOptions())
launch.app_parts(current)
assert current.atlas().summary.attacks
late = ("folium", "geo.intake.run", "numpy", "pandas", "pyarrow", "rapidfuzz", "streamlit_folium")
print([name for name in late if name in sys.modules])
"""


def test_what_the_first_page_imports_is_loaded_before_it() -> None:
    names = set[str]()
    for path in Path(launch.DASHBOARD).parents[1].rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {"geo.maps.shell", "geo.screen.dashboard"} <= names
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


@pytest.mark.parametrize("is_installed", [True, False])
def test_streamlit_run_says_where_another_parser_reads_requests(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_installed: bool
) -> None:
    monkeypatch.setattr(launch, "find_spec", lambda name: name if is_installed else None)
    launch.app_parts()
    assert (ANOTHER_PARSER in caplog.messages) is is_installed
    caplog.clear()
    launch.app_parts(atlas_of())  # of geo serve
    assert ANOTHER_PARSER not in caplog.messages
