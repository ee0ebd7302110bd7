"""Summaries as of a day, each next to the same summary without one, of rows of many days."""

__all__ = ["section"]

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb

from document import Section
from geo.query.query import Query
from geo.store.history.past_tallies import fill_tallies
from geo.store.store import Store
from geo.store.tables import MADE
from imports import store_of
from parts.store import FILTERS, opened, timed_by_turns
from paths import BUILD
from results import Comparison, Line, in_ms

FIRST, WEEKS = date(2016, 11, 1), 400
# As if each row had been coded in one of so many weeks, whenever its event was.
CODED = f"date '{FIRST}' + 7 * (n::bigint * 7919 % {WEEKS})::int"


def section(rows: int) -> Section:
    """Measure a store whose rows became known on many days; both summaries by turns."""
    path = dated_store(rows)
    store, days = opened(path), chosen_days(path)
    lines = [
        Line(f"summary{name}, {when}", *measured(store, query, day), unit=in_ms, aim="ratio 2")
        for name, query in FILTERS.items()
        for when, day in days.items()
    ]
    slowest = max(lines[: len(days)], key=lambda line: line.value)
    lines[lines.index(slowest)] = replace(slowest, target=f"as of {rows}")
    return Section(
        part="days",
        rows=rows,
        comparisons=(Comparison("as of a day", "the same without a day", tuple(lines)),),
    )


def dated_store(rows: int) -> Path:
    """Return the store of the plain table, each of whose rows has its own day."""
    path = BUILD / f"dated-{rows}.duckdb"
    shutil.copyfile(store_of(rows), path)
    with closing(duckdb.connect(path)) as connection:
        for table in ("incidents", "sites"):
            connection.execute(f"update {table} set since = {CODED}")
        connection.execute("update incidents set known = since")
        for name in MADE:
            connection.execute(f"delete from {name}")
        fill_tallies(connection, "main")
    return path


def chosen_days(path: Path) -> dict[str, date]:
    """Return a checkpoint of the store's tallies, and the day before the next one: the slowest."""
    with closing(duckdb.connect(path, read_only=True)) as connection:
        found = connection.execute("select since from checkpoints order by since").fetchall()
    days = [day for (day,) in found] or [FIRST]
    middle = len(days) // 2
    after = days[middle + 1] if middle + 1 < len(days) else FIRST + timedelta(weeks=WEEKS)
    return {
        "a day that is tallied": days[middle],
        "the day before the next such day": after - timedelta(days=1),
        "a later day than all": FIRST + timedelta(weeks=WEEKS),
    }


def measured(store: Store, query: Query, day: date) -> tuple[list[float], ...]:
    """Return the seconds of a summary as of a day, and without one."""

    def summary(asked: Query) -> object:
        store._forget()  # as if nobody had asked before
        return store.summary(asked)

    as_of = replace(query, as_of=day.isoformat())
    return tuple(timed_by_turns(partial(summary, as_of), partial(summary, query)))
