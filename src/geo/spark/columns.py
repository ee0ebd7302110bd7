"""The names of the columns that a query has, for what only DuckDB does by name."""

__all__ = ["Tables", "columns_of"]

from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile

from sqlglot import exp

Tables = Mapping[str, Collection[str]]  # name → the names of its columns


def columns_of(query: exp.Expr, tables: Tables) -> list[str]:
    """Return the names of a query's columns. Raises LookupError where it names another table."""
    if isinstance(query, exp.Subquery):
        return columns_of(query.this, tables)
    if isinstance(query, exp.Union):
        found = columns_of(query.left, tables)
        more = columns_of(query.right, tables) if query.args.get("by_name") else []
        return list(dict.fromkeys([*found, *more]))
    return [name for each in query.expressions for name in _names(each, query, tables)]


def _names(projection: exp.Expr, query: exp.Expr, tables: Tables) -> Iterator[str]:
    if not projection.is_star:
        yield projection.alias_or_name
        return
    star = projection if isinstance(projection, exp.Star) else projection.this
    left_out = {each.name for each in star.args.get("except_") or ()}
    wanted = projection.args.get("table")
    seen = set[str]()
    for source, shared in _sources(query):
        if wanted is None or source.alias_or_name == wanted.name:
            for name in _columns_of_source(source, tables):
                if name not in left_out and not (name in shared and name in seen):
                    yield name
                seen.add(name)


def _sources(query: exp.Expr) -> Iterator[tuple[exp.Expr, set[str]]]:
    """Yield what a query reads from, each with the columns that it shares with those before it."""
    joins = list(query.args.get("joins") or ())
    if from_ := query.args.get("from_"):
        yield from_.this, set()
        joins = [*(from_.this.args.get("joins") or ()), *joins]  # where the text begins with "from"
    for join in joins:
        if join.kind not in ("SEMI", "ANTI"):
            yield join.this, {each.name for each in join.args.get("using") or ()}


def _columns_of_source(source: exp.Expr, tables: Tables) -> Collection[str]:
    if isinstance(source, exp.Subquery):
        return columns_of(source, tables)
    if named := _named_query(source):
        return columns_of(named, tables)
    if source.name not in tables:
        raise LookupError(f"the columns of {source.name!r} are not known: give them as `tables`")
    return tables[source.name]


def _named_query(table: exp.Expr) -> exp.Expr | None:
    """Return the query that a `with` around a table has under its name: one that is before it."""
    if table.args.get("db"):
        return None
    node, inside = table.parent, None
    while node:
        if isinstance(node, exp.CTE):
            inside = node
        elif with_ := node.args.get("with_"):
            for each in reversed(_before(with_, inside)):
                if each.alias == table.name:
                    query: exp.Expr = each.this
                    return query
        node = node.parent
    return None


def _before(with_: exp.With, inside: exp.CTE | None) -> list[exp.CTE]:
    """Return the queries of a `with` before the one that a table is in, or all of them."""
    return list(takewhile(lambda each: each is not inside, with_.expressions))
