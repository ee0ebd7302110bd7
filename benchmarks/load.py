"""Put load on servers of this machine, and keep in docs/reliability.json what came of it.

    python benchmarks/load.py                                   all sizes: some hours
    python benchmarks/load.py 16566 --before ../before          one size, next to another checkout
    python benchmarks/load.py 11 --seconds 5 --changes 100      a quick look
    python benchmarks/load.py 11 --only session                 what other work does not disturb

Sizes are numbers of records: 11 are the bundled ones, others are invented. Each size has these
stages, the first by turns with the build before; they end by themselves:

- what 40 readers get who ask again once answered, of the mix in traffic/mix.py: the capacity;
- requests at a fixed rate of half of that, and of nine tenths, each waiting since it was due;
- 20 dashboards that change their filters, each as soon as it shows what it asked for;
- one session that changes them 10,000 times, with the memory of the server.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from imports import store_of
from machine import keep_to_cores, machine_in_words
from paths import ROOT
from servers import Server, free_port, page_of, serving_command
from traffic.dashboards import change_at_once, change_often
from traffic.loops import Load, closed_loop, open_loop
from traffic.mix import NEW, addresses, queries

BUNDLED = 11
SIZES = (BUNDLED, 16_566, 2_000_000)
READERS, DASHBOARDS, TURNS, WARM = 40, 20, 3, 600
SHARES = (50, 90)  # per cent of the capacity
RECORD = ROOT / "docs" / "reliability.json"
PAGE = ROOT / "scripts" / "build_reliability.py"
TRIVIAL = ROOT / "benchmarks" / "traffic" / "trivial.py"
GENERATOR_SECONDS = 3.0
EDGE = 20  # the part of the looks at the memory, one in so many, that the middle and the end are

Found = dict[str, Any]


def main() -> None:
    """Measure the sizes that are asked for, and keep each."""
    options = asked_for()
    keep_to_cores()
    for size in options.sizes or SIZES:
        for part in [options.only] if options.only else PARTS:
            found = PARTS[part](size, options)
            print(json.dumps(found, indent=1), flush=True)
            keep(size, found)
    subprocess.run([sys.executable, PAGE, "--turns", "0"], check=True)


def asked_for() -> Namespace:
    """Read the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, metavar="RECORDS")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each stage")
    parser.add_argument("--changes", type=int, default=10_000, help="of filters in one session")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT")
    return parser.parse_args()


def keep(size: int, found: Found) -> None:
    """Add what was found of a size to the record."""
    record = json.loads(RECORD.read_text("utf-8"))
    rows = record.setdefault("load", {})
    rows[str(size)] = rows.get(str(size), {}) | found
    RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def loaded(size: int, options: Namespace) -> Found:
    """Return the capacity of a size, and what requests at fixed rates and dashboards waited."""
    checkouts = {"before": options.before, "now": ROOT} if options.before else {"now": ROOT}
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(served(size, path)) for name, path in checkouts.items()
        }
        asked = {name: warmed(server) for name, server in servers.items()}
        builds = capacities(servers, asked, options.seconds)
        now, capacity = servers["now"], builds["now"]["rate"]
        return {
            "day": datetime.now(UTC).date().isoformat(),
            "machine": machine_in_words(),
            "seconds": options.seconds,
            "generator": round(generator_rate()),
            "capacity": builds,
            "rates": {
                str(share): at_a_rate(now, asked["now"], capacity * share / 100, options.seconds)
                for share in SHARES
            },
            "dashboards": of_dashboards(now, options.seconds),
        }


def lasting(size: int, options: Namespace) -> Found:
    """Return how the memory of a server of a size grew in one long session."""
    with served(size, ROOT) as server:
        return {"session": of_one_session(server, options.changes)}


@contextmanager
def served(size: int, checkout: Path) -> Iterator[Server]:
    """Serve so many records with the code of a checkout."""
    port, data = free_port(), [] if size == BUNDLED else [str(store_of(size))]
    words = ("serve", *data, "--host", "127.0.0.1", "--port", str(port))
    geo = (sys.executable, "-c", "from geo.cli import main; main(prog_name='geo')")
    source = str((checkout / "src").resolve())
    with serving_command([*geo, *words], port, "/health", PYTHONPATH=source) as server:
        yield server


def warmed(server: Server) -> Iterator[tuple[str, str]]:
    """Ask for what most readers ask for, and return what is asked after that."""
    page = json.loads(page_of(f"{server.url}/api/incidents?limit=20"))
    asked = addresses([feature["id"] for feature in page["features"]])
    for _, address in islice(asked, WARM):
        page_of(server.url + address)
    return asked


def capacities(
    servers: Mapping[str, Server], asked: Mapping[str, Iterator[tuple[str, str]]], seconds: float
) -> dict[str, Found]:
    """Return what each build answers to readers who ask again once answered, by turns."""
    loads: dict[str, list[Load]] = {name: [] for name in servers}
    used = dict.fromkeys(servers, 0.0)
    for _ in range(TURNS):
        for name, server in servers.items():
            before = server.processor_seconds()
            loads[name].append(
                asyncio.run(closed_loop(server.url, asked[name], READERS, seconds / TURNS))
            )
            used[name] += server.processor_seconds() - before
    return {
        name: {
            "rate": round(median(load.rate for load in runs), 1),
            "processor_ms": round(used[name] / sum(len(run.all_waits) for run in runs) * 1e3, 2),
            "errors": sum(load.errors for load in runs),
        }
        for name, runs in loads.items()
    }


def generator_rate() -> float:
    """Return how many answers of a server that does nothing are taken in a second."""
    port = free_port()
    with serving_command([sys.executable, str(TRIVIAL), str(port)], port) as server:
        load = closed_loop(server.url, addresses(["x"]), READERS, GENERATOR_SECONDS)
        return asyncio.run(load).rate


def at_a_rate(
    server: Server, asked: Iterator[tuple[str, str]], rate: float, seconds: float
) -> Found:
    """Return what requests waited for that came at a fixed rate."""
    load = asyncio.run(open_loop(server.url, asked, rate, seconds, READERS))
    kinds = {name: round(median(waits) * 1e3, 1) for name, waits in sorted(load.waits.items())}
    known = load.p99_of(lambda kind: not kind.endswith(NEW))
    new = load.p99_of(lambda kind: kind.endswith(NEW))
    p99 = {"p99_ms_known": round(known * 1e3, 1), "p99_ms_new": round(new * 1e3, 1)}
    return {"rate": round(rate, 1), **in_ms(load), **p99, "kinds": kinds}


def of_dashboards(server: Server, seconds: float) -> Found:
    """Return what dashboards waited for that change their filters."""
    load = asyncio.run(change_at_once(server.url, queries(), DASHBOARDS, seconds))
    return {"dashboards": DASHBOARDS, "rate": round(load.rate, 1), **in_ms(load)}


def of_one_session(server: Server, changes: int) -> Found:
    """Return how the memory grew while one session changed its filters."""
    work = change_often(server.url, queries(), changes, server.memory)
    load, memory = asyncio.run(work)
    part = max(1, len(memory) // EDGE)
    middle = median(memory[len(memory) // 2 :][:part])
    end = median(memory[-part:])
    found = {"middle_mb": round(middle / 1e6, 1), "end_mb": round(end / 1e6, 1)}
    return {"changes": changes, **found, **in_ms(load)}


def in_ms(load: Load) -> Found:
    """Return median and 99th percentile of the waits in ms, and the errors."""
    return {
        "median_ms": round(load.median * 1e3, 1),
        "p99_ms": round(load.p99 * 1e3, 1),
        "requests": len(load.all_waits),
        "errors": load.errors,
    }


PARTS = {"load": loaded, "session": lasting}

if __name__ == "__main__":
    main()
