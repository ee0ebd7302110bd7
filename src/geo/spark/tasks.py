"""Tasks of Spark: a function of one number each, on whatever machine has time for it."""

__all__ = ["in_tasks", "mapped", "numbered", "results_of", "spark_errors", "told"]

import pickle
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.errors import BadValue, GeoError, NotInstalled, NotReachable, Unwritable, shortened
from geo.spark.versions import OtherVersion, check_version, own_version

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_SCHEMA = "result binary"
_PER_CORE = 16  # tasks of Spark for each core of a cluster, at most
_CAUSE, _BY_PY4J = "Caused by: ", "An error occurred while calling"
_OTHER_VERSION = re.compile(rf"{OtherVersion.__name__}: (.*)")
_NO_MODULE = re.compile(r"ModuleNotFoundError: (.*)")
_OTHER_PYTHON = re.compile(r"PYTHON_VERSION_MISMATCH\] (.*?),")
_NO_SPACE = ("No space left on device", "File too large", "Disk quota exceeded")
Task = Callable[[int], Iterable[Any]]
Run = Callable[[Iterable["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """An error of ours, for which a task is not tried again."""

    kind: type[GeoError]
    values: tuple[Any, ...]

    @classmethod
    def of(cls, error: GeoError) -> "_Refused":
        if isinstance(error, BadValue):
            return cls(kind=BadValue, values=(error.parameter, error.value, error.allowed))
        return cls(kind=type(error), values=(str(error),))


def in_tasks(session: "SparkSession", task: Task, count: int) -> list[Any]:
    """Run a task for each number from 0 on, and return what they yield, in the order of these.

    A task that ends with its machine is run again elsewhere. Raises the GeoError of the first task
    that ends with one.
    """

    def run(batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from told(partial(task, number))

    return results_of(numbered(session, count), run) if count else []


def numbered(session: "SparkSession", count: int) -> "DataFrame":
    """Return the numbers of tasks as rows: a task of Spark has one, or few in their order.

    To begin one takes longer than to read a small file, of which there may be thousands.
    """
    most = _PER_CORE * session.sparkContext.defaultParallelism
    return session.range(0, count, 1, min(count, most)).select("id")


def results_of(frame: "DataFrame", run: Run) -> list[Any]:
    """Run a function on the batches of each task, and collect what it has `told`.

    Raises the GeoError of a task.
    """
    rows = mapped(frame, run, _SCHEMA).collect()
    results = [pickle.loads(row.result) for row in rows]  # noqa: S301, of our tasks
    for each in results:
        if isinstance(each, _Refused):
            raise each.kind(*each.values)
    return results


def mapped(frame: "DataFrame", run: Run, schema: str) -> "DataFrame":
    """Return what a function makes of the batches of each task, by workers of our version."""
    version = own_version()

    def checked(batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        check_version(version)
        return run(batches)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, which is not used there
        return frame.mapInArrow(checked, schema)


@contextmanager
def spark_errors() -> Iterator[None]:
    """Say what hinders workers that try again in vain: a full disk, or a lack of this program.

    Raises Unwritable and NotInstalled, and NotReachable for what else Java does not get over.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        if _is_interrupted(error):
            raise KeyboardInterrupt from error
        text = str(error)
        if any(sign in text for sign in _NO_SPACE):
            rule = "a worker cannot write what it sorts, and nothing was built: is its disk full?"
            raise Unwritable(f"{rule} Free some, or set SPARK_LOCAL_DIRS to another one") from error
        if lack := _lack_of_worker(text):
            raise NotInstalled(lack) from error
        if isinstance(error, Py4JError):
            rule = f"Spark gave up, and nothing was built: {_cause(text)}"
            raise NotReachable(f"{rule}. The logs of its master and workers say more") from error
        raise


def _is_interrupted(error: BaseException | None) -> bool:
    """Tell whether an error came up while Control-C was dealt with: py4j cannot reach Java then."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _lack_of_worker(text: str) -> str | None:
    """Return what a worker does not have that the driver has, if that is what an error is about."""
    if found := _OTHER_VERSION.search(text):
        return found[1]
    missing = _NO_MODULE.findall(text)[-1:] or _OTHER_PYTHON.findall(text)[:1]
    if not missing:
        return None
    rule = f"the Python of a worker does not have what this one has ({missing[0]})"
    remedy = "install the same incident-atlas[spark] on each worker, and name its Python"
    return f"{rule}: {remedy} in PYSPARK_PYTHON"


def _cause(text: str) -> str:
    """Return what an error of Java is about: its last cause, or else its first sentence."""
    lines = [line.strip(": \t") for line in text.splitlines() if line.strip(": \t")]
    causes = [line.removeprefix(_CAUSE) for line in lines if line.startswith(_CAUSE)]
    said = [line for line in lines if not line.startswith(_BY_PY4J)]
    return shortened([*(said or lines)[:1], *causes][-1].rstrip("."))


def told(made: Callable[[], Iterable[Any]]) -> Iterator["pa.RecordBatch"]:
    """Yield the results of a task, or the error of ours that it ends with."""
    import pyarrow as pa
    from pyspark import cloudpickle  # here, so that tests without Spark can look into `writing`

    try:
        results = list(made())
    except GeoError as error:
        results = [_Refused.of(error)]
    pickled = [cloudpickle.dumps(each) for each in results]
    yield pa.RecordBatch.from_arrays([pa.array(pickled, pa.binary())], ["result"])
