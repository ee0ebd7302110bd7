"""A store whose statements Spark runs, over Parquet files: what it answers, DuckDB answers too."""

__all__ = ["SparkStore"]

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyspark.sql import Row, SparkSession

from geo.importers.published import StoredDocument
from geo.query.query import Query
from geo.spark.dialect import Macros, spark_statement
from geo.spark.files import frame_of_files
from geo.store.attached.open_file import Regions
from geo.store.documents import FEATURES
from geo.store.questions import Questions
from geo.store.records import Records
from geo.store.source_rows import rows_columns, rows_name
from geo.store.statements.as_of import macros_of
from geo.store.statements.matches import NOTHING
from geo.store.statements.site_rows import site_rows_sql
from geo.store.tables import SCHEMAS, ColumnTypes, columns_in_sql
from geo.store.tallies import DEEP
from geo.store.where import where_of

if TYPE_CHECKING:
    import pyarrow as pa

_STORED = "stored"  # where a statement that has a table of that name itself finds it
Paths = Mapping[str, Sequence[str]]  # table → the Parquet files or folders that have its rows


class SparkStore(Questions):
    """The tables of a store in Parquet files, asked through a session of Spark.

    A table without a path is empty; `documents` are those whose rows are in `rows_<number>`. A
    statement may take as long as it takes: GEO_LIMIT_SECONDS is of DuckDB.
    """

    def __init__(
        self,
        session: SparkSession,
        paths: Paths,
        *,
        as_of: date,
        documents: Mapping[int, StoredDocument] = {0: FEATURES},
    ) -> None:
        super().__init__(as_of)
        self._session = session.newSession()  # its views are its own
        rows = {rows_name(number): rows_columns(each) for number, each in documents.items()}
        for name, columns in {**SCHEMAS, **rows}.items():
            self._show(name, columns, paths.get(name, ()))
        self._records = Records().with_documents(_STORED, documents, 0)
        tallies = {name for (name,) in self._rows("select distinct tally from tallies", {})}
        self._deep = DEEP & tallies
        self._forget()

    def site_rows(self, query: Query) -> "pa.Table":
        """Return a row for each site of the matches, as `Questions.site_rows` does."""
        import pyarrow as pa

        sql, params = site_rows_sql(where_of(query))
        found = self._asked(sql, params).toArrow()
        return (
            pa.table(
                {
                    name: column.dictionary_encode() if pa.types.is_string(column.type) else column
                    for name, column in zip(found.column_names, found.columns, strict=True)
                }
            )
            .unify_dictionaries()
            .combine_chunks()
        )

    def _show(self, name: str, columns: ColumnTypes, paths: Sequence[str]) -> None:
        schema = columns_in_sql(columns).replace("VARCHAR", "STRING")
        frame = frame_of_files(self._session, schema, paths)
        for view in (name, f"{_STORED}_{name}"):
            frame.createOrReplaceTempView(view)

    @cached_property
    def _macros(self) -> Macros:
        return macros_of(lambda sql: self._rows(sql, {}), [_stored])

    def _asked(self, sql: str, params: dict[str, Any]) -> Any:
        macros = self._macros if "as_of" in params else {}
        text, args, _ = spark_statement(sql, params, macros=macros)
        return self._session.sql(text, args=args)

    def _rows(
        self,
        sql: str,
        params: dict[str, Any],
        regions: Regions = NOTHING,  # noqa: ARG002, Spark finds out by itself
    ) -> list[tuple[Any, ...]]:
        return [tuple(map(_plain, row)) for row in self._asked(sql, params).collect()]


def _stored(table: str) -> str:
    """Return the statement of the rows of a table."""
    return f"select * from {_STORED}.{table}"


def _plain(value: Any) -> Any:
    """Return a value as DuckDB gives it: a struct is a dict."""
    return value.asDict(recursive=True) if isinstance(value, Row) else value
