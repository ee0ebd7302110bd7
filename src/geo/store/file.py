"""A store as a file: written next to the old one, swapped in as a whole, attached for reading.

Only `geo import` writes it, in one go; a process with the old file open goes on reading that one.
"""

__all__ = ["ExistingIds", "FreshStore", "attach_file", "is_store", "replacing"]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from geo.errors import UnreadableData
from geo.formats.atomic import rebuilding
from geo.model.incident import Incident
from geo.store.tables import SCHEMAS, columns_in_sql, tables_from_incidents
from geo.store.tallies import tallies_sql

if TYPE_CHECKING:
    import pyarrow as pa

ExistingIds = Callable[[Iterable[str]], set[str]]  # which of some ids exist already

FORMAT = "incident-atlas"
VERSION = 5  # to be raised when SCHEMAS change
MAGIC = (8, b"DUCK")  # offset and text that mark a DuckDB file
# Bounded whatever the machine has: the rest goes to disk.
_CONFIG: dict[str, Any] = {
    "memory_limit": "256MB",
    "preserve_insertion_order": False,
    "threads": 2,
}
# Rows that are compressed at once and written: in one transaction, none is written twice. DuckDB's
# own number, 122,880, would not fit in the memory with rows as wide as ours.
ROW_GROUP = 16_384


def is_store(path: Path) -> bool:
    """Tell whether a file is a DuckDB file, whatever its name."""
    offset, magic = MAGIC
    try:
        with path.open("rb") as file:
            return file.read(offset + len(magic))[offset:] == magic
    except OSError:
        return False


def attach_file(cursor: duckdb.DuckDBPyConnection, path: Path, catalogue: str) -> tuple[int, int]:
    """Attach a store file for reading. Raises UnreadableData.

    Returns how many records it has, and the number after its last one.
    """
    if not path.is_file():
        raise UnreadableData(f"{path.name} does not exist: check the path")
    try:
        cursor.execute(f"attach $path as {catalogue} (read_only)", {"path": str(path.resolve())})
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(path.resolve()), path.name)
        message = f"{path.name} cannot be opened by this version: {reason}"
        raise UnreadableData(message) from None
    try:
        _check(cursor, path.name, catalogue)
        size, end = cursor.execute(_SIZE.format(catalogue=catalogue)).fetchall()[0]
    except (duckdb.Error, UnreadableData) as error:
        cursor.execute(f"detach {catalogue}")
        if isinstance(error, UnreadableData):
            raise
        raise UnreadableData(f"{path.name} is damaged: import it again") from None
    return size, end


def _check(cursor: duckdb.DuckDBPyConnection, name: str, catalogue: str) -> None:
    """Check that a file is ours, of this version, and made of plain tables only.

    A view in it would run whatever it was defined as, with the reader's rights.
    """
    of_file = {"catalogue": catalogue}
    found: dict[str, set[tuple[str, str]]] = {}
    for table, column, kind in cursor.execute(_COLUMNS, of_file).fetchall():
        found.setdefault(table, set()).add((column, kind))
    about = dict[str, str]()
    if "about" in found:
        about = dict(cursor.execute(f"select name, value from {catalogue}.about").fetchall())
    if about.get("format") != FORMAT:
        raise UnreadableData(f"{name} is not a store of incidents: make one with geo import")
    if about.get("version") != str(VERSION):
        # Not "again": an import into this file reads it, and fails as this does.
        given, remedy = about.get("version"), "import the data into a new file, or use that version"
        raise UnreadableData(f"{name} is of version {given}, this is {VERSION}: {remedy}")
    if any(found.get(table) != columns for table, columns in _EXPECTED.items()):
        raise UnreadableData(f"{name} has other columns than a store of version {VERSION}")


_EXPECTED = {name: set(columns.items()) for name, columns in SCHEMAS.items()}
_SIZE = "select count(*), coalesce(max(n) + 1, 0) from {catalogue}.incidents"
_COLUMNS = """
select table_name, column_name, data_type
from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name)
where database_name = $catalogue and schema_name = 'main'
"""


class FreshStore:
    """A store file that is being written."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, old: Path, as_of: date) -> None:
        self._connection, self.as_of = connection, as_of
        self.size = 0  # the next incident's number
        self.is_abandoned = False
        for name in SCHEMAS:
            connection.execute(f"create table {name} ({columns_in_sql(name)})")
        connection.execute("create table about (name text, value text)")
        about = [("format", FORMAT), ("version", str(VERSION))]
        connection.executemany("insert into about values (?, ?)", about)
        self._has_old = old.exists()
        if self._has_old:
            attach_file(connection, old, "old")
        connection.execute("begin")  # until the end: see ROW_GROUP
        connection.execute("set enable_progress_bar = false")  # it writes to the standard output

    def add(self, incidents: Sequence[Incident]) -> None:
        """Add incidents, numbered in their order."""
        self.add_tables(tables_from_incidents(incidents, as_of=self.as_of))

    def add_tables(self, tables: "Mapping[str, pa.Table]") -> None:
        """Add incidents as tables, which number them from 0."""
        for name, table in tables.items():
            columns = f"* replace (n + {self.size} as n)" if "n" in table.schema.names else "*"
            # Under a registered name it would be held until the transaction ends.
            self._connection.from_arrow(table).project(columns).insert_into(name)
        self.size += tables["incidents"].num_rows

    def drop_doubtful(
        self, existing_ids: ExistingIds = lambda _: set()
    ) -> list[tuple[int, str, str]]:
        """Remove records whose id is not unique.

        Returns the number and the id of each, and where the id also occurs. `existing_ids` tells
        which of some ids exist elsewhere.
        """
        self._connection.execute(_TWICE)
        if self._has_old:
            self._connection.execute(_IN_OLD)
        elsewhere = existing_ids(id_ for (id_,) in self._rows("select id from incidents"))
        self._connection.execute(_ELSEWHERE, {"ids": list(elsewhere)})
        doubtful = self._rows("select n, id, who from doubtful order by n")
        for name in ("incidents", "sites") if doubtful else ():
            self._connection.execute(f"delete from {name} where n in (select n from doubtful)")
        return doubtful

    def keep_others(self) -> int:
        """Copy the records of other datasets from the old file; return how many there are."""
        if not self._has_old:
            return 0
        self._connection.execute(_REPLACED)
        self._connection.execute(_KEPT, {"first": self.size})
        for name in ("incidents", "sites"):
            self._connection.execute(_KEEP_NUMBERED.format(name=name))
        self._connection.execute(_KEEP_LABELS)
        self._connection.execute(_KEEP_CREDITS)
        (kept_size,) = self._rows("select count(*) from kept")[0]
        return int(kept_size)

    def abandon(self) -> None:
        """Leave the old file in its place after all."""
        self.is_abandoned = True

    def finish(self) -> None:
        """Close the file, its sites in the order in which views of the map ask for them."""
        self._connection.execute("commit")
        for name, ordered in _ORDERED.items():
            self._connection.execute(f"create table fresh as {ordered}")
            self._connection.execute(f"drop table {name}")
            self._connection.execute(f"alter table fresh rename to {name}")
        self._connection.execute(f"insert into tallies by name {tallies_sql('main')}")
        self._connection.close()  # its log becomes part of the file

    def _rows(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()


_TWICE = """
create temp table doubtful as
select n, id, 'another row of this file' as who from incidents
where id in (select id from incidents group by id having count(*) > 1)
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
_REPLACED = "create temp table replaced as select distinct dataset from incidents"
_KEPT = """
create temp table kept as
select n as old_n, (row_number() over (order by n) - 1 + $first)::int as n from old.incidents
where dataset not in (from replaced)
"""
_KEEP_NUMBERED = """
insert into {name} by name
select theirs.* replace (kept.n as n) from old.{name} as theirs join kept on theirs.n = kept.old_n
"""
_KEEP_LABELS = """
insert into labels from old.labels where facet != 'dataset' or value not in (from replaced)
"""
_KEEP_CREDITS = "insert into credits from old.credits where dataset not in (from replaced)"
_ORDERED = {
    "sites": "from sites order by x >> 16, y >> 16, n, site",  # 256 cells along each side
    "labels": "select distinct * from labels order by all",
    "credits": "select distinct * from credits order by all",
}


@contextmanager
def replacing(path: Path, as_of: date) -> Iterator[FreshStore]:
    """Give a fresh store that takes the place of a file when the block ends well.

    Whatever ends the process before leaves the old file. Raises UnreadableData where the old one
    cannot be read, or is being written by another import.
    """
    with ExitStack() as stack:
        try:
            fresh = stack.enter_context(rebuilding(path, wait=0))
        except TimeoutError:
            raise UnreadableData(f"{path.name} is being written by another import: wait") from None
        temporary = {"temp_directory": f"{fresh}.tmp"}
        connection = stack.enter_context(duckdb.connect(config=_CONFIG | temporary))
        options = f"row_group_size {ROW_GROUP}"
        connection.execute(f"attach $path as fresh ({options})", {"path": str(fresh)})
        connection.execute("use fresh")
        store = FreshStore(connection, path.resolve(), as_of)
        yield store
        if store.is_abandoned:
            connection.close()
            fresh.unlink()  # and the old file stays
        else:
            store.finish()
