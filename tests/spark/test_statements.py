"""No statement of the store has what the two engines go on meaning differently."""

from collections.abc import Iterator
from typing import Any

import pytest

from geo.spark.dialect import spark_statement
from geo.spark.kinds import kind_of
from spark_statements import macros, of_builds, of_queries

sqlglot = pytest.importorskip("sqlglot")
exp = sqlglot.exp

PARSED = [
    (sqlglot.parse_one(text, read="duckdb"), params)
    for text, params in [*of_queries(), *((t, {}) for t in (*of_builds(), *macros().values()))]
]
# Functions and operators that mean the same in both, or that the dialect makes mean the same: each
# is in the tables of test_meaning.
SHOWN = {
    *("Abs", "Add", "And", "Any", "AnyValue", "ArgMin", "Array", "ArrayAgg", "ArrayContains"),
    *("ArrayFilter", "ArrayOverlaps", "Asin", "Avg", "Between", "BitwiseAnd", "BitwiseLeftShift"),
    *("BitwiseOr", "BitwiseRightShift", "Case", "Cast", "Chr", "Coalesce", "Contains", "Cos"),
    *("Count", "DPipe", "DateFromParts", "Div", "EQ", "Exists", "Explode", "Floor", "GT", "GTE"),
    *("GenerateSeries", "Greatest", "If", "In", "IntDiv", "Is", "LT", "LTE", "Lead", "Least"),
    *("Lower", "Map", "Max", "Min", "Mod", "Month", "Mul", "NEQ", "Neg", "Not", "NullSafeEQ"),
    *("Nullif", "Or", "Pow", "Radians", "RegexpLike", "RowNumber", "Sin", "Split", "SplitPart"),
    *("Sqrt", "Struct", "Sub", "Sum", "TimestampTrunc", "Translate", "Year", "list_last"),
    "list_position",
}
# What a statement divides by is never 0: a count of rows that are there, or a number of days.
DIVISORS = {"SUM(number)", "(last_day + 1 - first_day)", "$fewest", "size"}


def nodes(*types: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    for tree, params in PARSED:
        yield from ((node, params) for node in tree.find_all(*types))


def test_there_are_statements_of_all_kinds() -> None:
    assert len(PARSED) > 200
    assert {type(tree) for tree, _ in PARSED} >= {exp.Select, exp.Union, exp.Create, exp.Insert}


def test_each_function_is_one_whose_meaning_is_shown() -> None:
    found = nodes(exp.Func, exp.Binary, exp.Unary, exp.Between, exp.In)
    made_of = (exp.Paren, exp.PropertyEQ, exp.Dot, exp.Lambda)
    named = {
        node.name if isinstance(node, exp.Anonymous) else type(node).__name__
        for node, _ in found
        if not isinstance(node, made_of) and not is_table(node)
    }
    assert named - SHOWN == set()
    assert named.isdisjoint({"DateDiff", "DayOfWeek", "DayOfWeekIso", "CountIf", "Round"})


def is_table(node: Any) -> bool:
    return isinstance(node, exp.Anonymous) and isinstance(node.parent, exp.Table)


def test_nothing_is_divided_by_what_may_be_0() -> None:
    divisors = {node.expression.sql("duckdb") for node, _ in nodes(exp.Div, exp.IntDiv, exp.Mod)}
    assert {each for each in divisors if not each.isdigit() or each == "0"} - DIVISORS == set()


def test_no_real_number_becomes_a_whole_one() -> None:
    casts = [(node, params) for node, params in nodes(exp.Cast) if node.to.is_type("int", "bigint")]
    assert casts
    assert [node.sql() for node, params in casts if kind_of(node.this, params)] == []


def test_all_of_them_are_translated_without_a_value_in_the_text() -> None:
    for text, params in list(of_queries())[::9]:
        found = spark_statement(text, params, macros=macros())
        assert set(params) <= set(found.args)
        texts = {value for value in params.values() if isinstance(value, str)}
        assert quoted(found.text).isdisjoint(texts)


def quoted(text: str) -> set[str]:
    tokens = sqlglot.tokenize(text, read="spark")
    return {token.text for token in tokens if token.token_type.name == "STRING"}


def test_what_builds_run_is_translated() -> None:
    parts = dict.fromkeys(("counted", "kept", "replaced", "single", "several"), ("n", "id"))
    assert all(spark_statement(text, tables=parts).text for text in of_builds())
