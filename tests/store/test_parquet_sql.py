"""Any text stays a text in SQL, and any path is that of one file."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.store.directory.parquet_sql import file_in_sql, table_of_files, text_in_sql
from samples import HOSTILE


@given(text=st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(HOSTILE))
@example(text="'; drop table t; --")
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    with duckdb.connect() as connection:
        assert connection.sql(f"select {text_in_sql(text)}").fetchall() == [(text,)]


@pytest.mark.parametrize("folder", ["[a]", "*", "it's", "country=TD", "n=7", "{a,b}"])
def test_a_folder_stands_for_nothing_but_itself(tmp_path: Path, folder: str) -> None:
    for name, value in ((folder, "UA"), ("a", "FR")):
        (tmp_path / name).mkdir()
        pq.write_table(pa.table({"n": [1], "country": [value]}), tmp_path / name / "part")
    files = [file_in_sql(tmp_path / folder / "part")]
    with duckdb.connect() as connection:
        connection.execute(table_of_files("t", {"n": "BIGINT", "country": "VARCHAR"}, files))
        assert connection.sql("from t").fetchall() == [(1, "UA")]
