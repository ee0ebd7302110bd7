"""How long a file takes, and how large it is: python benchmarks/exports.py [INCIDENTS …].

Without numbers: 5, 500 and 20,000 invented incidents, of which it also writes the table of
docs/reports.md. Seconds are those of the processor, the least of several runs in one process; the
first run, which loads packages and the base map, is not counted.
"""

__all__ = ["EXPORTS", "measured"]

import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from geo.exports import FORMATS, export_files
from geo.exports.selection import Selection, select
from geo.intake.run import import_file
from geo.store.store import Store
from machine import machine_in_words
from paths import ROOT
from results import Table, in_size, seconds
from synthetic import write_table

SIZES = (5, 500, 20_000)
RUNS = 3
PATH = ROOT / "docs" / "reports.md"
REMARK = """\
Seconds of processor time, in a process that has made such a file before; bytes of all its files
together. The incidents are invented: all over the world, with a source, and without statements."""
_TABLE = re.compile(r"(?<=^## Time and size\n\n).*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
Export = Callable[[Selection], dict[str, bytes]]


def _label(name: str) -> str:
    label = FORMATS[name].label
    return label if label.lower() == name else f"{label} (`{name}`)"


# What it is called → how it is made.
EXPORTS: dict[str, Export] = {
    _label(name): partial(export_files, name=f"incidents.{name}", format=name) for name in FORMATS
}


def main() -> None:
    """Measure each export at each size."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    found: dict[str, list[str]] = {name: [] for name in EXPORTS}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            store = _store(Path(folder), size)
            for name, export in EXPORTS.items():
                found[name].append(", ".join(measured(export, store)))
    header = ("format", *(f"{size:,} incidents" for size in sizes))
    table = Table(header=header, rows=tuple((name, *cells) for name, cells in found.items()))
    print(table.as_text())
    if sizes is SIZES:
        _write(table)


def measured(export: Export, store: Store) -> tuple[str, str]:
    """Return seconds and size of an export, in words."""
    size = sum(map(len, export(select(store)).values()))
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        export(select(store))
        times.append(time.process_time() - start)
    return seconds([min(times)]), in_size([size])


def _write(table: Table) -> None:
    text = PATH.read_text("utf-8")
    machine = (
        f"Measured by `benchmarks/exports.py` on {date.today():%d %B %Y}: {machine_in_words()}."
    )
    section = f"{REMARK}\n\n{machine}\n\n{table.as_markdown()}\n"
    written, count = _TABLE.subn(lambda _: section, text)
    if count != 1:
        raise SystemExit(f"{PATH} has no section “Time and size”")
    PATH.write_text(written, "utf-8")


def _store(folder: Path, size: int) -> Store:
    table, path = folder / f"{size}.csv", folder / f"{size}.duckdb"
    write_table(table, size)
    import_file("table", table, path, geocode=False)
    store = Store()
    store.attach(path)
    return store


if __name__ == "__main__":
    main()
