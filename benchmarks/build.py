"""Build store directories of invented rows by each engine; docs/scale.json keeps what it took.

    python benchmarks/build.py 2000000 20000000
    python benchmarks/build.py 2000000 --only duckdb "local[2]"

Each build is the whole command, from its start to its end. It stands next to DuckDB that reads the
same file into a table and sorts that: what no build can be quicker than. The cluster is a master
and two workers with one core each, all on this machine. Memory is what the command and its own
processes have resident together: of a cluster that is the driver. Then a server of files, which
counts bytes, has the directory, and a view of the world and one of a town are asked for, each by a
reader that knows nothing yet. docs/scale.md has the figures.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from paths import BUILD, ROOT

sys.path.append(str(ROOT / "tests"))

from geo.mercator import WORLD, Bounds
from geo.query.query import Query
from geo.store.store import Store
from imports import IMPORTED, NO_GEOCODE
from invented.towns import towns
from machine import keep_to_cores, machine_in_words
from parts.table_import import read_and_sort
from processes import Ran, geo_command
from range_server import range_server
from spark_cluster import cluster, environment
from synthetic import file_of

RECORD = ROOT / "docs" / "scale.json"
PAGE = RECORD.with_suffix(".md")
BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.DOTALL)
SETTINGS: Mapping[str, str] = MappingProxyType({"spark.executor.memory": "800m"})
TOWN, TOWN_ZOOM = 40, 12  # the rank of the town that is looked at, and at which zoom level
HALF = 0.15  # degrees from its middle to a side of the view

Found = dict[str, Any]


def main() -> None:
    """Measure the sizes that are asked for, and write what is known."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--only", nargs="*", choices=BUILDERS, default=list(BUILDERS))
    asked = parser.parse_args()
    keep_to_cores()
    for rows in asked.rows:
        bare = read_and_sort(file_of("table", rows))
        for engine in asked.only:
            made = _measured(engine, rows)
            made |= {"bare_seconds": bare.seconds, "ratio": made["seconds"] / bare.seconds}
            print(rows, engine, json.dumps(made), flush=True)
            _keep(rows, engine, made)


def _measured(engine: str, rows: int) -> Found:
    out = BUILD / f"directory-{rows}"
    shutil.rmtree(out, ignore_errors=True)
    ran = BUILDERS[engine](file_of("table", rows), out)
    counts = IMPORTED.findall(ran.output)
    if counts[-1:] != [f"{rows:,}"]:
        sys.exit(f"not all of {rows:,} invented rows were built:\n{ran.output}")
    size = sum(path.stat().st_size for path in out.rglob("*.parquet"))
    return {"seconds": ran.seconds, "memory": ran.together, "size": size, **_bytes_of_views(out)}


def _by_duckdb(file: Path, out: Path) -> Ran:
    return geo_command("build", "table", str(file), "--out", str(out), NO_GEOCODE)


def _on_spark(file: Path, out: Path, engine: str, **variables: Any) -> Ran:
    words = ("build", "table", str(file), "--out", str(out), NO_GEOCODE, "--engine", engine)
    return geo_command(*words, **variables)


def _on_this_machine(file: Path, out: Path) -> Ran:
    return _on_spark(file, out, "local[2]")


def _on_cluster(file: Path, out: Path) -> Ran:
    with _folder() as folder, cluster(folder, SETTINGS) as running:
        variables = environment(folder, SETTINGS)
        del variables["PYTHONPATH"]  # the command has its own, the same
        return _on_spark(file, out, running.url, **variables)


BUILDERS: Mapping[str, Callable[[Path, Path], Ran]] = MappingProxyType(
    {"duckdb": _by_duckdb, "local[2]": _on_this_machine, "cluster": _on_cluster}
)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        yield Path(folder)


def _bytes_of_views(directory: Path) -> Found:
    """Return how many bytes a server sends to a new reader: to open a directory, and for a view."""
    lon, lat = float(towns().lon[TOWN]), float(towns().lat[TOWN])
    town = Bounds(west=lon - HALF, south=lat - HALF, east=lon + HALF, north=lat + HALF)
    sent = {}
    with range_server(directory.parent) as server:
        for name, bounds, zoom in (("world", WORLD, 2), ("town", town, TOWN_ZOOM)):
            store = Store()
            store.attach(f"{server.url}/{directory.name}")
            sent["opened"] = server.sent_bytes()
            store.marks(Query(), bounds, zoom)
            sent[name] = server.sent_bytes()
    return sent


def _keep(rows: int, engine: str, made: Found) -> None:
    """Add a measurement to the record, and write the page."""
    record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    told = {"measured_on": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine_in_words()}
    record.setdefault(str(rows), {})[engine] = made | told
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
    lines = "\n".join(_lines(record))
    PAGE.write_text(
        BLOCK.sub(lambda found: f"{found[1]}\n{lines}\n\n{found[2]}", PAGE.read_text("utf-8")),
        "utf-8",
    )


def _lines(record: Mapping[str, Mapping[str, Found]]) -> Iterator[str]:
    """Yield the table of the page."""
    yield (
        "| rows | engine | seconds | ÷ read and sort | memory | directory | opened | world | town |"
    )
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|"
    for rows, engines in sorted(record.items(), key=lambda each: int(each[0])):
        for engine in (each for each in BUILDERS if each in engines):
            made = engines[engine]
            sizes = (made[key] for key in ("memory", "size", "opened", "world", "town"))
            cells = [f"{size / 1e6:,.1f} MB" for size in sizes]
            taken = f"{made['seconds']:,.0f} | {made['ratio']:.1f}"
            yield f"| {int(rows):,} | `{engine}` | {taken} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
