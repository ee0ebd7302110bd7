"""Builds on a cluster of real processes: the same directory as DuckDB builds, come what may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import NotInstalled
from geo.spark.session import check_spark
from spark_builds import HEADER, build, built, content, rows_of, write_files
from spark_cluster import START_SECONDS, Cluster, cluster, environment
from waiting import eventually

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the processes."""
    try:
        check_spark()
    except NotInstalled as error:
        pytest.skip(str(error))
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def env(folder: Path) -> dict[str, str]:
    return environment(folder)


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Cluster]:
    with cluster(folder) as found:
        yield found


def out(tmp_path: Path, engine: str) -> Path:
    """Return where an engine builds: a dataset is called as the directory."""
    (tmp_path / engine).mkdir()
    return tmp_path / engine / "own"


@pytest.mark.parametrize("engine", ["local[2]", "cluster"])
def test_both_engines_build_the_same_directory(
    tmp_path: Path, env: dict[str, str], engine: str, request: pytest.FixtureRequest
) -> None:
    files = write_files(tmp_path)
    is_local = engine == "local[2]"
    master = engine if is_local else request.getfixturevalue("running").url
    expected, found = out(tmp_path, "duckdb"), out(tmp_path, "spark")
    said = built(build(files, expected))
    assert built(build(files, found, "--engine", master, env=env)) == said
    assert content(found) == content(expected)
    rejects = [each.with_suffix(".csv").read_text("utf-8") for each in (found, expected)]
    assert rejects[0] == rejects[1]
    assert "one.csv,23,rejected,own-A20,id" in rejects[0]
    assert [path.name for path in found.iterdir() if path.name != "manifest.json"] == [
        content_folder(found)
    ]


def content_folder(directory: Path) -> str:
    """Return the only folder of a build."""
    (folder,) = (path.name for path in directory.iterdir() if path.is_dir())
    return folder


@pytest.mark.parametrize("choice", ["--add", "--replace"])
def test_records_of_the_directory_before_are_kept_by_both_engines(
    tmp_path: Path, running: Cluster, env: dict[str, str], choice: str
) -> None:
    first, second, _ = write_files(tmp_path)
    found = dict[str, object]()
    for engine, options in (("duckdb", ()), ("spark", ("--engine", running.url))):
        directory = out(tmp_path, engine)
        built(build([first], directory, "--dataset", "others"))
        built(build([first], directory, "--dataset", "same", choice))
        process = build([second], directory, "--dataset", "same", choice, *options, env=env)
        said = built(process)
        found[engine] = (said, content(directory))
    assert found["spark"] == found["duckdb"]


def test_a_worker_that_is_killed_changes_nothing(
    tmp_path: Path, running: Cluster, env: dict[str, str]
) -> None:
    files = [tmp_path / f"{number:02}.csv" for number in range(16)]
    for path in files:
        path.write_text(HEADER + "".join(rows_of(f"{path.stem}-", 500)), "utf-8")
    expected, found = out(tmp_path, "duckdb"), out(tmp_path, "spark")
    built(build(files, expected))
    process = build(files, found, "--engine", running.url, env=env)
    staged = "*/staged/incidents/*.parquet"
    eventually(lambda: process.poll() is not None or any(found.glob(staged)), within=START_SECONDS)
    running.workers[1].kill()
    built(process)
    assert content(found) == content(expected)
