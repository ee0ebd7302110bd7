"""A store as a file: written next to the old one, swapped in as a whole, attached for reading.

Only `geo import` writes it, in one go; a process with the old file open goes on reading that one.
"""

__all__ = [
    "DISTINCT",
    "DoubtfulRow",
    "ExistingIds",
    "FreshStore",
    "check_path",
    "engine_in_words",
    "fresh_database",
    "interrupted",
    "is_store",
    "replacing",
]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from geo.errors import UnreadableData, Unwritable
from geo.formats.atomic import rebuilding
from geo.formats.file_errors import check_regular
from geo.importers.published import IMPORTER_VERSION, StoredDocument
from geo.model.incident import Incident
from geo.store.attached.attaching import FORMAT, attach_file, misread_sign
from geo.store.changes import Changes, Choice
from geo.store.directory.manifest import is_directory_store
from geo.store.directory.remote import Location, RemoteDirectory
from geo.store.documents import DOCUMENTS, FEATURES, document_row
from geo.store.history.past_tallies import fill_tallies
from geo.store.source_rows import (
    long_columns,
    rows_columns,
    rows_from_features,
    rows_name,
    rows_table,
)
from geo.store.statements.merging import (
    CHANGES,
    DOUBTFUL,
    ELSEWHERE,
    IN_OLD,
    KEEP_CREDITS,
    KEEP_LABELS,
    KEEP_NUMBERED,
    KEEP_ROWS,
    KEPT,
    KEPT_DOCUMENTS,
    REPLACED,
    TWICE,
)
from geo.store.tables import (
    NUMBERED,
    REPEATED,
    SCHEMAS,
    VERSION,
    columns_in_sql,
    tables_from_incidents,
)

if TYPE_CHECKING:
    import pyarrow as pa

ExistingIds = Callable[[Iterable[str]], set[str]]  # which of some ids exist already

_ABOUT = {"format": FORMAT, "version": str(VERSION), "importer": str(IMPORTER_VERSION)}
MAGIC = (8, b"DUCK")  # offset and text that mark a DuckDB file
# Bounded whatever the machine has: the rest goes to disk. DuckDB holds some rows of each column at
# once, so that a table of thousands of columns needs more.
MEGABYTES, WIDE_MEGABYTES = 192, 250  # the latter for each thousand columns
_CONFIG: dict[str, Any] = {
    "memory_limit": f"{MEGABYTES}MB",
    "preserve_insertion_order": False,
    "threads": 2,
}
# Rows that are compressed at once and written: in one transaction, none is written twice. A text is
# compressed the better the more rows share its dictionary.
ROW_GROUP = 122_880
IDS = 10_000  # that are looked up elsewhere at once
SAMPLE = 2_000  # rows by which the compression of all is chosen, where they are copied
# Few long texts are the same, so that a dictionary of them does not help.
_LONG = "varchar using compression zstd"
_PLAIN: Mapping[str, str] = MappingProxyType({})
INTERRUPTED = "Query interrupted"  # what DuckDB says in a RuntimeError
STORAGE = "v1.5.0"  # the oldest DuckDB that has to read the file, and so the compressions it has


DISTINCT: Mapping[str, str] = MappingProxyType(
    {name: f"select distinct * from {name} order by all" for name in REPEATED}
)
# Tables that are written once all their rows are known: the file has no gaps where they stood. Of
# sites, 256 cells of a side stand together.
ORDERED = {"sites": "from sites order by x >> 16, y >> 16, n, site", **DISTINCT}


def is_store(path: Location) -> bool:
    """Tell whether a file is a DuckDB file, whatever its name, or a folder a store directory.

    What an address leads to can only be one.
    """
    if isinstance(path, RemoteDirectory) or path.is_dir():
        return is_directory_store(path)
    offset, magic = MAGIC
    try:
        check_regular(path)
        with path.open("rb") as file:
            return file.read(offset + len(magic))[offset:] == magic
    except OSError:
        return False


class DoubtfulRow(NamedTuple):
    """A row whose id is not its own: its document and line, the id, and where that occurs too."""

    document: int
    line: int
    id: str
    who: str


class FreshStore:
    """A store file that is being written, next to an old store whose records it may keep.

    `late` tables get their rows once all are known: each has the statement of what these are.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        old: Path | None,
        as_of: date,
        *,
        late: Mapping[str, str] = ORDERED,
    ) -> None:
        self._connection, self.as_of, self._late = connection, as_of, late
        self.documents: list[StoredDocument] = []
        self._fitted = set[int]()  # documents whose rows have begun
        self.is_abandoned = False
        self.rejected = 0  # rows of the documents that became no record
        for name, columns in {**SCHEMAS, "documents": DOCUMENTS}.items():
            kind = "temp table" if name in late else "table"
            connection.execute(f"create {kind} {name} ({columns_in_sql(columns)})")
        connection.execute("create table about (name text, value text)")
        connection.executemany("insert into about values (?, ?)", list(_ABOUT.items()))
        self._old = attach_file(connection, old, "old").documents if old else None
        connection.execute("begin")  # until the end: see ROW_GROUP
        connection.execute("set enable_progress_bar = false")  # it writes to the standard output

    def add(self, incidents: Sequence[Incident]) -> None:
        """Add incidents, numbered in their order."""
        document, first = self.add_document(FEATURES), self._end()
        self.add_rows(document, rows_table(rows_from_features(incidents, first), FEATURES))
        numbers = count(first)
        self.add_tables(
            tables_from_incidents(incidents, as_of=self.as_of, document=document, numbers=numbers)
        )

    def add_document(self, document: StoredDocument) -> int:
        """Add a file that rows come from; return its number."""
        number = len(self.documents)
        self.documents.append(document)
        values = ", ".join("?" * len(DOCUMENTS))
        row = document_row(number, document)
        self._connection.execute(f"insert into documents values ({values})", row)
        self._create_rows(number)
        return number

    def add_rows(self, document: int, rows: "pa.Table") -> None:
        """Add rows of a document, with the numbers of the records that they become."""
        if document not in self._fitted:
            self._fit_rows(document, rows)
        self._insert(rows_name(document), rows)

    def add_tables(self, tables: "Mapping[str, pa.Table]") -> None:
        """Add incidents as tables, with the numbers and the document of their rows."""
        for name, table in tables.items():
            self._insert(name, table)

    def _create_rows(self, document: int, compressed: Mapping[str, str] = _PLAIN) -> None:
        columns = {**rows_columns(self.documents[document]), **compressed}
        megabytes = MEGABYTES + WIDE_MEGABYTES * len(columns) // 1_000
        self._connection.execute(f"set memory_limit = '{megabytes}MB'")
        sql = f"create or replace table {rows_name(document)} ({columns_in_sql(columns)})"
        self._connection.execute(sql)

    def _fit_rows(self, document: int, sample: "pa.Table") -> None:
        """Compress the long texts of a document's rows, which are empty yet, as its first ones."""
        self._create_rows(document, dict.fromkeys(long_columns(sample), _LONG))
        self._fitted.add(document)

    def _insert(self, name: str, table: "pa.Table") -> None:
        # Under a registered name it would be held until the transaction ends.
        self._connection.from_arrow(table).project("*").insert_into(name)

    def _end(self) -> int:
        """Return the number after the last one."""
        (end,) = self._rows("select coalesce(max(n) + 1, 0) from incidents")[0]
        return int(end)

    def drop_doubtful(
        self, existing_ids: ExistingIds = lambda _: set(), *, who: str = "another row of this file"
    ) -> list[DoubtfulRow]:
        """Remove records whose id is not unique, with their rows, and return what they were.

        `existing_ids` tells which of some ids exist elsewhere; `who` is said of an id that several
        new rows have.
        """
        self._connection.execute(TWICE, {"who": who})
        if self._old is not None:
            self._connection.execute(IN_OLD)
        elsewhere = existing_ids(self._ids())
        self._connection.execute(ELSEWHERE, {"ids": list(elsewhere)})
        tables = list(map(rows_name, range(len(self.documents))))
        lines = " union all ".join(
            f"select {document} as document, n, line from {name}"
            for document, name in enumerate(tables)
        )
        doubtful = self._rows(DOUBTFUL.format(lines=lines)) if tables else []
        for name in (*NUMBERED, *tables) if doubtful else ():
            self._connection.execute(f"delete from {name} where n in (select n from doubtful)")
        return [DoubtfulRow(*row) for row in doubtful]

    def has_document(self, document: StoredDocument) -> bool:
        """Tell whether the old file has all records of a file that was read in the same way."""
        known = {each.fingerprint for each in (self._old or {}).values()}
        return document.fingerprint in known - {""}

    def changes(self) -> Changes | None:
        """Return what becomes of the old file's records of the same datasets; None if it has none.

        The ids of all records are their own: `drop_doubtful` comes before.
        """
        if self._old is None:
            return None
        self._connection.execute(REPLACED)
        before, replaced = self._rows(CHANGES)[0]
        (size,) = self._rows("select count(*) from incidents")[0]
        if not before:
            return None
        return Changes(
            datasets=tuple(name for (name,) in self._rows("from replaced order by 1")),
            replaced=replaced,
            added=size - replaced,
            rest=before - replaced,
        )

    def keep_others(self, choice: Choice = "replace") -> int:
        """Copy records of the old file; return how many there are.

        They are those of other datasets, and with "add" those of the same ones whose id is not
        used again.
        """
        if self._old is None:
            return 0
        self._connection.execute(REPLACED)
        self._connection.execute(KEPT[choice], {"first": self._end()})
        self._keep_documents(self._old)
        for sql in KEEP_NUMBERED.values():
            self._connection.execute(sql)
        self._connection.execute(KEEP_LABELS)
        self._connection.execute(KEEP_CREDITS[choice])
        (kept_size,) = self._rows("select count(*) from kept")[0]
        return int(kept_size)

    def _keep_documents(self, old: Mapping[int, StoredDocument]) -> None:
        """Copy the rows of the records that are kept, and the documents that still have any."""
        self._connection.execute(
            "create temp table kept_documents (old_document int, document int)"
        )
        for number, is_whole in self._rows(KEPT_DOCUMENTS):
            kept = old[number] if is_whole else replace(old[number], fingerprint="")
            document = self.add_document(kept)
            self._connection.execute(f"insert into kept_documents values ({number}, {document})")
            names = {"fresh": rows_name(document), "old": rows_name(number)}
            sample = self._connection.sql(f"from old.{rows_name(number)} limit {SAMPLE}")
            self._fit_rows(document, sample.to_arrow_table())
            self._connection.execute(KEEP_ROWS.format_map(names))

    def abandon(self) -> None:
        """Leave the old file in its place after all."""
        self.is_abandoned = True

    def settle(self) -> None:
        """Write the late tables, and count what is tallied: no rows come any more."""
        self._connection.execute("commit")
        for name, ordered in self._late.items():
            self._connection.execute(f"create table fresh.{name} as {ordered}")
            self._connection.execute(f"drop table temp.{name}")
        fill_tallies(self._connection, "fresh.main", is_deep=True)

    def finish(self) -> None:
        """Close the file, its sites in the order in which views of the map ask for them."""
        self.settle()
        self._connection.execute("checkpoint fresh")  # its log becomes part of the file
        self._connection.close()  # which would not say that the disk is full

    def _ids(self) -> Iterator[str]:
        """Yield all ids, as long as somebody asks for them: they may be millions."""
        self._connection.execute("select id from incidents")
        while rows := self._connection.fetchmany(IDS):
            yield from (id_ for (id_,) in rows)

    def _rows(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()


# The disk is full or fails: a statement, the file as a whole from then on, the end of all.
_UNWRITABLE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.TransactionException,
    duckdb.OutOfMemoryException,
)


def fresh_database(file: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that uses a new file; what does not fit into memory goes next to it."""
    connection = duckdb.connect(config=_CONFIG | {"temp_directory": f"{file}.tmp"})
    options = f"row_group_size {ROW_GROUP}, storage_version '{STORAGE}'"
    connection.execute(f"attach $path as fresh ({options})", {"path": str(file)})
    connection.execute("use fresh")
    return connection


def check_path(path: Path) -> None:
    """Raise Unwritable for the path of a store that DuckDB would take for another one."""
    if sign := misread_sign(path):
        rule = f"cannot be written, as DuckDB misreads the {sign} in its path"
        raise Unwritable(f"{path.name} {rule}: name a path without it")


@contextmanager
def replacing(path: Path, as_of: date) -> Iterator[FreshStore]:
    """Give a fresh store that takes the place of a file when the block ends well.

    Whatever ends the process before leaves the old file. Raises UnreadableData where the old one
    cannot be read, or is being written by another import, and Unwritable where the disk is full.
    """
    check_path(path)
    with engine_in_words(path), interrupted(), ExitStack() as stack:
        try:
            fresh = stack.enter_context(rebuilding(path, wait=0))
        except TimeoutError:
            raise UnreadableData(f"{path.name} is being written by another import: wait") from None
        connection = stack.enter_context(fresh_database(fresh))
        old = path.resolve()
        store = FreshStore(connection, old if old.exists() else None, as_of)
        yield store
        if store.is_abandoned:
            connection.close()
            fresh.unlink()  # and the old file stays
        else:
            store.finish()


@contextmanager
def interrupted() -> Iterator[None]:
    """Raise KeyboardInterrupt where Control-C comes while DuckDB works, which says it otherwise."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != INTERRUPTED:
            raise
        raise KeyboardInterrupt from error


@contextmanager
def engine_in_words(path: Path) -> Iterator[None]:
    """Say what DuckDB says of a file that it cannot write."""
    try:
        yield
    except _UNWRITABLE as error:
        reason, *_ = str(error).splitlines()
        cause = "is its disk full"
        if isinstance(error, duckdb.OutOfMemoryException):  # also where it cannot spill
            cause = "is its disk full, or nearly every value of its columns another one"
        rule = f"cannot be written, and stays as it was: {cause}? DuckDB says {reason!r}"
        raise Unwritable(f"{path.name} {rule}") from error
