"""The stores that are measured: made once of invented tables, and kept in build/bench."""

__all__ = ["BUILD", "ROOT", "Imported", "import_table", "store_of", "table_of"]

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb

from geo.errors import UnreadableData
from geo.intake.run import import_file
from geo.store.store import Store
from geo.store.tallies import tallies_sql
from synthetic import write_table

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"  # outside git
PROCESSES = "workers"  # the parameter of import_file that says how many work at once
LONGEST = 300  # seconds; a store whose import would take longer is multiplied out of a smaller one
SEED_ROWS = 200_000  # rows of the store that is multiplied
SPREAD = 0.0005  # degrees between two copies of an incident

# The clock starts when Python and the package are loaded.
RUN = """
import json, resource, sys, time
from pathlib import Path
from geo.intake.run import import_file
begin = time.perf_counter()
report = import_file("table", Path(sys.argv[1]), Path(sys.argv[2]), geocode=False,
                     **json.loads(sys.argv[3]))
seconds = time.perf_counter() - begin
peaks = [resource.getrusage(who).ru_maxrss
         for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([report.imported, seconds, max(peaks)]))
"""


class Imported(NamedTuple):
    """What an import took: rows a second, and the most memory of one of its processes in bytes."""

    rate: float
    memory: float


def table_of(rows: int) -> Path:
    """Return the invented table of so many rows."""
    path = BUILD / f"incidents-{rows}.csv"
    if not path.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        write_table(part, rows)
        part.replace(path)
    return path


def import_table(rows: int, processes: int = 1) -> Imported | None:
    """Import the table into a new store in a process of its own; None where that cannot be asked.

    The store is kept as that of `store_of`.
    """
    options = {PROCESSES: processes} if _takes_processes() else {}
    if processes > 1 and not options:
        return None
    table, store = table_of(rows), _path(rows)
    store.unlink(missing_ok=True)
    command = [sys.executable, "-c", RUN, str(table), str(store), json.dumps(options)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    taken, seconds, kilobytes = json.loads(done.stdout)
    if taken != rows:
        sys.exit(f"{rows - taken} of {rows} invented rows were refused")
    return Imported(rate=rows / seconds, memory=kilobytes * 1024)


def store_of(rows: int, rate: float) -> Path:
    """Return the store of so many rows; `rate` is how many an import takes a second."""
    path = _path(rows)
    if _opens(path):
        return path
    if rows / rate > LONGEST and rows > SEED_ROWS:
        multiply_store(store_of(SEED_ROWS, rate), path, rows // SEED_ROWS)
    else:
        import_table(rows)
    return path


def multiply_store(source: Path, target: Path, times: int) -> None:
    """Write a store with each record of another so many times, each copy a little further east.

    Stands in for an import that would take too long; the statements know the store's columns.
    """
    target.unlink(missing_ok=True)
    connection = duckdb.connect(target, config={"memory_limit": "2GB"})
    connection.execute("set preserve_insertion_order = false")
    connection.execute(f"attach '{source}' as old (read_only)")
    for statement in _MULTIPLIED.split(";"):
        connection.execute(statement.format(times=times, spread=SPREAD))
    connection.execute(f"insert into tallies by name {tallies_sql('main')}")
    connection.close()


_MULTIPLIED = """
create table about as from old.about;
create table labels as from old.labels;
create table credits as from old.credits;
create table tallies as from old.tallies limit 0;
create table incidents as
select i.* replace ((i.n * {times} + copy)::int as n, i.id || '-' || copy as id)
from old.incidents as i, range({times}) as copies(copy);
create table sites as
select s.* replace ((s.n * {times} + copy)::int as n,
                    least(lon + copy * {spread}, 180) as lon,
                    least(x + (copy * {spread} / 360 * (1 << 24))::int, (1 << 24) - 1) as x)
from old.sites as s, range({times}) as copies(copy)
order by x >> 16, y >> 16, n, site
"""


def _takes_processes() -> bool:
    return PROCESSES in inspect.signature(import_file).parameters


def _path(rows: int) -> Path:
    return BUILD / f"incidents-{rows}.duckdb"


def _opens(path: Path) -> bool:
    """Tell whether there is a store that this version of the program can read."""
    try:
        Store().attach(path)
    except UnreadableData:
        return False
    return True
