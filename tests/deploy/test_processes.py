"""Several processes behind one port: the same answers from each, and from those that are left."""

import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from command_line import run
from nginx import Nginx, running_nginx, unchanged
from route_addresses import route_addresses
from samples import DATA, KERMAN
from server_process import free_port, running
from upstream import Upstream, running_upstream
from waiting import eventually
from watching import watched_once

SEVERAL = {"incident-atlas-one-process.conf": "incident-atlas-processes.conf"}
SITES = {"incident-atlas.conf": "", "incident-atlas-under-a-path.conf": "/atlas"}
# Of the dashboard's process, or of one that it has told something.
OF_SESSIONS = (
    *("/", "/_stcore/health", "/component/x/main.js", "/static/js/a.js", "/media/x", "/made/x/y"),
    *("/health", "/ready", "/auth/login"),
)
HEADERS = [{"Incident-Atlas-Session": "1f"}, {"Incident-Atlas-Uploads": "1f"}]
ROWS = "id,date,lat,lon,title\n1,2024-01-03,30.27,57.05,First\n"
MISS = "nginx; fwd=uri-miss"  # asked of a process, and not of what nginx keeps
DRAWN = "IncidentAtlas.layer.marks().flatMap((mark) => mark.ids)"
MORE = "2,2024-02-01,35.7,51.4,Second\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fakes:
    """Three servers that say who they are, and a client of nginx in front of them."""

    client: httpx2.Client
    base: str
    dashboard: Upstream
    answers: tuple[Upstream, Upstream]

    def who_answers(self, path: str, headers: dict[str, str] | None = None) -> str:
        answer = self.client.get(f"{self.base}{path}", headers=headers)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture(params=SITES)
def fakes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fakes]:
    with ExitStack() as stack:
        dashboard, *answers = [stack.enter_context(running_upstream()) for _ in range(3)]
        dashboard.body = b"dashboard"
        for upstream in (dashboard, *answers):
            upstream.headers = {"Cache-Control": "no-store"}  # so that each request is passed on
        one, two = answers
        changes = SEVERAL | {"8511": str(one.port), "8512": str(two.port)}
        site = running_nginx(
            tmp_path / "nginx", dashboard.port, free_port(), request.param, changes
        )
        nginx = stack.enter_context(site)
        client = httpx2.Client(base_url=nginx.url, verify=nginx.trust, timeout=30)
        yield Fakes(
            client=stack.enter_context(client),
            base=SITES[request.param],
            dashboard=dashboard,
            answers=(one, two),
        )


def test_each_process_is_asked_for_what_is_its_own(fakes: Fakes) -> None:
    paths = {path for path in route_addresses() if path not in OF_SESSIONS}
    shared = {path for path in paths if not path.startswith("/made/")}
    assert {fakes.who_answers(path) for path in shared} == {"answer"}
    assert {fakes.who_answers(path) for path in OF_SESSIONS} == {"dashboard"}
    for headers in HEADERS:
        assert {fakes.who_answers(path, headers) for path in shared} == {"dashboard"}
    assert all(upstream.asked for upstream in fakes.answers)


def test_those_that_are_left_answer(fakes: Fakes) -> None:
    one, two = fakes.answers
    one.is_stopped = True
    assert {fakes.who_answers(f"/api/cells?x={number}") for number in range(20)} == {"answer"}
    two.is_stopped = True
    assert fakes.who_answers("/api/cells?x=last") == "dashboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """Real ones, with nginx in front; `store` is open in all. The first has the dashboard."""

    nginx: Nginx
    commands: dict[int, list[str]]  # by their ports
    home: Path
    store: Path
    direct: httpx2.Client
    pool: ThreadPoolExecutor
    ends: dict[int, ExitStack] = field(default_factory=dict)  # of those that run

    def start(self) -> None:
        """Start all that do not run, at the same time."""
        list(self.pool.map(self._start, self.commands.keys() - self.ends.keys()))

    def _start(self, port: int) -> None:
        with ExitStack() as stack:
            stack.enter_context(running(self.commands[port], self.home, port, self.home))
            self.ends[port] = stack.pop_all()

    def end(self, number: int) -> None:
        """End a process if it runs."""
        if stack := self.ends.pop(list(self.commands)[number], None):
            stack.close()

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.nginx.url, verify=self.nginx.trust, timeout=30)

    def answers(self, path: str) -> list[tuple[int, list[tuple[str, str]], bytes]]:
        """Return what each process answers: status, headers, and bytes without an error's id."""
        return list(self.pool.map(partial(self.answer, path), range(len(self.commands))))

    def answer(self, path: str, number: int = 0) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return what one process answers; the first is that of the dashboard."""
        port = list(self.commands)[number]
        answer = self.direct.get(f"http://127.0.0.1:{port}{path}")
        id_ = answer.headers.get("incident-atlas-error", "none").encode()
        return answer.status_code, unchanged(answer), answer.content.replace(id_, b"")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """Have three processes of one atlas: one with the dashboard, and two without."""
    home = tmp_path_factory.mktemp("processes")
    store, port = home / "own.duckdb", free_port()
    import_rows(store, ROWS)
    dashboard, one, two = ports = [free_port() for _ in range(3)]
    common = ["serve", str(DATA), str(store), "--public-url", f"https://localhost:{port}"]
    code = "from geo.cli import main; main()"
    commands = {
        each: [sys.executable, "-c", code, *common, "--port", str(each), *option]
        for each, option in zip(ports, ([], ["--no-dashboard"], ["--no-dashboard"]), strict=True)
    }
    changes = SEVERAL | {"8511": str(one), "8512": str(two)}
    headers = {"Host": f"localhost:{port}", "X-Forwarded-Proto": "https"}
    with (
        running_nginx(home / "nginx", dashboard, port, changes=changes) as nginx,
        ExitStack() as stack,
        httpx2.Client(headers=headers, timeout=30) as direct,
        ThreadPoolExecutor(len(ports)) as pool,
    ):
        several = Processes(
            nginx=nginx, commands=commands, home=home, store=store, direct=direct, pool=pool
        )
        for number in range(len(ports)):
            stack.callback(several.end, number)
        yield several


@pytest.fixture
def processes(several: Processes) -> Processes:
    """Have all of them run, also where a test has ended one."""
    several.start()
    return several


@pytest.fixture
def fewer(several: Processes) -> Processes:
    """Have one of them ended, also where a test has ended it already."""
    if not several.ends:
        several.start()
    several.end(1)
    return several


def import_rows(store: Path, text: str) -> None:
    table = store.with_suffix(".csv")
    table.write_text(text, "utf-8")
    options = ["--replace"] if store.exists() else []
    result = run("import", "table", table, "--store", store, *options)
    assert result.exit_code == 0, result.output


def check_all_the_same(processes: Processes) -> None:
    for path in sorted(route_addresses()):
        first, *others = processes.answers(path)
        assert others == [first, first], path


def test_answers_are_the_same_from_each_process(processes: Processes) -> None:
    check_all_the_same(processes)
    ((_, headers, _), *_) = processes.answers("/embed/map")
    assert "etag" in dict(headers)


def test_they_are_the_same_again_after_an_import(processes: Processes) -> None:
    before = processes.answers("/api/summary")
    import_rows(processes.store, ROWS + MORE)
    eventually(lambda: all(each not in before for each in processes.answers("/api/summary")))
    check_all_the_same(processes)
    (_, _, body), *_ = processes.answers("/api/incidents?limit=20")
    assert b"Second" in body


def test_geo_check_finds_nothing_wrong(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(processes.home / "nginx/ssl/certificate.pem"))
    result = run("check", processes.nginx.url)
    assert result.exit_code == 0, result.output
    assert re.search(r"^ok +websocket +a WebSocket gets through", result.output, re.M)


def drawn(page: Page) -> set[str]:
    """Return the records on the map of an embed, once it is drawn."""
    expect(page.locator(".atlas-count")).not_to_be_empty()
    return set(page.evaluate(DRAWN))


@pytest.mark.browser
def test_an_embed_is_drawn_and_goes_on_when_one_has_ended(
    processes: Processes, browser: Browser
) -> None:
    with watched_once(browser, ignore_https_errors=True) as page:
        page.goto(f"{processes.nginx.url}/embed/map?status=convictions")
        convicted = drawn(page)
        assert KERMAN not in convicted
        processes.end(1)
        with page.expect_response(lambda answer: "/api/cells" in answer.url) as asked:
            page.locator(".atlas-legend").get_by_role("button", name="Convictions").click()
        assert (asked.value.status, asked.value.headers["cache-status"]) == (200, MISS)
        page.wait_for_function(f"{DRAWN}.includes({json.dumps(KERMAN)})")
        answer = page.goto(f"{processes.nginx.url}/embed/map?status=convictions&title=again")
        assert answer
        assert (answer.status, answer.headers["cache-status"]) == (200, MISS)
        assert drawn(page) == convicted


def test_readers_get_answers_while_one_has_ended(fewer: Processes) -> None:
    paths = sorted(route_addresses())
    with fewer.client() as client:
        for params in ({}, {"as_of": "2025-01-01"}):
            found = [client.get(path, params=params).status_code for path in paths]
            asked = [f"{path}?{urlencode(params)}" for path in paths]
            assert found == [fewer.answer(path)[0] for path in asked]
