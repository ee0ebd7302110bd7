"""What a build meets on its machines: a full disk, another version, thousands of files, its end."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.errors import NotInstalled
from geo.spark import tasks
from geo.spark.tasks import in_tasks, spark_errors
from geo.spark.versions import check_version, own_version
from spark_builds import HEADER, build, built, content, rows_of
from spark_cluster import START_SECONDS, Cluster, cluster, environment
from waiting import eventually

pytestmark = pytest.mark.spark
# Bytes that a file of a worker may have, as if its disk were full: enough for the libraries that
# Java unpacks.
SMALL = 2 << 20


@pytest.fixture
def narrow(tmp_path: Path, spark: Any) -> Iterator[Cluster]:
    """Give a cluster whose workers cannot write long files."""
    with cluster(tmp_path, most=SMALL) as found:
        yield found


def test_a_full_disk_on_a_worker_is_named(tmp_path: Path, narrow: Cluster) -> None:
    path, out, env = tmp_path / "long.csv", tmp_path / "out" / "own", environment(tmp_path)
    out.parent.mkdir()
    path.write_text(HEADER + "".join(rows_of("A", 20)), "utf-8")
    built(build([path], out, "--engine", narrow.url, env=env))
    before = content(out)
    path.write_text(HEADER + "".join(rows_of("A", 120_000)), "utf-8")
    process = build([path], out, "--engine", narrow.url, "--replace", env=env)
    _, said = process.communicate()
    assert process.returncode == 1
    assert f"Error: a part of long.csv in {out} cannot be written: File too large" in said
    assert "Traceback" not in said
    assert content(out) == before
    assert len([each for each in out.iterdir() if each.is_dir()]) == 1


def test_a_worker_with_another_version_is_refused(
    spark: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_version(own_version())
    monkeypatch.setattr(tasks, "own_version", lambda: "0.0 (tables 1, importers 1)")
    words = (
        f"a worker has incident-atlas {own_version()}, and the build is by 0.0 (tables 1, "
        "importers 1): install the same on each worker, and build again"
    )
    with pytest.raises(NotInstalled) as refused, spark_errors():
        in_tasks(spark, lambda number: [number], 2)
    assert str(refused.value) == words


def test_many_files_are_built_and_the_corrupt_one_is_named(
    tmp_path: Path, env: dict[str, str], engine: str
) -> None:
    count = 1000 if engine == "duckdb" else 150
    files, out = [tmp_path / f"{number:04}.csv" for number in range(count)], tmp_path / "out/own"
    out.parent.mkdir()
    for path in files:
        path.write_text(HEADER + "".join(rows_of(f"{path.stem}-", 3)), "utf-8")
    said = built(build(files, out, "--engine", engine, env=env))
    assert f"own: {3 * count:,} records" in said
    before = (out / "manifest.json").read_bytes()
    files[117].write_bytes(b"PAR1" + bytes(range(200)))
    process = build(files, out, "--engine", engine, "--replace", env=env)
    _, said = process.communicate()
    assert process.returncode == 1
    assert "Error: 0117.csv" in said
    assert (out / "manifest.json").read_bytes() == before


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path)


@pytest.fixture(params=["duckdb", "local[2]"])
def engine(request: pytest.FixtureRequest, spark: Any) -> str:
    """Return what builds."""
    return str(request.param)


def test_control_c_leaves_nothing(tmp_path: Path, env: dict[str, str], engine: str) -> None:
    path, out = tmp_path / "long.csv", tmp_path / "out" / "own"
    out.parent.mkdir()
    path.write_text(HEADER + "".join(rows_of("A", 40_000)), "utf-8")
    process = build([path], out, "--engine", engine, env=env, is_leader=True)
    eventually(lambda: any(out.glob("build-*/*")), within=START_SECONDS)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the command
    _, said = process.communicate()
    assert process.returncode == 1
    assert "Error: the build was stopped: own is not written" in said
    assert "Traceback" not in said
    assert [each.name for each in out.parent.iterdir()] == [".own.lock"]
    eventually(lambda: not has_processes(process.pid))


def has_processes(group: int) -> bool:
    """Tell whether a process of a group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
