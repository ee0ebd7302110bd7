"""What an expression of a statement is, where the dialects differ by it: a day, or no whole number.

A number with a point in a statement is a decimal, and what is computed with a real one is real.
"""

__all__ = ["Kind", "kind_of"]

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from sqlglot import exp

from geo.store.tables import SCHEMAS

Kind = Literal["day", "real", "decimal"]

_KINDS: Mapping[str, Kind] = MappingProxyType({"DATE": "day", "DOUBLE": "real"})
# A name has one type in all tables (a test holds it), so that a column is known by its name.
_COLUMNS: Mapping[str, Kind] = MappingProxyType(
    {
        name: _KINDS[type_]
        for columns in SCHEMAS.values()
        for name, type_ in columns.items()
        if type_ in _KINDS
    }
)
_WIDEST: tuple[Kind, ...] = ("day", "real", "decimal")
_DAYS = (exp.DateFromParts,)
_REALS = (exp.Div, exp.Avg, exp.Sqrt, exp.Pow, exp.Radians)
# What is of the kind of what it is made of: a day and a number of days are a day.
_SAME = (
    *(exp.Paren, exp.Neg, exp.Add, exp.Sub, exp.Mul, exp.Coalesce, exp.Greatest, exp.Least),
    *(exp.Min, exp.Max, exp.Sum, exp.Filter, exp.AnyValue, exp.IgnoreNulls, exp.Case, exp.If),
)


def kind_of(expression: exp.Expr, params: Mapping[str, Any]) -> Kind | None:
    """Return the kind of an expression in DuckDB; None for any other one, as whole numbers."""
    if isinstance(expression, exp.Cast):
        return _KINDS.get(expression.to.sql("duckdb"))
    if isinstance(expression, exp.Column):
        return _COLUMNS.get(expression.name)
    if isinstance(expression, exp.Placeholder):
        return _kind_of_value(params.get(expression.name))
    if isinstance(expression, exp.Literal):
        return None if expression.is_string or expression.is_int else "decimal"
    if isinstance(expression, _DAYS):
        return "day"
    if isinstance(expression, _REALS):
        return "real"
    return _kind_of_parts(expression, params) if isinstance(expression, _SAME) else None


def _kind_of_value(value: Any) -> Kind | None:
    if isinstance(value, date):
        return "day"
    return "real" if isinstance(value, float) else None


def _kind_of_parts(expression: exp.Expr, params: Mapping[str, Any]) -> Kind | None:
    kinds = [kind_of(part, params) for part in expression.iter_expressions()]
    if isinstance(expression, exp.Sub) and kinds == ["day", "day"]:
        return None  # a number of days
    return next((kind for kind in _WIDEST if kind in kinds), None)
