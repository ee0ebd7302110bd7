"""The image: a linter reads its file, and what is copied into it is enough to build the package."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from geo.cli import main
from samples import ROOT
from server_process import free_port, running

GEO = Path(sys.executable).with_name("geo")
FILE = ROOT / "deploy" / "Containerfile"
TEXT = FILE.read_text("utf-8")


def test_a_linter_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    linted = subprocess.run([hadolint, "--no-color", FILE], capture_output=True, text=True)
    assert (linted.returncode, linted.stdout) == (0, "")


def test_what_is_copied_is_enough_to_build_the_package(tmp_path: Path) -> None:
    for sources, target in re.findall(r"^COPY (?!--)(.+) (\S+)$", TEXT, re.MULTILINE):
        folder = tmp_path / target.removeprefix("/source").strip("/")
        for source in sources.split():
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder, ignore=shutil.ignore_patterns("*.pyc"))
            else:
                shutil.copy(ROOT / source, folder)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = (tmp_path / "out").iterdir()
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"geo/launch.py", "geo/data/incidents.geojson", "geo/assets/style.css"} <= names


def test_it_does_not_run_as_root_and_says_whether_it_is_ready() -> None:
    last = TEXT[TEXT.rindex("FROM ") :]
    assert re.findall(r"^USER (\d+)$", last, re.MULTILINE) == ["10001"]
    assert "READY_URL=http://localhost:8501/ready\n" in last


@pytest.mark.parametrize("path", ["", "/atlas"])
def test_its_health_is_that_of_ready(tmp_path: Path, path: str) -> None:
    (check,) = re.findall(r"HEALTHCHECK .*\\\n +CMD (\[.*\])$", TEXT, re.MULTILINE)
    command, port = json.loads(check), free_port()
    asked = ["env", f"READY_URL=http://localhost:{port}{path}/ready", *command]
    start = [str(GEO), "serve", "--port", str(port), "--base-path", path or "/"]
    assert subprocess.run(asked, stderr=subprocess.DEVNULL).returncode == 1
    with running(start, tmp_path, port, tmp_path, base_path=path):
        assert subprocess.run(asked).returncode == 0


def test_its_command_is_one_of_ours() -> None:
    ((words),) = re.findall(r"^CMD (\[.*\])$", TEXT, re.MULTILINE)
    name, *options = json.loads(words)
    context = main.commands[name].make_context(name, options)
    assert str(context.params["access_log"]) == "-"


@pytest.mark.parametrize("package", ["python3", "python3-venv"])
def test_it_takes_the_packages_of_the_steps(package: str) -> None:
    assert package in TEXT
    assert package in (ROOT / "docs" / "deploy.md").read_text("utf-8")
