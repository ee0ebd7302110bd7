"""How long an export takes, and how large it is: python benchmarks/exports.py [INCIDENTS …].

Without numbers: 5, 500 and 20,000 invented incidents. Seconds are those of the processor, the
least of several runs in one process; the first run, which reads the base map, is not counted.
"""

__all__ = ["EXPORTS", "measured"]

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo.captions import Caption, caption_of
from geo.figures import Sheet, figure_bytes
from geo.imports import import_file
from geo.query import Query
from geo.store import Store
from results import Table, in_size, seconds
from synthetic import write_table

SIZES = (5, 500, 20_000)
RUNS = 5
Export = Callable[[Store, Query, Caption], bytes]


def figure(store: Store, query: Query, caption: Caption, *, format_: str, dpi: int) -> bytes:
    """Return a figure of two columns."""
    marks = partial(store.marks, query)
    return figure_bytes(marks, None, caption, format=format_, sheet=Sheet(dpi=dpi))


# What it is called → how it is made.
EXPORTS: dict[str, Export] = {
    "PNG, 16 cm, 96 dpi": partial(figure, format_="png", dpi=96),
    "PNG, 16 cm, 300 dpi": partial(figure, format_="png", dpi=300),
    "SVG, 16 cm": partial(figure, format_="svg", dpi=300),
    "PDF, 16 cm": partial(figure, format_="pdf", dpi=300),
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
    query = Query()
    caption = caption_of(query, store.summary(query), store.newest_source())
    content = export(store, query, caption)
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        export(store, query, caption)
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
