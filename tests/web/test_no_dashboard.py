"""Without the dashboard: the rest is served, says so, and loads no Streamlit."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_server_config import (
    GZIP_COMPRESSLEVEL,
    GZIP_MINIMUM_SIZE,
)

from command_line import run
from geo.cli.deployed.checks import CHECKS
from geo.web import application
from geo.web.guard.streamlit_paths import OPEN
from route_addresses import route_addresses
from samples import KERMAN
from server_process import Server, free_port, running
from serving import Reader, atlas_of, client_of

PUBLIC = "https://atlas.example.org"
# Pages with links to the dashboard, where there is one.
PAGES = ["/about", "/embed/map", f"/record/{KERMAN}", "/print", "/print?from=1901&to=1902"]
FAULTS = ["/record/nope", "/print?at=x", "/about/x"]
IN_DASHBOARD = re.compile(r"(https://atlas\.example\.org|http://localhost)?/(\?.*)?")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the bundled data without the dashboard; the log names each module that is loaded."""
    home, port = tmp_path_factory.mktemp("answers"), free_port()
    code = "from geo.cli import main; main()"
    command = [sys.executable, "-X", "importtime", "-c", code, "serve", "--port", str(port)]
    with running([*command, "--no-dashboard"], home, port, home) as server:
        yield server


def client(**options: object) -> TestClient:
    return client_of(atlas_of(**options), base_url="http://localhost")


def links_to_dashboard(page: str) -> set[str | None]:
    """Return the addresses of a page's links that the dashboard has."""
    links = {href for tag, fields in Reader(page).tags if tag == "a" for href in [fields["href"]]}
    return {href for href in links if IN_DASHBOARD.fullmatch(str(href))}


@pytest.mark.parametrize("path", [*PAGES, *FAULTS])
def test_pages_link_to_no_dashboard_where_readers_have_none(path: str) -> None:
    assert links_to_dashboard(client().get(path).text)
    page = client(has_dashboard=False).get(path).text
    assert links_to_dashboard(page) == set()
    assert ">Open " not in page


@pytest.mark.parametrize("path", [*PAGES, *FAULTS])
def test_pages_link_to_the_dashboard_that_another_process_has(path: str) -> None:
    one, other = (client(public_url=PUBLIC, has_dashboard=each).get(path) for each in (True, False))
    assert links_to_dashboard(other.text) == links_to_dashboard(one.text) != set()
    assert other.headers.get("etag") == one.headers.get("etag")


def test_a_link_that_stands_for_a_map_is_its_own_address() -> None:
    found = client(has_dashboard=False).get("/oembed?url=http://localhost/embed/map").json()
    assert "http://localhost/embed/map" in found["html"]
    assert links_to_dashboard(found["html"]) == set()


@pytest.mark.parametrize("root", ["", "/atlas"])
def test_the_first_page_says_what_is_here(root: str) -> None:
    answers = client(has_dashboard=False, base_path=root or None)
    answer = answers.get(f"{root}/?from=2024")
    assert answer.status_code == 404
    page = Reader(answer.text)
    assert "The dashboard is not served here" in page.text
    assert f"Error {answer.headers['incident-atlas-error']}." in page.text
    links = [str(fields["href"]) for tag, fields in page.tags if tag == "a"]
    assert links == [f"{root}/about", f"{root}/embed/map", f"{root}/api/openapi.json"]
    assert {answers.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("path", sorted({*OPEN} - {"/"}))
def test_addresses_of_the_dashboard_say_why_nothing_is_there(path: str) -> None:
    answer = client(has_dashboard=False).get(f"{path}x" if path.endswith("/") else path)
    assert answer.status_code == 404
    if path != "/favicon.png":  # a page, as of all that is not for programs
        assert answer.json()["error"]["code"] == "no_dashboard"


def test_other_addresses_are_unknown_as_with_the_dashboard() -> None:
    for path in ("/nope", "/_stcore/metrics"):
        one, other = (client(has_dashboard=each).get(path) for each in (True, False))
        assert (one.status_code, other.status_code) == (404, 404)
        assert "dashboard is not served" not in other.text


def test_a_server_without_the_dashboard_loads_no_streamlit(server: Server) -> None:
    with httpx2.Client(base_url=server.url, timeout=30) as asking:
        assert {asking.get(path).status_code for path in PAGES} == {200}
        assert 500 not in {asking.get(path).status_code for path in route_addresses()}
    log = server.log.read_text("utf-8")
    loaded = set(re.findall(r"^import time: .*\| +([\w.]+)$", log, re.M))
    assert {"starlette", "uvicorn", "matplotlib", "geo.web.server"} <= loaded
    unwanted = re.compile(r"streamlit|folium|geo\.(launch|screen)")
    assert [name for name in loaded if unwanted.match(name)] == []


def test_geo_check_says_what_it_did_not_look_at(server: Server) -> None:
    result = run("check", server.url)
    assert result.exit_code == 0, result.output
    assert re.findall(r"^ok +(\S+) ", result.output, re.M) == ["atlas", *CHECKS]
    assert "no dashboard is served there (--no-dashboard), so its connection was not" in (
        result.output
    )


def test_the_process_ends_when_it_is_asked(tmp_path: Path) -> None:
    port = free_port()
    code = "from geo.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--no-dashboard"]
    with running(command, tmp_path, port, tmp_path) as server:
        pass  # it is asked with SIGTERM, and has 20 s
    assert "Traceback" not in server.log.read_text("utf-8")


def test_answers_are_compressed_as_streamlit_compresses_them() -> None:
    assert (application.MINIMUM_SIZE, application.LEVEL) == (GZIP_MINIMUM_SIZE, GZIP_COMPRESSLEVEL)


def test_what_is_loaded_at_the_start_is_not_collected_again() -> None:
    code = (
        "import gc, sys; from geo.web.application import load_ahead; load_ahead(['colorsys']);"
        "print('colorsys' in sys.modules, gc.get_freeze_count() > 100_000, gc.get_threshold()[2],"
        " len(gc.get_objects(2)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    is_loaded, is_frozen, threshold, rest = done.stdout.split()
    assert (is_loaded, is_frozen, threshold) == ("True", "True", "100")
    assert int(rest) < 10_000
