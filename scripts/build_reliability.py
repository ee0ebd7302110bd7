#!/usr/bin/env python3
"""Run the loops of kills and faults, and write docs/reliability.md of what they found.

    python scripts/build_reliability.py                    all loops, 200 turns each: some hours
    python scripts/build_reliability.py "kill import"      these only; the rows of others stay
    python scripts/build_reliability.py --turns 6 …        fewer turns
    python scripts/build_reliability.py --turns 0          only what is known of the rest

docs/reliability.json keeps what was found, what `make fuzz` found (docs/fuzzing.json), and what
benchmarks/load.py measured; the page is made of it.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

from geo.exports.documents.markdown import markdown  # noqa: E402, as the others
from loops.registry import LOOPS  # noqa: E402, its folder is known from here on
from machine import machine_in_words  # noqa: E402
from traffic.tables import load_lines  # noqa: E402

RECORD = ROOT / "docs" / "reliability.json"
PAGE = RECORD.with_suffix(".md")
FUZZED = RECORD.with_name("fuzzing.json")  # of `make fuzz`
INPUTS = ROOT / "tests" / "data" / "bad_inputs.json"
TURNS = 200


def main() -> None:
    """Run loops, note what they found, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("loops", nargs="*", metavar="LOOP", help=", ".join(LOOPS))
    parser.add_argument("--turns", type=int, default=TURNS)
    asked = parser.parse_args()
    keep({})
    for name in (asked.loops or list(LOOPS)) if asked.turns else ():
        found = run(name, asked.turns)
        print(name, found)
        keep({name: found})
    PAGE.write_text(page(), "utf-8")


def keep(found: Mapping[str, Any]) -> None:
    """Add what loops found to the record, and what is known of inputs and fuzzing now."""
    kept = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    record = {
        "loops": kept.get("loops", {}) | dict(found),
        "load": kept.get("load", {}),
        "inputs": areas(),
        "fuzzing": json.loads(FUZZED.read_text("utf-8")) if FUZZED.exists() else {},
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def areas() -> dict[str, int]:
    """Return how many inputs of each kind are tests."""
    inputs = json.loads(INPUTS.read_text("utf-8"))["inputs"]
    return dict(sorted(Counter(each["area"] for each in inputs).items()))


def run(name: str, turns: int) -> dict[str, Any]:
    """Run a loop, and return what docs/reliability.json keeps of it."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="atlas-loop-") as folder:
        found = LOOPS[name].run(Path(folder), turns)
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine_in_words(),
        "turns": found.turns,
        "seconds": round(time.monotonic() - begun),
        "ends": dict(sorted(found.ends.items())),
        "wrong": found.wrong,
    }


def page() -> str:
    """Return the page that follows from the record."""
    record = json.loads(RECORD.read_text("utf-8"))
    found, inputs, fuzzed = record["loops"], record["inputs"], record["fuzzing"]
    load = {f"load {size}": row for size, row in record["load"].items()}
    parts = (
        (_HEAD, *_totals(found)),
        ("## Kills, full disks, files that change", "", *_loops(found)),
        ("## Load", "", *load_lines(record["load"])),
        ("## Inputs", "", *_inputs(inputs)),
        ("## Fuzzing", "", *_fuzzing(fuzzed)),
        ("## Where it was measured", "", *_machines({**found, **fuzzed, **load})),
    )
    return "\n".join("\n".join((*part, "")) for part in parts)


def _totals(found: Mapping[str, Any]) -> Iterator[str]:
    kills, faults = (
        sum(row["turns"] for name, row in found.items() if name.startswith("kill") == is_kill)
        for is_kill in (True, False)
    )
    wrong = sum(len(row["wrong"]) for row in found.values())
    yield f"{kills:,} kills and {faults:,} faults: {wrong:,} ended as they must not."


def _loops(found: Mapping[str, Any]) -> Iterator[str]:
    yield "| what happens | turns | what must hold | how they ended | wrong | seconds | day |"
    yield "| --- | ---: | --- | --- | ---: | ---: | --- |"
    for name, loop in LOOPS.items():
        if row := found.get(name):
            ends = "; ".join(f"{end}: {count:,}" for end, count in row["ends"].items())
            numbers = (f"{len(row['wrong']):,}", f"{row['seconds']:,}", row["day"])
            cells = (loop.does, f"{row['turns']:,}", loop.holds, ends, *numbers)
            yield f"| {' | '.join(cells)} |"
    for name, row in found.items():
        yield from (f"- {name}: {markdown(wrong)}" for wrong in row["wrong"])


def _inputs(counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{sum(counts.values()):,} hostile and malformed inputs, each with the outcome that it"
    yield "must have, are tests (tests/data/bad_inputs.json), through every output:"
    yield ""
    yield "| kind | inputs |"
    yield "| --- | ---: |"
    yield from (f"| {area} | {count:,} |" for area, count in counts.items())


def _fuzzing(fuzzed: Mapping[str, Any]) -> Iterator[str]:
    if not fuzzed:
        yield "`make fuzz` has not been run yet."
        return
    yield "Findings are those of the last run; what earlier ones found is mended, and a test."
    yield ""
    yield "| what reads | inputs | seconds | findings | day |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, row in fuzzed.items():
        numbers = (row["inputs"], row["seconds"], len(row["findings"]))
        yield f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} | {row['day']} |"


def _machines(rows: Mapping[str, Any]) -> Iterator[str]:
    for machine in dict.fromkeys(row["machine"] for row in rows.values()):
        yield f"- {machine}"
    yield ""
    yield "The machine was shared: seconds say how long a loop took, not how fast the program is."


_HEAD = """# Reliability

Written by `scripts/build_reliability.py`, which runs each loop, 200 turns long, and keeps in
docs/reliability.json what it found. `make test` runs a few turns of each, `make check` all.

- **A kill** is `kill -9` at a random moment of a command. Its files must then hold all of the old
  content or all of the new one; the next start must do its work, and remove what is left.
- **A full disk** takes no more from a random byte on.
- **A file that changes** is served meanwhile, to two readers who ask without a pause.
"""

if __name__ == "__main__":
    main()
