"""An open store file: its tables with numbers of their own, without the rows that are left out."""

__all__ = ["FileRows", "OpenStoreFile"]

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb

from geo.store.attached.attaching import attach_file
from geo.store.history.past_tallies import fill_tallies
from geo.store.tables import MADE, SCHEMAS, columns_in_sql


class FileRows(NamedTuple):
    """A file's name, how many of its records are open, and the ids of those that are left out."""

    name: str
    size: int
    left_out: tuple[str, ...]


class OpenStoreFile:
    """A file that is attached for reading under the name of a catalogue.

    Its records are numbered from `first`, and its documents from `first_document`; `end` is how
    many numbers of records it takes. `documents` are the file's own. Raises UnreadableData.
    """

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        path: Path,
        catalogue: str,
        *,
        first: int,
        first_document: int,
    ) -> None:
        opened = attach_file(cursor, path, catalogue)
        self.end, self.documents, self.watched = opened.end, opened.documents, opened.watched
        self.digest = opened.digest  # of a directory's manifest, "" of a file
        self.catalogue = catalogue
        self.rows = FileRows(path.name, opened.size, ())
        self._firsts = {"n": first, "document": first_document}
        self._source = catalogue  # the catalogue or schema whose tables are read

    def leave_out(self, cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> None:
        """Leave out the records that have some ids: their rows, their sites, and what they count.

        The file stays as it is: views hide the rows, and its tallies are made again.
        """
        gone = self._with_ids(cursor, ids)
        if not gone:
            return
        before, self._source = self._source, f"open_{secrets.token_hex(8)}"
        name, size, left_out = self.rows
        all_out = (*left_out, *gone)
        for statement in _LEFT_OUT.format(schema=self._source, catalogue=self.catalogue).split(";"):
            cursor.execute(statement, {"ids": all_out} if "$ids" in statement else None)
        fill_tallies(cursor, self._source)
        if left_out:
            cursor.execute(f"drop schema {before} cascade")
        self.rows = FileRows(name, size - len(gone), all_out)

    def select(self, table: str) -> str:
        """Return the statement of the open rows of a table, with numbers that no others have."""
        moved = ", ".join(
            f"({name} + {first})::int as {name}"
            for name, first in self._firsts.items()
            if first and name in SCHEMAS[table]
        )
        columns = f"* replace ({moved})" if moved else "*"
        return f"select {columns} from {self._source}.{table}"

    def close(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Detach the file."""
        self.watched.close()
        if self._source != self.catalogue:
            cursor.execute(f"drop schema if exists {self._source} cascade")
        cursor.execute(f"detach {self.catalogue}")

    def _with_ids(self, cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> list[str]:
        sql = f"select id from {self._source}.incidents where id in (select unnest($ids::text[]))"
        found = cursor.execute(f"{sql} order by id", {"ids": list(ids)}).fetchall()
        return [id_ for (id_,) in found]


_MADE = ";\n".join(
    f"create table {{schema}}.{name} ({columns_in_sql(SCHEMAS[name])})" for name in MADE
)
_LEFT_OUT = f"""
create schema {{schema}};
create table {{schema}}.left_out as
select n from {{catalogue}}.incidents where id in (select unnest($ids::text[]));
create view {{schema}}.incidents as
from {{catalogue}}.incidents anti join {{schema}}.left_out using (n);
create view {{schema}}.sites as from {{catalogue}}.sites anti join {{schema}}.left_out using (n);
create view {{schema}}.past as from {{catalogue}}.past anti join {{schema}}.left_out using (n);
create view {{schema}}.past_sites as
from {{catalogue}}.past_sites anti join {{schema}}.left_out using (n);
create view {{schema}}.labels as from {{catalogue}}.labels;
create view {{schema}}.credits as from {{catalogue}}.credits;
{_MADE}"""
