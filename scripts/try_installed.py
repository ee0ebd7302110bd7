"""Try an installation: its command, a place, a file, a server that answers."""

import socket
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

START_SECONDS, ANSWER_SECONDS = 120, 20
ANSWERS = (("/health", '"ok"'), ("/embed/map", "<title>"))


def try_installed(python: Path, version: str) -> None:
    """Run the `geo` next to a Python in an empty folder; raise where it does not do its work."""
    geo = python.with_name("geo")
    with TemporaryDirectory() as folder:
        assert said(geo, "--version", folder=folder).split()[-1] == version
        assert "Dushanbe" in said(geo, "geocode", "Dushanbe", folder=folder)
        said(geo, "export", "--out", "incidents.csv", folder=folder)
        lines = (Path(folder) / "incidents.csv").read_text("utf-8").splitlines()
        assert len(lines) > 1  # the heading
        serve(geo, folder)


def said(geo: Path, *command: str, folder: str) -> str:
    """Return what a command prints; raise if it fails."""
    done = subprocess.run([geo, *command], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def serve(geo: Path, folder: str) -> None:
    """Serve from a folder, and ask for what answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen([geo, "serve", "--port", str(port)], cwd=folder) as process:
        try:
            for path, text in ANSWERS:
                assert text in answer(f"http://127.0.0.1:{port}{path}", process)
        finally:
            process.terminate()


def answer(url: str, process: subprocess.Popen[bytes]) -> str:
    """Return what an address of a server answers, once it does."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(url, timeout=ANSWER_SECONDS) as body:
                return str(body.read().decode())
        except HTTPError:
            raise
        except OSError:  # it does not listen yet
            time.sleep(0.2)
    raise SystemExit(f"{url} was not answered")
