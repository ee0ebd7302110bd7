"""Servers in processes of their own: how long they take to answer, and how much memory at most."""

__all__ = [
    "APP",
    "FLOOR",
    "PLAIN",
    "Server",
    "free_port",
    "page_of",
    "seconds_to_answer",
    "serving",
    "serving_command",
]

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from paths import BUILD, ROOT

APP = "app.py"
FLOOR, PLAIN = "benchmarks/apps/two_widgets.py", "benchmarks/apps/plain_map.py"
START_SECONDS = 120
STOP_SECONDS = 20
HEALTH = {APP: "/health"}  # of others, Streamlit's own
GLANCE = 0.01  # s between two looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that answers; `started` are the seconds that it took to."""

    url: str
    pid: int
    started: float

    def peak_memory(self) -> float | None:
        """Return the most bytes that were resident, where the system tells (Linux)."""
        return self._status("VmHWM")

    def memory(self) -> float | None:
        """Return the bytes that are resident now, where the system tells."""
        return self._status("VmRSS")

    def processor_seconds(self) -> float:
        """Return the seconds of all cores that it took until now; 0 where the system is silent."""
        path = Path(f"/proc/{self.pid}/stat")
        fields = path.read_text().rpartition(")")[2].split() if path.exists() else []
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def _status(self, name: str) -> float | None:
        status = Path(f"/proc/{self.pid}/status")
        found = re.search(rf"{name}:\s*(\d+) kB", status.read_text()) if status.exists() else None
        return float(found[1]) * 1024 if found else None


@contextmanager
def serving(script: str, **environment: str) -> Iterator[Server]:
    """Serve a Streamlit script of the repository, named from its root, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    health = HEALTH.get(script, "/_stcore/health")
    with serving_command(command, port, health, **environment) as server:
        print(f"measuring {script} at {server.url}", file=sys.stderr, flush=True)
        yield server


@contextmanager
def serving_command(
    command: Sequence[str], port: int, health: str = "/", **environment: str
) -> Iterator[Server]:
    """Serve with a command, which answers at `health` once it is ready, until the block ends."""
    url = f"http://127.0.0.1:{port}"
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "server.log").open("wb") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
        )
        try:
            _wait_for(url + health, process)
            yield Server(url=url, pid=process.pid, started=time.perf_counter() - begin)
        finally:
            process.terminate()
            process.wait(timeout=STOP_SECONDS)


def seconds_to_answer(script: str, times: int, **environment: str) -> list[float]:
    """Start a server several times; return the seconds from its command to its first answer."""
    taken = []
    for _ in range(times):
        with serving(script, **environment) as server:
            taken.append(server.started)
    return taken


def page_of(url: str) -> bytes:
    """Return what an address answers. Raises OSError, also for a status that is an error."""
    with urlopen(url, timeout=START_SECONDS) as answer:
        body: bytes = answer.read()
    return body


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            page_of(url)
        except OSError:  # refused, or no answer yet
            time.sleep(GLANCE)
        else:
            return
    sys.exit(f"the server did not start: {BUILD.relative_to(ROOT) / 'server.log'} says why")
