"""Incidents in DuckDB: rows that are added, and files that are opened, as one set of tables."""

__all__ = ["Store", "TableRow"]

import secrets
import weakref
from collections.abc import Collection, Iterable
from contextlib import suppress
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from geo.errors import BadValue, TooSlow, UnreadableData, Unwritable
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.answers.results import TableRow
from geo.store.attached.directory import PLACED
from geo.store.attached.intact import damage_in_words
from geo.store.attached.open_file import FileRows, OpenStoreFile
from geo.store.directory.remote import Location, location_from_text
from geo.store.history.past_tallies import fill_tallies
from geo.store.memory import ADDED, TWICE, insert_incidents, rows_of_added
from geo.store.questions import NEAR, Questions
from geo.store.statements.as_of import create_macros
from geo.store.statements.told import STRIPS, common_deep_tallies
from geo.store.tables import MADE, SCHEMAS, batches
from geo.store.tallies import DEEP, SHALLOW, table_of_tally

_READERS = "geo.load reads a file, geo.incidents_from_geodataframe a frame"


class Store(Questions):
    """A DuckDB database of incidents: in memory, and in the files that are attached to it.

    Statuses in memory are as of a day (today by default), those of a file as of the day of its
    import. Threads may share a store. A call raises TooSlow where one statement would take longer
    than GEO_LIMIT_SECONDS.

    >>> from geo import Query, Store, default_path, load
    >>> store = Store()
    >>> store.add(load(default_path()))
    >>> in_russia = Query(country=("RU",))
    >>> store.summary(in_russia).matched == len(list(store.iter_incidents(in_russia)))
    True
    """

    def __init__(self, as_of: date | None = None) -> None:
        super().__init__(as_of or date.today())
        self._unite()

    def add(self, incidents: Iterable[Incident]) -> None:
        """Add incidents. Raises BadValue, and adds none, where an id is not new, or one is none."""
        cursor, size = self._connection.cursor(), self._size
        cursor.begin()
        for batch in batches(incidents):
            if not all(isinstance(each, Incident) for each in batch):
                cursor.rollback()
                raise BadValue("incidents", type(incidents).__name__, f"only incidents: {_READERS}")
            insert_incidents(cursor, batch, size, self.as_of)
            size += len(batch)
        twice = cursor.execute(TWICE, {"first": self._size}).fetchone()
        if twice:
            cursor.rollback()
            raise BadValue("id", twice[0], "an id that no incident of the store has")
        for name in MADE:
            cursor.execute(f"delete from {ADDED}.{name}")
        fill_tallies(cursor, ADDED)
        cursor.commit()
        self._size = size
        self._unite()  # with the days of their checkpoints

    def attach(self, path: str | Location) -> int:
        """Open a store as well, for reading; return how many records of it are open.

        It is a file of `geo import`, or a directory of `geo build` or its address (https, s3 …). A
        record whose id is open already is left out: `files` names it. Raises UnreadableData.
        """
        path, before = location_from_text(path) if isinstance(path, str) else path, copy(self)
        cursor = self._connection.cursor()
        with damage_in_words(path.name):
            file = self._opened(cursor, path, f"file{len(self._files)}")
            self._files = [*self._files, file]
            self._size += file.end
            try:
                self._unite()
                self._try()
            except (duckdb.Error, UnreadableData) as error:
                vars(self).update(vars(before))
                self._unite()
                file.close(cursor)
                self._faults.last = None
                raise file.unreadable(error) from error
        return file.rows.size

    def with_file(self, path: Path, *, without: Collection[str] = ()) -> "Store":
        """Return a store of the same records and those of a file, `without` those of some ids.

        This one stays as it is. The file is closed when the new store is no longer in use: a query
        of another thread may still be running. Raises UnreadableData, and leaves out, as `attach`.
        """
        store, name = copy(self), secrets.token_hex(8)
        cursor = self._connection.cursor()
        with damage_in_words(path.name):
            file = store._opened(cursor, path, f"file_{name}")
            file.leave_out(cursor, without)
        store._files, store._schema = [*self._files, file], f"with_{name}"
        weakref.finalize(store, _close, self._connection, store._schema, file).atexit = False
        cursor.execute(f"create schema {store._schema}")
        for table in SCHEMAS:
            view = f"from main.{table} union all by name {file.select(table)}"
            cursor.execute(f"create view {store._schema}.{table} as {view}")
        create_macros(cursor, [file.select], store._schema, base="main")
        store._deep &= common_deep_tallies(cursor, [file.tallies or file.select])
        store._has_near = False
        store._until_held = None  # it is one session's, and asked little
        store._forget()
        return store

    def hold(self, *, after: int = 0) -> None:
        """Hold the columns in memory, if there are few records, `after` so many more questions.

        It takes half a second where they are MOST_HELD, and spares 5 to 15 ms of each new query.
        """
        self._until_held = after

    def _opened(
        self, cursor: duckdb.DuckDBPyConnection, path: Location, catalogue: str
    ) -> OpenStoreFile:
        """Open a file without the records whose ids are known, and with its rows to open others."""
        ends = {"first": self._size, "first_document": self._records.end}
        file = OpenStoreFile(cursor, path, catalogue, **ends)
        try:
            if self._size:
                known = self._known_ids(f"semi join {catalogue}.incidents using (id)", {})
                file.leave_out(cursor, known)
        except (duckdb.Error, UnreadableData) as error:
            file.close(cursor)
            raise file.unreadable(error) from error
        self._records = self._records.with_documents(
            f"{catalogue}.main", file.documents, self._size
        )
        return file

    def _try(self) -> None:
        """Read something of most columns."""
        with suppress(TooSlow):
            self.summary(Query())

    def fault_now(self) -> str | None:
        """Return `fault`, after a statement that reads a little of each file."""
        with suppress(UnreadableData, Unwritable, TooSlow):
            self._rows("select count(*), max(n), max(x) from sites", {})
        return self.fault

    @property
    def fault(self) -> str | None:
        """Return why the files cannot be read any more, once a statement has met that."""
        return self._faults.last

    @property
    def files(self) -> tuple[FileRows, ...]:
        """Return the files that are attached, each with its open records and those left out."""
        return tuple(file.rows for file in self._files)

    @property
    def digests(self) -> tuple[str, ...]:
        """Return what stands for the content of each directory that is attached."""
        return tuple(file.digest for file in self._files if file.digest)

    def leave_out(self, ids: Collection[str]) -> None:
        """Leave out the records of all files that have some ids."""
        cursor = self._connection.cursor()
        for file in self._files if ids else ():
            file.leave_out(cursor, ids)
        self._unite()

    def existing_ids(self, ids: Iterable[str]) -> set[str]:
        """Return those ids that records of the store have, or that are left out of its files."""
        return self._known_ids("where id in (select unnest($ids))", {"ids": list(ids)})

    def _known_ids(self, which: str, params: dict[str, Any]) -> set[str]:
        left_out = [id_ for file in self.files for id_ in file.left_out]
        known = "(select id from incidents union all select unnest($left_out::text[]) as id)"
        rows = self._rows(f"select id from {known} {which}", params | {"left_out": left_out})
        return {id_ for (id_,) in rows}

    def _unite(self) -> None:
        """Let each table show the rows in memory and those of all files."""
        cursor, parts = self._connection.cursor(), [rows_of_added, *(f.select for f in self._files)]
        for name in SCHEMAS:
            rows = " union all by name ".join(select(name) for select in parts)
            cursor.execute(f"create or replace view {name} as {rows}")
        create_macros(cursor, parts)
        tallies = (file.tallies or file.select for file in self._files)
        self._deep = common_deep_tallies(cursor, [rows_of_added, *tallies])
        self._unite_near(cursor)
        self._forget()

    def _unite_near(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Let the schema NEAR show the same, but of directories only the files that are named."""
        self._has_near = any(file.is_listed for file in self._files)
        if not self._has_near:
            return
        cursor.execute(f"create schema if not exists {NEAR}")
        (has_added,) = cursor.execute(f"select exists(from {ADDED}.incidents)").fetchall()[0]

        def show(name: str, added: str, of_files: Iterable[str | None]) -> None:
            """Show the rows of those parts that have some: to look at each takes a millisecond."""
            parts = [added] * has_added + [rows for rows in of_files if rows]
            rows = " union all by name ".join(parts or [added])
            cursor.execute(f"create or replace view {NEAR}.{name} as {rows}")

        strips = {f"sites_{number}": "sites" for number in range(STRIPS)}
        for name, table in {**dict(zip(PLACED, PLACED, strict=True)), **strips}.items():
            show(name, rows_of_added(table), (f.select_near(cursor, name) for f in self._files))
        for tally in (*SHALLOW, *DEEP):
            added = f"{rows_of_added('tallies')} where tally = '{tally}'"
            of_files = (file.select_tally(tally) for file in self._files)
            show(table_of_tally(tally), added, of_files)


def _close(connection: duckdb.DuckDBPyConnection, schema: str, file: OpenStoreFile) -> None:
    cursor = connection.cursor()
    cursor.execute(f"drop schema if exists {schema} cascade")
    file.close(cursor)
