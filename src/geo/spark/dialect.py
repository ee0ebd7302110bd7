"""A statement of the store in Spark's dialect: one text, which means the same on both engines.

DuckDB's text is parsed and written by sqlglot. What sqlglot writes wrongly, and where Spark means
something else by the same words, is said here, once for each function and not for each statement.
Values stay parameters.
"""

__all__ = ["NO_MACROS", "Macros", "Statement", "spark_statement"]

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlglot
from sqlglot import exp

from geo.spark.columns import Tables, columns_of
from geo.spark.kinds import kind_of
from geo.store.tables import SCHEMAS

# Table macro → its statement, over `at_day`, which it takes.
Macros = Mapping[str, str]
Params = Mapping[str, Any]

NO_MACROS: Macros = MappingProxyType({})
NO_TABLES: Tables = MappingProxyType({})
NO_PARAMS: Params = MappingProxyType({})


class Statement(NamedTuple):
    """A query for `SparkSession.sql`, and its named arguments.

    `target` is the table that the original creates of its rows, or inserts them into.
    """

    text: str
    args: dict[str, Any]
    target: str | None = None


def spark_statement(
    sql: str, params: Params = NO_PARAMS, *, macros: Macros = NO_MACROS, tables: Tables = NO_TABLES
) -> Statement:
    """Translate a statement of DuckDB with its parameters.

    A table `schema.name` is called `schema_name`. Of a `create … as` or an `insert`, the query is
    translated. `tables` are the columns of tables that are not of SCHEMAS. Raises LookupError
    where a `union all by name` needs the columns of another table.
    """
    tree, target = sqlglot.parse_one(sql, read="duckdb"), None
    if isinstance(tree, exp.Create | exp.Insert):
        target, tree = _joined_name(tree.this), tree.expression
        if not tree.args.get("limit"):
            tree.set("order", None)  # Spark's tables have no order, and sorting takes long
    holder = exp.Subquery(this=tree.copy())  # whose child can be replaced
    _expand_macros(holder, macros)
    _unite_by_position(holder, {**SCHEMAS, **tables})
    patterns = _mark_patterns(holder)
    _translate(holder, params)
    text = holder.this.sql(dialect="spark", comments=False)
    return Statement(text, dict(_arguments(params, patterns)), target)


# --- values ----------------------------------------------------------------------------------

_PATTERN = "_pattern"  # what the names of parameters that are regular expressions end with
_DOLLARS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<end>\$)", re.DOTALL)


def _arguments(params: Params, patterns: set[str]) -> Iterator[tuple[str, Any]]:
    for name, value in params.items():
        yield name, list(value) if isinstance(value, tuple) else value
        if name in patterns:
            yield f"{name}{_PATTERN}", _java_pattern(value)


def _java_pattern(pattern: str) -> str:
    r"""Return a pattern of RE2 as one of Java: a line ends with \n only, and a text at its end."""
    return "(?d)" + _DOLLARS.sub(lambda found: r"\z" if found["end"] else found[0], pattern)


def _mark_patterns(tree: exp.Expr) -> set[str]:
    """Let each pattern of a statement be a parameter of its own; return the names of the old."""
    found = [node.expression for node in tree.find_all(exp.RegexpLike)]
    names = {node.name for node in found}
    for node in found:
        if not isinstance(node, exp.Placeholder):
            raise ValueError(f"the pattern {node.sql()} is not a parameter: bind it")
        node.set("this", f"{node.name}{_PATTERN}")
    return names


# --- tables ----------------------------------------------------------------------------------


def _joined_name(table: exp.Table) -> str:
    return "_".join(filter(None, [table.catalog, table.db, table.name]))


def _expand_macros(tree: exp.Expr, macros: Macros) -> None:
    """Put the statements of table macros in their places."""
    for table in list(tree.find_all(exp.Table)):
        if isinstance(call := table.this, exp.Anonymous):
            body = sqlglot.parse_one(macros[call.name], read="duckdb")
            (day,) = call.expressions
            for column in list(body.find_all(exp.Column)):
                if column.name == "at_day":
                    column.replace(day.copy())
            table.replace(exp.Subquery(this=body, alias=table.args.get("alias")))


def _unite_by_position(tree: exp.Expr, tables: Tables) -> None:
    """Give both sides of each `union all by name` the same columns in the same order.

    What one of them does not have is null.
    """
    by_name = [union for union in tree.find_all(exp.Union) if union.args.get("by_name")]
    for union in reversed(by_name):  # the innermost first
        names = columns_of(union, tables)
        for side in ("this", "expression"):
            query = union.args[side]
            has = columns_of(query, tables)
            if has != names:
                union.set(side, _with_columns(query, has, names))
        union.set("by_name", None)


def _with_columns(query: exp.Expr, has: list[str], names: list[str]) -> exp.Select:
    columns = [name if name in has else f"null as {name}" for name in names]
    inner = query if isinstance(query, exp.Subquery) else exp.Subquery(this=query.copy())
    return sqlglot.select(*columns, dialect="duckdb").from_(inner)


# --- meaning ---------------------------------------------------------------------------------

# Function → what it is in Spark, with its arguments by the names that sqlglot has for them.
_MEANS: Mapping[type[exp.Expr] | str, str] = MappingProxyType(
    {
        # What is null itself is not the least one's.
        exp.ArgMin: "min_by(:this, :expression) filter (where :this is not null)",
        # Spark does not know whether a list with a null has a value.
        exp.ArrayContains: (
            "case when :this is not null and :expression is not null"
            " then coalesce(array_contains(:this, :expression), false) end"
        ),
        exp.ArrayOverlaps: (
            "case when :this is not null and :expression is not null"
            " then coalesce(arrays_overlap(:this, :expression), false) end"
        ),
        "list_position": "nullif(array_position(:p0, :p1), 0)",
        "list_last": "try_element_at(:p0, -1)",
        # Letter by letter, by Unicode's simple mapping: Spark's depends on the letters around. What
        # is newer than Unicode 15 stays different: DuckDB does not know it.
        exp.Lower: (
            "array_join(transform(split(:this, ''), letter -> if(letter = 'İ', 'i', lower(letter)))"
            ", '')"
        ),
    }
)
# A null keeps its place in a list, and a list of no rows is null.
_LIST = "case when count(*) > 0 then collect_list(:this) respect nulls end"
_LIST_IN_ORDER = (
    "case when count(*) > 0 then transform("
    "array_sort(collect_list(struct(:key as key, :this as value))), pair -> pair.value) end"
)
_ANY = "array_contains(:list, :this)"
_DAYS_BETWEEN = "cast(datediff(:this, :expression) as bigint)"
# As DuckDB makes a whole number of them: half to the even one, and half away from zero.
_ROUNDED = {"real": "bround(:this)", "decimal": "round(:this)"}
_FIRST_DAY = "cast('-5877641-06-23' as date)"  # that Spark has
_INTEGERS = ("INT", "BIGINT")
# The order of rows within a query holds in Spark only with a limit, which is below that from which
# it sorts in another way.
_ALL_ROWS = 2**31 - 17


def _translate(tree: exp.Expr, params: Params) -> None:
    """Change each part of a statement whose words mean something else in Spark."""
    for node in reversed(list(tree.walk())):  # the innermost first
        if change := _CHANGES.get(type(node)):
            change(node, params)
        elif means := _MEANS.get(node.name if isinstance(node, exp.Anonymous) else type(node)):
            node.replace(_filled(means, **_parts(node)))


def _parts(node: exp.Expr) -> dict[str, exp.Expr]:
    if isinstance(node, exp.Anonymous):
        return {f"p{number}": each for number, each in enumerate(node.expressions)}
    return {name: each for name, each in node.args.items() if isinstance(each, exp.Expr)}


def _filled(text: str, **parts: exp.Expr) -> exp.Expr:
    """Return Spark's expression with parts in the places of its parameters."""

    def put(node: exp.Expr) -> exp.Expr:
        is_place = isinstance(node, exp.Placeholder)
        return parts[node.name].copy() if is_place else node

    return _parsed(text).transform(put)


@cache
def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, read="spark")


def _list(node: exp.ArrayAgg, _: Params) -> None:
    """List rows: in an order, only in one ascending one, in which the values of a key are known."""
    order = node.this
    if not isinstance(order, exp.Order):
        node.replace(_filled(_LIST, this=order))
        return
    (key,) = order.expressions
    if key.args.get("desc"):
        raise ValueError(f"{node.sql('duckdb')} is in a descending order: order the rows instead")
    node.replace(_filled(_LIST_IN_ORDER, this=order.this, key=key.this))


def _equals(node: exp.Expr, _: Params) -> None:
    """Compare with any value of a list."""
    if isinstance(any_ := node.expression, exp.Any):
        node.replace(_filled(_ANY, list=any_.this.unnest(), this=node.this))


def _cast(node: exp.Cast, params: Params) -> None:
    type_, value = node.to.sql("duckdb"), node.this
    if type_ in _INTEGERS and (rounded := _ROUNDED.get(kind_of(value, params) or "")):
        node.set("this", _filled(rounded, this=value))
    elif type_ == "DATE" and value.is_string and value.name == "-infinity":
        node.replace(_filled(_FIRST_DAY))


def _subtract(node: exp.Expr, params: Params) -> None:
    if kind_of(node.this, params) == kind_of(node.expression, params) == "day":
        node.replace(_filled(_DAYS_BETWEEN, this=node.this, expression=node.expression))


def _table(node: exp.Table, _: Params) -> None:
    if node.args.get("db"):
        name, alias = _joined_name(node), node.args.get("alias") or exp.TableAlias(this=node.this)
        node.replace(exp.Table(this=exp.to_identifier(name), alias=alias))


def _named_query(node: exp.Expr, _: Params) -> None:
    node.set("materialized", None)  # Spark decides


def _select(node: exp.Expr, _: Params) -> None:
    """Let rows that are listed be in their order, and what is replaced be the last columns."""
    rows = node.args["from_"].this if node.args.get("from_") else None
    is_listed = any(each.find(exp.ArrayAgg) for each in node.expressions)
    if is_listed and isinstance(rows, exp.Subquery) and rows.this.args.get("order"):
        rows.set("this", rows.this if rows.this.args.get("limit") else rows.this.limit(_ALL_ROWS))
    replaced = list[exp.Expr]()
    for star in (each for each in node.expressions if each.is_star):
        inner = star if isinstance(star, exp.Star) else star.this
        changed = inner.args.get("replace") or []
        left_out = [exp.column(each.alias) for each in changed]
        inner.set("except_", [*(inner.args.get("except_") or []), *left_out] or None)
        inner.set("replace", None)
        replaced += changed
    node.set("expressions", [*node.expressions, *replaced])


_CHANGES: Mapping[type[exp.Expr], Callable[[Any, Params], None]] = MappingProxyType(
    {
        exp.ArrayAgg: _list,
        exp.Cast: _cast,
        exp.CTE: _named_query,
        exp.EQ: _equals,
        exp.Select: _select,
        exp.Sub: _subtract,
        exp.Table: _table,
    }
)
