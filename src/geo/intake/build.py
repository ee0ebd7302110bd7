"""Building: the rows of many files become a store directory."""

__all__ = ["build_directory", "named_way"]

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from geo.errors import BadValue
from geo.importers.sheets.unpacking import unpacked
from geo.importers.sources import SOURCES
from geo.intake.listener import SILENT, ImportListener
from geo.intake.placement import Placer
from geo.intake.report import Report
from geo.intake.run import ImportRun, InputFile, ReadingWay, open_input
from geo.store.building import building


def build_directory(
    paths: Sequence[Path],
    out: Path,
    way: ReadingWay,
    *,
    again: bool = False,
    workers: int = 1,
    listener: ImportListener = SILENT,
) -> Report:
    """Read files into a store directory, which keeps its records of other datasets.

    Where it has records of the same datasets, `listener.confirm` decides whether they are replaced
    or added to. Files that it has all, read in the same way, change nothing, unless they are to be
    read `again`. Several tables or GeoJSON files are one dataset, which is called as the directory
    where `way` does not name it. `workers` is how many processes work on a long table.

    Raises UnreadableData for a file or a directory that cannot be read, BadValue for an unknown
    source or field and where no file is given, and Unwritable; then, and where no row was accepted,
    the directory stays as it was.
    """
    if not paths:
        raise BadValue("paths", [], "at least one file")
    way = named_way(way, paths, out)
    with ExitStack() as stack:
        plain = [stack.enter_context(unpacked(path)) for path in paths]
        inputs = [open_input(path, way) for path in plain]  # before the first of them is read
        return _built(inputs, out, way, again=again, workers=workers, listener=listener)


def _built(
    inputs: Sequence[InputFile],
    out: Path,
    way: ReadingWay,
    *,
    again: bool,
    workers: int,
    listener: ImportListener,
) -> Report:
    run = ImportRun(
        listener=listener,
        placer=Placer(listener.prepare) if way.geocode else None,
        workers=workers,
        names_files=len(inputs) > 1,
    )
    first = inputs[0].rows
    run.report = Report(survey=first.survey, unit=first.unit)
    with building(out, inputs[0].document.read_on) as fresh:
        if not again and all(fresh.has_document(each.document) for each in inputs):
            run.report.end = "same file"
            fresh.abandon()
            return run.report
        for each in inputs:
            run.read(each, fresh)
        run.drop_doubtful(fresh)
        fresh.rejected = run.report.read - run.report.imported
        run.keep_others(fresh, out.name)
    return run.report


def named_way(way: ReadingWay, paths: Sequence[Path], out: Path) -> ReadingWay:
    """Return a way that names the dataset of several tables, or GeoJSON files, as the directory."""
    source = SOURCES.get(way.source)
    if len(paths) == 1 or way.dataset or source is None or way.source not in ("table", "geojson"):
        return way
    return replace(way, dataset=out.resolve().name)
