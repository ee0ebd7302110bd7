"""What the two dialects mean differently by the same words means in Spark what DuckDB means.

Each row of a table is asked of both engines. What they go on meaning differently is in no statement
of the store: `test_statements` looks at all of them.
"""

import math
from datetime import date
from typing import Any

import duckdb
import pytest

from geo.spark.dialect import spark_statement

pytestmark = pytest.mark.spark

PARAMS: dict[str, Any] = {
    "listed": ["a", "b"],
    "none": [],
    "half": 2.5,
    "day": date(2024, 3, 22),
    "early": date(1066, 10, 14),
    "at_end": "a$",
    "not_letter": r"(^|\W)é(\W|$)",
    "any_letter": "a.b",
    "dot": ".",
}
# Expression of DuckDB → what it is there.
VALUES: dict[str, Any] = {
    # whole numbers
    "7 / 2": 3.5,
    "7 // 2": 3,
    "-7 // 2": -3,
    "-7 % 3": -1,
    "2.5::int": 3,
    "(-2.5)::int": -3,
    "$half::int": 2,
    "($half + 1)::int": 4,
    "(-$half)::bigint": -2,
    "(7 / 2)::int": 4,
    "(1 = 1)::int": 1,
    "-5 >> 1": -3,
    "(5 >> 1) & 3": 2,
    "1::bigint << 40": 1_099_511_627_776,
    "1 | 2": 3,
    # lists
    "list_contains(['a', null], 'b')": False,
    "list_contains(['a', null], 'a')": True,
    "list_contains(['a'], null::varchar)": None,
    "list_has_any(['a', null], ['b'])": False,
    "list_has_any(['a', null], ['b', null])": False,
    "list_has_any(['a', 'b'], $listed)": True,
    "list_has_any(['a'], $none)": False,
    "list_has_any(null::varchar[], $listed)": None,
    "not list_has_any(['a', null], ['b'])": True,
    "'b' = any($listed)": True,
    "'c' = any($listed)": False,
    "'c' = any($none)": False,
    "null::varchar = any($listed)": None,
    "list_position(['a', 'b'], 'b')": 2,
    "list_position(['a', 'b'], 'c')": None,
    "list_last(['a', null])": None,
    "list_last(['a', 'b'])": "b",
    "list_last(list_filter(['a'], lambda x: x = 'b'))": None,
    "list_last(list_filter(['a', 'c', 'b'], lambda x: list_contains($listed, x)))": "b",
    "range(3, 5)": [3, 4],
    "range(3, 3)": [],
    "range(3, 2)": [],
    "string_split('a.b|c', '.')": ["a", "b|c"],
    "string_split('a.b|c', '|')": ["a.b", "c"],
    "string_split('a' || chr(30) || chr(31) || 'b', chr(30) || chr(31))": ["a", "b"],
    "string_split('a,,', ',')": ["a", "", ""],
    "string_split('', ',')": [""],
    "string_split(null, ',')": None,
    # texts
    "'a' < 'B'": False,
    "'é' < 'z'": False,
    "'\uffff' < '😀'": True,
    "'a' = 'a '": False,
    "'a' = 'A'": False,
    "lower('ΑΣ İ É ß')": "ασ i é ß",
    "length('😀é')": 2,
    "translate('ABÉ', 'AB', 'ab')": "abÉ",
    "split_part('a' || chr(10) || 'b', chr(10), 1)": "a",
    "split_part('a', chr(10), 1)": "a",
    "split_part('', chr(10), 1)": "",
    "nullif('a', 'a')": None,
    "contains('a.b', $dot)": True,
    "contains('ab', '')": True,
    "contains(null, 'a')": None,
    "regexp_matches('ba', $at_end)": True,
    "regexp_matches('a' || chr(10), $at_end)": False,
    "regexp_matches('x é y', $not_letter)": True,
    "regexp_matches('xéy', $not_letter)": False,
    "regexp_matches('a' || chr(10) || 'b', $any_letter)": False,
    "regexp_matches('a' || chr(13) || 'b', $any_letter)": True,
    # days
    "$day - date '2024-03-20'": 2,
    "date '2024-03-20' - $day": -2,
    "($day - date '0001-01-01') // 7": 105_566,
    "$day + 1": date(2024, 3, 23),
    "$early": date(1066, 10, 14),
    "$early - date '1600-01-01'": -194_753,
    "date_trunc('year', $day)::date": date(2024, 1, 1),
    "date_trunc('month', $early)::date": date(1066, 10, 1),
    "make_date(year($day), 12, 31)": date(2024, 12, 31),
    "make_date(24290 // 12, 24290 % 12 + 1, 1)": date(2024, 3, 1),
    "month($day)": 3,
    "least($day + 1, date '2024-03-22') - greatest(date '2024-03-01', $early)": 21,
    "'-infinity'::date < date '0001-01-01'": True,
    # what is not known
    "greatest(1, null)": 1,
    "least(null, 2)": 2,
    "coalesce(null, 2)": 2,
    "null is not distinct from null": True,
    "1 is not distinct from null": False,
    "1 in (2, null)": None,
    "null::double / 2": None,
    "case when null::boolean then 1 end": None,
    # real numbers
    "'nan'::double = 'nan'::double": True,
    "'nan'::double > 1e300": True,
    "greatest('nan'::double, 1)": math.nan,
    "2 ** 3": 8.0,
    "floor(-2.5::double)": -3.0,
    "abs(-2.5::double)": 2.5,
}
# Statement → the rows in DuckDB, in their order.
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "select x from t order by x": [(1,), (2,), (None,)],
    "select x from t order by x desc": [(2,), (1,), (None,)],
    "select x, row_number() over (order by x) from t order by x": [(1, 1), (2, 2), (None, 3)],
    "select x, lead(x) over (order by x) from t order by x": [(1, 2), (2, None), (None, None)],
    "select list(x) from (select x from t order by x)": [([1, 2, None],)],
    "select list(x) from (select x from t order by x desc)": [([2, 1, None],)],
    "select list(x order by y) from t": [([2, 1, None],)],
    "select list(x) from t where false": [(None,)],
    "select struct_pack(a := list(x), b := max(y)) from t where x = 1": [({"a": [1], "b": "b"},)],
    "select map(list(y), list(x)) from t where x is not null": [({"a": 2, "b": 1},)],
    "select sum(x), max(x), min(y), avg(x), count(*), count(x) from t": [(3, 2, "a", 1.5, 3, 2)],
    "select sum(x), max(x), count(x) from t where false": [(None, None, 0)],
    "select count(distinct z), count(z) from t": [(1, 2)],
    "select any_value(x) from t where y = 'c'": [(None,)],
    "select any_value(x) from (select null::int as x union all select 3)": [(3,)],
    "select arg_min(x, y), arg_min(x, z) from (select null::int as x, 'a' as y, 1 as z"
    " union all select 3, 'b', null)": [(3, None)],
    "select z, count(*) filter (x > 1), sum(x) filter (x > 5) from t group by all order by z": [
        ("k", 1, None),
        (None, 0, None),
    ],
    "select y as key, sum(x) as x from t group by all having x > 1": [("a", 2)],
    "select x from t where x not in (select 1) order by x": [(2,)],
    "select x from t where x not in (select null)": [],
    "select x from t semi join (select 2 as x union all select null) using (x)": [(2,)],
    "select y from t anti join (select 2 as x) using (x) order by y": [("b",), ("c",)],
    "select x, unnest(string_split(z, 'o')) as s from t order by x": [(1, "k"), (2, "k")],
    "select a, b from (select 1 as a union all by name select 2 as b) order by a": [
        (1, None),
        (None, 2),
    ],
    "with t as (select x + 1 as x from t where x = 1) from t": [(2,)],
    "select (select max(x) from t) + 1, exists(select 1 from t where x = 9)": [(3, False)],
    "select max(x) from (select 'nan'::double as x union all select 1)": [(math.nan,)],
    "select distinct z from t order by all": [("k",), (None,)],
    "select x from t where x between 1 and 1": [(1,)],
    "select sum(x)::bigint, sum(x::double)::double from t": [(3, 3.0)],
    "select (select list(x) from t where false) is null, (select 1 where false)": [(True, None)],
    "select y from t order by y limit 1 offset 1": [("b",)],
}
T = "(values (1, 'b', 'k'), (2, 'a', 'k'), (null, 'c', null)) as t(x, y, z)"
# What is an error in both: nothing is wrong without a word.
ERRORS = [
    "select 2147483647::int + n::int from (select 1 as n)",
    "select 9223372036854775807::bigint + n::bigint from (select 1 as n)",
    "select sum(n)::bigint from (select 9223372036854775807 as n union all select 1)",
    "select n // 0 from (select 1 as n)",
    "select n % 0 from (select 1 as n)",
    "select s::int from (select 'x' as s)",
    "select s::date from (select 'x' as s)",
    "select n::int from (select 3000000000 as n)",
    "select make_date(2023, n, 30) from (select 2 as n)",
]


def of_duckdb(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"create table t as from {T}")
        used = {name: value for name, value in PARAMS.items() if f"${name}" in sql}
        return connection.execute(sql, used).fetchall()


def of_spark(spark: Any, sql: str) -> list[tuple[Any, ...]]:
    spark.sql(f"select * from {T}").createOrReplaceTempView("t")
    used = {name: value for name, value in PARAMS.items() if f"${name}" in sql}
    text, args, _ = spark_statement(sql, used, tables={"t": "xyz"})
    return [
        tuple(v.asDict(recursive=True) if hasattr(v, "asDict") else v for v in row)
        for row in spark.sql(text, args=args).collect()
    ]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal; what is not a number is equal to itself here."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other or (one != one and other != other))


@pytest.fixture(scope="module")
def values(spark: Any) -> dict[str, tuple[Any, Any]]:
    """Ask both engines for all expressions at once."""
    sql = f"select {', '.join(VALUES)}"
    rows = of_duckdb(sql)[0], of_spark(spark, sql)[0]
    return {expression: (one, other) for expression, one, other in zip(VALUES, *rows, strict=True)}


@pytest.mark.parametrize("expression", VALUES)
def test_an_expression_has_the_value_of_duckdb(
    values: dict[str, tuple[Any, Any]], expression: str
) -> None:
    duckdbs, sparks = values[expression]
    assert same(duckdbs, VALUES[expression])
    assert same(sparks, VALUES[expression])


@pytest.mark.parametrize("sql", ROWS)
def test_a_statement_has_the_rows_of_duckdb(spark: Any, sql: str) -> None:
    assert same(of_duckdb(sql), ROWS[sql])
    assert same(of_spark(spark, sql), ROWS[sql])


@pytest.mark.parametrize("sql", ERRORS)
def test_what_is_an_error_in_one_is_one_in_the_other(spark: Any, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        of_duckdb(sql)
    with pytest.raises(Exception, match="SQLSTATE"):
        of_spark(spark, sql)


# Expression → its value in DuckDB, and in Spark, as the words are translated. No statement of the
# store has them: see test_statements.
STILL_DIFFERENT = {
    "date_diff('month', date '2024-01-31', date '2024-02-01')": (1, 0),
    "dayofweek(date '2017-06-05')": (1, 2),
}


@pytest.mark.parametrize("expression", STILL_DIFFERENT)
def test_what_no_statement_has_is_known_to_differ(spark: Any, expression: str) -> None:
    duckdbs, sparks = STILL_DIFFERENT[expression]
    assert of_duckdb(f"select {expression}") == [(duckdbs,)]
    assert of_spark(spark, f"select {expression}") == [(sparks,)]


def test_a_division_by_zero_is_infinite_in_duckdb_and_an_error_in_spark(spark: Any) -> None:
    sql = "select n / 0 from (select 1 as n)"
    assert of_duckdb(sql) == [(math.inf,)]
    with pytest.raises(Exception, match="DIVIDE_BY_ZERO"):
        of_spark(spark, sql)


def test_a_list_is_in_the_order_of_its_rows_however_many_tasks_there_are(spark: Any) -> None:
    several = spark.newSession()
    several.conf.set("spark.sql.shuffle.partitions", "8")
    several.range(0, 20_000, 1, 16).createOrReplaceTempView("numbers")
    sql = "select list(id) from (select id from numbers order by id % 7 desc, id)"
    ((found,),) = several.sql(spark_statement(sql).text).collect()
    assert found == sorted(range(20_000), key=lambda n: (-(n % 7), n))
