"""Measure in one run, print it, and write docs/performance.md.

    make bench
    make bench SIZES="200000 2000000" PARTS="import store screens" BEFORE=../before

SIZES are numbers of invented incidents; PARTS are those of docs/performance.md, all by default;
BEFORE is another checkout, whose imports and answers are measured too. Files stay in build/bench.
"""

import argparse
import time
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser

import document
from document import Section
from geo.intake.dataset import default_path
from imports import store_of
from machine import keep_to_cores, machine_in_words
from pages import chromium
from parts import days, gazetteer, importers, screens, server, store, table_import, timeline
from paths import BUILD

QUICK_ROWS = 10_000
OWN = 0  # as a number of rows: the bundled data

Measure = Callable[[], Section]


def main() -> None:
    """Measure the parts that are asked for."""
    options = asked_for()
    keep_to_cores()
    BUILD.mkdir(parents=True, exist_ok=True)
    for rows in (OWN, *options.sizes):
        for part, measure in parts_of_size(rows, options.before).items():
            if part in options.parts:
                say(measure)
    for part, measure in parts_of_run(max(options.sizes), options.before).items():
        if part in options.parts:
            say(measure)


def asked_for() -> Namespace:
    """Read the command."""
    parser = argparse.ArgumentParser(description="Measure, print, and write docs/performance.md.")
    parser.add_argument("sizes", nargs="*", type=int, default=[QUICK_ROWS], metavar="ROWS")
    parser.add_argument("--parts", nargs="+", choices=document.PARTS, default=document.PARTS)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT")
    return parser.parse_args()


def parts_of_size(rows: int, before: Path | None) -> dict[str, Measure]:
    """Return the parts that are measured with so many rows."""
    served: dict[str, Measure] = {
        "server": lambda: server.section(rows, data_of(rows)),
        "screens": lambda: in_browser(screens.section, rows),
    }
    if rows == OWN:
        return served
    return {
        "import": partial(table_import.section, rows, before),
        "store": partial(store.section, rows, before),
        "days": partial(days.section, rows),
        **served,
        "timeline": lambda: in_browser(timeline.section, rows),
    }


def parts_of_run(most: int, before: Path | None) -> dict[str, Measure]:
    """Return the parts that are measured once."""
    return {
        "importers": partial(importers.section, most, before),
        "gazetteer": partial(gazetteer.section, before),
    }


def data_of(rows: int) -> Path:
    """Return what a server opens."""
    return default_path() if rows == OWN else store_of(rows)


def in_browser(measure: Callable[[Browser, int, Path], Section], rows: int) -> Section:
    """Measure in a browser of its own."""
    data = data_of(rows)
    with chromium() as browser:
        return measure(browser, rows, data)


def say(measure: Measure) -> None:
    """Measure a part, print it, and write it into the document."""
    begin = time.perf_counter()
    section = measure()
    taken = time.perf_counter() - begin
    for text in (section.title, *(each.table.as_text() for each in section.comparisons)):
        print(f"\n{text}", flush=True)
    print(f"({taken:.0f} s)", flush=True)
    document.write(section, machine_in_words(), taken)


if __name__ == "__main__":
    main()
