"""Measure everything in one run, print it, and write docs/performance.md.

    make bench
    make bench SIZES="10000 200000 2000000"

The bundled data are always measured; SIZES are numbers of invented incidents. Tables and
stores stay in build/bench; the whole takes about ten minutes at 10,000.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser

import document
from engine import engine_table
from geo.intake.dataset import default_path, load
from geo.model.incident import Incident
from machine import keep_to_cores, machine_in_words
from pages import chromium
from readers import waits_of_readers
from results import NONE, Table, in_size, ratio, seconds
from screens import FLOOR, Figures, figures_of_floor, figures_of_plain, screens_table
from servers import seconds_to_answer, serving
from stores import BUILD, LONGEST, Imported, import_table, store_of, table_of

QUICK_ROWS = 10_000  # imported several times, also to learn how long more would take
IMPORTS, STARTS = 3, 5
READERS = 8
PLAIN_MOST = 10_000  # rows beyond which the plain app is not measured: 200,000 never came
# By size, in the order of the rows of screens.py: what is aimed at / no worse than.
AIMS = {
    0: ("plain app's", "", "", "0.2 / 0.35 s", "20 KB", "", *["0.15 s"] * 2, "0.5 / 0.9 s", ""),
    1: ("plain app's", "", "", "0.2 / 0.35 s", "150 KB", "", *["0.15 s"] * 2, "0.5 / 0.9 s", ""),
    200_000: ("+ 0.3 s", "", "", "0.2 / 0.35 s", "150 KB", "", *["0.2 s"] * 2, "0.6 / 1 s", ""),
    2_000_000: ("+ 0.6 s", "", "", "0.3 / 0.5 s", "150 KB", "", *["0.3 s"] * 2, "0.8 / 1.2 s", ""),
}


def main() -> None:
    """Measure the sizes that are asked for."""
    parser = argparse.ArgumentParser(description="Measure, print, and write docs/performance.md.")
    parser.add_argument("sizes", nargs="*", type=int, default=[QUICK_ROWS], metavar="ROWS")
    sizes = parser.parse_args().sizes
    keep_to_cores()
    BUILD.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        measure_own_data(browser)
        rate = max(found.rate for found in imports(QUICK_ROWS, IMPORTS))
        for rows in sizes:
            measure_rows(browser, rows, rate)


def measure_own_data(browser: Browser) -> None:
    """Measure the bundled data."""
    table = BUILD / "own.csv"
    incidents = list(load(default_path()))
    write_plain_table(table, incidents)
    plain = figures_of_plain(browser, table)
    server, screens = measure_server(browser, default_path(), plain, 0)
    say(browser, f"{len(incidents)} records, the bundled data", (), (server, screens))


def measure_rows(browser: Browser, rows: int, rate: float) -> None:
    """Measure so many invented incidents."""
    remarks: list[str] = []
    imported = import_rows(rows, rate)
    if rows / rate > LONGEST:
        remarks.append(
            "The store is a smaller one multiplied, because an import still takes too long."
        )
    store = store_of(rows, rate)
    plain = figures_of_plain(browser, table_of(rows)) if rows <= PLAIN_MOST else Figures()
    server, screens = measure_server(browser, store, plain, rows)
    whole = Table(header=server.header, rows=imported + server.rows)
    say(browser, f"{rows:,} incidents", remarks, (whole, engine_table(store), screens))


def imports(rows: int, times: int, processes: int = 1) -> list[Imported]:
    """Import the table so many times; empty where so many processes cannot be asked for."""
    found = (import_table(rows, processes) for _ in range(times))
    return [one for one in found if one is not None]


def import_rows(rows: int, rate: float) -> tuple[tuple[str, ...], ...]:
    """Return how fast the table is imported, by one process and by two."""
    if rows / rate > LONGEST:
        return ()
    times = IMPORTS if rows <= QUICK_ROWS else 1
    two, one = imports(rows, times, 2), imports(rows, times)  # the store of one is kept
    lines: list[tuple[str, ...]] = []
    for name, found, aim in (("one process", one, "10,000"), ("two processes", two, "20,000")):
        rates = sorted(each.rate for each in found)
        said = f"{rates[len(rates) // 2]:,.0f}" if rates else NONE
        lines.append((f"import, {name}: rows a second", said, "", "", aim))
        memory = in_size([each.memory for each in found])
        lines.append((f"import, {name}: peak memory", memory, "", "", ""))
    return tuple(lines)


def measure_server(browser: Browser, data: Path, plain: Figures, rows: int) -> tuple[Table, Table]:
    """Measure a server of some data: start, screens, readers, and what memory that took.

    The floor is measured just before, every time: what else the machine does changes by the minute.
    """
    floor, starts = figures_of_floor(browser), seconds_to_answer(FLOOR, STARTS)
    own_starts = seconds_to_answer("app.py", STARTS, GEO_DATA=str(data))
    aims = AIMS[max(size for size in AIMS if size <= rows)]
    with serving("app.py", GEO_DATA=str(data)) as server:
        screens = screens_table(browser, server.url, floor, plain, aims)
        one, many = (waits_of_readers(server.url, readers) for readers in (1, READERS))
        peak = server.peak_memory()
    lines = (
        ("start → first answer", seconds(own_starts), seconds(starts), ratio(own_starts, starts)),
        ("one reader: p95 of cells and summary", seconds([one.slowest]), "", ""),
        (
            f"{READERS} readers at once: p95",
            seconds([many.slowest]),
            seconds([one.slowest]),
            ratio([many.slowest], [one.slowest]),
        ),
        (f"{READERS} readers at once: errors", str(one.errors + many.errors), "", ""),
        ("peak memory of the server", in_size([peak] if peak else None), "", ""),
    )
    aimed = ("+ 0.5 s", "", "ratio 4", "0", "900 MB at 2 M")
    header = ("the server", "ours", "to compare", "ratio", "aim")
    rows_ = tuple((*line, aim) for line, aim in zip(lines, aimed, strict=True))
    return Table(header=header, rows=rows_), screens


def say(browser: Browser, title: str, remarks: Sequence[str], tables: Sequence[Table]) -> None:
    """Print a section, and write it into the document."""
    for text in (title, *remarks, *(table.as_text() for table in tables)):
        print(f"\n{text}", flush=True)
    document.write_section(title, machine_in_words(browser), remarks, tables)


def write_plain_table(path: Path, incidents: list[Incident]) -> None:
    """Write incidents as the table that the plain app reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "date", "latitude", "longitude", "group"])
        writer.writerows(plain_rows(incidents))


def plain_rows(incidents: list[Incident]) -> Iterator[tuple[object, ...]]:
    """Yield title, day, latitude, longitude and first actor of each position."""
    for incident in incidents:
        group = incident.actors[0].name if incident.actors else ""
        for lon, lat in incident.positions:
            yield incident.title, incident.date.first, lat, lon, group


if __name__ == "__main__":
    main()
