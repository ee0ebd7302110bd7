"""The records of a query over time, as one statement."""

__all__ = ["timeline_regions", "timeline_sql"]

from calendar import monthrange
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from geo.mercator import Bounds
from geo.query.bins import UNITS, UnitName
from geo.query.timeline import MOST_BINS, TimelineSpec
from geo.store.lists import list_in_sql
from geo.store.statements.matches import NOTHING, matched, shown_sites, statement_of
from geo.store.statements.told import Told, in_strip, regions_of, told_by
from geo.store.tallies import OF_ONE, tally_rows, timed_tally
from geo.store.where import Condition, Where


class _UnitSQL(NamedTuple):
    """A unit of UNITS in SQL: the number of the bin of a `{day}`, the first day of a bin `{n}`."""

    number: str
    start: str


_DAY_0 = "date '0001-01-01'"
_UNITS: Mapping[UnitName, _UnitSQL] = MappingProxyType(
    {
        "year": _UnitSQL("year({day})", "make_date({n}, 1, 1)"),
        "month": _UnitSQL(
            "(12 * year({day}) + month({day}) - 1)", "make_date({n} // 12, {n} % 12 + 1, 1)"
        ),
        "week": _UnitSQL(f"(({{day}} - {_DAY_0}) // 7)", f"({_DAY_0} + (7 * ({{n}}))::int)"),
        "day": _UnitSQL(f"({{day}} - {_DAY_0})", f"({_DAY_0} + ({{n}})::int)"),
    }
)
_IS_ATTACK = "record_type != 'context'"
# The last of a record's groups in the series, as on the map, where context has no group's colour.
_LAST_GROUP = (
    f"list_last(list_filter({list_in_sql('groups')}, lambda slug: list_contains($series, slug)))"
)
_KEYS = {
    "status": "status",
    "group": f"coalesce(case when {_IS_ATTACK} then {_LAST_GROUP} end, '')",
}
_NO_TOLL = {"low": "0", "high": "0", "unknown": "0"}
_SUMS = {
    name: f"coalesce(sum(killed_{part}) filter ({_IS_ATTACK}), 0)"
    for name, part in (("amount", "best"), ("low", "low"), ("high", "high"))
}
_UNKNOWN = f"count(*) filter ({_IS_ATTACK} and killed_best is null)"
_MEASURES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "records": {"number": "count(*)", "amount": "count(*)", **_NO_TOLL},
        "killed": {"number": "count(*)", **_SUMS, "unknown": _UNKNOWN},
    }
)
# The same of rows that count `number` records each, of which `killed` have a figure.
_UNKNOWN_OF_SUMS = f"coalesce(sum(number - killed) filter ({_IS_ATTACK}), 0)"
_MEASURES_OF_SUMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "records": {"number": "sum(number)", "amount": "sum(number)", **_NO_TOLL},
        "killed": {"number": "sum(number)", **_SUMS, "unknown": _UNKNOWN_OF_SUMS},
    }
)
_COLUMNS = (
    *("first_day", "last_day", "record_type", "status", "groups"),
    *("killed_low", "killed_best", "killed_high"),
)
_SUMMED = (*_COLUMNS, "number", "killed")
_OF_ONE = {column: column for column in _COLUMNS} | {
    name: OF_ONE[name] for name in ("number", "killed")
}


def timeline_sql(where: Where, spec: TimelineSpec, bounds: Bounds | None) -> Condition:
    """Return the statement of rows of one bin and one series: ends, counts, bin, key, sums.

    Where there are too many bins, or none, it gives one row without a bin. The records of a view
    are those with a drawn site in it, those of a span have a day in it, or none at all.
    """
    rows, params, is_summed = _rows(where, spec, bounds)
    more = "and" if bounds is None else "where"
    span = _span(spec)
    sums = _MEASURES_OF_SUMS if is_summed else _MEASURES
    measures = ", ".join(f"{sql} as {name}" for name, sql in sums[spec.measure].items())
    unit = _UNITS[spec.unit]
    first, last = (unit.number.format(day=day) for day in ("first_day", "last_day"))
    bins = f"range({span.first}, {span.last} + 1)"
    overlap = (
        f"least(last_day + 1, {unit.start.format(n='(bin + 1)')})"
        f" - greatest(first_day, {unit.start.format(n='bin')})"
    )
    return statement_of(
        where,
        f"""
select first_bin, last_bin, undated, unknown, bin, key, exact, spread, low, high
from ends left join (
  select bin, key, coalesce(sum(amount) filter (is_exact), 0)::double as exact,
         coalesce(sum(amount * share) filter (not is_exact), 0)::double as spread,
         sum(low * share)::double as low, sum(high * share)::double as high
  from (select *, first_bin = last_bin as is_exact,
               ({overlap}) / (last_day + 1 - first_day) as share
        from (select *, unnest({bins}) as bin from spans, ends_are_near
              where first_bin is not null))
  group by bin, key
) on true""",
        {**params, **span.params, **({"series": list(spec.series)} if spec.by == "group" else {})},
        spans=f"""
select *, {first} as first_bin, {last} as last_bin
from (select first_day, last_day, {_KEYS[spec.by]} as key, {measures}
      from {rows}{f" {more} {span.overlap}" if span.overlap else ""} group by all)""",
        ends=f"""
select {span.ends},
       coalesce(sum(number) filter (first_day is null), 0)::bigint as undated,
       coalesce(sum(unknown) filter (first_day is not null), 0)::bigint as unknown
from spans""",
        ends_are_near=f"select 1 from ends where last_bin - first_bin < {MOST_BINS}",
    )


class _Span(NamedTuple):
    """How a span of days narrows the statement; by default it does not."""

    overlap: str = ""
    first: str = "first_bin"  # of the bins in which a record counts
    last: str = "last_bin"
    ends: str = "min(first_bin) as first_bin, max(last_bin) as last_bin"
    params: Mapping[str, object] = NOTHING


def _span(spec: TimelineSpec) -> _Span:
    if spec.days is None:
        return _Span()
    number = UNITS[spec.unit].number
    (first_day, last_day), (first, last) = spec.days, map(number, spec.days)
    return _Span(
        overlap="(first_day is null or (first_day <= $span_end and last_day >= $span_start))",
        first="greatest(first_bin, $span_first)",
        last="least(last_bin, $span_last)",
        ends="$span_first::bigint as first_bin, $span_last::bigint as last_bin",
        params={
            "span_start": first_day,
            "span_end": last_day,
            "span_first": first,
            "span_last": last,
        },
    )


def timeline_regions(
    where: Where, spec: TimelineSpec, bounds: Bounds | None
) -> dict[str, tuple[Bounds, ...]]:
    """Return where the statement needs the rows of sites."""
    if bounds is None:
        return {}
    return {"sites": (bounds,), **regions_of(_told(where, spec, bounds))}


class _Rows(NamedTuple):
    """Rows that add up to the records of a timeline: each is a record, or is summed of several."""

    rows: str
    params: Mapping[str, object] = NOTHING
    is_summed: bool = False


def _rows(where: Where, spec: TimelineSpec, bounds: Bounds | None) -> _Rows:
    if bounds is not None:
        return _in_view(where, bounds, _told(where, spec, bounds))
    tally = timed_tally(where, *_keys(spec))
    if tally is None:
        return _Rows(matched(where))
    return _Rows(f"{tally_rows(where, tally)} and {where.sql}", is_summed=True)


def _keys(spec: TimelineSpec) -> tuple[str, ...]:
    """Return the keys that a tally must know."""
    return ("months" if _is_of_months(spec) else "days", *(["groups"] * (spec.by == "group")))


def _told(where: Where, spec: TimelineSpec, bounds: Bounds) -> Told:
    return told_by(where, "months_by_cell", bounds, 0, *_keys(spec))


def _is_of_months(spec: TimelineSpec) -> bool:
    """Tell whether only the month counts of a day: bins and span are made of whole months."""
    if spec.unit not in ("year", "month") or spec.days is None:
        return spec.unit in ("year", "month")
    first, last = spec.days
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]


def _in_view(where: Where, bounds: Bounds, told: Told) -> _Rows:
    """Return the records with a drawn site in a view, each once: its sites have its columns."""
    shown, sides = shown_sites(where, bounds)
    once = ", ".join(f"any_value({column}) as {column}" for column in _COLUMNS)
    of_several = in_strip(where, shown, len(told.strips))
    several = f"select {once} from {of_several} and site_count > 1 group by n"
    if not told.rows:
        single = f"select {', '.join(_COLUMNS)} from {shown} and site_count = 1"
        return _Rows(f"({single} union all ({several}))", sides)
    of_one = ", ".join(f"{sql} as {name}" for name, sql in _OF_ONE.items())
    rest = (f"select {of_one} from {rows}" for rows in (*told.rest, f"({several})"))
    tallied = (f"select {', '.join(_SUMMED)} from {rows}" for rows in told.rows)
    united = " union all ".join((*rest, *tallied))
    return _Rows(f"({united})", {**sides, **told.params}, is_summed=True)
