"""Which packages each way into the program loads: measured by starting it."""

__all__ = ["ENTRIES", "loaded_by"]

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.request import urlopen

from packaging.utils import canonicalize_name
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

DATA = Path(__file__).parents[1] / "data" / "incidents.geojson"
TABLE = "id,date,lat,lon,title\n1,2024-01-03,30.27,57.05,Explosions\n"
GEO = "from geo.cli import main; main(prog_name='geo')"
LOUDLY = (sys.executable, "-X", "importtime", "-c")  # each import is a line of the standard error
SECONDS = 120  # that a server may take to start, and a page to be made
_LOADED = re.compile(r"^import time: .*\| +([\w.]+)$", re.MULTILINE)


def loaded_by(entry: str) -> set[str]:
    """Return the names of the packages that a row of ENTRIES loads."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "own.csv").write_text(TABLE, "utf-8")
        modules = set(_LOADED.findall(ENTRIES[entry](Path(folder))))
    distributions = packages_distributions()
    tops = {name.split(".")[0] for name in modules}
    return {canonicalize_name(each) for top in tops for each in distributions.get(top, ())}


def _ran(*words: str, code: str = GEO, status: int = 0) -> Callable[[Path], str]:
    """Return what runs a command of the program, and gives what Python says of its imports."""

    def run(folder: Path) -> str:
        command = [*LOUDLY, code, *words]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if ran.returncode != status:
            raise SystemExit(f"{' '.join(words)} ended with {ran.returncode}: {ran.stdout}")
        return ran.stderr

    return run


def _served(ask: Callable[[int], None], *options: str) -> Callable[[Path], str]:
    """Return what runs a server, and asks it something."""

    def serve(folder: Path) -> str:
        port, log = _free_port(), folder / "log"
        words = ["serve", "--port", str(port), *options]
        with log.open("wb") as output:
            command = [*LOUDLY, GEO, *words]
            process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
            try:
                _wait_for(f"http://127.0.0.1:{port}/health", process)
                ask(port)
            finally:
                process.terminate()
                process.wait(timeout=SECONDS)
        return log.read_text("utf-8")

    return serve


def _ask_for_embed(port: int) -> None:
    for path in ("/embed/map", "/api/cells", "/api/columns"):  # as its page asks
        with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            answer.read()


def _open_dashboard(port: int) -> None:
    """Have the script of the dashboard run once."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as page:
        page.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            message = ForwardMsg.FromString(bytes(page.recv(timeout=SECONDS, decode=False)))


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=1):
                return
        except OSError:  # refused, or no answer yet
            time.sleep(0.1)
    raise SystemExit(f"the server did not answer at {url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_FILE = os.fspath(DATA)
# What is started, as the table names it.
ENTRIES: dict[str, Callable[[Path], str]] = {
    "import geo": _ran(code="import geo"),
    "geo --help": _ran("--help"),
    "geo check": _ran("check", "http://127.0.0.1:1", status=1),
    "geo gazetteer info": _ran("gazetteer", "info"),
    "geo geocode": _ran("geocode", "Kerman"),
    "geo validate": _ran("validate", _FILE),
    "geo locate": _ran("locate", _FILE, "--out", "located.geojson"),
    "geo import": _ran("import", "table", "own.csv", "--store", "own.duckdb"),
    "geo build": _ran("build", "table", "own.csv", "--out", "own"),
    "geo export of CSV": _ran("export", _FILE, "--out", "copy.csv"),
    "geo export of PNG": _ran("export", _FILE, "--out", "map.png"),
    "geo serve --no-dashboard after an embed": _served(_ask_for_embed, "--no-dashboard"),
    "geo serve after the dashboard was opened": _served(_open_dashboard),
}
