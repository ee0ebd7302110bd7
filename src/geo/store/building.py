"""A store directory that is being built, and swapped in as a whole."""

__all__ = ["Work", "building", "described", "place_of_build"]

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import UnreadableData, Unwritable
from geo.formats.atomic import locked, writing
from geo.store.directory import part_files
from geo.store.directory.geometry import with_positions
from geo.store.directory.listed import BUILD
from geo.store.directory.manifest import (
    MANIFEST,
    Manifest,
    PartFile,
    is_directory_store,
    read_manifest,
)
from geo.store.directory.numbering import NUMBERED_ORDER, ORDER, PLACES, WHOLE_ORDER, WITH_CELLS
from geo.store.directory.part_files import PartFolder, write_parts
from geo.store.directory.spill import Spill
from geo.store.file import (
    DISTINCT,
    FreshStore,
    check_path,
    engine_in_words,
    fresh_database,
    interrupted,
)
from geo.store.source_rows import rows_name
from geo.store.tables import SCHEMAS, arrow_schema

Batches = Iterator[pa.RecordBatch]
_POSITIONS = pa.schema([arrow_schema("sites").field(f) for f in ("n", "site_count", "lon", "lat")])
BATCH = 32_768  # rows that are written at a time
MEGABYTES = 256  # of DuckDB while it sorts: what does not fit goes to disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where a build works: the directory, its manifest so far, and the folder of the new files."""

    directory: Path
    old: Manifest | None
    build: str

    @property
    def folder(self) -> Path:
        """Return the folder of the new files, which the manifest does not name yet."""
        return self.directory / self.build

    def swap_in(self, manifest: Manifest) -> None:
        """Let the directory be what a manifest says, and remove what nobody reads any more.

        The folder keeps a copy of it: put over that of the directory, it brings this build back.
        """
        for folder in (self.folder, self.directory):
            with writing(folder / MANIFEST) as file:
                file.write(manifest.to_text())
        _sweep(self.directory, manifest)


@contextmanager
def place_of_build(path: Path, built_on: date) -> Iterator[Work]:
    """Give a folder for a build of a directory, which is made where it does not exist.

    One process may build it at a time. What is not swapped in is removed. Raises UnreadableData
    where a directory is there that cannot be read, or another build is at work, and Unwritable.
    """
    check_path(path)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path, wait=0))
        except TimeoutError:
            raise UnreadableData(f"{path.name} is being written by another build: wait") from None
        yield stack.enter_context(_place(path, built_on))


@contextmanager
def _place(path: Path, built_on: date) -> Iterator[Work]:
    old, target = _old_manifest(path), path.resolve()
    is_new = not target.exists()
    target.mkdir(exist_ok=True)
    build = f"build-{built_on:%Y%m%d}-{secrets.token_hex(4)}"
    _sweep(target, old)
    try:
        (target / build).mkdir()
        yield Work(directory=target, old=old, build=build)
    finally:
        _sweep(target, read_manifest(target) if is_directory_store(target) else None)
        if is_new and not any(target.iterdir()):
            target.rmdir()


def _old_manifest(path: Path) -> Manifest | None:
    """Return the manifest of a directory that is there. Raises Unwritable for something else."""
    if is_directory_store(path):
        return read_manifest(path)
    if path.exists() and not path.is_dir():
        rule = "is a file, and a store directory is a folder: give another name"
        raise Unwritable(f"{path} cannot be written: it {rule}")
    others = [each.name for each in path.iterdir()] if path.is_dir() else []
    if strange := sorted(name for name in others if not BUILD.fullmatch(name)):
        rule = f"it has files that are not of a store directory, such as {strange[0]}"
        raise Unwritable(f"{path} cannot be written: {rule}. Name an empty folder, or a new one")
    return None


def _sweep(directory: Path, manifest: Manifest | None) -> None:
    """Remove the folders of builds that the manifest does not name: killed ones, and older ones."""
    kept = {manifest.build, manifest.before} if manifest else set[str | None]()
    for folder in directory.iterdir():
        if BUILD.fullmatch(folder.name) and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def building(path: Path, as_of: date) -> Iterator[FreshStore]:
    """Give a fresh store that becomes a store directory when the block ends well.

    `rejected` of it is how many rows became no record. Whatever ends the process before leaves the
    directory as it was. Raises as `place_of_build` does, and Unwritable where the disk is full.
    """
    with place_of_build(path, as_of) as work, engine_in_words(path), interrupted():
        connection = fresh_database(work.folder / "fresh.duckdb")
        try:
            old = work.directory if work.old else None
            store = FreshStore(connection, old, as_of, late=DISTINCT)
            yield store
            if store.is_abandoned:
                return
            store.settle()
            documents = dict(enumerate(store.documents))
            (records,) = connection.execute("select count(*) from incidents").fetchall()[0]
            tables = _written(connection, work, list(map(rows_name, documents)))
        finally:
            connection.close()
            _remove_database(work.folder)
        work.swap_in(described(work, as_of, documents, tables, (records, store.rejected)))


def described(
    work: Work,
    built_on: date,
    documents: Mapping[int, Any],
    tables: Mapping[str, tuple[PartFile, ...]],
    sizes: tuple[int, int],
) -> Manifest:
    """Return the manifest of what was written; `sizes` are of records, and of rejected rows.

    Raises Unwritable where the files do not have as many records as were imported and kept.
    """
    records, rejected = sizes
    written = sum(part.rows for part in tables["incidents"])
    if written != records:
        rule = f"its files have {written:,} records of {records:,}, and nothing was swapped in"
        remedy = "build it again, and report it where that does not help"
        raise Unwritable(f"{work.directory} cannot be written: {rule}: {remedy}")
    return Manifest(
        build=work.build,
        before=work.old.build if work.old else None,
        built_on=built_on,
        records=records,
        rejected=rejected,
        documents=documents,
        tables=tables,
    )


def _remove_database(folder: Path) -> None:
    for path in folder.glob("fresh.duckdb*"):
        shutil.rmtree(path, ignore_errors=True)
        path.unlink(missing_ok=True)


def _written(
    connection: duckdb.DuckDBPyConnection, work: Work, rows: Sequence[str]
) -> dict[str, tuple[PartFile, ...]]:
    """Write all tables; those of records through the disk, as sorting them takes much memory."""
    connection.execute(f"set memory_limit = '{MEGABYTES}MB'")
    connection.execute("set preserve_insertion_order = true")
    numbers = _numbers(connection)
    places = -(-int(numbers.max(initial=-1) + 1) // part_files.ROWS)
    with _spill_folder(work.folder) as folder:
        spills = {
            name: _spilled(connection, name, numbers, Spill(folder / name, order))
            for name, order in {**NUMBERED_ORDER, **dict.fromkeys(rows, ())}.items()
        }
        parts = {name: list[PartFile]() for name in spills}
        for place in range(places):
            for name, batches in _in_order(spills, place):
                target = PartFolder(directory=work.directory, build=work.build, table=name)
                parts[name] += write_parts(target, batches, first_part=place, step=places)
    return {name: tuple(each) for name, each in parts.items()} | {
        name: _ordered(connection, work, name, order) for name, order in WHOLE_ORDER.items()
    }


def _in_order(spills: Mapping[str, Spill], place: int) -> Iterator[tuple[str, Batches]]:
    """Yield the rows of each table of a part file; records have the positions of their sites."""
    positions = [_POSITIONS.empty_table()]

    def kept(sites: Batches) -> Batches:
        for batch in sites:
            positions.append(pa.table(batch.select(_POSITIONS.names)))
            yield batch

    yield "sites", kept(spills["sites"].part(place))
    sites = pa.concat_tables(positions)
    yield "incidents", (with_positions(each, sites) for each in spills["incidents"].part(place))
    for name, spill in spills.items():
        if name not in ("sites", "incidents"):
            yield name, spill.part(place)


def _numbers(connection: duckdb.DuckDBPyConnection) -> NDArray[np.int32]:
    """Return the number of each record in the directory, by its number as it was imported."""
    (end,) = connection.execute("select coalesce(max(n) + 1, 0) from incidents").fetchall()[0]
    numbers, first = np.full(end, -1, np.int32), 0
    # A join and a sort in one statement would share the memory, and many millions need it twice.
    connection.execute(f"create temp table placed as {WITH_CELLS}")
    ordered = f"select old_n from ({PLACES.format(placed='placed')}) order by {', '.join(ORDER)}"
    for batch in connection.sql(ordered).to_arrow_reader(BATCH):
        numbers[batch.column("old_n").to_numpy()] = np.arange(first, first + batch.num_rows)
        first += batch.num_rows
    connection.execute("drop table placed")
    return numbers


def _spilled(
    connection: duckdb.DuckDBPyConnection, name: str, numbers: NDArray[np.int32], spill: Spill
) -> Spill:
    for batch in connection.sql(f"from {name}").to_arrow_reader(BATCH):
        at = batch.schema.get_field_index("n")
        spill.add(batch.set_column(at, "n", pa.array(numbers[batch.column(at).to_numpy()])))
    spill.finish()
    return spill


@contextmanager
def _spill_folder(folder: Path) -> Iterator[Path]:
    spilled = folder / "spilled"
    spilled.mkdir()
    try:
        yield spilled
    finally:
        shutil.rmtree(spilled)


def _ordered(
    connection: duckdb.DuckDBPyConnection, work: Work, name: str, order: Sequence[str]
) -> tuple[PartFile, ...]:
    folder = PartFolder(directory=work.directory, build=work.build, table=name)
    ordered = f"from {name} order by {', '.join(order)}"
    reader = connection.sql(ordered).to_arrow_reader(BATCH)
    return tuple(write_parts(folder, reader))


assert {*NUMBERED_ORDER, *WHOLE_ORDER} == set(SCHEMAS)
