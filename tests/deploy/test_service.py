"""The unit of systemd: systemd reads it, it is closed tightly, and its commands start the atlas."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from streamlit import config

from geo.gazetteer.index import default_path
from geo.settings import limit
from geo.web.admission.open_files import OTHERS
from nginx import COMMANDS
from samples import ROOT
from server_process import free_port, running

UNIT = ROOT / "deploy" / "systemd" / "incident-atlas.service"
ANSWERS = UNIT.with_name("incident-atlas-answers@.service")
PORT = 8511  # of the instance in the docs
DEFAULTS = ROOT / "deploy" / "systemd" / "incident-atlas.env"
GEO = Path(sys.executable).with_name("geo")
INSTALLED = "/opt/incident-atlas/.venv/bin/geo"
EXPOSURE = 1.5  # of 10, by `systemd-analyze security`

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd is not installed: apt install systemd"
)


def settings(path: Path = UNIT) -> dict[str, list[str]]:
    """Return the values of each setting of a unit, in their order."""
    found = defaultdict[str, list[str]](list)
    for line in path.read_text("utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            found[name].append(value)
    return found


def environment() -> dict[str, str]:
    """Return the variables that the service has: of the unit, and of its file."""
    lines = [*settings()["Environment"], *DEFAULTS.read_text("utf-8").splitlines()]
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.strip('"') for name, _, value in pairs}


@needs_systemd
@pytest.mark.parametrize("path", [UNIT, ANSWERS], ids=lambda path: str(path.name))
def test_systemd_reads_the_unit(path: Path, tmp_path: Path) -> None:
    unit = tmp_path / path.name.replace("@", f"@{PORT}")
    unit.write_text(path.read_text("utf-8").replace(INSTALLED, str(GEO)), "utf-8")
    verify = ["systemd-analyze", "verify", "--man=no", str(unit)]
    said = subprocess.run(verify, capture_output=True, text=True)
    own = [line for line in said.stderr.splitlines() if unit.name in line or "/geo" in line]
    assert own == []


def test_a_bad_option_is_not_tried_again_and_other_failures_not_for_ever() -> None:
    said = subprocess.run([str(GEO), "serve", "--no-such-option"], capture_output=True)
    assert settings()["RestartPreventExitStatus"] == [str(said.returncode)]
    (within,), (most,) = settings()["StartLimitIntervalSec"], settings()["StartLimitBurst"]
    (pause,) = settings()["RestartSec"]
    assert int(within) > 4 * int(most) * int(pause)  # a start may take 15 s until it fails


@needs_systemd
def test_the_service_may_do_little() -> None:
    command = ["systemd-analyze", "security", "--offline=true", str(UNIT)]
    said = subprocess.run(command, capture_output=True, text=True)
    if "unrecognized option" in said.stderr:
        pytest.skip("this systemd-analyze has no --offline: it came with version 250")
    (exposure,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    assert float(exposure) <= EXPOSURE


def test_the_service_may_open_a_file_for_each_connection() -> None:
    (files,) = settings()["LimitNOFILE"]
    assert int(files) >= limit("connections") + OTHERS


@pytest.mark.parametrize("path", ["", "/atlas"])
def test_the_commands_of_the_unit_start_the_atlas(tmp_path: Path, path: str) -> None:
    port, variables = free_port(), environment()
    options = f"{variables['ATLAS_OPTIONS']}{path} --port {port}"
    (start,), (is_up,) = settings()["ExecStart"], settings()["ExecStartPost"]
    command = start.replace(INSTALLED, str(GEO)).replace("$ATLAS_OPTIONS", options)
    index = variables["GEO_GAZETTEER"].replace(
        "/var/cache/incident-atlas", str(default_path().parent)
    )
    clean = ["env", f"GEO_GAZETTEER={index}", *shlex.split(command)]
    with running(clean, tmp_path, port, tmp_path, base_path=path) as server:
        if Path("/usr/bin/curl").exists():
            subprocess.run(shlex.split(is_up.replace("8501", str(port))), check=True)
    lines = server.log.read_text("utf-8").splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    # Below a path, curl asks above it.
    assert {line["route"] for line in logged if line["status"] != 404} == {"/health"}
    assert f"Incident Atlas: https://atlas.example.org{path}  (Ctrl+C stops it)" in lines


def test_the_unit_without_a_dashboard_differs_in_what_it_starts_only() -> None:
    one, other = settings(), settings(ANSWERS)
    assert list(one) == list(other)
    different = {name for name in one if one[name] != other[name]}
    assert different == {"Description", "After", "ExecStart", "ExecStartPost"}
    ((start,), (is_up,)), names = (one["ExecStart"], one["ExecStartPost"]), other
    expected = start.replace("geo serve", "geo serve --no-dashboard") + " --port %i"
    assert names["ExecStart"] == [expected]
    assert names["ExecStartPost"] == [is_up.replace("8501", "%i")]


def test_the_service_ends_when_systemd_asks(tmp_path: Path) -> None:
    port = free_port()
    with running([str(GEO), "serve", "--port", str(port)], tmp_path, port, tmp_path) as server:
        pass  # it is asked with SIGTERM, as systemd does, and has 20 s
    assert "Traceback" not in server.log.read_text("utf-8")


@pytest.mark.parametrize("path", ["/var/lib/incident-atlas", "/etc/default/incident-atlas"])
def test_the_steps_name_the_places_of_the_unit(path: str) -> None:
    assert path in UNIT.read_text("utf-8")
    assert path in (ROOT / "docs" / "deploy.md").read_text("utf-8")


def test_the_secrets_of_sign_in_lie_where_service_and_container_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = (line for line in COMMANDS if "secrets.toml" in line)
    (folder,) = settings()["WorkingDirectory"]
    container = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    assert shlex.split(command)[-1] == f"{folder}/.streamlit/secrets.toml"
    assert f"\nWORKDIR {folder}\n" in container
    monkeypatch.chdir(tmp_path)  # Streamlit's places, by which the server is told
    assert f"{tmp_path}/.streamlit/secrets.toml" in config.get_config_files("secrets.toml")
