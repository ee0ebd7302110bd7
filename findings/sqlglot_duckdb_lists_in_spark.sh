#!/bin/sh
# sqlglot 30.30.0 translates what DuckDB says of lists and weekdays into Spark that means another
# thing, and warns of nothing: the statement runs, and its answer differs.
#
# - `x = any($l)` becomes a lambda whose parameter is called x, too, and hides the column: it is
#  true for each row, if the list has any value.
# - `list(x order by y)` loses its order, and its nulls: Spark's collect_list leaves them out.
# - `l[-1]`, the last value, becomes `l[-2]`: the offset of the base is taken from the end as well,
#  and Spark's [] does not count from the end.
# - `isodow(d)` is built on a weekday that counts from 0, and Spark's dayofweek counts from 1.
# - `arg_min(a, b)` skips rows whose a is unknown; min_by, into which it is translated, does not.
#
# Output seen (Python 3.11, Java 17, DuckDB 2.0.1, Spark 4.3.0 with spark.sql.ansi.enabled=false):
#   x = any([2]): [False, True, False] in DuckDB, [True, True, True] in Spark
#   list(x order by y): [[3, 2, 1]] in DuckDB, [[1, 2, 3]] in Spark
#   list(z): [[7, None, 9]] in DuckDB, [[7, 9]] in Spark
#   [5, 6][-1]: [6] in DuckDB, [None] in Spark
#   isodow(date '2024-03-24'): [7] in DuckDB, [2] in Spark
#   arg_min(z, abs(x - 2)): [7] in DuckDB, [None] in Spark
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  sqlglot==30.30.0 duckdb==2.0.1 pyspark==4.3.0 pandas==3.1.1 pyarrow==26.0.1
SPARK_LOCAL_IP=127.0.0.1 "$folder/venv/bin/python" - >"$folder/output" 2>"$folder/errors" <<'PY'
import duckdb
import sqlglot
from pyspark.sql import SparkSession

ROWS = "(values (1, 3, 7), (2, 2, null), (3, 1, 9)) as t(x, y, z)"
EXPRESSIONS = (
    f"select x = any([2]) from {ROWS} order by x",
    f"select list(x order by y) from {ROWS}",
    f"select list(z) from (select z from {ROWS} order by x)",
    "select [5, 6][-1]",
    "select isodow(date '2024-03-24')",
    f"select arg_min(z, abs(x - 2)) from {ROWS}",
)
settings = {"spark.ui.enabled": "false", "spark.sql.ansi.enabled": "false"}
spark = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
for text in EXPRESSIONS:
    expected = [row[0] for row in duckdb.sql(text).fetchall()]
    found = [row[0] for row in spark.sql(sqlglot.transpile(text, read="duckdb", write="spark")[0]).collect()]
    print(f"{text.split(' from ')[0].removeprefix('select ')}: {expected} in DuckDB, {found} in Spark")
spark.stop()
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
