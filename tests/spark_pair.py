"""The same records in a store that asks DuckDB and in one that asks Spark."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from geo.model.incident import Casualties, Incident, IncidentDate, Review, Speaker, TollReport
from geo.store.history import past_tallies
from geo.store.source_rows import rows_name
from geo.store.store import Store
from geo.store.tables import MADE, SCHEMAS
from samples import HOSTILE, SOURCE, incident, statement
from store_checks import made

AS_OF = date(2025, 6, 1)
DAY = timedelta(1)
UNDATED = (
    IncidentDate(precision="unknown"),
    IncidentDate(precision="unknown", reported="2024-03"),
    IncidentDate(precision="unknown", reported="2024-03-22"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two stores of the same tables, which lie as Parquet files in a folder."""

    duckdb: Store
    spark: Any
    folder: Path


def invented(number: int, chance: random.Random) -> Incident:
    """Return one of many: its statements and figures are of a few weeks, some have no day."""

    def day() -> str:
        return (date(2024, 3, 1) + chance.randrange(40) * DAY).isoformat()

    plain = made(number, chance)
    statements = [replace(each, date=day()) for each in plain.assertions]
    if statements and chance.random() < 0.3:
        statements.append(statement("w", "retraction", replies_to=statements[0].id, date=day()))
    return replace(
        plain,
        title=chance.choice([plain.title, "A hall of Köln, 12 killed", "ΑΣ İ", "крокус"]),
        date=chance.choice([plain.date] * 9 + [chance.choice(UNDATED)]),
        assertions=tuple(statements),
        casualties=_casualties(plain, day, chance),
        sources=(replace(SOURCE, date=chance.choice([day(), day(), None])),),
        review=Review(status=chance.choice(["draft", "imported"])),
        origin=replace(plain.origin, coded=chance.choice([None, day()])),
    )


def _casualties(plain: Incident, day: Any, chance: random.Random) -> Casualties | None:
    if plain.record_type == "context" or chance.random() < 0.5:
        return plain.casualties
    said = Speaker(name="a ministry", kind="state")
    reports = tuple(
        TollReport(
            value=chance.randrange(50),
            measure="killed",
            said_by=said,
            as_of=day(),
            status="standing",
            sources=("S",),
        )
        for _ in range(chance.choice([1, 3]))
    )
    casualties = Casualties(reports=reports)
    return replace(casualties, killed=casualties.range_from_reports("killed"))


def odd() -> list[Incident]:
    """Return records whose texts are those of strangers."""
    return [
        incident(f"odd {number}", title=text[:200] or "-", summary=text)
        for number, text in enumerate(HOSTILE)
    ]


@contextmanager
def pair_of(spark: Any, incidents: Sequence[Incident], folder: Path) -> Iterator[Pair]:
    """Give both stores, with checkpoints and deep tallies of few records."""
    from geo.spark.store import SparkStore

    store = Store(as_of=AS_OF)
    store.add(incidents)
    cursor = store._connection.cursor()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(past_tallies, "FEWEST", len(incidents) // 10)
        patch.setattr(past_tallies, "MANY", 0)
        patch.setattr(past_tallies, "SHARED", 0)
        for name in MADE:
            cursor.execute(f"delete from added.{name}")
        past_tallies.fill_tallies(cursor, "added", is_deep=True)
    store.leave_out([])  # it looks at its tables again
    paths = dict[str, list[str]]()
    for name in (*SCHEMAS, rows_name(0)):
        path = folder / f"{name}.parquet"
        cursor.execute(f"copy (from added.{name}) to '{path}' (format parquet)")
        paths[name] = [str(path)]
    yield Pair(duckdb=store, spark=SparkStore(spark, paths, as_of=AS_OF), folder=folder)
