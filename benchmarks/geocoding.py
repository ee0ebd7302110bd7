"""Measure the geocoder: accuracy over files of known places, and speed.

    python benchmarks/geocoding.py FILE.csv [DOCUMENTS.jsonl]
    python benchmarks/geocoding.py            # only speed; the index must exist

A CSV has the columns category, query, hint_country, hint_admin1, lang, true_lat, true_lon,
true_country and match_mode (point: by distance; country: the code, with precision country; none:
nothing may come back). A line of JSONL is one document: {"toponyms": [{text, start, end, lat,
lon}, …]}. No answer counts as wrong.
"""

import argparse
import csv
import json
import math
import resource
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.gazetteer.geocoder import Location, geocode
from geo.gazetteer.index import gazetteer
from geo.gazetteer.names import key
from geo.mercator import EARTH_KM

NEAR_KM, FAR_KM = 25.0, 161.0
SAMPLE = """
SELECT name, country FROM places WHERE id % 13 = 5 ORDER BY id * 7919 % 10007 LIMIT 20000
"""  # from all over the index

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One row and its answer. `away` is the distance in kilometres, infinite where none is."""

    row: Row
    answer: Location | None
    away: float

    @property
    def is_right(self) -> bool:
        if self.row["match_mode"] == "point":
            return self.away <= FAR_KM
        if self.row["match_mode"] == "none":
            return self.answer is None
        answer = self.answer
        return bool(
            answer and answer.country == self.row["true_country"] and answer.precision == "country"
        )


def main() -> None:
    """Read the files and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the accuracy of the geocoder.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=".csv or .jsonl")
    parser.add_argument("--errors", action="store_true", help="list what is wrong, too")
    options = parser.parse_args()
    if not options.files:
        measure_speed()
    for path in options.files:
        measure = measure_documents if path.suffix == ".jsonl" else measure_rows
        results = measure(path)
        if options.errors:
            list_errors(results)


def measure_rows(path: Path) -> list[Result]:
    """Print accuracy by category and language, and the figures over all."""
    with path.open(encoding="utf-8", newline="") as file:
        results = [result(row) for row in csv.DictReader(file)]
    points = [r for r in results if r.row["match_mode"] == "point"]
    table("category", points, lambda r: r.row["category"])
    table("language of exonyms", [r for r in points if r.row["category"] == "c_exonym"], language)
    table("language", points, language)
    table("all points", points, lambda _: "")
    for mode in ("country", "none"):
        rows = [r for r in results if r.row["match_mode"] == mode]
        print(f"{mode:>12}: {share(rows, lambda r: r.is_right):5.1f} % right of {len(rows)}")
    return results


def measure_documents(path: Path) -> list[Result]:
    """Print the share of mentions that are placed right."""
    from geo.gazetteer.geocoder import geocode_document
    from geo.gazetteer.mentions import Mention

    results = []
    for line in path.read_text("utf-8").splitlines():
        document = json.loads(line)
        mentions = [
            Mention(text=t["text"], start=t["start"], end=t["end"]) for t in document["toponyms"]
        ]
        for row, answer in zip(document["toponyms"], geocode_document(mentions), strict=True):
            known = {**row, "true_lat": row["lat"], "true_lon": row["lon"], "match_mode": "point"}
            known |= {"category": document["corpus"], "query": row["text"], "id": document["doc"]}
            results.append(Result(known, answer, distance_km(answer, known)))
    table("corpus", results, lambda r: r.row["category"])
    table("all mentions", results, lambda _: "")
    return results


def result(row: Row) -> Result:
    """Geocode one row."""
    answer = geocode(
        row["query"],
        country=row["hint_country"] or None,
        admin1=row["hint_admin1"] or None,
        language=row["lang"] or None,
    )
    return Result(row, answer, distance_km(answer, row))


def distance_km(answer: Location | None, row: Row) -> float:
    """Return the great-circle distance to the true point."""
    if answer is None or row["true_lat"] in ("", None):
        return math.inf
    lat1, lat2 = math.radians(answer.lat), math.radians(float(row["true_lat"]))
    half = math.sin((lat2 - lat1) / 2) ** 2
    across = math.radians(float(row["true_lon"]) - answer.lon)
    half += math.cos(lat1) * math.cos(lat2) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def language(found: Result) -> str:
    return str(found.row["lang"])


def table(title: str, results: Iterable[Result], group: Callable[[Result], str]) -> None:
    """Print one line a group: how many, within 25 and 161 km, and of the answers given."""
    groups = defaultdict(list)
    for found in results:
        groups[group(found)].append(found)
    print(f"\n{title:<20}{'rows':>6}{'25 km':>8}{'161 km':>8}{'answered':>10}{'right of them':>15}")
    for name, rows in sorted(groups.items()):
        answered = [r for r in rows if r.answer]
        figures = (
            share(rows, lambda r: r.away <= NEAR_KM),
            share(rows, lambda r: r.away <= FAR_KM),
            share(rows, lambda r: r.answer is not None),
            share(answered, lambda r: r.away <= FAR_KM),
        )
        near, far, given, right = (f"{figure:.1f}" for figure in figures)
        print(f"{name:<20}{len(rows):>6}{near:>8}{far:>8}{given:>10}{right:>15}")


def share(rows: list[Result], is_right: Callable[[Result], bool]) -> float:
    """Return a percentage."""
    return 100 * sum(map(is_right, rows)) / max(len(rows), 1)


def measure_speed() -> None:
    """Print the first answer of a new process, look-ups a second, and the memory."""
    first = [sys.executable, "-c", "from geo.gazetteer.geocoder import geocode; geocode('Teheran')"]
    print(f"first answer of a new process: {min(seconds(first) for _ in range(5)):.2f} s")
    index = gazetteer()
    with closing(sqlite3.connect(index.path)) as connection:
        names = connection.execute(SAMPLE).fetchall()
    keys = [key(name) for name, _ in names]
    print(f"exact look-ups a second: {rate(index.named, [(text,) for text in keys]):,.0f}")
    mixed = [(changed(n, *name),) for n, name in enumerate(names)]
    with_country = [(text[0], name[1]) for text, name in zip(mixed, names, strict=True)]
    print(f"mixed, without country: {rate(geocode, mixed):,.0f} a second")
    print(f"mixed, with country: {rate(in_country, with_country):,.0f} a second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"resident memory at most: {peak:.0f} MB")


def in_country(text: str, country: str) -> Location | None:
    return geocode(text, country=country)


def changed(number: int, name: str, country: str) -> str:
    """Return a name as it is, misspelt, or unknown: 6, 2 and 2 of ten."""
    kind = number % 10
    if kind < 6:
        return name
    middle = len(name) // 2
    return name[:middle] + name[middle + 1 :] if kind < 8 else f"{name[::-1]}{country}x"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def rate(call: Callable[..., object], arguments: Sequence[tuple[str, ...]]) -> float:
    """Return calls a second."""
    start = time.perf_counter()
    for each in arguments:
        call(*each)
    return len(arguments) / (time.perf_counter() - start)


def list_errors(results: list[Result]) -> None:
    """Print what is wrong, one line each."""
    for found in (r for r in results if not r.is_right or NEAR_KM < r.away < math.inf):
        row, answer = found.row, found.answer
        given = (
            f"{answer.name} {answer.country}.{answer.admin1} {answer.precision} {answer.method}"
            f" {answer.confidence:.2f} {found.away:.0f} km"
            if answer
            else "-"
        )
        hints = "/".join(filter(None, (row.get("hint_country"), row.get("hint_admin1"))))
        print(f"{row['id']} {row['category']:<12} {row['query']} [{hints}] -> {given}")


if __name__ == "__main__":
    main()
