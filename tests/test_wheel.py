"""The wheel: what it brings along, and that it serves from an empty folder without network."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from samples import ROOT
from server_process import Server, free_port, running

pytest.importorskip("hatchling", reason="a wheel is built with hatchling: pip install hatchling")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, and return the folder that it was unpacked in."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), *options, "-w", str(folder)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.fixture(scope="module")
def server(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve from the wheel, in an empty folder."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    (home / "empty").mkdir()
    here = f"import geo; assert geo.__file__.startswith({str(unpacked)!r})"
    code = f"{here}; from geo.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port)]
    with running(command, home / "empty", port, home, unpacked) as server:
        yield server


def relative(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_it_brings_what_the_package_reads(unpacked: Path) -> None:
    files = {path for path in relative(ROOT / "src") if "__pycache__" not in path}
    assert not files - relative(unpacked)
    assert (unpacked / "geo/data/incidents.geojson").read_bytes() == (
        ROOT / "data/incidents.geojson"
    ).read_bytes()


def test_it_brings_nothing_else(unpacked: Path) -> None:
    assert {path.name.partition("-")[0] for path in unpacked.iterdir()} == {
        "geo",
        "incident_atlas",
    }
    strange = [p for p in relative(unpacked) if "test" in p or "__pycache__" in p]
    assert not strange


def test_it_serves_its_own_files(server: Server, unpacked: Path) -> None:
    for path, text in (
        ("/health", '"ok"'),
        ("/embed/map", "5 attacks and 6 context records"),
        ("/assets/basemap/110m.json", "MultiPolygon"),
        ("/assets/streets.js", "var protomapsL="),
        ("/assets/protomaps/LICENSE", "Protomaps LLC"),
    ):
        with urlopen(server.url + path) as answer:
            assert text in answer.read().decode()
    with urlopen(f"{server.url}/api/summary") as answer:
        assert json.load(answer)["attacks"] == 5


def test_it_asks_nobody_and_writes_nothing(server: Server) -> None:
    assert "network refused" not in server.log.read_text("utf-8")
    assert list((server.log.parent / "empty").iterdir()) == []
