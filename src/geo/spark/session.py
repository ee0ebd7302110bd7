"""A session of Apache Spark on a master, with the settings that ours need, and what is missing."""

__all__ = ["JAVA", "check_spark", "java_version", "set_partitions", "spark_session"]

import logging
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import BadValue, NotInstalled, NotReachable
from geo.settings import limits_set, of_others, set_for_others

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA = 17  # the oldest that Spark 4 runs on
_PACKAGES = ("pyspark", "sqlglot")
_LOCAL = re.compile(r"local(\[([1-9]\d*|\*)\])?")
_CLUSTER = re.compile(r"spark://[^\s/,:]+:\d+(,[^\s/,:]+:\d+)*")
_ANSWERS_IN = 5  # seconds
_OF_WORKERS = "spark.executorEnv."  # variables that workers have, too
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PARTITIONS = "spark.sql.shuffle.partitions"
_ROWS = 1 << 19  # of a partition
_LOG = Path(__file__).with_name("log4j2.properties").absolute()
_LOGS = f"-Dlog4j2.configurationFile={_LOG.as_uri()}"
# A driver that sees no row needs little besides Spark itself, which is quick enough compiled once.
_SMALL_JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxDirectMemorySize=64m"
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "spark.driver.extraJavaOptions": _LOGS,
        "spark.driver.memory": "1g",  # where it does all of the work
        "spark.python.sql.dataFrameQueryContext.enabled": "false",
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.ansi.enabled": "true",  # an overflow is an error, as in DuckDB
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        # Days before 1582 are those of the calendar that DuckDB has, too.
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
)


@contextmanager
def spark_session(
    master: str, settings: Mapping[str, str] = _NO_SETTINGS
) -> Iterator["SparkSession"]:
    """Give a session on a master: `local[N]`, N cores of this machine, or `spark://HOST:PORT`.

    `settings` are more of Spark's own. Raises BadValue for another master, NotInstalled without
    the packages or Java, and NotReachable where the master does not answer.
    """
    _check_master(master)
    check_spark()
    _check_answer(master)
    set_for_others("PYSPARK_PYTHON", sys.executable)  # here, and on all workers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, which ours do not use there
        from pyspark.sql import SparkSession

        _check_open(master, SparkSession.getActiveSession())
        builder = SparkSession.builder.master(master).appName("Incident Atlas")
        for name, value in {**_SETTINGS, **_of_master(master), **settings}.items():
            builder = builder.config(name, value)
        for name in ("SQLQueryContextLogger", "py4j"):  # what they log is raised, too
            logging.getLogger(name).setLevel(logging.CRITICAL)
        session = builder.getOrCreate()
    from py4j.protocol import Py4JError

    root = logging.getLogger()
    root.addFilter(_is_told_otherwise)
    try:
        yield session
    finally:
        root.removeFilter(_is_told_otherwise)
        with suppress(Py4JError, ConnectionError):  # where Control-C has ended Java, too
            session.stop()


def set_partitions(session: "SparkSession", rows: int) -> None:
    """Choose in how many partitions that many rows are sorted and joined, if nobody has.

    Spark's own 200 are too many for few rows: to begin a task takes longer than to sort a thousand.
    """
    context = session.sparkContext
    if not context.getConf().contains(_PARTITIONS):
        partitions = max(context.defaultParallelism, -(-rows // _ROWS))
        session.conf.set(_PARTITIONS, str(partitions))


def _is_told_otherwise(record: logging.LogRecord) -> bool:
    """Leave out what py4j logs of Control-C with the whole stack: it raises that as well."""
    return "while sending command" not in str(record.msg)


def check_spark() -> None:
    """Check that Spark can run here. Raises NotInstalled, which says what to install."""
    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        names = " and ".join(missing)
        verb = "are" if len(missing) > 1 else "is"
        raise NotInstalled(f"{names} {verb} not installed: pip install 'incident-atlas[spark]'")
    version = java_version()
    if version is None or version < JAVA:
        found = "no Java was found" if version is None else f"the Java here has version {version}"
        remedy = (
            f"install Java {JAVA} or newer (on Debian the package openjdk-{JAVA}-jre-headless), or"
            " name its folder in JAVA_HOME"
        )
        raise NotInstalled(f"Spark runs on Java {JAVA} or newer, and {found}: {remedy}")


def java_version() -> int | None:
    """Return the version of the Java that Spark would start: 17; None where there is none."""
    home = of_others("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java:
        return None
    with suppress(OSError):
        # The Java that JAVA_HOME or PATH names, as Spark starts it.
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
        if found := re.search(r'version "(?:1\.)?(\d+)', said.stderr):
            return int(found[1])
    return None


def _check_master(master: str) -> None:
    if not (_LOCAL.fullmatch(master) or _CLUSTER.fullmatch(master)):
        raise BadValue(
            "engine", master, "local[N] for N cores of this machine, or spark://HOST:PORT"
        )


def _check_open(master: str, session: "SparkSession | None") -> None:
    """Check that this process has no session yet: Spark would give that one, whatever is asked."""
    if session is not None:
        rule = f"a session on {session.sparkContext.master} is open in this process: stop it first"
        raise BadValue("engine", master, rule)


def _hosts(master: str) -> list[tuple[str, int]]:
    """Return the hosts and ports of a cluster's masters; none for this machine's cores."""
    if not master.startswith("spark://"):
        return []
    addresses = (each.rsplit(":", 1) for each in master.removeprefix("spark://").split(","))
    return [(host, int(port)) for host, port in addresses]


def _check_answer(master: str) -> None:
    """Check that one of the masters answers: Spark itself would try for minutes."""
    hosts = _hosts(master)
    for address in hosts:
        with suppress(OSError), socket.create_connection(address, timeout=_ANSWERS_IN):
            return
    if hosts:
        remedy = "start the master there (sbin/start-master.sh), or correct the address"
        raise NotReachable(f"no Spark master answers at {master}: {remedy}")


def _of_master(master: str) -> dict[str, str]:
    """Return the settings of a master; of this machine's nothing listens to other machines."""
    limits = {f"{_OF_WORKERS}{name}": value for name, value in limits_set().items()}
    hosts = {host for host, _ in _hosts(master)}
    if hosts:
        limits["spark.driver.memory"] = "512m"  # it sees counts, and no row
        limits["spark.driver.extraJavaOptions"] = f"{_LOGS} {_SMALL_JAVA}"
    if not hosts <= _LOOPBACK:
        return limits
    loopback = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return {**limits, **loopback}
