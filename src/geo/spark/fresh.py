"""A fresh store as tables of Spark: what a store file does with its new rows, on many machines.

The statements are those of `FreshStore`. A table is a view of Parquet files; what a statement adds
to one or takes from it makes another view.
"""

__all__ = ["SparkFresh"]

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo.importers.published import StoredDocument
from geo.spark.counting import ADDED_UP, COUNTS, count_parts
from geo.spark.dialect import spark_statement
from geo.spark.files import frame_of_files
from geo.store.changes import Changes, Choice
from geo.store.file import DoubtfulRow, ExistingIds
from geo.store.history.past_tallies import COUNTED, tally_steps
from geo.store.source_rows import rows_columns, rows_name
from geo.store.statements.merging import (
    CHANGES,
    DOUBTFUL,
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
from geo.store.tables import NUMBERED, SCHEMAS, TALLIES, ColumnTypes, columns_in_sql

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from geo.store.building import Work

_NOTHING: Mapping[str, Any] = MappingProxyType({})
# Tables that only a merge has, with the columns that are added to them by position.
_DOUBTFUL = ("n", "id", "who")


class SparkFresh:
    """The tables of new rows, staged in `folder`, and those of the directory before."""

    def __init__(
        self,
        session: "SparkSession",
        work: "Work",
        folder: Path,
        documents: Sequence[StoredDocument],
        rows: int,
    ) -> None:
        self.session, self._work, self.folder = session, work, folder
        self.documents, self.rows, self.kept = list(documents), rows, 0
        self.is_abandoned = False
        self._steps = 0
        self._added = dict[str, list[Path]]()  # table → the folders of rows that statements added
        placed = {"incidents": {**SCHEMAS["incidents"], "x": "INTEGER", "y": "INTEGER"}}
        for name, columns in {**SCHEMAS, **self.tables_of_rows(), **placed}.items():
            self._show(name, columns, self.files_of(name))
        if work.old:
            self._show_old(work.old.documents, work.old.tables)

    def files_of(self, name: str) -> list[Path]:
        """Return the files of a table of new rows, and of those that are kept."""
        folders = (self.folder / name, *self._added.get(name, ()))
        return [path for folder in folders for path in sorted(folder.glob("*.parquet"))]

    def tables_of_rows(self) -> dict[str, ColumnTypes]:
        """Return the columns of the tables of the documents' rows."""
        return {rows_name(n): rows_columns(each) for n, each in enumerate(self.documents)}

    def _show_old(self, documents: Mapping[int, StoredDocument], tables: Mapping[str, Any]) -> None:
        rows = {rows_name(number): rows_columns(each) for number, each in documents.items()}
        for name, columns in {**SCHEMAS, **rows}.items():
            paths = [self._work.directory / part.path for part in tables.get(name, ())]
            self._show(f"old_{name}", columns, paths)

    def _show(self, name: str, columns: ColumnTypes, paths: Sequence[str | Path]) -> None:
        frame = frame_of_files(self.session, _schema(columns), paths)
        frame.createOrReplaceTempView(name)

    # The statements of a fresh store.

    def drop_doubtful(
        self,
        existing_ids: ExistingIds = lambda _: set(),  # noqa: ARG002, no other dataset is open
        *,
        who: str = "another row of this file",
    ) -> Iterator[DoubtfulRow]:
        """Remove records whose id is not unique, with their rows, and yield what they were."""
        self.run(TWICE, {"who": who})
        if self._work.old:
            self.run(IN_OLD, columns=_DOUBTFUL)
        doubtful = self.session.table("doubtful")
        if not doubtful.head(1):
            return
        lines = " union all ".join(
            f"select {number} as document, n, line from {name}"
            for number, name in enumerate(self.tables_of_rows())
        )
        found = self.session.sql(spark_statement(DOUBTFUL.format(lines=lines)).text)
        for row in found.toLocalIterator():
            yield DoubtfulRow(*row)
        for name in (*NUMBERED, *self.tables_of_rows()):
            rows = self.session.table(name).join(doubtful.select("n"), "n", "left_anti")
            rows.createOrReplaceTempView(name)

    @property
    def _old_documents(self) -> Mapping[int, StoredDocument]:
        return self._work.old.documents if self._work.old else {}

    def changes(self) -> Changes | None:
        """Return what becomes of the old records of the same datasets; None if there are none."""
        if not self._work.old:
            return None
        self.run(REPLACED)
        before, replaced = self._asked(CHANGES)[0]
        if not before:
            return None
        (size,) = self._asked("select count(*) from incidents")[0]
        return Changes(
            datasets=tuple(name for (name,) in self._asked("from replaced order by 1")),
            replaced=replaced,
            added=size - replaced,
            rest=before - replaced,
        )

    def keep_others(self, choice: Choice = "replace") -> int:
        """Keep records of the directory; return how many there are."""
        if not self._work.old:
            return 0
        self.run(KEPT[choice], {"first": self.rows})
        kept = self.session.table("kept")
        self._keep_documents()
        for name in sorted(KEEP_NUMBERED, key=lambda name: name != "sites"):  # places are of sites
            self.run(KEEP_NUMBERED[name], finish=self._placed if name == "incidents" else None)
        self.run(KEEP_LABELS)
        self.run(KEEP_CREDITS[choice])
        self.kept = int(kept.count())
        return self.kept

    def _keep_documents(self) -> None:
        numbers = list[tuple[int, int]]()
        for number, is_whole in self._asked(KEPT_DOCUMENTS):
            old = self._old_documents[number]
            document = len(self.documents)
            self.documents.append(old if is_whole else replace(old, fingerprint=""))
            numbers.append((number, document))
        schema = "old_document int, document int"
        pairs = self.session.createDataFrame(numbers, schema)
        pairs.createOrReplaceTempView("kept_documents")
        for number, document in numbers:
            names = {"fresh": rows_name(document), "old": rows_name(number)}
            self._show(names["fresh"], rows_columns(self.documents[document]), [])
            self.run(KEEP_ROWS.format_map(names))

    def _placed(self, records: "DataFrame") -> "DataFrame":
        """Return kept records with the columns of PLACED, which are of their sites."""
        from pyspark.sql import functions as f

        (folder,) = self._added["sites"]
        sites = frame_of_files(self.session, _schema(SCHEMAS["sites"]), [folder])
        one = sites.where("site_count = 1").select("n", "lon", "lat", "x", "y")
        listed = f.sort_array(f.collect_list(f.struct("site", "lon", "lat"))).alias("each")
        several = sites.where("site_count > 1").groupBy("n").agg(listed)
        lists = several.select("n", f.expr("each.lon as lons"), f.expr("each.lat as lats"))
        return records.join(one, "n", "left").join(lists, "n", "left")

    def abandon(self) -> None:
        """Leave the directory as it is."""
        self.is_abandoned = True

    def tally(self, parts: Mapping[str, Sequence[Path]]) -> None:
        """Make all tallies of the tables, as a store file has them; `parts` are their files."""
        self._show(COUNTED, {**TALLIES, "counted": "DATE"}, [])
        waiting = list[str]()  # what counts parts does it in one go

        def count() -> None:
            if waiting:
                self._count(parts, waiting)
                waiting.clear()

        def ask(sql: str) -> list[Any]:
            count()
            return self._asked(sql)

        for table, sql, params, adds_up in tally_steps(ask, is_deep=True):
            if adds_up:
                waiting.append(sql)
            else:
                count()
                self.run(f"insert into {table} by name {sql}", params)
        count()

    def _count(self, parts: Mapping[str, Sequence[Path]], statements: Sequence[str]) -> None:
        self._steps += 1
        found = count_parts(self.session, parts, statements, self._folder_of_step(COUNTS))
        self._show(COUNTS, TALLIES, found)
        self.run(f"insert into tallies by name {ADDED_UP}")

    # Views.

    def run(
        self,
        sql: str,
        params: Mapping[str, Any] = _NOTHING,
        columns: Sequence[str] = (),
        finish: "Callable[[DataFrame], DataFrame] | None" = None,
    ) -> None:
        """Run a statement that makes a table, or adds rows to one: by `columns` in their order.

        What it is made of is not asked again. `finish` makes of rows those that are added.
        """
        text, args, target = spark_statement(sql, params, tables=self._columns())
        assert target
        frame = self.session.sql(text, args=args)
        if sql.split(maxsplit=1)[0] != "insert":
            self.settled(target, frame).createOrReplaceTempView(target)
            return
        added = frame if " by name" in sql else frame.toDF(*(columns or SCHEMAS[target]))
        rows = self.session.table(target)
        added = added.select(*(name for name in rows.columns if name in added.columns))
        settled = self.settled(target, finish(added) if finish else added)
        self._added.setdefault(target, []).append(self._folder_of_step(target))
        both = rows.unionByName(settled, allowMissingColumns=True)
        both.select(*rows.columns).createOrReplaceTempView(target)

    def settled(self, name: str, frame: "DataFrame") -> "DataFrame":
        """Write rows to files, and return them as they are read from these."""
        self._steps += 1
        path = self._folder_of_step(name)
        frame.write.parquet(str(path))
        return frame_of_files(self.session, frame.schema, [path])

    def _folder_of_step(self, name: str) -> Path:
        return self.folder / "settled" / f"{self._steps:04}-{name}"

    def _columns(self) -> dict[str, Sequence[str]]:
        return {name: tuple(columns) for name, columns in self.tables_of_rows().items()}

    def _asked(self, sql: str) -> list[Any]:
        return list(self.session.sql(spark_statement(sql, tables=self._columns()).text).collect())


def _schema(columns: ColumnTypes) -> str:
    return columns_in_sql(columns).replace("VARCHAR", "STRING")
