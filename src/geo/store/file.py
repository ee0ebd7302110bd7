"""A store as a file: written next to the old one, swapped in as a whole, attached for reading.

Only `geo import` writes it, in one go; a process with the old file open goes on reading that one.
"""

__all__ = ["ExistingIds", "FreshStore", "is_store", "replacing"]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import duckdb

from geo.errors import UnreadableData, Unwritable
from geo.formats.atomic import rebuilding
from geo.formats.file_errors import check_regular
from geo.importers.published import IMPORTER_VERSION, StoredDocument
from geo.model.incident import Incident
from geo.store.attached.attaching import FORMAT, attach_file
from geo.store.changes import Changes, Choice
from geo.store.documents import DOCUMENTS, FEATURES, document_row
from geo.store.history.past_tallies import fill_tallies
from geo.store.source_rows import (
    long_columns,
    rows_columns,
    rows_from_features,
    rows_name,
    rows_table,
)
from geo.store.tables import (
    NUMBERED,
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


def is_store(path: Path) -> bool:
    """Tell whether a file is a DuckDB file, whatever its name."""
    offset, magic = MAGIC
    try:
        check_regular(path)
        with path.open("rb") as file:
            return file.read(offset + len(magic))[offset:] == magic
    except OSError:
        return False


class FreshStore:
    """A store file that is being written."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, old: Path, as_of: date) -> None:
        self._connection, self.as_of = connection, as_of
        self.documents: list[StoredDocument] = []
        self._fitted = set[int]()  # documents whose rows have begun
        self.is_abandoned = False
        for name, columns in {**SCHEMAS, "documents": DOCUMENTS}.items():
            kind = "temp table" if name in _ORDERED else "table"
            connection.execute(f"create {kind} {name} ({columns_in_sql(columns)})")
        connection.execute("create table about (name text, value text)")
        connection.executemany("insert into about values (?, ?)", list(_ABOUT.items()))
        self._old = attach_file(connection, old, "old").documents if old.exists() else None
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
        self, existing_ids: ExistingIds = lambda _: set()
    ) -> list[tuple[int, str, str]]:
        """Remove records whose id is not unique, with their rows.

        Returns the line and the id of each, and where the id also occurs. `existing_ids` tells
        which of some ids exist elsewhere.
        """
        self._connection.execute(_TWICE)
        if self._old is not None:
            self._connection.execute(_IN_OLD)
        elsewhere = existing_ids(self._ids())
        self._connection.execute(_ELSEWHERE, {"ids": list(elsewhere)})
        tables = list(map(rows_name, range(len(self.documents))))
        lines = " union all ".join(f"select n, line from {name}" for name in tables)
        doubtful = self._rows(_DOUBTFUL.format(lines=lines)) if tables else []
        for name in (*NUMBERED, *tables) if doubtful else ():
            self._connection.execute(f"delete from {name} where n in (select n from doubtful)")
        return doubtful

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
        self._connection.execute(_REPLACED)
        before, replaced = self._rows(_CHANGES)[0]
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
        self._connection.execute(_REPLACED)
        self._connection.execute(_KEPT[choice], {"first": self._end()})
        self._keep_documents(self._old)
        for sql in _KEEP_NUMBERED.values():
            self._connection.execute(sql)
        self._connection.execute(_KEEP_LABELS)
        self._connection.execute(_KEEP_CREDITS[choice])
        (kept_size,) = self._rows("select count(*) from kept")[0]
        return int(kept_size)

    def _keep_documents(self, old: Mapping[int, StoredDocument]) -> None:
        """Copy the rows of the records that are kept, and the documents that still have any."""
        self._connection.execute(
            "create temp table kept_documents (old_document int, document int)"
        )
        for number, is_whole in self._rows(_KEPT_DOCUMENTS):
            kept = old[number] if is_whole else replace(old[number], fingerprint="")
            document = self.add_document(kept)
            self._connection.execute(f"insert into kept_documents values ({number}, {document})")
            names = {"fresh": rows_name(document), "old": rows_name(number)}
            sample = self._connection.sql(f"from old.{rows_name(number)} limit {SAMPLE}")
            self._fit_rows(document, sample.to_arrow_table())
            self._connection.execute(_KEEP_ROWS.format_map(names))

    def abandon(self) -> None:
        """Leave the old file in its place after all."""
        self.is_abandoned = True

    def finish(self) -> None:
        """Close the file, its sites in the order in which views of the map ask for them."""
        self._connection.execute("commit")
        for name, ordered in _ORDERED.items():
            self._connection.execute(f"create table fresh.{name} as {ordered}")
            self._connection.execute(f"drop table temp.{name}")
        fill_tallies(self._connection, "fresh.main")
        self._connection.execute("checkpoint fresh")  # its log becomes part of the file
        self._connection.close()  # which would not say that the disk is full

    def _ids(self) -> Iterator[str]:
        """Yield all ids, as long as somebody asks for them: they may be millions."""
        self._connection.execute("select id from incidents")
        while rows := self._connection.fetchmany(IDS):
            yield from (id_ for (id_,) in rows)

    def _rows(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()


_TWICE = """
create temp table doubtful as
select n, id, 'another row of this file' as who from incidents
where id in (select id from incidents group by id having count(*) > 1)
"""
_DOUBTFUL = """
select line, id, who from doubtful join ({lines}) using (n) order by n
"""
_IN_OLD = """
insert into doubtful
select mine.n, id, theirs.dataset
from incidents as mine join old.incidents as theirs using (id)
where theirs.dataset not in (select dataset from incidents)
  and mine.n not in (select n from doubtful)
"""
_ELSEWHERE = """
insert into doubtful
select n, id, 'an open file' from incidents
where id in (select unnest($ids::text[])) and n not in (select n from doubtful)
"""
_REPLACED = "create or replace temp table replaced as select distinct dataset from incidents"
_CHANGES = """
select count(*), count(mine.id)
from old.incidents as theirs left join incidents as mine using (id)
where theirs.dataset in (from replaced)
"""
_OTHERS = "select n, document from old.incidents where dataset not in (from replaced)"
_REST = """
select theirs.n, theirs.document
from old.incidents as theirs anti join incidents as mine using (id)
where theirs.dataset in (from replaced)
"""
_NUMBERED = """
create temp table kept as
select n as old_n, (row_number() over (order by n) - 1 + $first)::int as n, document from ({})
"""
_KEPT: Mapping[Choice, str] = {
    "replace": _NUMBERED.format(_OTHERS),
    "add": _NUMBERED.format(f"{_OTHERS} union all {_REST}"),
}
_KEPT_DOCUMENTS = """
select document, kept = size
from (select document, count(*) as kept from kept group by document)
     join (select document, count(*) as size from old.incidents group by document)
     using (document)
order by document
"""
_KEEP_RECORDS = """
insert into {0} by name
select theirs.* replace (kept.n as n, kept_documents.document as document)
from old.{0} as theirs join kept on theirs.n = kept.old_n
     join kept_documents on theirs.document = old_document"""
_KEEP_SITES = """
insert into {0} by name
select theirs.* replace (kept.n as n)
from old.{0} as theirs join kept on theirs.n = kept.old_n"""
_KEEP_NUMBERED = {
    name: (_KEEP_RECORDS if "document" in SCHEMAS[name] else _KEEP_SITES).format(name)
    for name in NUMBERED
}
_KEEP_ROWS = """
insert into {fresh} by name
select theirs.* replace (kept.n as n) from old.{old} as theirs join kept on theirs.n = kept.old_n
order by kept.n
"""
_KEEP_LABELS = """
insert into labels from old.labels where facet != 'dataset' or value not in (from replaced)
"""
_KEEP_CREDITS: Mapping[Choice, str] = {
    "replace": "insert into credits from old.credits where dataset not in (from replaced)",
    "add": "insert into credits from old.credits",
}
# Tables that are written once all their rows are known: the file has no gaps where they stood.
_ORDERED = {
    "sites": "from sites order by x >> 16, y >> 16, n, site",  # 256 cells along each side
    "labels": "select distinct * from labels order by all",
    "credits": "select distinct * from credits order by all",
}

# The disk is full or fails: a statement, the file as a whole from then on, the end of all.
_UNWRITABLE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.TransactionException,
    duckdb.OutOfMemoryException,
)


@contextmanager
def replacing(path: Path, as_of: date) -> Iterator[FreshStore]:
    """Give a fresh store that takes the place of a file when the block ends well.

    Whatever ends the process before leaves the old file. Raises UnreadableData where the old one
    cannot be read, or is being written by another import, and Unwritable where the disk is full.
    """
    with _disk_in_words(path), _interrupted(), ExitStack() as stack:
        try:
            fresh = stack.enter_context(rebuilding(path, wait=0))
        except TimeoutError:
            raise UnreadableData(f"{path.name} is being written by another import: wait") from None
        temporary = {"temp_directory": f"{fresh}.tmp"}
        connection = stack.enter_context(duckdb.connect(config=_CONFIG | temporary))
        options = f"row_group_size {ROW_GROUP}, storage_version '{STORAGE}'"
        connection.execute(f"attach $path as fresh ({options})", {"path": str(fresh)})
        connection.execute("use fresh")
        store = FreshStore(connection, path.resolve(), as_of)
        yield store
        if store.is_abandoned:
            connection.close()
            fresh.unlink()  # and the old file stays
        else:
            store.finish()


@contextmanager
def _interrupted() -> Iterator[None]:
    """Raise KeyboardInterrupt where Control-C comes while DuckDB works, which says it otherwise."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != INTERRUPTED:
            raise
        raise KeyboardInterrupt from error


@contextmanager
def _disk_in_words(path: Path) -> Iterator[None]:
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
