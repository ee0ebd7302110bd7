"""How long an import takes, and how much memory it needs at most: 200,000 rows of a table.

    python benchmarks/imports.py [ROWS]

Each run is a process of its own, under a limit of its memory. The file has quoted line breaks and
ten thousand places; the second run replaces the rows of the first, the third does it with as many
processes as can run at once, and its peak is that of the largest of them.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from geo.intake.batches import processors

ROWS = 200_000
LIMIT = 3 << 30  # bytes of address space; DuckDB and Arrow map more than they use
HEADER = "id,date,latitude,longitude,place,group,type,killed,killed_low,killed_high,notes"
RUN = """
import sys
from pathlib import Path
from geo.intake.run import import_file
table, store, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
report = import_file("table", table, store, geocode=False, workers=workers)
print(report.read, report.imported)
"""


def main() -> None:
    """Write a table, import it twice, and print what that took."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        table, store = Path(folder) / "rows.csv", Path(folder) / "rows.duckdb"
        write(table, rows)
        print(f"{rows:,} rows, {table.stat().st_size / 1e6:.0f} MB")
        runs = {"into a new store": 1, "over the old one": 1, "with several": processors()}
        for name, workers in runs.items():
            begin = time.monotonic()
            counts = imported(table, store, workers)
            seconds = time.monotonic() - begin
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"{name}, {workers} process(es): {seconds:.1f} s,"
                f" {rows / seconds:,.0f} rows a second, {seconds / rows * 1e6:.0f} µs a row,"
                f" peak {memory:.0f} MB; rows read and taken: {counts};"
                f" store {store.stat().st_size / 1e6:.0f} MB"
            )


def imported(table: Path, store: Path, workers: int) -> str:
    """Import in a process of its own; return how many rows were read and taken."""
    command = [sys.executable, "-c", RUN, str(table), str(store), str(workers)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, preexec_fn=limit_memory
    )
    return done.stdout.strip()


def limit_memory() -> None:
    """Let the process fail that needs more."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


def write(path: Path, rows: int) -> None:
    """Write a table, the same one every time."""
    chance = random.Random(5)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        for number in range(rows):
            place = chance.randrange(10_000)
            low = chance.randrange(5)
            writer.writerow(
                [
                    number,
                    f"{1990 + number % 34}-{1 + number % 12:02}-{1 + number % 28:02}",
                    f"{chance.uniform(-60, 70):.5f}",
                    f"{chance.uniform(-180, 180):.5f}",
                    f"Place {place}",
                    f"Group {place % 300}",
                    "attack",
                    low + 1,
                    low,
                    low + 5,
                    "Two lines,\nin one cell.",
                ]
            )


if __name__ == "__main__":
    main()
