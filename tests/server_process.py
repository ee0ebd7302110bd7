"""A server of the program in a process of its own."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

OFFLINE = Path(__file__).with_name("offline")
START_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server in a process of its own."""

    url: str
    log: Path
    pid: int


RUNNING: list[Server] = []


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], folder: Path, port: int, home: Path, *packages: Path, base_path: str = ""
) -> Iterator[Server]:
    """Run a server's command in a folder until the block ends; `home` stands for the user's.

    Packages in the folders `packages` come before those installed. `base_path` is that of the
    command.
    """
    log = home / f"server-{port}.log"
    paths = [str(OFFLINE), *map(str, packages), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "HOME": str(home),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        server = Server(url=f"http://127.0.0.1:{port}{base_path}", log=log, pid=process.pid)
        RUNNING.append(server)
        try:
            _wait_for(f"{server.url}/health", process, log)
            yield server
        finally:
            RUNNING.remove(server)
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
