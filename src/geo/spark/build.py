"""Building a store directory on Apache Spark: files are read in parts, on all machines at once.

The files and the directory are on a disk that all machines share, under the same paths. The driver
sees facts of files and counts, and no row.
"""

__all__ = ["build_in_session", "build_on_spark"]

import secrets
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import BadValue
from geo.formats.disk_errors import disk_in_words
from geo.importers.sheets.unpacking import unpack
from geo.intake.build import named_way
from geo.intake.finding_kinds import RowFinding
from geo.intake.listener import SILENT, ImportListener, Progress
from geo.intake.report import Report
from geo.intake.run import LOOKED_AT, MADE, ImportRun, ReadingWay
from geo.spark.findings import FINDINGS, finding_from_line
from geo.spark.fresh import SparkFresh
from geo.spark.looking import LookedFile, look_at
from geo.spark.making import PartTask, make_part
from geo.spark.session import set_partitions, spark_session
from geo.spark.tasks import in_tasks, spark_errors
from geo.spark.writing import write_tables
from geo.store.building import Work, described, place_of_build

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def build_on_spark(
    paths: Sequence[Path],
    out: Path,
    way: ReadingWay,
    *,
    engine: str,
    again: bool = False,
    listener: ImportListener = SILENT,
) -> Report:
    """Read files into a store directory, as `build_directory` does, on a master of Spark.

    `engine` is `local[N]` or `spark://HOST:PORT`. Raises the errors of `build_directory` and of
    `spark_session`.
    """
    if not paths:
        raise BadValue("paths", [], "at least one file")
    with place_of_build(out, date.today()) as work, spark_session(engine) as session:
        return build_in_session(session, work, paths, way, again=again, listener=listener)


def build_in_session(
    session: "SparkSession",
    work: Work,
    paths: Sequence[Path],
    way: ReadingWay,
    *,
    again: bool = False,
    listener: ImportListener = SILENT,
) -> Report:
    """Build a directory with a session that is open. Raises as `build_on_spark`."""
    with spark_errors():
        return _built(session, work, paths, way, again=again, listener=listener)


def _built(
    session: "SparkSession",
    work: Work,
    paths: Sequence[Path],
    way: ReadingWay,
    *,
    again: bool,
    listener: ImportListener,
) -> Report:
    paths = [path.resolve() for path in paths]  # workers have another working directory
    way = named_way(way, paths, work.directory)
    folder = work.folder / "staged"
    with disk_in_words(work.directory):
        (folder / "unpacked").mkdir(parents=True)

    def look(number: int) -> Iterator[LookedFile]:
        plain = unpack(paths[number], folder / "unpacked" / f"{number}-{secrets.token_hex(4)}")
        yield look_at(plain, way)

    looked = in_tasks(session, look, len(paths))
    listener.progress(Progress(0, LOOKED_AT, looked_at=sum(each.size for each in looked)))
    run = ImportRun(listener=listener, names_files=len(paths) > 1)
    run.report = Report(survey=looked[0].survey, unit=looked[0].unit)
    known = {each.fingerprint for each in work.old.documents.values()} if work.old else set[str]()
    if not again and {each.document.fingerprint for each in looked} <= known:
        run.report.end = "same file"
        return run.report
    _make(session, folder, looked, way, run)
    set_partitions(session, run.report.read + (work.old.records if work.old else 0))
    fresh = SparkFresh(session, work, folder, [each.document for each in looked], run.report.read)
    run.drop_doubtful(fresh)
    rejected = run.report.read - run.report.imported
    run.keep_others(fresh, work.directory.name)
    if fresh.is_abandoned:
        return run.report
    tables = write_tables(fresh, work)
    shutil.rmtree(folder)
    documents = dict(enumerate(fresh.documents))
    as_of = looked[0].document.read_on
    sizes = (run.report.imported + fresh.kept, rejected)
    work.swap_in(described(work, as_of, documents, tables, sizes))
    return run.report


def _make(
    session: "SparkSession",
    folder: Path,
    looked: Sequence[LookedFile],
    way: ReadingWay,
    run: ImportRun,
) -> None:
    """Make the records of all parts of all files, and tell what was found of them."""
    listener = run.listener
    tasks, before = list[PartTask](), 0
    for number, file in enumerate(looked):
        for part in range(len(file.parts)):
            task = PartTask(
                looked=file,
                number=number,
                part=part,
                first=before,
                as_of=looked[0].document.read_on,
                way=way,
                folder=folder,
                names_files=run.names_files,
                lists=(listener.reject is not None, listener.warn is not None),
            )
            tasks.append(task)
        before += file.size
    for report in in_tasks(session, lambda number: make_part(tasks[number]), len(tasks)):
        run.report.add(report)
    listener.progress(Progress(run.report.read, MADE))
    for found in _found(folder):
        tell = listener.warn if found.is_kept else listener.reject
        if tell:
            tell(found)


def _found(folder: Path) -> Iterator[RowFinding]:
    """Yield the findings of all parts in their order."""
    for path in sorted((folder / "findings").glob(f"*.{FINDINGS}")):
        with path.open(encoding="utf-8") as file:
            yield from map(finding_from_line, file)
