"""DuckDB's words in Spark's: each function, and every statement of the store, as texts."""

import runpy
from datetime import date
from typing import Any

import pytest

from geo.spark.columns import columns_of
from geo.spark.dialect import spark_statement
from geo.spark.kinds import kind_of
from geo.store.tables import SCHEMAS
from samples import ROOT

sqlglot = pytest.importorskip("sqlglot")
STATEMENTS: dict[str, Any] = runpy.run_path(str(ROOT / "tests" / "store" / "test_sql.py"))["CASES"]


def query(text: str) -> str:
    """Return what is selected in Spark, of an expression or more of incidents."""
    found = spark_statement(f"select {text} from incidents", DAY).text
    return found.removeprefix("SELECT ").removesuffix(" FROM incidents")


DAY = {"day": date(2024, 3, 22), "share": 0.5, "number": 3, "list": ["a"]}


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("$number", ":number"),
        (
            "list(country)",
            "CASE WHEN COUNT(*) > 0 THEN COLLECT_LIST(country) RESPECT NULLS END",
        ),
        ("any_value(country)", "ANY_VALUE(country) IGNORE NULLS"),
        ("arg_min(id, n)", "MIN_BY(id, n) FILTER(WHERE NOT id IS NULL)"),
        (
            "list(lon order by site)",
            "CASE WHEN COUNT(*) > 0 THEN TRANSFORM(ARRAY_SORT(COLLECT_LIST("
            "STRUCT(site AS key, lon AS value))), pair -> pair.value) END",
        ),
        ("x = any($list)", "ARRAY_CONTAINS(:list, x)"),
        (
            "list_contains($list, country)",
            "CASE WHEN NOT :list IS NULL AND NOT country IS NULL"
            " THEN COALESCE(ARRAY_CONTAINS(:list, country), FALSE) END",
        ),
        ("list_position(['a'], status)", "NULLIF(ARRAY_POSITION(ARRAY('a'), status), 0)"),
        (
            "list_last(list_filter($list, lambda slug: slug > 'a'))",
            "TRY_ELEMENT_AT(FILTER(:list, slug -> slug > 'a'), -1)",
        ),
        ("struct_pack(a := n, b := id)", "STRUCT(n AS a, id AS b)"),
        ("string_split(groups, chr(30))", r"SPLIT(groups, CONCAT('\\Q', CHR(30), '\\E'))"),
        ("x >> 8", "SHIFTRIGHT(x, 8)"),
        ("n // 3", "n DIV 3"),
        ("(n = 0)::int", "CAST((n = 0) AS INT)"),
        ("(killed_best / 2)::int", "CAST(BROUND((killed_best / 2)) AS INT)"),
        ("sum(killed_best)::bigint", "CAST(SUM(killed_best) AS BIGINT)"),
        ("lon::int", "CAST(BROUND(lon) AS INT)"),
        ("2.5::int", "CAST(ROUND(2.5) AS INT)"),
        ("last_day - first_day", "CAST(DATEDIFF(last_day, first_day) AS BIGINT)"),
        (
            "least(last_day + 1, $day) - make_date(2024, 1, 1)",
            "CAST(DATEDIFF(LEAST(last_day + 1, :day), MAKE_DATE(2024, 1, 1)) AS BIGINT)",
        ),
        ("last_day - 1", "last_day - 1"),
        ("last_day + 1 - first_day + n", "CAST(DATEDIFF(last_day + 1, first_day) AS BIGINT) + n"),
        ("'-infinity'::date", "CAST('-5877641-06-23' AS DATE)"),
        ("count(*) filter (drawn)", "COUNT(*) FILTER(WHERE drawn)"),
        ("contains(search, $list)", "CONTAINS(search, :list)"),
        ("* exclude (n)", "* EXCEPT (n)"),
        ("incidents.* replace (n + 1 as n), id", "incidents.* EXCEPT (n), id, n + 1 AS n"),
        ("greatest(n, 1)", "GREATEST(n, 1)"),
    ],
)
def test_a_function_is_spark_s(duckdb: str, spark: str) -> None:
    assert query(duckdb) == spark


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("from sites where n = 1", "SELECT * FROM sites WHERE n = 1"),
        ("select n from sites order by n desc", "SELECT n FROM sites ORDER BY n DESC"),
        ("select n from sites order by n", "SELECT n FROM sites ORDER BY n NULLS LAST"),
        (
            "select sum(n) over (order by since) from sites",
            "SELECT SUM(n) OVER (ORDER BY since NULLS LAST) FROM sites",
        ),
        ("with a as materialized (select 1) from a", "WITH a AS (SELECT 1) SELECT * FROM a"),
        ("select tallies.* from new.tallies", "SELECT tallies.* FROM new_tallies AS tallies"),
        (
            "select a.n from old.sites as a anti join sites as b using (n)",
            "SELECT a.n FROM old_sites AS a ANTI JOIN sites AS b USING (n)",
        ),
        (
            "select list(n) from (select n from sites order by n)",
            "SELECT CASE WHEN COUNT(*) > 0 THEN COLLECT_LIST(n) RESPECT NULLS END"
            " FROM (SELECT n FROM sites ORDER BY n NULLS LAST LIMIT 2147483631)",
        ),
        (
            "select facet, value from labels union all by name select 1 as value, 2 as more",
            "SELECT facet, value, NULL AS more FROM (SELECT facet, value FROM labels)"
            " UNION ALL SELECT NULL AS facet, value, more FROM (SELECT 1 AS value, 2 AS more)",
        ),
        (
            "from checkpoints union all by name select null as until, since from sites",
            "SELECT * FROM checkpoints UNION ALL"
            " SELECT since, until FROM (SELECT NULL AS until, since FROM sites)",
        ),
    ],
)
def test_a_statement_is_spark_s(duckdb: str, spark: str) -> None:
    assert spark_statement(duckdb).text == spark


def test_a_macro_is_put_in_its_place_and_sees_tables_not_those_of_with() -> None:
    macros = {"known": "(select * from stored.sites where since <= at_day)"}
    sql = "with sites as (from known($as_of)) select sites.n from sites"
    found = spark_statement(sql, {"as_of": date(2024, 1, 1)}, macros=macros)
    assert found.text == (
        "WITH sites AS (SELECT * FROM"
        " ((SELECT * FROM stored_sites AS sites WHERE since <= :as_of))) SELECT sites.n FROM sites"
    )
    assert found.args == {"as_of": date(2024, 1, 1)}


def test_what_is_written_is_named_apart_from_its_query() -> None:
    found = spark_statement("insert into new.main.tallies by name select 1 as x")
    assert found == ("SELECT 1 AS x", {}, "new_main_tallies")
    found = spark_statement("create or replace temp table kept as select 1 as x")
    assert found == ("SELECT 1 AS x", {}, "kept")


def test_a_pattern_becomes_one_of_java_and_stays_a_parameter() -> None:
    params = {"q": r"(^|\W)a\$[$]b(\W|$)", "other": "$"}
    sql = "select id from incidents where regexp_matches(id, $q) and contains(id, $other)"
    text, args, _ = spark_statement(sql, params)
    assert text == "SELECT id FROM incidents WHERE id RLIKE :q_pattern AND CONTAINS(id, :other)"
    assert args == {**params, "q_pattern": r"(?d)(^|\W)a\$[$]b(\W|\z)"}


def test_a_pattern_in_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a parameter: bind it"):
        spark_statement("select regexp_matches(id, 'a') from incidents")


def test_a_list_in_a_descending_order_is_refused() -> None:
    with pytest.raises(ValueError, match="is in a descending order: order the rows instead"):
        spark_statement("select list(n order by n desc) from incidents")


def test_the_columns_of_another_table_have_to_be_given() -> None:
    sql = "from sites union all by name from elsewhere"
    with pytest.raises(LookupError, match="columns of 'elsewhere' are not known"):
        spark_statement(sql)
    assert "elsewhere" in spark_statement(sql, tables={"elsewhere": ["n"]}).text


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_is_one_of_spark(name: str) -> None:
    statement, params = STATEMENTS[name]()
    found = spark_statement(statement, params, macros=MACROS)
    assert set(params) <= set(found.args)
    assert [word for word in ONLY_DUCKDB if word in found.text] == []


ONLY_DUCKDB = ("BY NAME", "MATERIALIZED", "LIST_", "STRUCT_PACK", "UNNEST", "$", "REPLACE (", "<<")
MACROS = {
    "known_incidents": "(select * from stored.incidents where since <= at_day)",
    "known_sites": "(select * from stored.sites where since <= at_day)",
    "tallied": "(select * exclude (since, until) from (select * from stored.past_tallies))",
    "untallied": "(select * from stored.dated where since <= at_day)",
    "untallied_sites": "(select * from stored.sites where since <= at_day)",
    "later_incidents": "(select * from stored.incidents where known > at_day)",
    "later_sites": "(select * from stored.sites where since > at_day)",
}


def test_a_column_has_one_type_in_all_tables() -> None:
    types: dict[str, set[str]] = {}
    for columns in SCHEMAS.values():
        for name, type_ in columns.items():
            types.setdefault(name, set()).add(type_)
    days_and_reals = {"DATE", "DOUBLE"}
    assert [n for n, found in types.items() if len(found) > 1 and found & days_and_reals] == []


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("first_day", "day"),
        ("first_day + 1", "day"),
        ("last_day - first_day", None),
        ("coalesce(min(since), $day)", "day"),
        ("lon", "real"),
        ("sum(lon) filter (drawn)", "real"),
        ("n / 2", "real"),
        ("n // 2", None),
        ("1.5", "decimal"),
        ("1.5 * lon", "real"),
        ("n * $share", "real"),
        ("n + $number", None),
        ("count(lon)", None),
        ("case when drawn then lon else 1 end", "real"),
    ],
)
def test_an_expression_is_a_day_or_a_real_number(expression: str, kind: str | None) -> None:
    assert kind_of(sqlglot.parse_one(expression, read="duckdb"), DAY) == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from checkpoints", ["since", "until"]),
        ("select * exclude (since), 1 as n from checkpoints", ["until", "n"]),
        ("select a.*, n from checkpoints as a, sites", ["since", "until", "n"]),
        ("from checkpoints join (select since, 1 as n) using (since)", ["since", "until", "n"]),
        ("from checkpoints semi join sites using (since)", ["since", "until"]),
        ("with a as (select 1 as x), a as (select x, 2 as y from a) from a", ["x", "y"]),
        ("select 1 as a union all by name (select 2 as b, 3 as a)", ["a", "b"]),
    ],
)
def test_the_columns_of_a_query(text: str, names: list[str]) -> None:
    assert columns_of(sqlglot.parse_one(text, read="duckdb"), SCHEMAS) == names
