"""A standalone cluster of Spark on this machine: a master and two workers, each a process."""

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import geo
from spark_here import QUICK
from waiting import eventually

LOOPBACK = "127.0.0.1"
START_SECONDS = 120  # of a process of Java, and of what runs in it
_MASTER, _WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
_MEMORY = "640m"  # of an executor: the least that Spark takes is 450 MB
_SMALL: Mapping[str, str] = MappingProxyType({"spark.sql.shuffle.partitions": "2", **QUICK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process of a cluster, with what it says."""

    popen: "subprocess.Popen[bytes]"
    log: Path

    def said(self, pattern: str) -> "re.Match[str] | None":
        """Return what it has said, if it has."""
        assert self.popen.poll() is None, self.log.read_text("utf-8")
        return re.search(pattern, self.log.read_text("utf-8", errors="replace"))

    def kill(self) -> None:
        """Kill it with its executors, as a lack of power does."""
        os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A master and its workers."""

    url: str
    workers: list[Process]


def environment(folder: Path, settings: Mapping[str, str] = _SMALL) -> dict[str, str]:
    """Return the environment of a cluster's processes, and of who builds on it.

    `settings` are Spark's: by default those for a few rows.
    """
    defaults = {"spark.executor.memory": _MEMORY, "spark.executor.cores": "1", **settings}
    (folder / "conf").mkdir(exist_ok=True)
    lines = "".join(f"{name} {value}\n" for name, value in defaults.items())
    (folder / "conf" / "spark-defaults.conf").write_text(lines)
    return os.environ | {
        "PYTHONPATH": str(Path(geo.__file__).parents[1]),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
    }


@contextmanager
def cluster(
    folder: Path, settings: Mapping[str, str] = _SMALL, *, most: int | None = None
) -> Iterator[Cluster]:
    """Run a cluster with two workers of one core each, until the block ends.

    A file that these write can have `most` bytes.
    """
    with ExitStack() as stack:
        run = partial(_running, folder, environment(folder, settings))
        ports = ("--port", "0", "--webui-port", "0")
        master = stack.enter_context(run("master", _MASTER, *ports))
        url = _eventually(master, r"Starting Spark master at (spark://\S+)")
        options = (*ports, "--cores", "1", "--memory", "1g", url)
        workers = [
            stack.enter_context(run(f"worker-{number}", _WORKER, *options, most=most))
            for number in range(2)
        ]
        for worker in workers:
            _eventually(worker, r"Successfully (registered) with master")
        yield Cluster(url=url, workers=workers)


def _limit_files(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _eventually(process: Process, pattern: str) -> str:
    eventually(lambda: process.said(pattern) is not None, within=START_SECONDS)
    found = process.said(pattern)
    assert found
    return found[1]


@contextmanager
def _running(
    folder: Path,
    variables: Mapping[str, str],
    name: str,
    main: str,
    *options: str,
    most: int | None = None,
) -> Iterator[Process]:
    import pyspark

    script = Path(pyspark.__file__).parent / "bin" / "spark-class"
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        popen = subprocess.Popen(
            [str(script), main, "--host", LOOPBACK, *options],
            env=variables,
            preexec_fn=partial(_limit_files, most) if most else None,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Process(popen=popen, log=log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGTERM)
        popen.wait()
