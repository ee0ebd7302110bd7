"""Two replicas over one store directory behind nginx: one is killed, and a new build comes in."""

import os
import shutil
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import httpx2
import pytest

from command_line import run
from geo.store.directory.manifest import MANIFEST, read_manifest
from nginx import Nginx, running_nginx, unchanged
from route_addresses import route_addresses
from server_process import Server, free_port, running
from waiting import eventually

SEVERAL = {"incident-atlas-one-process.conf": "incident-atlas-processes.conf"}
OF_PROCESS = {"/made/x/x"}  # a file that a dashboard ordered
ROWS = 200
READERS = 4
EACH = 8  # requests of a reader after what happens
PATHS = ("/api/cells", "/api/summary", "/api/columns", "/api/rows", "/embed/map", "/about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicas:
    """Two servers without dashboards over one directory, which the second reaches by a link."""

    nginx: Nginx
    ports: tuple[int, int]
    home: Path
    store: Path
    direct: httpx2.Client
    servers: dict[int, Server] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Start those that do not run."""
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self._start, self.ports))

    def _start(self, port: int) -> None:
        if port in self.servers:
            return
        folder = self.store.parent if port == self.ports[0] else self.home / "mount"
        options = ["--no-dashboard", "--public-url", self.nginx.url, "--port", str(port)]
        code = "from geo.cli import main; main()"
        command = [sys.executable, "-c", code, "serve", str(folder / self.store.name), *options]
        self.servers[port] = self.stack.enter_context(running(command, self.home, port, self.home))

    def kill(self, number: int) -> None:
        os.kill(self.servers.pop(self.ports[number]).pid, signal.SIGKILL)

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.nginx.url, verify=self.nginx.trust, timeout=30)

    def get(self, number: int, path: str, **headers: str) -> httpx2.Response:
        url = f"http://127.0.0.1:{self.ports[number]}{path}"
        return self.direct.get(url, headers=headers)


def build(store: Path, title: str) -> None:
    table = store.with_suffix(".csv")
    lines = (f"{n},2024-01-03,{n / 5},{n / 4},{title}" for n in range(ROWS))
    table.write_text("\n".join(("id,date,lat,lon,title", *lines)), "utf-8")
    replaced = ["--replace"] if store.exists() else []
    result = run("build", "table", table, "--out", store, *replaced)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    home = tmp_path_factory.mktemp("replicas")
    store = home / "disk" / "watch"
    store.parent.mkdir()
    (home / "mount").symlink_to("disk")
    build(store, "First")
    one, two = ports = free_port(), free_port()
    changes = SEVERAL | {"8511": str(one), "8512": str(two)}
    port = free_port()
    headers = {"Host": f"localhost:{port}", "X-Forwarded-Proto": "https"}
    headers["Accept-Encoding"] = "identity"  # else the id of an error changes the length
    with (
        running_nginx(home / "nginx", one, port, changes=changes) as nginx,
        httpx2.Client(headers=headers, timeout=30) as direct,
        ExitStack() as stack,
    ):
        yield Replicas(nginx=nginx, ports=ports, home=home, store=store, direct=direct, stack=stack)


@pytest.fixture
def replicas(both: Replicas) -> Replicas:
    """Have both run, also where a test has killed one."""
    both.start()
    return both


def read_while(
    replicas: Replicas, ask: Callable[[httpx2.Client, int], None], happens: Callable[[], None]
) -> None:
    """Let readers ask one question after another while something happens, and some after it."""
    numbers, has_happened = count(), Event()

    def read(client: httpx2.Client, has_begun: Event) -> None:
        while not has_happened.is_set():
            ask(client, next(numbers))
            has_begun.set()
        for _ in range(EACH):
            ask(client, next(numbers))

    with ExitStack() as stack, ThreadPoolExecutor(READERS) as pool:
        clients = [stack.enter_context(replicas.client()) for _ in range(READERS)]
        begun = [Event() for _ in clients]
        readers = [pool.submit(read, *pair) for pair in zip(clients, begun, strict=True)]
        try:
            eventually(lambda: all(each.is_set() for each in begun))
            happens()
        finally:
            has_happened.set()
        for reader in readers:
            reader.result()


def without_id(answer: httpx2.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    id_ = answer.headers.get("incident-atlas-error", "none").encode()
    return answer.status_code, unchanged(answer), answer.content.replace(id_, b"")


def test_both_answer_the_same_and_each_knows_the_tags_of_the_other(replicas: Replicas) -> None:
    tagged = set[str]()
    for path in sorted(route_addresses() - OF_PROCESS):
        one, two = (replicas.get(number, path) for number in (0, 1))
        assert without_id(one) == without_id(two), path
        if path.startswith(("/api/", "/embed/")) and (tag := one.headers.get("etag")):
            again = replicas.get(1, path, **{"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b""), path
            tagged.add(path)
    assert tagged >= set(PATHS) - {"/about"}


def test_a_new_build_is_taken_by_both_and_no_answer_is_of_two(replicas: Replicas) -> None:
    """Each tag stands for one content, whoever gives it."""
    path = f"/api/incidents?{urlencode({'limit': ROWS})}"
    contents: dict[str, set[bytes]] = defaultdict(set)

    def ask(client: httpx2.Client, number: int) -> None:
        answer = replicas.get(number % 2, path) if number % 3 else client.get(path)
        assert answer.status_code == 200
        contents[answer.headers["etag"]].add(answer.content)
        titles = {each["properties"]["title"] for each in answer.json()["features"]}
        assert len(titles) == 1
        assert answer.json()["numberMatched"] == ROWS

    def are_both(title: str) -> bool:
        return all(title in replicas.get(number, path).text for number in (0, 1))

    def swap() -> None:
        build(replicas.store, "Second")
        eventually(lambda: are_both("Second"))
        before = read_manifest(replicas.store).before or ""
        shutil.copy(replicas.store / before / MANIFEST, replicas.store / "new")
        (replicas.store / "new").replace(replicas.store / MANIFEST)
        eventually(lambda: are_both("First"))

    read_while(replicas, ask, swap)
    assert len(contents) == 2
    assert {len(each) for each in contents.values()} == {1}
    first, second = (replicas.get(number, path) for number in (0, 1))
    assert first.headers["etag"] == second.headers["etag"]


def test_no_reader_sees_an_error_when_one_is_killed(replicas: Replicas) -> None:
    def ask(client: httpx2.Client, number: int) -> None:
        path = PATHS[number % len(PATHS)]
        days = {"from": f"{1900 + number % 100}-01-{1 + number // 100 % 28:02}"}
        answer = client.get(path, params=days if path != "/about" else None)
        assert (answer.status_code, path) == (200, path)
        if path == "/api/summary":
            assert answer.json()["attacks"] == ROWS

    read_while(replicas, ask, lambda: replicas.kill(1))
    with replicas.client() as client:
        summary = client.get("/api/summary?from=2000")
        assert summary.headers["etag"] == replicas.get(0, "/api/summary?from=2000").headers["etag"]
