"""An open store file: its tables with numbers of their own, without the rows that are left out."""

__all__ = ["FileRows", "OpenStoreFile", "Regions"]

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import duckdb

from geo.errors import UnreadableData
from geo.mercator import Bounds
from geo.store.attached.attaching import attach_file
from geo.store.attached.directory import PLACED
from geo.store.attached.intact import damaged
from geo.store.directory.parquet_sql import listed_in_sql, parquet_in_sql
from geo.store.directory.remote import Location
from geo.store.history.past_tallies import fill_tallies
from geo.store.tables import MADE, SCHEMAS, columns_in_sql

_TALLIES = ", ".join(SCHEMAS["tallies"])
Regions = Mapping[str, Sequence[Bounds]]  # table → where its rows are needed


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
        path: Location,
        catalogue: str,
        *,
        first: int,
        first_document: int,
    ) -> None:
        opened = attach_file(cursor, path, catalogue)
        self.end, self.documents, self.watched = opened.end, opened.documents, opened.watched
        self._directory = opened.directory
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
        return self._numbered(table, f"{self._source}.{table}")

    @property
    def digest(self) -> str:
        """Return that of a directory's manifest, "" of a file."""
        return self._directory.manifest.digest if self._directory else ""

    def select_near(self, cursor: duckdb.DuckDBPyConnection, table: str) -> str:
        """Return the same, of the files that a variable of `near` names, where there is one.

        A table can be a strip of one: `sites_3`.
        """
        whole = _whole(table)
        if not self._can_prune(whole):
            return self.select(whole)
        cursor.execute(
            f"set variable {self._variable(table)} = $files", {"files": self._all(whole)}
        )
        columns = ", ".join(SCHEMAS[whole])
        read = parquet_in_sql(f"getvariable('{self._variable(table)}')")
        return self._numbered(whole, f"(select {columns} from {read})")

    def near(self, regions: Regions) -> dict[str, list[str]]:
        """Return the variables of which files of tables are read: those that meet their regions.

        Of a table without a region all are.
        """
        return {
            self._variable(table): self._meeting(_whole(table), regions.get(table))
            for table in dict.fromkeys((*PLACED, *regions))
            if self._can_prune(_whole(table))
        }

    def select_tally(self, name: str) -> str | None:
        """Return the statement of the open rows of a tally, None where the file has none of it."""
        if not self.is_listed:
            return f"{self.select('tallies')} where tally = '{name}'"
        assert self._directory
        listed = self._directory.pruned.get("tallies", {})
        files = [file for part, file in listed.items() if part.tally == name]
        return f"select {_TALLIES} from {parquet_in_sql(listed_in_sql(files))}" if files else None

    @property
    def is_listed(self) -> bool:
        """Tell whether a manifest says in which files its rows are: all are open."""
        return bool(self._directory and self._source == self.catalogue)

    @property
    def tallies(self) -> frozenset[str] | None:
        """Return the names of its tallies, which a directory says; None where rows tell."""
        if not self.is_listed:
            return None
        assert self._directory
        parts = self._directory.manifest.tables["tallies"]
        return frozenset(part.tally for part in parts if part.tally)

    def _can_prune(self, table: str) -> bool:
        """Tell whether a table has several files, and all of its rows are open."""
        directory = self._directory if self.is_listed else None
        return bool(directory and len(directory.pruned.get(table, ())) > 1)

    def _all(self, table: str) -> list[str]:
        assert self._directory
        return list(self._directory.pruned[table].values())

    def _meeting(self, table: str, region: Sequence[Bounds] | None) -> list[str]:
        files = self._all(table)
        if region is None:
            return files
        assert self._directory
        met = [file for part, file in self._directory.pruned[table].items() if part.meets(*region)]
        return met or files[:1]

    def _variable(self, table: str) -> str:
        return f"{self.catalogue}_{table}"

    def _numbered(self, table: str, rows: str) -> str:
        moved = ", ".join(
            f"({name} + {first})::int as {name}"
            for name, first in self._firsts.items()
            if first and name in SCHEMAS[table]
        )
        columns = f"* replace ({moved})" if moved else "*"
        return f"select {columns} from {rows}"

    def unreadable(self, error: Exception) -> UnreadableData:
        """Return the error of a file that cannot be read, for what was met there."""
        fault = self.watched.fault(at_once=True)
        return UnreadableData(fault) if fault else damaged(self.rows.name, error)

    def close(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Detach the file."""
        self.watched.close()
        if self._source != self.catalogue:
            cursor.execute(f"drop schema if exists {self._source} cascade")
        cursor.execute(f"detach {self.catalogue}")
        if self._directory:
            self._directory.release(cursor)

    def _with_ids(self, cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> list[str]:
        sql = f"select id from {self._source}.incidents where id in (select unnest($ids::text[]))"
        found = cursor.execute(f"{sql} order by id", {"ids": list(ids)}).fetchall()
        return [id_ for (id_,) in found]


def _whole(table: str) -> str:
    """Return the table that a strip is of: "sites" of "sites_3"."""
    return table.partition("_")[0]


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
