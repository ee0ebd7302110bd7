"""The statements of a build make the same rows on both engines."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from geo.spark.dialect import spark_statement
from geo.store.directory.numbering import PLACES, WITH_CELLS
from geo.store.statements import merging
from geo.store.tables import NUMBERED, SCHEMAS
from geo.store.tallies import tallied_sql
from spark_pair import invented, pair_of

pytestmark = pytest.mark.spark

CHANCE = random.Random(20240103)
OLD = "n % 3 > 0"  # which records the old store has
MERGING: list[tuple[str, dict[str, Any]]] = [
    (merging.TWICE, {"who": "another row"}),
    (merging.IN_OLD, {}),
    (merging.ELSEWHERE, {"ids": ["A-1", "B-2", "nothing"]}),
    (merging.REPLACED, {}),
    (merging.CHANGES, {}),
    (merging.KEPT["replace"], {"first": 1_000}),
    (merging.KEPT["add"], {"first": 1_000}),
]


class Engines:
    """Tables of one folder in both engines, and those of an old store under `old`."""

    def __init__(self, spark: Any, folder: Path) -> None:
        self.spark, self.duckdb = spark.newSession(), duckdb.connect()
        self.duckdb.execute("create schema old")
        for name in SCHEMAS:
            path = folder / f"{name}.parquet"
            self.duckdb.execute(f"create view {name} as from '{path}'")
            frame = self.spark.read.parquet(str(path))
            frame.createOrReplaceTempView(name)
            if name in NUMBERED:
                self.duckdb.execute(f"create view old.{name} as from main.{name} where {OLD}")
                frame.where(OLD).createOrReplaceTempView(f"old_{name}")

    def rows(self, sql: str, params: dict[str, Any]) -> list[list[dict[str, Any]]]:
        """Run a statement in both; return the rows that it gives, or that its table has then."""
        text, args, target = spark_statement(sql, params)
        frame = self.spark.sql(text, args=args)
        if target:
            if sql.lstrip().startswith("insert"):
                frame = self.spark.table(target).union(frame)  # none of them is by name
            frame.createOrReplaceTempView(target)
            self.duckdb.execute(sql.replace("create temp", "create or replace temp"), params)
            sql, params = f"from {target}", {}
        found = self.duckdb.execute(sql, params)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return [rows, [dict(zip(names, row, strict=True)) for row in frame.collect()]]


@pytest.fixture(scope="module")
def engines(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    folder = tmp_path_factory.mktemp("built")
    with pair_of(spark, [invented(n, CHANCE) for n in range(300)], folder):
        yield Engines(spark, folder)


def rounded(row: dict[str, Any]) -> str:
    """Return a row whose sums of degrees are rounded: their last digits depend on the order."""
    values = {k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()}
    return repr(sorted(values.items()))


@pytest.mark.parametrize("at", range(len(tallied_sql("", ""))))
def test_tallies(engines: Engines, at: int) -> None:
    one, other = engines.rows(tallied_sql("incidents", "sites")[at], {})
    assert one
    assert sorted(map(rounded, one)) == sorted(map(rounded, other))


def test_numbers_follow_the_same_curve(engines: Engines) -> None:
    one, other = engines.rows(PLACES.format(placed=f"({WITH_CELLS}) as placed"), {})
    assert len(one) == 300
    assert sorted(map(rounded, one)) == sorted(map(rounded, other))


def test_records_are_kept_and_replaced_alike(engines: Engines) -> None:
    for sql, params in MERGING:
        one, other = engines.rows(sql, params)
        assert sorted(map(rounded, one)) == sorted(map(rounded, other)), sql


@pytest.mark.parametrize("sql", [merging.IN_OLD, merging.ELSEWHERE])
def test_rows_that_are_left_out_are_not_sent_to_all_machines(engines: Engines, sql: str) -> None:
    spark = engines.spark.newSession()
    number, text = (f"nullif(cast(id as {kind}), '1')" for kind in ("bigint", "string"))
    for name, last in {
        "incidents": "dataset",
        "old_incidents": "dataset",
        "doubtful": "who",
    }.items():
        frame = f"select {number} as n, {text} as id, {text} as {last} from range(9)"
        spark.sql(frame).createOrReplaceTempView(name)
    spark.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
    text, args, _ = spark_statement(sql, {"ids": ["A"]} if "$ids" in sql else {})
    plan = spark.sql(text, args=args)._jdf.queryExecution().optimizedPlan().toString()
    joins = re.findall(r"Join LeftAnti, \(?(.*)\n", plan)
    # A value that is not in a list, which may have nulls, is looked for on each machine: only the
    # names of datasets, each once, are few enough.
    sent = [join for join in joins if "isnull" in join]
    assert joins
    assert bool(sent) == ("not in (select distinct dataset" in sql)
    assert all("dataset" in join for join in sent)
