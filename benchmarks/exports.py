"""How long an export takes, and how large it is: python benchmarks/exports.py [INCIDENTS …].

Without numbers: 5, 500, 20,000 and 60,000 invented incidents. Seconds are those of the processor,
the least of several runs in one process; the first run, which reads the base map, is not counted.
"""

__all__ = ["EXPORTS", "measured"]

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo.exports import export_bytes
from geo.exports.selection import Selection, select
from geo.imports import import_file
from geo.store import Store
from results import Table, in_size, seconds
from synthetic import write_table

SIZES = (5, 500, 20_000, 60_000)
RUNS = 5
Export = Callable[[Selection], bytes]

# What it is called → how it is made.
EXPORTS: dict[str, Export] = {
    "HTML": partial(export_bytes, format="html"),
    "PNG, 16 cm, 96 dpi": partial(export_bytes, format="png", dpi=96),
    "PNG, 16 cm, 300 dpi": partial(export_bytes, format="png", dpi=300),
    "SVG, 16 cm": partial(export_bytes, format="svg"),
    "PDF, 16 cm": partial(export_bytes, format="pdf"),
}


def main() -> None:
    """Measure each export at each size."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            store = _store(Path(folder), size)
            rows += [
                (f"{size:,}", name, *measured(export, store)) for name, export in EXPORTS.items()
            ]
    print(Table(header=("incidents", "export", "processor", "size"), rows=tuple(rows)).as_text())


def measured(export: Export, store: Store) -> tuple[str, str]:
    """Return seconds and size of an export, in words."""
    content = export(select(store))
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        export(select(store))
        times.append(time.process_time() - start)
    return seconds([min(times)]), in_size([len(content)])


def _store(folder: Path, size: int) -> Store:
    table, path = folder / f"{size}.csv", folder / f"{size}.duckdb"
    write_table(table, size)
    import_file("table", table, path, geocode=False)
    store = Store()
    store.attach(path)
    return store


if __name__ == "__main__":
    main()
