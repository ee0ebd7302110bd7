"""The database in memory: its settings, its own tables, and how incidents come into them."""

__all__ = ["ADDED", "SPILL", "TWICE", "insert_incidents", "open_memory", "rows_of_added"]

import secrets
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

import duckdb

from geo.errors import Unwritable
from geo.formats.temporary import process_folder
from geo.model.feature import text_from_incident
from geo.model.incident import Incident
from geo.settings import limit
from geo.store.documents import FEATURES
from geo.store.source_rows import rows_columns, rows_name
from geo.store.tables import MADE, SCHEMAS, columns_in_sql, rows_from_incidents

SPILL = "spill-"  # what the folders of the engine begin with
ADDED = "added"  # the schema of what is in memory
# The statement of an id that incidents from the number `first` on share with others.
TWICE = """
select id from incidents semi join (select id from added.incidents where n >= $first) using (id)
group by id having count(*) > 1 limit 1
"""


def open_memory() -> duckdb.DuckDBPyConnection:
    """Open a database with the tables of a store, which are empty."""
    connection = duckdb.connect(":memory:", config=_config())
    # Cursors take the settings over. To think about the order of joins takes half of a small
    # statement's time, and ours have few.
    connection.execute("set disabled_optimizers = 'join_order'")
    connection.execute("set parquet_metadata_cache = true")  # no part file is ever written again
    _hide_progress(connection)
    connection.execute(f"create schema {ADDED}")
    for name, columns in {**SCHEMAS, rows_name(0): rows_columns(FEATURES)}.items():
        connection.execute(f"create table {ADDED}.{name} ({columns_in_sql(columns)})")
    return connection


def rows_of_added(table: str) -> str:
    """Return the statement of the rows of a table in memory."""
    return f"select * from {ADDED}.{table}"


def insert_incidents(
    cursor: duckdb.DuckDBPyConnection, incidents: Sequence[Incident], first: int, as_of: date
) -> None:
    """Add incidents with their numbers from `first` on."""
    for name, rows in rows_from_incidents(incidents, as_of=as_of, numbers=count(first)).items():
        columns = {column: [row[column] for row in rows] for column in SCHEMAS[name]}
        cursor.execute(_INSERTS[name], columns)
    texts = list(map(text_from_incident, incidents))
    cursor.execute(_INSERT_FEATURES, {"first": first, "texts": texts})


def _config() -> dict[str, Any]:
    return {
        # No file can make DuckDB fetch or load anything.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "max_execution_time": 1000 * limit("seconds"),  # ms of one statement
        "memory_limit": f"{limit('megabytes')}MB",
        "temp_directory": _spill_folder(),
    }


def _spill_folder() -> str:
    """Return where the engine puts what needs more memory, of its own; "" for nowhere."""
    try:
        return str(process_folder() / f"{SPILL}{secrets.token_hex(4)}")
    except Unwritable:
        return ""


def _hide_progress(connection: duckdb.DuckDBPyConnection) -> None:
    """Switch the progress bar off, where it is on: it would go to the standard output.

    In a notebook without ipywidgets there is none, and DuckDB refuses to switch it off.
    """
    if connection.execute("select current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        connection.execute("set enable_progress_bar = false")


# As lists: Arrow would have to be imported, as for `tables_from_incidents`.
_INSERTS = {
    name: f"insert into {ADDED}.{name} select "
    + ", ".join(f"unnest(${column}::{type_}[])" for column, type_ in columns.items())
    for name, columns in SCHEMAS.items()
    if name not in MADE
}
_INSERT_FEATURES = f"""
insert into {ADDED}.rows_0
select $first + number - 1, $first + number - 1, false, null, text
from (select unnest($texts::text[]) as text, generate_subscripts($texts::text[], 1) as number)
"""
