"""Tallies of rows that hardly share a value fit into the memory that an import has."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from geo.store.file import MEGABYTES, replacing
from geo.store.history.past_tallies import fill_tallies
from geo.store.tables import SCHEMAS
from samples import located

TIMES = 1_000_000  # of one record, each with a group of its own


def test_a_group_of_its_own_for_each_record(tmp_path: Path) -> None:
    with replacing(tmp_path / "one.duckdb", date(2026, 1, 1)) as fresh:
        fresh.add([located("A", (1.0, 2.0))])
    options: dict[str, Any] = {"preserve_insertion_order": False, "threads": 2}
    options["temp_directory"] = str(tmp_path / "spilled")
    with duckdb.connect(config=options) as many:
        many.execute(f"attach '{tmp_path / 'one.duckdb'}' as one (read_only)")
        many.execute(f"attach '{tmp_path / 'many.duckdb'}' as fresh")
        many.execute("use fresh")
        for name in SCHEMAS:
            many.execute(f"create table {name} as from one.{name} limit 0")
        for name in ("incidents", "sites"):
            many.execute(f"insert into {name} {_times(name)}")
        many.execute("checkpoint fresh")
        many.execute(f"set memory_limit = '{MEGABYTES}MB'")
        fill_tallies(many, "fresh.main")
        sums = "select sum(number) from tallies group by tally"
        assert many.execute(sums).fetchall() == [(TIMES,)] * 4


def _times(name: str) -> str:
    groups = "'group-' || i as groups"
    return f"select one.* replace (i as n, {groups}) from one.{name} as one, range({TIMES}) _(i)"
