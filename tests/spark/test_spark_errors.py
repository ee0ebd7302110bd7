"""What Java does not get over becomes a sentence, and what is read of the shared disk is text."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from geo.errors import Finding, GeoError, NotInstalled, NotReachable, Unwritable
from geo.intake.finding_kinds import RowFinding
from geo.intake.run import ReadingWay
from geo.spark import build
from geo.spark.findings import finding_from_line, line_of_finding
from geo.spark.tasks import spark_errors

pytestmark = pytest.mark.spark


def full_disk(spark: Any) -> None:
    spark._jvm.java.io.FileOutputStream("/dev/full").write(1)


def no_folder(spark: Any) -> None:
    spark.range(1).write.parquet("/proc/version/of")


def ended(_: Any) -> None:
    from py4j.protocol import Py4JNetworkError

    raise Py4JNetworkError("Answer from Java side is empty")


def other_python(_: Any) -> None:
    from pyspark.errors import PySparkRuntimeError

    versions = {"worker_version": "3.10", "driver_version": "3.11"}
    raise PySparkRuntimeError(errorClass="PYTHON_VERSION_MISMATCH", messageParameters=versions)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (full_disk, Unwritable, r"a worker cannot write what it sorts, .* is its disk full\?"),
        (
            no_folder,
            NotReachable,
            r"^Spark gave up, and nothing was built: .*Exception: Parent path is not",
        ),
        (
            other_python,
            NotInstalled,
            r"what this one has \(Python in worker has different version: 3\.10 than that in "
            r"driver: 3\.11\): install the same incident-atlas\[spark\]",
        ),
        (ended, NotReachable, r"nothing was built: Answer from Java side is empty\. The logs"),
    ],
)
def test_what_java_ends_with_is_said(
    spark: Any, monkeypatch: pytest.MonkeyPatch, fault: Any, kind: type[GeoError], words: str
) -> None:
    with pytest.raises(kind, match=words), spark_errors():
        fault(spark)
    monkeypatch.setattr(build, "_built", lambda session, *_, **__: fault(session))
    way: Any = ReadingWay(source="table", mapping={})
    work: Any = None
    with pytest.raises(kind, match=words):
        build.build_in_session(spark, work, [], way)


def interrupted(_: Any) -> None:
    from py4j.protocol import Py4JError

    try:
        raise KeyboardInterrupt
    finally:
        raise Py4JError("Gateway must be connected to send cancel cmd.")


def test_control_c_is_not_a_fault_of_java() -> None:
    pytest.importorskip("py4j")
    with pytest.raises(KeyboardInterrupt), spark_errors():
        interrupted(None)


ODD = RowFinding(
    line=None,
    finding=Finding(record="A\ud800", field="\n", value="'\u2028\"", rule="r", remedy=""),
    is_kept=True,
    file="one.csv",
)


def test_a_finding_is_one_line() -> None:
    line = line_of_finding(ODD)
    assert line.count("\n") == len(line.splitlines()) == 1
    assert line.isascii()
    assert finding_from_line(line) == ODD


class Harmless:
    """What an unpickled file would do: here it makes a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self._path,)


def test_nothing_of_the_shared_disk_is_run(tmp_path: Path) -> None:
    (tmp_path / "findings").mkdir()
    for kind in ("pickle", "jsonl"):
        path = tmp_path / f"findings/000000-000000.{kind}"
        path.write_bytes(pickle.dumps([Harmless(tmp_path / "run")]))
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        list(build._found(tmp_path))
    assert not (tmp_path / "run").exists()
