"""Other programs with a map and a filter of time, each in a virtual environment of its own.

This program does not need them: a run brings them once, and leaves out what it cannot bring.
"""

__all__ = ["PEERS", "Peer", "PeerMissing", "folder_at", "make_environment"]

import http.server
import shutil
import subprocess
import threading
import venv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from paths import BUILD, ROOT
from points import write_csv, write_geojson
from servers import free_port, serving_command

APPS = ROOT / "benchmarks" / "apps"
LAST_WORDS = 400  # letters of what pip said at last


class PeerMissing(Exception):
    """A peer that cannot be installed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program that is compared: its packages, and how a page of so many rows is served.

    `kind` is what brush.js calls its page, `handle` the selector of its slider's end.
    """

    name: str
    kind: str
    packages: tuple[str, ...]
    handle: str
    draws_by_webgl: bool = False
    serve: Callable[[Path, Path, int], AbstractContextManager[str]]

    def serving(self, rows: int) -> AbstractContextManager[str]:
        """Serve its page until the block ends; give its address. Raises PeerMissing."""
        python, folder = self._installed(), BUILD / "peers" / f"{self.kind}-{rows}"
        folder.mkdir(parents=True, exist_ok=True)
        return self.serve(python, folder, rows)

    def _installed(self) -> Path:
        """Return the Python of its environment, which is made once."""
        home = BUILD / "peers" / self.kind
        done, python = home / "installed", home / "bin" / "python"
        if not done.exists():
            make_environment(home)
            self._run(str(python), "-m", "pip", "install", "--quiet", *self.packages)
            done.touch()
        return python

    def _run(self, *command: str) -> None:
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if ran.returncode:
            raise PeerMissing(f"{self.name} cannot be installed here: {ran.stdout[-LAST_WORDS:]}")


def make_environment(home: Path) -> None:
    """Make an empty virtual environment in a folder; what was there goes."""
    venv.create(home, clear=True, with_pip=True)


@contextmanager
def folder_at(folder: Path) -> Iterator[str]:
    """Serve the files of a folder until the block ends; give the address."""
    handler = partial(_QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def _dash(python: Path, folder: Path, rows: int) -> Iterator[str]:
    if not (points := folder / "points.json").exists():
        write_geojson(rows, points)
    shutil.copy(APPS / "dash_slider.js", folder)
    port = free_port()
    command = [str(python), str(APPS / "dash_slider.py"), str(folder), str(port)]
    with serving_command(command, port) as server:
        yield server.url


@contextmanager
def _kepler(python: Path, folder: Path, rows: int) -> Iterator[str]:
    if not (folder / "state.json").exists():
        write_csv(rows, folder / "points.csv")
        page = str(APPS / "kepler_page.py")
        subprocess.run([str(python), page, str(folder / "points.csv"), str(folder)], check=True)
    shutil.copy(APPS / "kepler_page.html", folder / "index.html")
    with folder_at(folder) as url:
        yield url


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


PEERS = (
    Peer(
        name="dash-leaflet",
        kind="dash",
        packages=("dash-leaflet>=1.1",),
        handle="[role=slider] >> nth=-1",
        serve=_dash,
    ),
    Peer(
        name="kepler.gl",
        kind="kepler",
        packages=("keplergl>=0.4",),
        handle=".kg-range-slider__plot .handle--e",
        draws_by_webgl=True,
        serve=_kepler,
    ),
)
