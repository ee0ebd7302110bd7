"""What is missing for Spark is said, with what to install, before anything of it is loaded."""

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from geo.errors import BadValue, NotInstalled, NotReachable
from geo.spark import session
from server_process import free_port

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.mark.parametrize(
    "master", ["", "yarn", "local[]", "local[0]", "spark://", "spark://a b:1", "duckdb"]
)
def test_another_master_is_refused(master: str) -> None:
    rule = r"local\[N\] for N cores of this machine, or spark://HOST:PORT"
    with pytest.raises(BadValue, match=rule), session.spark_session(master):
        pass


@pytest.fixture
def java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put another Java in the place of this machine's: a script that has to be written yet."""
    for name in ("pyspark", "sqlglot"):
        monkeypatch.setitem(sys.modules, name, type(sys)(name))
        monkeypatch.setattr(sys.modules[name], "__spec__", ModuleSpec(name, None))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin" / "java"


def test_without_java_it_says_what_to_install(java: Path) -> None:
    with pytest.raises(NotInstalled, match=r"no Java was found: install Java 17 .*openjdk"):
        session.check_spark()


@pytest.mark.parametrize(("said", "version"), [("1.8.0_412", 8), ("11.0.2", 11)])
def test_an_old_java_is_refused(java: Path, said: str, version: int) -> None:
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{said}\"' >&2\n")
    java.chmod(0o755)
    with pytest.raises(NotInstalled, match=f"the Java here has version {version}: install"):
        session.check_spark()


def test_a_java_that_is_new_enough_will_do(java: Path) -> None:
    java.write_text("#!/bin/sh\necho 'openjdk version \"21.0.1\" 2023-10-17' >&2\n")
    java.chmod(0o755)
    session.check_spark()


def test_without_the_packages_it_says_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: None)
    words = r"pyspark and sqlglot are not installed: pip install 'incident-atlas\[spark\]'"
    with pytest.raises(NotInstalled, match=words):
        session.check_spark()


def test_a_master_that_does_not_answer_is_named(java: Path) -> None:
    java.write_text("#!/bin/sh\necho 'openjdk version \"17.0.1\" 2023-10-17' >&2\n")
    java.chmod(0o755)
    master = f"spark://127.0.0.1:{free_port()}"
    words = f"no Spark master answers at {master}: start the master"
    with pytest.raises(NotReachable, match=words), session.spark_session(master):
        pass


def test_it_loads_neither_spark_nor_sqlglot() -> None:
    code = "import sys, geo.spark.session; print({'pyspark', 'sqlglot'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("rows", "asked", "partitions"),
    [(0, None, "3"), (2_000_000, None, "4"), (10**9, None, "1908"), (10**9, "7", "7")],
)
def test_rows_decide_on_partitions_where_nobody_has(
    rows: int, asked: str | None, partitions: str
) -> None:
    settings = {"spark.sql.shuffle.partitions": asked} if asked else {}
    context = SimpleNamespace(
        defaultParallelism=3, getConf=lambda: SimpleNamespace(contains=settings.__contains__)
    )
    conf = SimpleNamespace(set=settings.__setitem__)
    session.set_partitions(
        cast("SparkSession", SimpleNamespace(sparkContext=context, conf=conf)), rows
    )
    assert settings == {"spark.sql.shuffle.partitions": partitions}
