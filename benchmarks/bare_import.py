"""What DuckDB needs to read a CSV into a table, and to sort that by a grid into another.

    python benchmarks/bare_import.py FILE.csv DATABASE

Prints the seconds of both. It is the floor of an import: all values as text, nothing checked,
nothing made of them.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

THREADS = 2
READ = "create table read as from read_csv({file}, all_varchar = true)"
SORT = """
create table sorted as from read order by
    floor((try_cast(longitude as double) + 180) * 256 / 360),
    floor((try_cast(latitude as double) + 90) * 256 / 180)
"""


def main() -> None:
    """Read and sort the file."""
    file, database = sys.argv[1], Path(sys.argv[2])
    database.unlink(missing_ok=True)
    connection = duckdb.connect(database, config={"threads": THREADS})
    taken = []
    for statement in (READ.format(file=f"'{file}'"), SORT):
        begin = time.perf_counter()
        connection.execute(statement)
        taken.append(time.perf_counter() - begin)
    connection.close()
    database.unlink()
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
