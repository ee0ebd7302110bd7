"""Several processes behind one port: the same answers from each, and from those that are left."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from command_line import run
from nginx import Nginx, running_nginx, unchanged
from route_addresses import route_addresses
from samples import DATA
from server_process import Server, free_port, running
from upstream import Upstream, running_upstream
from waiting import eventually

SEVERAL = {"incident-atlas-one-process.conf": "incident-atlas-processes.conf"}
SITES = {"incident-atlas.conf": "", "incident-atlas-under-a-path.conf": "/atlas"}
# Of the dashboard's process, or of one that it has told something.
OF_SESSIONS = (
    *("/", "/_stcore/health", "/component/x/main.js", "/static/js/a.js", "/media/x", "/made/x/y"),
    *("/health", "/ready", "/auth/login"),
)
HEADERS = [{"Incident-Atlas-Session": "1f"}, {"Incident-Atlas-Uploads": "1f"}]
ROWS = "id,date,lat,lon,title\n1,2024-01-03,30.27,57.05,First\n"
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
    """Real ones, the first with the dashboard, with nginx in front; `store` is open in all."""

    nginx: Nginx
    servers: tuple[Server, ...]
    ends: tuple[ExitStack, ...]
    commands: tuple[list[str], ...]
    home: Path
    store: Path

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.nginx.url, verify=self.nginx.trust, timeout=30)

    @contextmanager
    def without(self, number: int) -> Iterator[None]:
        """End a process, and start it again after the block."""
        self.ends[number].close()
        try:
            yield
        finally:
            port = int(self.servers[number].url.rpartition(":")[2])
            again = running(self.commands[number], self.home, port, self.home)
            self.ends[number].enter_context(again)

    def answers(self, path: str) -> list[tuple[int, list[tuple[str, str]], bytes]]:
        """Return what each process answers: status, headers, and bytes without an error's id."""
        port = self.nginx.port
        headers = {"Host": f"localhost:{port}", "X-Forwarded-Proto": "https"}
        found = []
        for server in self.servers:
            answer = httpx2.get(f"{server.url}{path}", headers=headers, timeout=30)
            id_ = answer.headers.get("incident-atlas-error", "none").encode()
            found.append((answer.status_code, unchanged(answer), answer.content.replace(id_, b"")))
        return found


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    home = tmp_path_factory.mktemp("processes")
    store, port = home / "own.duckdb", free_port()
    import_rows(store, ROWS)
    ports = [free_port() for _ in range(3)]
    common = ["serve", str(DATA), str(store), "--public-url", f"https://localhost:{port}"]
    code = "from geo.cli import main; main()"
    commands = tuple(
        [sys.executable, "-c", code, *common, "--port", str(each), *option]
        for each, option in zip(ports, ([], ["--no-dashboard"], ["--no-dashboard"]), strict=True)
    )
    dashboard, one, two = ports
    changes = SEVERAL | {"8511": str(one), "8512": str(two)}
    with ExitStack() as stack:
        ends = tuple(stack.enter_context(ExitStack()) for _ in ports)
        servers = tuple(
            end.enter_context(running(command, home, each, home))
            for end, command, each in zip(ends, commands, ports, strict=True)
        )
        site = running_nginx(home / "nginx", dashboard, port, changes=changes)
        yield Processes(
            nginx=stack.enter_context(site),
            servers=servers,
            ends=ends,
            commands=commands,
            home=home,
            store=store,
        )


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


def test_readers_get_answers_while_one_has_ended(processes: Processes) -> None:
    paths = sorted(route_addresses())
    with processes.client() as client:
        before = [(path, client.get(path).status_code) for path in paths]
        with processes.without(1):
            fresh = [(path, client.get(path, params={"as_of": "2025-01-01"})) for path in paths]
            assert 503 not in {answer.status_code for _, answer in fresh}
            assert [(path, client.get(path).status_code) for path in paths] == before


def test_geo_check_finds_nothing_wrong(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(processes.home / "nginx/ssl/certificate.pem"))
    result = run("check", processes.nginx.url)
    assert result.exit_code == 0, result.output
    assert re.search(r"^ok +websocket +a WebSocket gets through", result.output, re.M)
